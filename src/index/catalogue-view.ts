/** The reader's side of the database: one state of it at a time, which lasts until a newer one is asked for. */
import { statSync } from 'node:fs';
import type { Diagnostic } from '../article/diagnostic.ts';
import type { Findings } from '../library/collection.ts';
import type { DocumentReport, PassedOver } from '../library/report.ts';
import { deadItems, GOPHERMAP } from '../library/side-files.ts';
import { identityOf } from '../library/walk.ts';
import { indexStatus, type IndexStatus } from './index-status.ts';
import type { Database, OpenDatabase } from './sqlite.ts';
import { Statements } from './statements.ts';
import { openStore, type Unusable } from './store.ts';
import { StoredCatalogue } from './stored-catalogue.ts';
import { stored } from './stored-json.ts';

/** So many findings are given in words. */
const MAX_TOLD = 20;

export class CatalogueView {
  readonly #database: Database;
  readonly #identity: string;
  readonly #path: string;
  readonly #statements: Statements;
  #version: unknown;
  #catalogue: StoredCatalogue;

  private constructor(path: string, database: Database, identity: string) {
    this.#path = path;
    this.#database = database;
    this.#statements = new Statements(database);
    this.#identity = identity;
    this.#catalogue = this.#begin();
  }

  /** Of the database at `path`. Throws SQLite's error. */
  static open(open: OpenDatabase, path: string): CatalogueView | Unusable {
    const store = openStore(open, path);
    return typeof store === 'string' ? store : new CatalogueView(path, store.database, store.identity);
  }

  /** The state that is read. */
  get catalogue(): StoredCatalogue {
    return this.#catalogue;
  }

  /** From now on the newest state is read. */
  refresh(): void {
    this.#database.exec('COMMIT');
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

  /** The folders, by path, with what tells each from another of its path. */
  folders(): ReadonlyMap<string, string> {
    const rows = this.#statements.all('SELECT path, identity FROM folders');
    return new Map(rows.map(({ path, identity }) => [String(path), String(identity)]));
  }

  status(): IndexStatus {
    return indexStatus(this.#statements, this.#catalogue, this.#held());
  }

  /** All that is wrong with what is there. */
  findings(): Findings {
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
      .all(`SELECT path FROM folders WHERE facts LIKE '%"heading":%' LIMIT ${MAX_TOLD}`)
      .flatMap(({ path }) =>
        deadItems(path === '' ? GOPHERMAP : `${String(path)}/${GOPHERMAP}`, this.#catalogue),
      );
    return [...strange, ...dead];
  }

  #begin(): StoredCatalogue {
    // another connection's writing changes it, our own transactions never do
    this.#version = this.#statements.get('PRAGMA data_version')?.['data_version'];
    this.#database.exec('BEGIN');
    // the state is taken by the first look
    this.#number('SELECT count(*) AS number FROM tokens');
    return new StoredCatalogue(this.#statements);
  }

  #number(sql: string): number {
    return Number(this.#statements.get(sql)?.['number']);
  }
}
