/**
 * The database of what the articles folder holds: derived from the documents, and made anew whenever it is gone,
 * damaged or of another version.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../error-code.ts';
import { identityOf } from '../library/walk.ts';
import type { Database, OpenDatabase } from './sqlite.ts';

/** The version of the schema and of how words are folded: another makes the database anew. */
const VERSION = 1;

/**
 * How documents are numbered: those of one date follow each other, newer dates have larger numbers, so that a search
 * finds the newest first.
 */
export const IDS_PER_DATE: number = 2 ** 26;

/** Serving reads through it little and often; the system keeps the file in memory. */
const CACHE_KIB = 2_000;
/** Another process may write for a moment. */
const BUSY_MS = 5_000;

const SCHEMA = `
  CREATE TABLE folders (
    path TEXT PRIMARY KEY,
    parent TEXT,
    identity TEXT NOT NULL,
    stamp TEXT NOT NULL,
    facts TEXT NOT NULL,
    passed_over TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX folders_by_parent ON folders (parent);

  CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    folder TEXT NOT NULL,
    stamp TEXT NOT NULL,
    findings TEXT NOT NULL,
    feed TEXT,
    date INTEGER,
    title TEXT,
    publisher TEXT,
    licence TEXT,
    language TEXT,
    bytes INTEGER,
    modified REAL,
    digest BLOB
  );
  CREATE INDEX documents_by_folder ON documents (folder, date DESC, path);
  CREATE INDEX held ON documents (path) WHERE feed IS NULL;
  CREATE INDEX served ON documents (date DESC, path) WHERE feed IS NOT NULL;
  CREATE INDEX served_by_feed ON documents (feed, date DESC, path) WHERE feed IS NOT NULL;
  CREATE INDEX served_by_publisher ON documents (publisher, date DESC, path) WHERE feed IS NOT NULL;
  CREATE INDEX served_by_licence ON documents (licence, date DESC, path) WHERE feed IS NOT NULL;
  CREATE INDEX served_by_language ON documents (language, date DESC, path) WHERE language IS NOT NULL;

  CREATE TABLE counts (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    month INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (kind, name, month)
  ) WITHOUT ROWID;

  CREATE TABLE journal (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    time INTEGER NOT NULL,
    change TEXT NOT NULL,
    path TEXT NOT NULL,
    bytes INTEGER,
    digest BLOB,
    licence TEXT
  );

  CREATE TABLE tokens (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (kind, name));

  CREATE VIRTUAL TABLE words USING fts5(
    title, credit, body, tokens, content='', contentless_delete=1, tokenize='ascii'
  );
  -- much is gathered before it is written, and pieces are put together seldom: it is written once and read often
  INSERT INTO words (words, rank) VALUES ('hashsize', 8388608);
  INSERT INTO words (words, rank) VALUES ('automerge', 16);
  CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row);
`;

/** Whether `error` says that the file is no database, or one that is damaged. */
export const isDamage = (error: unknown): boolean =>
  ['SQLITE_CORRUPT', 'SQLITE_NOTADB'].some((code) => sqliteCode(error).startsWith(code));

/** Whether `error` says that the disk is full or fails. */
export const isDiskFailure = (error: unknown): boolean =>
  ['SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_CANTOPEN', 'SQLITE_READONLY'].some((code) =>
    sqliteCode(error).startsWith(code),
  );

const RESULT_CODES: Readonly<Record<number, string>> = {
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  26: 'SQLITE_NOTADB',
};

/** The name of SQLite's result code [rescode.html], which libsql gives as `code`, Node as `errcode`; or the system's. */
export function sqliteCode(error: unknown): string {
  const number = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof number === 'number' ? (RESULT_CODES[number & 0xff] ?? '') : errorCode(error);
}

/** Where the database for the articles folder `root` lies in the state folder `state`. */
export function storePath(state: string, root: string): string {
  const digest = createHash('sha256').update(root).digest('hex').slice(0, 12);
  return join(state, `${basename(root)}-${digest}.sqlite`);
}

function connect(open: OpenDatabase, path: string): Database {
  const database = open(path);
  database.exec(
    `PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA cache_size = -${CACHE_KIB}; PRAGMA temp_store = MEMORY`,
  );
  return database;
}

const versionOf = (database: Database): unknown =>
  database.prepare('PRAGMA user_version').get()?.['user_version'];

/** The right to write, held until it is closed; a killed process loses it. */
export function lockStore(open: OpenDatabase, path: string): Database | undefined {
  const lock = open(`${path}.lock`);
  try {
    lock.exec('PRAGMA journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (sqliteCode(error).startsWith('SQLITE_BUSY')) return undefined;
    throw error;
  }
}

export interface Store {
  readonly database: Database;
  /** By which another file at the same path is known. */
  readonly identity: string;
}

/** Why a database cannot be used as it is. */
export type Unusable = 'missing' | 'damaged' | 'of another version';

/** Opens the database at `path`. Throws SQLite's error where the system has no more for it. */
export function openStore(open: OpenDatabase, path: string): Store | Unusable {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return 'missing';
  const database = connect(open, path);
  try {
    if (versionOf(database) === VERSION) return { database, identity: identityOf(statSync(path)) };
  } catch (error) {
    database.close();
    if (isDamage(error)) return 'damaged';
    throw error;
  }
  database.close();
  return 'of another version';
}

/** Removes the database at `path` with all that belongs to it. */
export function removeStore(path: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(path + end, { force: true });
}

/** Makes the database at `path`, where there is none. Only who holds the lock may. */
export function createStore(open: OpenDatabase, path: string): void {
  const database = connect(open, path);
  try {
    database.exec('PRAGMA journal_mode = WAL');
    database.exec(`BEGIN; ${SCHEMA} PRAGMA user_version = ${VERSION}; COMMIT`);
  } finally {
    database.close();
  }
}

/** Makes the folder `state`, for this account alone. Throws the system's error. */
export function makeStateFolder(state: string): void {
  try {
    mkdirSync(state, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && statSync(state).isDirectory()) return;
    if (errorCode(error) !== 'ENOENT' || dirname(state) === state) throw error;
    // Node's own way to make all folders on the way never ends below /proc
    makeStateFolder(dirname(state));
    mkdirSync(state, { mode: 0o700 });
  }
}
