/** Writing to the database: documents, folders, and what is counted of them, together or not at all. */
import { dateRank } from '../article/date.ts';
import type { Entry } from '../site/library.ts';
import { parentOf } from '../library/folders.ts';
import type { Database, Row, Statement } from './sqlite.ts';
import { CountDifferences, foldersAbove } from './count-differences.ts';
import { IDS_PER_DATE } from './store.ts';

/** A document as it is kept: what a scan has found, and the words by which it is found. */
export interface IndexedDocument {
  /** Below the articles folder, without `.txt`. */
  readonly path: string;
  readonly stamp: string;
  /** What is wrong with it, as JSON. */
  readonly findings: string;
  /** Of its bytes; `undefined` where they could not be read. */
  readonly digest: Uint8Array | undefined;
  /** `undefined` where it is held. */
  readonly served: ServedIndex | undefined;
}

export interface ServedIndex {
  readonly entry: Entry;
  readonly language: string | undefined;
  readonly words: { readonly title: string; readonly credit: string; readonly body: string };
}

/** A folder: what its side files say and what is wrong in it, as JSON. */
export interface IndexedFolder {
  /** What tells it from another of its path. */
  readonly identity: string;
  readonly stamp: string;
  readonly facts: string;
  readonly passedOver: string;
}

const isServed = (row: Row | undefined): boolean => row !== undefined && row['feed'] !== null;

const KNOWN = 'id, path, stamp, feed, date, publisher, licence, language';

/** Writes in transactions that {@link commit} ends. */
export class IndexWriter {
  readonly #database: Database;
  readonly #statements = new Map<string, Statement>();
  /** How many more there are than the database says. */
  readonly #counts = new CountDifferences();
  readonly #tokens = new Map<string, number>();
  #isOpen = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The stamps of the documents of `folder`, by path. */
  known(folder: string): ReadonlyMap<string, string> {
    const rows = this.#statement('SELECT path, stamp FROM documents WHERE folder = ?').all(folder);
    return new Map(rows.map(({ path, stamp }) => [String(path), String(stamp)]));
  }

  /** The digest of the document at `path` when it was read last; `undefined` where it could not be. */
  digest(path: string): Uint8Array | undefined {
    const digest = this.#statement('SELECT digest FROM documents WHERE path = ?').get(path)?.['digest'];
    return digest instanceof Uint8Array ? digest : undefined;
  }

  /** The folders that are known in `folder`, by path, with what tells each from another of its path. */
  foldersIn(folder: string): ReadonlyMap<string, string> {
    const rows = this.#statement('SELECT path, identity FROM folders WHERE parent = ?').all(folder);
    return new Map(rows.map(({ path, identity }) => [String(path), String(identity)]));
  }

  /** What is known of `folder`; `undefined` when it is not. */
  folder(folder: string): IndexedFolder | undefined {
    const row = this.#statement('SELECT identity, stamp, facts, passed_over FROM folders WHERE path = ?').get(
      folder,
    );
    if (row === undefined) return undefined;
    return {
      identity: String(row['identity']),
      stamp: String(row['stamp']),
      facts: String(row['facts']),
      passedOver: String(row['passed_over']),
    };
  }

  /** Keeps `document` in the place of the one at its path, if there is one. */
  put(document: IndexedDocument, now: number): void {
    this.#begin();
    const before = this.#take(document.path);
    const { path, stamp, findings, digest = null, served } = document;
    const folder = parentOf(path);
    if (served === undefined) {
      const insert =
        'INSERT INTO documents (id, path, folder, stamp, findings, digest) VALUES (?, ?, ?, ?, ?, ?)';
      this.#statement(insert).run(this.#nextId(0), path, folder, stamp, findings, digest);
      if (isServed(before)) this.#note(now, 'withdraw', path);
      return;
    }
    const { entry, language, words } = served;
    const date = dateRank(entry.date);
    const id = this.#nextId(date);
    this.#statement('INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
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
    this.#statement('INSERT INTO words (rowid, title, credit, body, tokens) VALUES (?, ?, ?, ?, ?)').run(
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

  /** Keeps that the document at `path` is as it was, in a file of another stamp. */
  touch(path: string, stamp: string, modifiedMs: number): void {
    this.#begin();
    const update = 'UPDATE documents SET stamp = ?, modified = ? WHERE path = ?';
    this.#statement(update).run(stamp, modifiedMs, path);
  }

  /** Keeps that all has been looked at. */
  markWhole(): void {
    if (this.#statement('SELECT is_whole FROM scans').get() !== undefined) return;
    this.#begin();
    this.#statement('INSERT INTO scans VALUES (1)').run();
  }

  /** Forgets the document at `path`. */
  remove(path: string, now: number): void {
    this.#begin();
    if (isServed(this.#take(path))) this.#note(now, 'withdraw', path);
  }

  putFolder(path: string, { identity, stamp, facts, passedOver }: IndexedFolder): void {
    this.#begin();
    this.#statement('INSERT OR REPLACE INTO folders VALUES (?, ?, ?, ?, ?, ?)').run(
      path,
      path === '' ? null : parentOf(path),
      identity,
      stamp,
      facts,
      passedOver,
    );
  }

  removeFolder(path: string): void {
    this.#begin();
    this.#statement('DELETE FROM folders WHERE path = ?').run(path);
  }

  /** Makes all since the last time visible at once, and tells whether there was anything. */
  commit(): boolean {
    if (!this.#isOpen) return false;
    const add = this.#statement(
      'INSERT INTO counts VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
    );
    const differences = this.#counts.all;
    for (const { kind, name, month, count } of differences) add.run(kind, name, month, count);
    if (differences.some(({ count }) => count < 0))
      this.#statement('DELETE FROM counts WHERE count = 0').run();
    this.#counts.clear();
    this.#database.exec('COMMIT');
    this.#isOpen = false;
    return true;
  }

  /** Forgets all since the last {@link commit}. */
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

  #statement(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const made = this.#database.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }

  /** Takes the document at `path` out, and gives what was known of it. */
  #take(path: string): Row | undefined {
    const row = this.#statement(`SELECT ${KNOWN} FROM documents WHERE path = ?`).get(path);
    if (row === undefined) return undefined;
    this.#statement('DELETE FROM documents WHERE id = ?').run(row['id'] ?? null);
    if (!isServed(row)) return row;
    this.#statement('DELETE FROM words WHERE rowid = ?').run(row['id'] ?? null);
    this.#counts.add(path, row, -1);
    return row;
  }

  /** The next number for a document of this date. */
  #nextId(date: number): number {
    const [from, to] = [date * IDS_PER_DATE, (date + 1) * IDS_PER_DATE];
    const row = this.#statement('SELECT max(id) AS last FROM documents WHERE id >= ? AND id < ?').get(
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
    const find = this.#statement('SELECT id FROM tokens WHERE kind = ? AND name = ?');
    if (find.get(kind, name) === undefined)
      this.#statement('INSERT INTO tokens (kind, name) VALUES (?, ?)').run(kind, name);
    const id = Number(find.get(kind, name)?.['id']);
    this.#tokens.set(key, id);
    return id;
  }

  #note(
    time: number,
    change: 'add' | 'replace' | 'withdraw',
    path: string,
    document?: IndexedDocument,
  ): void {
    this.#statement(
      'INSERT INTO journal (time, change, path, bytes, digest, licence) VALUES (?, ?, ?, ?, ?, ?)',
    ).run(
      time,
      change,
      path,
      document?.served?.entry.bytes ?? null,
      document?.digest ?? null,
      document?.served?.entry.licence.id ?? null,
    );
  }
}
