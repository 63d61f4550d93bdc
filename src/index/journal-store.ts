/**
 * The journal that mirrors follow: every change of what is served, and what there is. It is kept beside the catalogue and
 * outlives it: when that is made anew, the journal goes on where it was.
 */
import type { Database, OpenDatabase } from './sqlite.ts';
import { BUSY_MS, isDamage, removeStore } from './store.ts';

const VERSION = 1;

const SCHEMA = `
  -- what there is now; folder '' is the articles folder itself. Of a feed.toml and a tombstone the text is kept
  CREATE TABLE files (
    folder TEXT NOT NULL,
    selector TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    digest TEXT NOT NULL,
    licence TEXT NOT NULL,
    text TEXT,
    PRIMARY KEY (folder, selector)
  ) WITHOUT ROWID;

  CREATE TABLE parts (
    folder TEXT NOT NULL,
    page INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    digest TEXT NOT NULL,
    files INTEGER NOT NULL,
    PRIMARY KEY (folder, page)
  ) WITHOUT ROWID;

  CREATE TABLE changes (
    sequence INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    kind TEXT NOT NULL,
    selector TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    digest TEXT NOT NULL,
    licence TEXT NOT NULL
  );

  -- up to where which catalogue has been followed
  CREATE TABLE follows (catalogue TEXT NOT NULL, sequence INTEGER NOT NULL);
`;

/** Where the journal for the catalogue at `path` lies. */
export const journalPath = (path: string): string => path.replace(/\.sqlite$/, '.journal');

const versionOf = (database: Database): unknown =>
  database.prepare('PRAGMA user_version').get()?.['user_version'];

function connect(open: OpenDatabase, path: string): Database {
  const database = open(path);
  // what mirrors have seen must not be gone after a power cut
  database.exec(`PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA synchronous = FULL; PRAGMA cache_size = -1000`);
  return database;
}

/** The journal at `path`, for who only reads; `undefined` where there is none that can be read. */
export function openJournal(open: OpenDatabase, path: string): Database | undefined {
  let database: Database | undefined;
  try {
    database = connect(open, path);
    if (versionOf(database) === VERSION) return database;
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  database?.close();
  return undefined;
}

/** As {@link openJournal}, for who writes: where there is none that can be read, one is begun. */
export function openOrBeginJournal(open: OpenDatabase, path: string): Database {
  const found = openJournal(open, path);
  if (found !== undefined) return found;
  removeStore(path);
  const database = connect(open, path);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec(`BEGIN; ${SCHEMA} PRAGMA user_version = ${VERSION}; COMMIT`);
  return database;
}
