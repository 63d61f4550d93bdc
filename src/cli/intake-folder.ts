/** The articles folder as commands that take articles in and out use it. */
import { ScratchFolder } from '../library/scratch.ts';
import type { Place } from '../library/durable.ts';
import { inTheWayOf } from '../library/in-the-way.ts';
import type { RunOptions } from '../intake/feed.ts';
import { Journal } from '../intake/journal.ts';
import { FolderInUse, lockFolder } from '../library/lock.ts';
import { errorCode } from '../error-code.ts';
import { openArticles } from './articles.ts';
import { Failure } from './failure.ts';
import { tell } from './output.ts';

const REASONS: Readonly<Record<string, readonly [message: string, fix: string]>> = {
  ENOSPC: ['the disk is full', 'make room, and run it again: what was taken in so far is there'],
  EDQUOT: ['the disk quota is used up', 'make room, and run it again: what was taken in so far is there'],
  EFBIG: [
    'a file is larger than the system lets this account write',
    'raise the limit (ulimit -f), and run it again: what was taken in so far is there',
  ],
  EROFS: ['the articles folder cannot be written to', 'run it where it can'],
};

/** What the system says, as a {@link Failure} with a way on. */
function asFailure(error: unknown): unknown {
  if (error instanceof Failure) return error;
  if (error instanceof FolderInUse) return new Failure(error.message, error.fix, 1, { cause: error });
  const obstacle = inTheWayOf(error);
  if (obstacle !== undefined) return new Failure(obstacle.message, obstacle.fix, 1, { cause: error });
  const code = errorCode(error);
  const [message, fix] = REASONS[code] ?? [];
  if (message !== undefined && fix !== undefined) return new Failure(message, fix, 1, { cause: error });
  if (code === '' || !(error instanceof Error)) return error;
  return new Failure(error.message, 'check the disk and the articles folder', 1, { cause: error });
}

/** Runs `task` while this process alone takes articles in and out; what killed runs have left behind goes first. */
export async function withPlace<T>(dir: string, task: (place: Place) => Promise<T>): Promise<T> {
  const { root } = await openArticles(dir);
  const scratch = new ScratchFolder(root);
  try {
    const release = await lockFolder(root, scratch);
    try {
      await scratch.clear();
      return await task({ root, scratch });
    } finally {
      await release();
      await scratch.close();
    }
  } catch (error) {
    throw asFailure(error);
  }
}

/** As {@link withPlace}, with the journal. */
export const withJournal = <T>(dir: string, task: (journal: Journal) => Promise<T>): Promise<T> =>
  withPlace(dir, async (place) => task(await Journal.read(place)));

/** Runs `task` with the folder as it is; nothing is to be written. */
export async function readingPlace<T>(dir: string, task: (place: Place) => Promise<T>): Promise<T> {
  const { root } = await openArticles(dir);
  try {
    return await task({ root, scratch: new ScratchFolder(root) });
  } catch (error) {
    throw asFailure(error);
  }
}

/** As {@link readingPlace}, with the journal. */
export const readingJournal = <T>(dir: string, task: (journal: Journal) => Promise<T>): Promise<T> =>
  readingPlace(dir, async (place) => task(await Journal.read(place)));

/** Tells of the feeds whose ledgers cannot be read, where all are meant; whether there are any. */
export function tellBroken({ broken }: Journal, only?: string): boolean {
  if (only !== undefined) return false;
  for (const [feed, { message, fix }] of broken) tell(`Feed ${feed} is left out: ${message}\n  fix: ${fix}`);
  return broken.size > 0;
}

/** How a command of an operator goes. */
export const AT_ONCE: RunOptions = { keepsSource: false, isDry: false, now: Date.now };
