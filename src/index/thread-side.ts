/** The thread's side of a Thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadSqlite, type Database } from './sqlite.ts';
import { openStore, sqliteCode, UnusableStore } from './store.ts';
import type { Message, Question } from './thread.ts';

interface Given<Data> {
  readonly data: Data;
  readonly stop: Int32Array;
}

export interface ThreadSide<Data, Ask, News> {
  /** What the thread was given. */
  readonly data: Data;
  /** Whether to end before all is done. */
  readonly isStopping: () => boolean;
  readonly tell: (news: News) => void;
  /** Answers each question with `answer`, until the thread is to end; then calls `end`. */
  readonly answerWith: (answer: (ask: Ask) => unknown, end: () => void) => void;
}

function send(message: Message<unknown>): void {
  parentPort?.postMessage(message);
}

function answerTo<Ask>({ id, ask }: Question<Ask>, answer: (ask: Ask) => unknown): Message<never> {
  try {
    return { kind: 'answer', id, answer: JSON.stringify(answer(ask)) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'failure', id, message, code: sqliteCode(error) };
  }
}

/** The database at `path`, which the main thread has made. Rejects when it cannot be used. */
export async function openForThread(path: string): Promise<Database> {
  const open = await loadSqlite();
  const store = open === undefined ? 'missing' : openStore(open, path);
  if (typeof store === 'string') throw new UnusableStore(`the database is ${store}`);
  return store.database;
}

/** The side of this thread. */
export function threadSide<Data, Ask, News = never>(): ThreadSide<Data, Ask, News> {
  // oxlint-disable-next-line no-unsafe-type-assertion -- Thread has put it together
  const { data, stop } = workerData as Given<Data>;
  return {
    data,
    isStopping: () => Atomics.load(stop, 0) === 1,
    tell: (news) => {
      send({ kind: 'news', news });
    },
    answerWith: (answer, end) => {
      parentPort?.on('message', (question: Question<Ask> | 'end') => {
        if (question !== 'end') {
          send(answerTo(question, answer));
          return;
        }
        end();
        parentPort?.close();
      });
    },
  };
}
