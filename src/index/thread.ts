/** A thread that answers questions one after the other: begun when it is needed, ended when it has been idle. */
import { Worker } from 'node:worker_threads';
import { sqliteCode } from './store.ts';
import { stored } from './stored-json.ts';

/** What is sent to the thread. */
export interface Question<Ask> {
  readonly id: number;
  readonly ask: Ask;
}

/** What it sends back: an answer, a failure with its code, and what it has to tell meanwhile. */
export type Message<News> =
  /** As JSON: to copy many small objects takes ten times as long. */
  | { readonly kind: 'answer'; readonly id: number; readonly answer: string }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string; readonly code: string }
  | { readonly kind: 'news'; readonly news: News };

/** A failure in a thread; `code` is that of the system's error or SQLite's, empty for any other. */
export class ThreadFailure extends Error {
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

/** How the program of a thread is called, which lies beside this file, and what it is given. */
export interface ThreadOptions<News> {
  readonly program: string;
  readonly data: unknown;
  /** After so long without a question it ends, and its memory is free. */
  readonly idleMs: number;
  readonly onNews?: (news: News) => void;
}

interface Pending<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** One run of the thread. */
interface Run<Answer> {
  readonly worker: Worker;
  readonly pending: Map<number, Pending<Answer>>;
  /** Set to 1 when it is to end soon. */
  readonly stop: Int32Array;
  readonly ended: Promise<unknown>;
}

export class Thread<Ask, Answer, News = never> {
  readonly #options: ThreadOptions<News>;
  #run: Run<Answer> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lastId = 0;

  constructor(options: ThreadOptions<News>) {
    this.#options = options;
  }

  /** Rejects with a {@link ThreadFailure}. */
  ask(ask: Ask): Promise<Answer> {
    const { worker, pending } = (this.#run ??= this.#begin());
    clearTimeout(this.#timer);
    worker.ref();
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      worker.postMessage({ id, ask } satisfies Question<Ask>);
    });
  }

  /** Has it end as soon as it can, and resolves when it has; another question begins it again. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    const run = this.#run;
    this.#run = undefined;
    if (run === undefined) return;
    Atomics.store(run.stop, 0, 1);
    run.worker.ref();
    run.worker.postMessage('end');
    await run.ended;
  }

  #begin(): Run<Answer> {
    const { program, data, onNews } = this.#options;
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const pending = new Map<number, Pending<Answer>>();
    const worker = new Worker(new URL(`./${program}.js`, import.meta.url), { workerData: { data, stop } });
    const run: Run<Answer> = {
      worker,
      pending,
      stop,
      ended: new Promise((resolve) => worker.once('exit', resolve)),
    };
    const end = (error: Error): void => {
      if (this.#run === run) this.#run = undefined;
      for (const { reject } of pending.values()) reject(error);
      pending.clear();
    };
    worker.on('error', (error) => {
      end(new ThreadFailure(error.message, sqliteCode(error)));
    });
    worker.on('exit', () => {
      end(new ThreadFailure(`the thread ${program} has ended`, ''));
    });
    worker.on('message', (message: Message<News>) => {
      if (message.kind === 'news') onNews?.(message.news);
      else this.#settle(message, run);
    });
    return run;
  }

  #settle(message: Exclude<Message<News>, { kind: 'news' }>, run: Run<Answer>): void {
    const { worker, pending } = run;
    const { resolve, reject } = pending.get(message.id) ?? {};
    pending.delete(message.id);
    if (message.kind === 'answer') resolve?.(stored<Answer>(message.answer));
    else reject?.(new ThreadFailure(message.message, message.code));
    // whoever stops it waits for its end
    if (pending.size > 0 || run !== this.#run) return;
    // an idle thread keeps nobody from leaving
    worker.unref();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.stop(), this.#options.idleMs).unref();
  }
}
