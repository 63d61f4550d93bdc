/**
 * The database of what the articles folder holds: derived from the documents, and made anew whenever it is gone,
 * damaged or of another version.
 */
import { createHash } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { errorCode } from '../error-code.ts';
import { identityOf } from '../library/walk.ts';
import type { Database, OpenDatabase } from './sqlite.ts';

/** The version of the schema and of how words are folded: another makes the database anew. */
const VERSION = 4;

/**
 * How documents are numbered: those of one date follow each other, newer dates have larger numbers, so that a search
 * finds the newest first.
 */
export const IDS_PER_DATE: number = 2 ** 26;

/** The kind of count that sums up all months of `kind`. */
export const totalOf = (kind: string): string => `all ${kind}`;

/** Serving reads through it little and often; the system keeps the file in memory. */
const CACHE_KIB = 2_000;
/** Another process may write for a moment. */
export const BUSY_MS = 5_000;

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
  CREATE INDEX strange ON folders (path) WHERE passed_over <> '[]';
  CREATE INDEX headed ON folders (path) WHERE instr(facts, '"heading":') > 0;

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

  -- what stands in the places of documents that were withdrawn
  CREATE TABLE tombstones (
    path TEXT PRIMARY KEY,
    folder TEXT NOT NULL,
    stamp TEXT NOT NULL,
    text TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX tombstones_by_folder ON tombstones (folder);

  CREATE TABLE counts (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    month INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (kind, name, month)
  ) WITHOUT ROWID;

  -- has a row once all has been looked at
  CREATE TABLE scans (is_whole INTEGER NOT NULL);

  -- tells this catalogue from another of its folder
  CREATE TABLE identity (id TEXT NOT NULL);
  INSERT INTO identity VALUES (lower(hex(randomblob(16))));

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

/** The database that was there is not to be had any more. */
export class UnusableStore extends Error {
  readonly code = 'STORE_UNUSABLE';
}

const startsWithOneOf = (text: string, beginnings: readonly string[]): boolean =>
  beginnings.some((beginning) => text.startsWith(beginning));

/** Whether `error` says that the database has to be made anew: it is damaged, no database, or gone. */
export const isDamage = (error: unknown): boolean =>
  startsWithOneOf(sqliteCode(error), ['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'STORE_UNUSABLE']);

/** Whether `error` is SQLite's, and says anything else: that the disk is full or fails, for one. */
export const isStoreFailure = (error: unknown): boolean =>
  sqliteCode(error).startsWith('SQLITE_') && !isDamage(error);

const RESULT_CODES: Readonly<Record<number, string>> = {
  5: 'SQLITE_BUSY',
  11: 'SQLITE_CORRUPT',
  26: 'SQLITE_NOTADB',
};

/**
 * The name of SQLite's result code [rescode.html], which libsql gives as `code`, Node as `errcode`; that of the system's
 * error; empty for any other.
 */
export function sqliteCode(error: unknown): string {
  const number = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  if (typeof number !== 'number') return errorCode(error);
  const primary = number & 0xff;
  return RESULT_CODES[primary] ?? `SQLITE_${primary}`;
}

/** Where the database for the articles folder `root` lies in the state folder `state`. */
export function storePath(state: string, root: string): string {
  const digest = createHash('sha256').update(root).digest('hex').slice(0, 12);
  return join(state, `${basename(root)}-${digest}.sqlite`);
}

function connect(open: OpenDatabase, path: string): Database {
  const database = open(path);
  try {
    database.exec(
      `PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA cache_size = -${CACHE_KIB}; PRAGMA temp_store = MEMORY`,
    );
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

const versionOf = (database: Database): unknown =>
  database.prepare('PRAGMA user_version').get()?.['user_version'];

/** The right to write the database at `path`, held until it is closed; a killed process loses it. */
export interface StoreLock {
  close(): unknown;
  /** Whether its file is in its place: otherwise another process could have the right too. */
  readonly isInPlace: boolean;
}

const lockPath = (path: string): string => `${path}.lock`;

function identityAt(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && identityOf(stats);
}

/** The right to write the database at `path`; `undefined` while another process has it. Throws SQLite's error. */
export function lockStore(open: OpenDatabase, path: string): StoreLock | undefined {
  const lock = open(lockPath(path));
  try {
    lock.exec('PRAGMA journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
    const identity = identityAt(lockPath(path));
    return {
      close: () => lock.close(),
      get isInPlace(): boolean {
        return identityAt(lockPath(path)) === identity;
      },
    };
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
  let database: Database | undefined;
  try {
    database = connect(open, path);
    const [version, identity] = [versionOf(database), identityAt(path)];
    if (version === VERSION && identity !== undefined) return { database, identity };
    database.close();
    // it is being made, or was not made to the end
    return version === 0 ? 'missing' : 'of another version';
  } catch (error) {
    database?.close();
    if (isDamage(error)) return 'damaged';
    throw error;
  }
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
