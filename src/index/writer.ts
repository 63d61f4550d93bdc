/** Writing to the database: documents, folders, and what is counted of them, together or not at all. */
import { dateRank } from '../article/date.ts';
import { parentOf } from '../library/folders.ts';
import type { Index, IndexedDocument, IndexedFolder, IndexedTombstone, KnownIndex } from './index.ts';
import { knownIndex } from './known.ts';
import type { Database, Row } from './sqlite.ts';
import { Statements } from './statements.ts';
import { CountDifferences, foldersAbove } from './count-differences.ts';
import { IDS_PER_DATE } from './store.ts';

const isServed = (row: Row | undefined): boolean => row !== undefined && row['feed'] !== null;

const KNOWN = 'id, path, stamp, feed, date, publisher, licence, language';

const ADD = 'INSERT INTO counts VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count';

/** Writes in transactions that {@link commit} ends. */
export class IndexWriter implements Index {
  readonly #database: Database;
  readonly #statements: Statements;
  readonly known: KnownIndex;
  /** How many more there are than the database says. */
  readonly #counts = new CountDifferences();
  readonly #tokens = new Map<string, number>();
  #isOpen = false;

  constructor(database: Database) {
    this.#database = database;
    this.#statements = new Statements(database);
    this.known = knownIndex(this.#statements);
  }

  put(document: IndexedDocument, now: number): void {
    this.#begin();
    const before = this.#take(document.path);
    const { path, stamp, findings, digest = null, served } = document;
    const folder = parentOf(path);
    if (served === undefined) {
      const insert =
        'INSERT INTO documents (id, path, folder, stamp, findings, digest) VALUES (?, ?, ?, ?, ?, ?)';
      this.#statements.run(insert, this.#nextId(0), path, folder, stamp, findings, digest);
      if (isServed(before)) this.#note(now, 'withdraw', path);
      return;
    }
    const { entry, language, words } = served;
    const date = dateRank(entry.date);
    const id = this.#nextId(date);
    this.#statements.run(
      'INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      id,
      path,
      folder,
      stamp,
      findings,
      entry.feed,
      date,
      entry.title,
      entry.publisher,
      entry.licence.id,
      language ?? null,
      entry.bytes,
      entry.modifiedMs,
      digest,
    );
    const tokens = [
      ...foldersAbove(`${entry.feed}/`).flatMap((name) => (name === '' ? [] : this.#token('feed', name))),
      this.#token('licence', entry.licence.id),
      ...(language === undefined ? [] : [this.#token('language', language)]),
    ];
    this.#statements.run(
      'INSERT INTO words (rowid, title, credit, body, tokens) VALUES (?, ?, ?, ?, ?)',
      id,
      words.title,
      words.credit,
      words.body,
      tokens.map((token) => `t${token}`).join(' '),
    );
    const { feed, publisher, licence } = entry;
    this.#counts.add(path, { feed, date, publisher, licence: licence.id, language }, 1);
    this.#note(now, isServed(before) ? 'replace' : 'add', path, document);
  }

  touch(path: string, stamp: string, modifiedMs: number): void {
    this.#begin();
    const update = 'UPDATE documents SET stamp = ?, modified = ? WHERE path = ?';
    this.#statements.run(update, stamp, modifiedMs, path);
  }

  markWhole(): void {
    if (this.#statements.get('SELECT is_whole FROM scans') !== undefined) return;
    this.#begin();
    this.#statements.run('INSERT INTO scans VALUES (1)');
  }

  remove(path: string, now: number): void {
    this.#begin();
    if (isServed(this.#take(path))) this.#note(now, 'withdraw', path);
  }

  putTombstone(path: string, tombstone: IndexedTombstone | undefined, now: number): void {
    this.#begin();
    this.#note(now, 'tombstone', path);
    if (tombstone === undefined) this.#statements.run('DELETE FROM tombstones WHERE path = ?', path);
    else {
      const { stamp, text } = tombstone;
      const put = 'INSERT OR REPLACE INTO tombstones VALUES (?, ?, ?, ?)';
      this.#statements.run(put, path, parentOf(path), stamp, text);
    }
  }

  putFolder(path: string, { identity, stamp, facts, passedOver }: IndexedFolder, now: number): void {
    this.#begin();
    this.#note(now, 'folder', `${path}/`);
    this.#statements.run(
      'INSERT OR REPLACE INTO folders VALUES (?, ?, ?, ?, ?, ?)',
      path,
      path === '' ? null : parentOf(path),
      identity,
      stamp,
      facts,
      passedOver,
    );
  }

  removeFolder(path: string, now: number): void {
    this.#begin();
    this.#note(now, 'folder', `${path}/`);
    this.#statements.run('DELETE FROM folders WHERE path = ?', path);
  }

  commit(): boolean {
    if (!this.#isOpen) return false;
    const differences = this.#counts.all;
    for (const { kind, name, month, count } of differences)
      this.#statements.run(ADD, kind, name, month, count);
    if (differences.some(({ count }) => count < 0))
      this.#statements.run('DELETE FROM counts WHERE count = 0');
    this.#counts.clear();
    this.#database.exec('COMMIT');
    this.#isOpen = false;
    return true;
  }

  rollback(): void {
    this.#counts.clear();
    this.#tokens.clear();
    if (!this.#isOpen) return;
    this.#isOpen = false;
    try {
      this.#database.exec('ROLLBACK');
    } catch {
      // SQLite has done so by itself [lang_transaction.html]: where the disk is full, for one
    }
  }

  #begin(): void {
    if (this.#isOpen) return;
    this.#database.exec('BEGIN IMMEDIATE');
    this.#isOpen = true;
  }

  /** Takes the document at `path` out, and gives what was known of it. */
  #take(path: string): Row | undefined {
    const row = this.#statements.get(`SELECT ${KNOWN} FROM documents WHERE path = ?`, path);
    if (row === undefined) return undefined;
    this.#statements.run('DELETE FROM documents WHERE id = ?', row['id'] ?? null);
    if (!isServed(row)) return row;
    this.#statements.run('DELETE FROM words WHERE rowid = ?', row['id'] ?? null);
    this.#counts.add(path, row, -1);
    return row;
  }

  /** The next number for a document of this date. */
  #nextId(date: number): number {
    const [from, to] = [date * IDS_PER_DATE, (date + 1) * IDS_PER_DATE];
    const row = this.#statements.get(
      'SELECT max(id) AS last FROM documents WHERE id >= ? AND id < ?',
      from,
      to,
    );
    return Math.max(from, Number(row?.['last'] ?? from)) + 1;
  }

  /** The number that stands for a name in the words of a document. */
  #token(kind: string, name: string): number {
    const key = `${kind} ${name}`;
    const known = this.#tokens.get(key);
    if (known !== undefined) return known;
    const find = 'SELECT id FROM tokens WHERE kind = ? AND name = ?';
    if (this.#statements.get(find, kind, name) === undefined)
      this.#statements.run('INSERT INTO tokens (kind, name) VALUES (?, ?)', kind, name);
    const id = Number(this.#statements.get(find, kind, name)?.['id']);
    this.#tokens.set(key, id);
    return id;
  }

  #note(
    time: number,
    change: 'add' | 'replace' | 'withdraw' | 'tombstone' | 'folder',
    path: string,
    document?: IndexedDocument,
  ): void {
    this.#statements.run(
      'INSERT INTO journal (time, change, path, bytes, digest, licence) VALUES (?, ?, ?, ?, ?, ?)',
      time,
      change,
      path,
      document?.served?.entry.bytes ?? null,
      document?.digest ?? null,
      document?.served?.entry.licence.id ?? null,
    );
  }
}
