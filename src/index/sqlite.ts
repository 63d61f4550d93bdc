/** SQLite: Node's own where it has FTS5, else libsql, where that is installed. Both as one small thing. */

/** What SQLite stores. */
export type Value = string | number | Uint8Array | null;

export type Row = Readonly<Record<string, Value>>;

/** A statement that is ready to be run. */
export interface Statement {
  run(...values: readonly Value[]): unknown;
  /** The first row; `undefined` when there is none. */
  get(...values: readonly Value[]): Row | undefined;
  all(...values: readonly Value[]): readonly Row[];
}

/** One connection to a database. */
export interface Database {
  exec(sql: string): unknown;
  prepare(sql: string): Statement;
  close(): unknown;
}

/**
 * For who writes: a crash of the machine may cost the last moments, which the next scan finds again; it never damages
 * the file. A log that was long gives back its room.
 */
export const WRITING = 'PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 33554432';

/** Opens the database at `path`, made where there is none. Throws SQLite's error. */
export type OpenDatabase = (path: string) => Database;

type DatabaseClass = new (path: string) => Database;

const FTS5 = "CREATE VIRTUAL TABLE temp.probe USING fts5(text, content='', contentless_delete=1)";

/** Whether `Class` can search texts; older versions cannot take one out again. */
function hasSearch(Class: DatabaseClass): boolean {
  const database = new Class(':memory:');
  try {
    database.exec(FTS5);
    return true;
  } catch {
    return false; // this is what is asked here
  } finally {
    database.close();
  }
}

/** `load` without the warning that what it loads may change in a later version. */
async function quietly<T>(load: () => Promise<T>): Promise<T> {
  const warn = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return await load();
  } finally {
    process.emitWarning = warn;
  }
}

/** In the order in which they are tried. Neither is there for certain. */
export const LIBRARIES = ['node:sqlite', 'libsql'] as const;

const isClass = (value: unknown): value is DatabaseClass => typeof value === 'function';

/** Opens databases with the library of this name; `undefined` where it is not there, or cannot search texts. */
export async function loadLibrary(name: string): Promise<OpenDatabase | undefined> {
  try {
    const module: Readonly<Record<string, unknown>> = await quietly(() => import(name));
    const Class = module['DatabaseSync'] ?? module['default'];
    if (isClass(Class) && hasSearch(Class)) return (path) => new Class(path);
  } catch {
    // it is not installed, or not for this machine
  }
  return undefined;
}

/** Opens databases with the first library that is there and can search texts; `undefined` when there is none. */
export async function loadSqlite(): Promise<OpenDatabase | undefined> {
  for (const name of LIBRARIES) {
    const open = await loadLibrary(name);
    if (open !== undefined) return open;
  }
  return undefined;
}
