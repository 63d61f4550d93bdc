/**
 * Keeping the log small in which changes stand before they are written into the database [wal.html]. Who reads a state
 * of the database keeps its log from being begun anew, and in a daemon somebody always reads: unless readers move on
 * just when all is written back, the log grows without end.
 */
import type { Database } from './sqlite.ts';
import { BUSY_MS } from './store.ts';

/** Of 4 KiB each. Under so many SQLite itself writes nothing back [pragma.html, wal_autocheckpoint]. */
const SMALL_PAGES = 1_000;
/** With so many it is waited for all readers, also those of other processes, which look once a second. */
const LONG_PAGES = 8_000;
const [SOON_MS, PATIENT_MS] = [200, 1_500];
const TRY_AGAIN_MS = 10;

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Writes back as much as readers allow; whether that is all, and how long the log is. */
function writeBack(database: Database): { readonly pages: number; readonly isAll: boolean } {
  const { log, checkpointed } = database.prepare('PRAGMA wal_checkpoint(PASSIVE)').get() ?? {};
  return { pages: Number(log), isAll: log === checkpointed };
}

/** Whether all is written back within a moment, a longer one where the log is long. */
function isWrittenBack(database: Database): 'short' | 'long' | undefined {
  for (const sinceMs = performance.now(); ;) {
    const { pages, isAll } = writeBack(database);
    if (pages < SMALL_PAGES) return undefined;
    const isLong = pages >= LONG_PAGES;
    if (isAll) return isLong ? 'long' : 'short';
    if (performance.now() - sinceMs > (isLong ? PATIENT_MS : SOON_MS)) return undefined;
    Atomics.wait(sleeper, 0, 0, TRY_AGAIN_MS);
  }
}

/**
 * Makes the log ready to be begun anew, where it is long. Readers have been told to take the newest state; `renew` has
 * them take it again, after which none needs the log. Where some do not, the next time may do. Throws SQLite's error.
 */
export function shortenLog(database: Database, renew: () => void): void {
  const state = isWrittenBack(database);
  if (state === undefined) return;
  renew();
  if (state === 'short') return;
  // waits until nobody needs the log; without this what is written next would be added to it
  database.exec(`PRAGMA busy_timeout = ${PATIENT_MS}`);
  database.prepare('PRAGMA wal_checkpoint(RESTART)').get();
  database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
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
