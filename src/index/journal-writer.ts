/** Writing the journal: what the catalogue shows, compared with what mirrors were told last. */
import { isTombstone, TOMBSTONE_END } from '../article/tombstone.ts';
import { feedFileText } from '../library/feed-file-text.ts';
import { digestText } from '../library/digest-text.ts';
import { isDateFolder } from '../library/folders.ts';
import { folderOfFile, partTexts, type Change, type MirrorFile } from '../site/mirror-format.ts';
import { mirrorSelector } from '../site/mirror-routes.ts';
import type { Database, Row } from './sqlite.ts';
import { Statements } from './statements.ts';
import { factsFrom } from './stored-facts.ts';

/** So many paths are looked up at once. */
const AT_ONCE = 1_000;

/** A file, and its text where it is no document. */
interface Listed {
  readonly file: MirrorFile;
  readonly text: string | undefined;
}

const isSame = (before: Row, { file }: Listed): boolean =>
  before['digest'] === file.digest && before['licence'] === file.licence;

/** Follows one catalogue. All of it throws SQLite's errors. */
export class JournalWriter {
  readonly #database: Database;
  readonly #journal: Statements;
  readonly #catalogue: Statements;

  constructor(journal: Database, catalogue: Database) {
    this.#database = journal;
    this.#journal = new Statements(journal);
    this.#catalogue = new Statements(catalogue);
  }

  /**
   * Takes down what has changed since the last time, all at once; whether anything has. Nothing before all has been looked
   * at once: what is not known yet is not gone. `now` is in milliseconds since 1970.
   */
  follow(now: number): boolean {
    if (this.#catalogue.get('SELECT is_whole FROM scans') === undefined) return false;
    const id = String(this.#catalogue.get('SELECT id FROM identity')?.['id']);
    const last = Number(this.#catalogue.get('SELECT max(sequence) AS last FROM journal')?.['last'] ?? 0);
    const followed = this.#journal.get('SELECT catalogue, sequence FROM follows');
    const isKnown = followed?.['catalogue'] === id;
    const since = isKnown ? Number(followed['sequence']) : 0;
    if (isKnown && since === last) return false;
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const round = new Round(this.#journal, now);
      for (const path of isKnown ? this.#changedSince(since) : this.#all())
        round.compare(path, this.#at(path));
      const changed = round.end();
      this.#journal.run('DELETE FROM follows');
      this.#journal.run('INSERT INTO follows VALUES (?, ?)', id, last);
      this.#database.exec('COMMIT');
      return changed;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** The selectors of what the catalogue says has changed. */
  *#changedSince(sequence: number): Generator<string> {
    const rows = this.#catalogue.all('SELECT DISTINCT path FROM journal WHERE sequence > ?', sequence);
    for (const { path } of rows) yield* selectorsOf(String(path));
  }

  /** The selectors of all that is in the catalogue, or was told of. */
  *#all(): Generator<string> {
    for (const path of pathsIn(this.#catalogue, 'documents')) yield documentSelector(path);
    for (const path of pathsIn(this.#catalogue, 'tombstones')) yield tombstoneSelector(path);
    for (const path of pathsIn(this.#catalogue, 'folders')) yield feedFileSelector(path);
    const next = `SELECT folder, selector FROM files WHERE (folder, selector) > (?, ?) ORDER BY folder, selector LIMIT ${AT_ONCE}`;
    for (let after: readonly [string, string] | undefined = ['', '']; after !== undefined;) {
      const rows = this.#journal.all(next, ...after);
      for (const { selector } of rows) yield String(selector);
      const end = rows.at(-1);
      after = end && [String(end['folder']), String(end['selector'])];
    }
  }

  /** What is served at `selector`. */
  #at(selector: string): Listed | undefined {
    const path = selector.slice('/raw/'.length);
    if (path.endsWith('.txt')) {
      const row = this.#catalogue.get(
        'SELECT bytes, digest, licence FROM documents WHERE path = ? AND feed IS NOT NULL',
        path.slice(0, -'.txt'.length),
      );
      if (row === undefined || !(row['digest'] instanceof Uint8Array)) return undefined;
      const digest = Buffer.from(row['digest']).toString('base64url');
      return {
        file: { selector, bytes: Number(row['bytes']), digest, licence: String(row['licence']) },
        text: undefined,
      };
    }
    const text = isTombstone(path)
      ? this.#tombstone(path.slice(0, -TOMBSTONE_END.length))
      : this.#feedFile(folderOfFile(selector));
    if (text === '') return undefined;
    const file = { selector, bytes: Buffer.byteLength(text), digest: digestText(text), licence: '-' };
    return { file, text };
  }

  /** What the tombstone in the place of the document at `path` says; empty where it is nothing. */
  #tombstone(path: string): string {
    return String(this.#catalogue.get('SELECT text FROM tombstones WHERE path = ?', path)?.['text'] ?? '');
  }

  /** What the feed.toml of `folder` says for everybody; empty where it is nothing. */
  #feedFile(folder: string): string {
    const facts = this.#catalogue.get('SELECT facts FROM folders WHERE path = ?', folder)?.['facts'];
    if (facts === undefined || isDateFolder(folder)) return '';
    return feedFileText(factsFrom(String(facts)));
  }
}

const documentSelector = (path: string): string => `/raw/${path}.txt`;
const tombstoneSelector = (path: string): string => mirrorSelector({ kind: 'tombstone', path });
const feedFileSelector = (path: string): string => mirrorSelector({ kind: 'feed-file', path });

/** What is to be had of `path`: the document and its tombstone, or the feed.toml of a folder, whose path ends in a slash. */
const selectorsOf = (path: string): readonly string[] =>
  path.endsWith('/')
    ? [feedFileSelector(path.slice(0, -1))]
    : [documentSelector(path), tombstoneSelector(path)];

function* pathsIn(catalogue: Statements, table: 'documents' | 'tombstones' | 'folders'): Generator<string> {
  const next = `SELECT path FROM ${table} WHERE path > ? ORDER BY path LIMIT ${AT_ONCE}`;
  const first = catalogue.all(`SELECT path FROM ${table} WHERE path = ''`);
  for (const { path } of first) yield String(path);
  for (let rows = catalogue.all(next, ''); rows.length > 0;) {
    for (const { path } of rows) yield String(path);
    rows = catalogue.all(next, String(rows.at(-1)?.['path']));
  }
}

/** What is taken down together. */
class Round {
  readonly #journal: Statements;
  readonly #timeMs: number;
  #sequence: number;
  #isChanged = false;
  readonly #folders = new Set<string>();

  constructor(journal: Statements, now: number) {
    this.#journal = journal;
    const last = journal.get('SELECT sequence, time FROM changes ORDER BY sequence DESC LIMIT 1');
    this.#sequence = Number(last?.['sequence'] ?? 0);
    // a clock that was set back makes no change older than the one before
    this.#timeMs = Math.max(Math.floor(now / 1000) * 1000, Number(last?.['time'] ?? 0));
  }

  /** Takes down what is at `selector` now, where that is another thing than before. */
  compare(selector: string, now: Listed | undefined): void {
    const folder = folderOfFile(selector);
    const before = this.#journal.get(
      'SELECT bytes, digest, licence FROM files WHERE folder = ? AND selector = ?',
      folder,
      selector,
    );
    if (before === undefined ? now === undefined : now !== undefined && isSame(before, now)) return;
    this.#isChanged = true;
    this.#folders.add(folder);
    if (now === undefined) {
      this.#journal.run('DELETE FROM files WHERE folder = ? AND selector = ?', folder, selector);
      this.#note('withdraw', { selector, bytes: 0, digest: '-', licence: '-' });
      return;
    }
    const { file, text = null } = now;
    const put = 'INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)';
    this.#journal.run(put, folder, selector, file.bytes, file.digest, file.licence, text);
    this.#note(before === undefined ? 'add' : 'replace', file);
  }

  /** Lists anew what is in the folders in which something has changed; whether anything has. */
  end(): boolean {
    for (const folder of this.#folders) {
      this.#journal.run('DELETE FROM parts WHERE folder = ?', folder);
      const files = this.#journal
        .all('SELECT selector, bytes, digest, licence FROM files WHERE folder = ? ORDER BY selector', folder)
        .map(fileOf);
      for (const [index, text] of partTexts(files).entries())
        this.#journal.run(
          'INSERT INTO parts VALUES (?, ?, ?, ?, ?)',
          folder,
          index + 1,
          Buffer.byteLength(text),
          digestText(text),
          text.split('\n').length - 1,
        );
    }
    return this.#isChanged;
  }

  #note(kind: Change['kind'], { selector, bytes, digest, licence }: MirrorFile): void {
    const insert = 'INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?)';
    this.#journal.run(insert, ++this.#sequence, this.#timeMs, kind, selector, bytes, digest, licence);
  }
}

/** The file of a row. */
export const fileOf = ({ selector, bytes, digest, licence }: Row): MirrorFile => ({
  selector: String(selector),
  bytes: Number(bytes),
  digest: String(digest),
  licence: String(licence),
});
