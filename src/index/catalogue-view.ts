/** The reader's side of the database: one state of it at a time, which lasts until a newer one is asked for. */
import { statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Diagnostic } from '../article/diagnostic.ts';
import type { Findings } from '../library/collection.ts';
import type { DocumentReport, PassedOver } from '../library/report.ts';
import { deadItems, GOPHERMAP } from '../library/side-files.ts';
import { identityOf } from '../library/walk.ts';
import { indexStatus, type IndexStatus } from './index-status.ts';
import type { Database, OpenDatabase } from './sqlite.ts';
import { Statements } from './statements.ts';
import { isDamage, openStore, type Unusable } from './store.ts';
import { StoredCatalogue } from './stored-catalogue.ts';
import { stored } from './stored-json.ts';
import { dropLog } from './write-ahead-log.ts';
import { tellingDatabase } from './telling-database.ts';

/** So many findings are given in words. */
const MAX_TOLD = 20;

/** So many folders are looked up before readers get their turn. */
const AT_ONCE = 500;

const keyOf = (finding: PassedOver): string => JSON.stringify(finding);

export class CatalogueView {
  readonly #database: Database;
  readonly #identity: string;
  readonly #path: string;
  readonly #statements: Statements;
  #findings: Findings;
  #version: unknown;
  #catalogue: StoredCatalogue;
  /** Whether a state is held. */
  #isHeld = false;

  private constructor(path: string, database: Database, identity: string) {
    this.#path = path;
    this.#database = database;
    this.#statements = new Statements(database);
    this.#identity = identity;
    this.#catalogue = this.#begin();
    this.#findings = this.#find();
  }

  /** Of the database at `path`; `onDamage` is called whenever it is found to be damaged. Throws SQLite's error. */
  static open(
    open: OpenDatabase,
    path: string,
    onDamage: () => void = () => undefined,
  ): CatalogueView | Unusable {
    const store = openStore(open, path);
    if (typeof store === 'string') return store;
    const { database, identity } = store;
    try {
      return new CatalogueView(path, tellingDatabase(database, onDamage), identity);
    } catch (error) {
      database.close();
      if (isDamage(error)) return 'damaged';
      throw error;
    }
  }

  /** The state that is read. */
  get catalogue(): StoredCatalogue {
    return this.#catalogue;
  }

  /** From now on the newest state is read. */
  refresh(): void {
    if (this.#isHeld) this.#database.exec('COMMIT');
    this.#isHeld = false;
    this.#catalogue = this.#begin();
  }

  /** As {@link refresh}; whether the state is another one. */
  hasMoved(): boolean {
    const before = this.#version;
    this.refresh();
    return this.#version !== before;
  }

  /** Whether another file is in the place of the one that is read. */
  get isReplaced(): boolean {
    const stats = statSync(this.#path, { throwIfNoEntry: false });
    return stats === undefined || identityOf(stats) !== this.#identity;
  }

  close(): void {
    this.#database.close();
  }

  /** As {@link close}, for who has written the database. */
  closeAsWriter(): void {
    if (this.#isHeld) this.#database.exec('COMMIT');
    this.#isHeld = false;
    dropLog(this.#database);
    this.close();
  }

  /** The folders, by path, with what tells each from another of its path. Readers get their turn meanwhile. */
  async folders(): Promise<ReadonlyMap<string, string>> {
    const folders = new Map<string, string>();
    const next = `SELECT path, identity FROM folders WHERE path > ? ORDER BY path LIMIT ${AT_ONCE}`;
    for (
      let rows = this.#statements.all("SELECT path, identity FROM folders WHERE path = ''");
      rows.length > 0;
    ) {
      for (const { path, identity } of rows) folders.set(String(path), String(identity));
      await nextTurn();
      rows = this.#statements.all(next, String(rows.at(-1)?.['path']));
    }
    return folders;
  }

  status(): IndexStatus {
    return indexStatus(this.#statements, this.#catalogue, this.#held());
  }

  /** Whether all has been looked at once. */
  get isWhole(): boolean {
    return this.#statements.all('SELECT is_whole FROM scans').length > 0;
  }

  /** All that is wrong with what is there, as it was when that was last looked for. */
  get findings(): Findings {
    return this.#findings;
  }

  /** From now on {@link findings} are those of the state that is read; gives what is passed over that was not before. */
  findAgain(): readonly PassedOver[] {
    const known = new Set(this.#findings.passedOver.map(keyOf));
    this.#findings = this.#find();
    return this.#findings.passedOver.filter((finding) => !known.has(keyOf(finding)));
  }

  #find(): Findings {
    const held = this.#held();
    const passedOver = this.#passedOver();
    return {
      documents: this.#catalogue.size + held,
      held,
      heldDocuments: this.#statements
        .all(`SELECT path, findings FROM documents WHERE feed IS NULL ORDER BY path LIMIT ${MAX_TOLD}`)
        .map(({ path, findings }): DocumentReport => ({
          file: `${String(path)}.txt`,
          entry: undefined,
          diagnostics: stored<readonly Diagnostic[]>(String(findings)),
        })),
      passedOver,
      count: held + passedOver.length,
    };
  }

  #held(): number {
    return this.#number('SELECT count(*) AS number FROM documents WHERE feed IS NULL');
  }

  /** What is no document, or wrong in feed.toml and gophermap files. */
  #passedOver(): PassedOver[] {
    const strange = this.#statements
      .all(`SELECT passed_over FROM folders WHERE passed_over <> '[]' LIMIT ${MAX_TOLD}`)
      .flatMap((row) => stored<readonly PassedOver[]>(String(row['passed_over'])));
    const dead = this.#statements
      .all(`SELECT path FROM folders WHERE instr(facts, '"heading":') > 0 LIMIT ${MAX_TOLD}`)
      .flatMap(({ path }) =>
        deadItems(path === '' ? GOPHERMAP : `${String(path)}/${GOPHERMAP}`, this.#catalogue),
      );
    return [...strange, ...dead];
  }

  #begin(): StoredCatalogue {
    // another connection's writing changes it, our own transactions never do
    this.#version = this.#statements.get('PRAGMA data_version')?.['data_version'];
    this.#database.exec('BEGIN');
    this.#isHeld = true;
    // the state is taken by the first look
    this.#number('SELECT count(*) AS number FROM tokens');
    return new StoredCatalogue(this.#statements);
  }

  #number(sql: string): number {
    return Number(this.#statements.get(sql)?.['number']);
  }
}
