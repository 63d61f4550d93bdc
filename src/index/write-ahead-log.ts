/**
 * Keeping the log small in which changes stand before they are written into the database [wal.html]. Who reads a state
 * of the database keeps its log from being begun anew, and in a daemon somebody always reads: unless readers move on
 * just when all is written back, the log grows without end.
 */
import type { Database } from './sqlite.ts';

/** Of 4 KiB each. Under so many SQLite itself writes nothing back [pragma.html, wal_autocheckpoint]. */
const SMALL_PAGES = 1_000;
/** Readers take the newest state within milliseconds of being told; some are busy. */
const [TRIES, TRY_AGAIN_MS] = [20, 10];

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Writes back as much as readers allow; whether that is all, and how long the log is. */
function writeBack(database: Database): { readonly pages: number; readonly isAll: boolean } {
  const { log, checkpointed } = database.prepare('PRAGMA wal_checkpoint(PASSIVE)').get() ?? {};
  return { pages: Number(log), isAll: log === checkpointed };
}

/**
 * Makes the log ready to be begun anew, where it is long. Readers have been told to take the newest state; `renew` has
 * them take it again, after which none needs the log. Where some do not, the next time may do. Throws SQLite's error.
 */
export function shortenLog(database: Database, renew: () => void): void {
  for (let tries = 0; tries < TRIES; tries++) {
    const { pages, isAll } = writeBack(database);
    if (pages < SMALL_PAGES) return;
    if (isAll) {
      renew();
      return;
    }
    Atomics.wait(sleeper, 0, 0, TRY_AGAIN_MS);
  }
}

/** Empties the log where nobody else needs it: for who writes no more. What cannot be written back stays in the log. */
export function emptyLog(database: Database): void {
  try {
    database.exec('PRAGMA busy_timeout = 0');
    database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
  } catch {
    // the disk is full or fails: nothing is lost, the log is read with the database
  }
}
