/**
 * Keeping the log small in which changes stand before they are written into the database [wal.html]. Who reads a state
 * of the database keeps its log from being begun anew, and in a daemon somebody always reads: unless readers move on
 * just when all is written back, the log grows without end.
 */
import type { Database } from './sqlite.ts';
import { BUSY_MS } from './store.ts';

/** Of 4 KiB each. Under so many SQLite itself writes nothing back [pragma.html, wal_autocheckpoint]. */
const SMALL_PAGES = 1_000;
/** With so many it is waited for all readers, also those of other processes. */
const LONG_PAGES = 8_000;
const SOON_MS = 200;
/** Other processes look once a second. */
const PATIENTLY_MS = 1_500;
const TRY_AGAIN_MS = 10;

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Writes back as much as readers allow; whether that is all, and how long the log is. */
function writeBack(database: Database): { readonly pages: number; readonly isAll: boolean } {
  const { log, checkpointed } = database.prepare('PRAGMA wal_checkpoint(PASSIVE)').get() ?? {};
  return { pages: Number(log), isAll: log === checkpointed };
}

/** Whether all is written back within `waitMs`. */
function isWrittenBack(database: Database, waitMs: number): boolean {
  for (const sinceMs = performance.now(); ;) {
    if (writeBack(database).isAll) return true;
    if (performance.now() - sinceMs > waitMs) return false;
    Atomics.wait(sleeper, 0, 0, TRY_AGAIN_MS);
  }
}

/** Waits `waitMs` at most until nobody needs the log, and begins it anew; with `TRUNCATE` it gives back its room too. */
function beginAnew(database: Database, how: 'RESTART' | 'TRUNCATE', waitMs: number): void {
  database.exec(`PRAGMA busy_timeout = ${waitMs}`);
  database.prepare(`PRAGMA wal_checkpoint(${how})`).get();
  database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
}

/**
 * Makes the log ready to be begun anew, where it is long. Readers have been told to take the newest state; `renew` has
 * them take it again, after which none needs the log. Where some do not, the next time may do. Throws SQLite's error.
 */
export function shortenLog(database: Database, renew: () => void): void {
  const { pages } = writeBack(database);
  const isLong = pages >= LONG_PAGES;
  if (pages < SMALL_PAGES || !isWrittenBack(database, isLong ? PATIENTLY_MS : SOON_MS)) return;
  renew();
  // without this what is written next could be added to it all the same
  if (isLong) beginAnew(database, 'RESTART', PATIENTLY_MS);
}

/** As {@link shortenLog}, for who writes no more: then nothing stays of the log, unless some reader still needs it. */
export function emptyLog(database: Database, renew: () => void): void {
  if (!isWrittenBack(database, PATIENTLY_MS)) return;
  renew();
  beginAnew(database, 'TRUNCATE', PATIENTLY_MS);
}

/** As {@link emptyLog}, for the last one who reads. What cannot be written back stays in the log, and is read from there. */
export function dropLog(database: Database): void {
  try {
    beginAnew(database, 'TRUNCATE', 0);
  } catch {
    // the disk is full or fails: nothing is lost
  }
}
