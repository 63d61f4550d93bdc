/** Searches over the database, and the lines of the articles that show why each was found. */
import { join } from 'node:path';
import { parseArticle } from '../article/parse.ts';
import { MAX_DOCUMENT_BYTES } from '../library/document-file.ts';
import { expressionOf } from './match-expression.ts';
import { feedOf, isDateFolder } from '../library/folders.ts';
import { readRegularFileSync } from '../library/read-file.ts';
import { excerptOf } from '../site/excerpt.ts';
import type { Entry, Findings, Hit, SearchRequest } from '../site/library.ts';
import { isFeed, isLanguage, isLicence } from '../site/search-filters.ts';
import type { Query } from '../site/search-query.ts';
import { NearSpellings } from './near-spellings.ts';
import type { Database } from './sqlite.ts';
import { IDS_PER_DATE } from './store.ts';
import { entryOfRow, ENTRY_COLUMNS } from './stored-entry.ts';

/** So many of the newest are ranked: to rank all with a word that stands everywhere would take too long. */
const MAX_RANKED = 500;
/** Of those that are older, so many are ranked that have the words in their titles. */
const MAX_TITLES = 100;
/** How much more a word weighs in title, credit and text [fts5.html, bm25]. */
const WEIGHTS = '10.0, 4.0, 1.0, 0.0';
/** What is new counts half as much more as what is old; a year ago it is half of that. */
const RECENCY = 0.5;
const RANKS_PER_YEAR = 10_000;
/** Searches whose order is remembered: readers turn pages, and ask what others have asked. */
const MAX_REMEMBERED = 100;

interface Candidate {
  readonly id: number;
  readonly score: number;
}

interface Ranking {
  /** Best first. */
  readonly ids: readonly number[];
  readonly isMore: boolean;
}

/** The date of a document, as a number that sorts as it does. */
const rankOf = (id: number): number => Math.floor(id / IDS_PER_DATE);

export class Searcher {
  readonly #database: Database;
  readonly #root: string;
  readonly #near: NearSpellings;
  /** By what was asked, of the state of the database that `#version` stands for. */
  readonly #rankings = new Map<string, Ranking>();
  #version: unknown;

  /** `root` is the real path of the articles folder. */
  constructor(database: Database, root: string) {
    this.#database = database;
    this.#root = root;
    this.#near = new NearSpellings(database);
  }

  /** What is found, best first. Throws SQLite's error. */
  find({ query, below, limit, offset }: SearchRequest): Findings {
    const { ids, isMore } = this.#rankingOf(query, below);
    const hits = ids.slice(offset, offset + limit).flatMap((id) => this.#hitOf(id, query));
    return { hits, total: ids.length, isMore, near: ids.length === 0 ? this.#near.of(query) : [] };
  }

  #rankingOf(query: Query, below: string): Ranking {
    const version = this.#database.prepare('PRAGMA data_version').get()?.['data_version'];
    if (version !== this.#version || this.#rankings.size >= MAX_REMEMBERED) {
      this.#rankings.clear();
      this.#near.forget();
    }
    this.#version = version;
    const key = JSON.stringify([query, below]);
    const known = this.#rankings.get(key);
    if (known !== undefined) return known;
    const ranking = this.#rank(query, below);
    this.#rankings.set(key, ranking);
    return ranking;
  }

  #rank(query: Query, below: string): Ranking {
    const tokens = this.#tokensFor(query, below);
    if (tokens === undefined) return { ids: [], isMore: false };
    const words = expressionOf(query);
    const { before, after } = query.filters;
    const from = after === undefined ? (before === undefined ? 0 : IDS_PER_DATE) : (after + 1) * IDS_PER_DATE;
    const to = before === undefined ? Number.MAX_SAFE_INTEGER : before * IDS_PER_DATE;
    const match = (columns: string): string => [`{${columns}} : ${words}`, ...tokens].join(' AND ');
    const newest = this.#candidates(match('title credit body'), below, [from, to], MAX_RANKED + 1);
    const isMore = newest.length > MAX_RANKED;
    const ranked = newest.slice(0, MAX_RANKED);
    const oldest = ranked.at(-1)?.id ?? from;
    const titled = isMore ? this.#candidates(match('title'), below, [from, oldest], MAX_TITLES) : [];
    const ids = [...ranked, ...titled]
      .toSorted((a, b) => b.score - a.score || b.id - a.id)
      .map(({ id }) => id);
    return { ids, isMore };
  }

  /** At most `limit` of those with `from` <= id < `to`, newest first, with how well they match. */
  #candidates(
    match: string,
    below: string,
    [from, to]: readonly [number, number],
    limit: number,
  ): Candidate[] {
    // years and months have no token
    const [condition, paths] = isDateFolder(below)
      ? ['AND rowid IN (SELECT id FROM documents WHERE path > ? AND path < ?)', [`${below}/`, `${below}0`]]
      : ['', []];
    const rows = this.#database
      .prepare(
        `SELECT rowid AS id, bm25(words, ${WEIGHTS}) AS score FROM words WHERE words MATCH ? AND rowid >= ? AND rowid < ? ${condition} ORDER BY rowid DESC LIMIT ?`,
      )
      .all(match, from, to, ...paths, limit);
    const newest = rankOf(Number(rows[0]?.['id'] ?? 0));
    return rows.map((row) => {
      const id = Number(row['id']);
      const years = Math.max(0, newest - rankOf(id)) / RANKS_PER_YEAR;
      // [fts5.html, bm25] the better, the smaller
      return { id, score: -Number(row['score']) * (1 + RECENCY / (1 + years)) };
    });
  }

  /** The conditions on tokens that stand for the filters and `below`; `undefined` where no document meets them. */
  #tokensFor({ filters }: Query, below: string): string[] | undefined {
    const { feeds, licences, languages } = filters;
    const wanted: (readonly string[])[] = [];
    // the articles folder itself has none
    const feed = feedOf(below);
    if (feed !== '') wanted.push(this.#tokens('feed', (name) => name === feed));
    if (feeds.length > 0)
      wanted.push(this.#tokens('feed', (name) => feeds.some((value) => isFeed(value, name))));
    if (licences.length > 0)
      wanted.push(this.#tokens('licence', (name) => licences.some((value) => isLicence(value, name))));
    if (languages.length > 0)
      wanted.push(this.#tokens('language', (name) => languages.some((value) => isLanguage(value, name))));
    if (wanted.some((tokens) => tokens.length === 0)) return undefined;
    return wanted.map((tokens) => `(tokens : (${tokens.join(' OR ')}))`);
  }

  /** The tokens of the names that `isWanted`. */
  #tokens(kind: string, isWanted: (name: string) => boolean): string[] {
    return this.#database
      .prepare('SELECT id, name FROM tokens WHERE kind = ?')
      .all(kind)
      .filter(({ name }) => isWanted(String(name)))
      .map(({ id }) => `"t${String(id)}"`);
  }

  #hitOf(id: number, query: Query): Hit[] {
    const row = this.#database.prepare(`SELECT ${ENTRY_COLUMNS} FROM documents WHERE id = ?`).get(id);
    const entry = row && entryOfRow(row);
    const excerpt = entry && this.#excerptOf(entry, query);
    return entry === undefined || excerpt === undefined ? [] : [{ entry, excerpt }];
  }

  /** `undefined` when the document is no longer as it was when it was found. */
  #excerptOf({ path, bytes, modifiedMs }: Entry, query: Query): string | undefined {
    const content = readRegularFileSync(join(this.#root, `${path}.txt`), MAX_DOCUMENT_BYTES);
    if (!('bytes' in content)) return undefined;
    const { size, mtimeMs } = content.stats;
    if (size !== bytes || mtimeMs !== modifiedMs) return undefined;
    return excerptOf(parseArticle(content.bytes).article, query);
  }
}
