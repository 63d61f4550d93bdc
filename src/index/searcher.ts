/** Searches over the database, and the lines of the articles that show why each was found. */
import { expressionOf } from './match-expression.ts';
import { feedOf, isDateFolder } from '../library/folders.ts';
import { bestParagraph, excerptOf } from '../site/excerpt.ts';
import type { Entry, Findings, Hit, SearchRequest } from '../site/library.ts';
import { isFeed, isLanguage, isLicence } from '../site/search-filters.ts';
import type { Query } from '../site/search-query.ts';
import { Bodies } from './bodies.ts';
import { NearSpellings } from './near-spellings.ts';
import type { Database, Value } from './sqlite.ts';
import { IDS_PER_DATE } from './store.ts';
import { Statements } from './statements.ts';
import { entryOfRow, ENTRY_COLUMNS } from './stored-entry.ts';
import { stored } from './stored-json.ts';

/** So many are ranked: to rank all with a word that stands everywhere would take too long. Of more the newest are shown, */
const MAX_RANKED = 500;
/** and before them so many that have the words in their titles. */
const MAX_TITLES = 100;
/** The columns of an article's words. */
const ANYWHERE = 'title credit body';
/** How much more a word weighs in title, credit and text [fts5.html, bm25]. */
const WEIGHTS = '10.0, 4.0, 1.0, 0.0';
/** What is new counts half as much more as what is old; a year ago it is half of that. */
const RECENCY = 0.5;
const RANKS_PER_YEAR = 10_000;
/** Searches whose order is remembered: readers turn pages, and ask what others have asked. */
const MAX_REMEMBERED = 100;

/** A condition, and the values in it behind the MATCH expression. */
interface Where {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** What a search asks of the database. */
interface Asked {
  /** The MATCH expression for words in these columns. */
  readonly match: (columns: string) => string;
  readonly where: Where;
}

interface Ranking {
  /** Best first. */
  readonly ids: readonly number[];
  readonly isMore: boolean;
}

/** The date of a document, as a number that sorts as it does. */
const rankOf = (id: number): number => Math.floor(id / IDS_PER_DATE);

export class Searcher {
  readonly #statements: Statements;
  readonly #bodies: Bodies;
  readonly #near: NearSpellings;
  /** By what was asked, of the state of the database that `#version` stands for. */
  readonly #rankings = new Map<string, Ranking>();
  #version: unknown;

  /** `root` is the real path of the articles folder. */
  constructor(database: Database, root: string) {
    this.#statements = new Statements(database);
    this.#bodies = new Bodies(root);
    this.#near = new NearSpellings(this.#statements);
  }

  /** What is found, best first. Throws SQLite's error. */
  find({ query, below, limit, offset }: SearchRequest): Findings {
    const { ids, isMore } = this.#rankingOf(query, below);
    const hits = this.#entriesOf(ids.slice(offset, offset + limit)).map((entry): Hit => ({
      entry,
      excerpt: this.#excerptOf(entry, query),
    }));
    const isFound = (other: Query): boolean => {
      const asked = this.#asked(other, below);
      return asked !== undefined && this.#newest(asked.match(ANYWHERE), asked.where, 1).length > 0;
    };
    return { hits, total: ids.length, isMore, near: ids.length === 0 ? this.#near.of(query, isFound) : [] };
  }

  #rankingOf(query: Query, below: string): Ranking {
    const version = this.#statements.get('PRAGMA data_version')?.['data_version'];
    if (version !== this.#version || this.#rankings.size >= MAX_REMEMBERED) {
      this.#rankings.clear();
      this.#near.forget();
    }
    this.#version = version;
    const key = JSON.stringify([query.expression, query.filters, below]);
    const known = this.#rankings.get(key);
    if (known !== undefined) return known;
    const ranking = this.#rank(query, below);
    this.#rankings.set(key, ranking);
    return ranking;
  }

  /** What `query` asks of the database; `undefined` where no document meets its filters. */
  #asked(query: Query, below: string): Asked | undefined {
    const tokens = this.#tokensFor(query, below);
    if (tokens === undefined) return undefined;
    const words = expressionOf(query);
    const { before, after } = query.filters;
    const from = after === undefined ? (before === undefined ? 0 : IDS_PER_DATE) : (after + 1) * IDS_PER_DATE;
    const to = before === undefined ? Number.MAX_SAFE_INTEGER : before * IDS_PER_DATE;
    return {
      match: (columns) => [`{${columns}} : ${words}`, ...tokens].join(' AND '),
      where: this.#where(below, from, to),
    };
  }

  #rank(query: Query, below: string): Ranking {
    const asked = this.#asked(query, below);
    if (asked === undefined) return { ids: [], isMore: false };
    const { match, where } = asked;
    const newest = this.#newest(match(ANYWHERE), where, MAX_RANKED + 1);
    if (newest.length <= MAX_RANKED) return { ids: this.#ranked(match(ANYWHERE), where), isMore: false };
    // with words that are common how often they stand says little: those in titles go before, the newest first
    const titled = this.#newest(match('title'), where, MAX_TITLES);
    return { ids: [...new Set([...titled, ...newest])].slice(0, MAX_RANKED), isMore: true };
  }

  /** The condition on what lies below a folder and was published in time. */
  #where(below: string, from: number, to: number): Where {
    const inTime = { sql: 'words MATCH ? AND rowid >= ? AND rowid < ?', values: [from, to] };
    // years and months have no token
    return isDateFolder(below)
      ? {
          sql: `${inTime.sql} AND rowid IN (SELECT id FROM documents WHERE path > ? AND path < ?)`,
          values: [from, to, `${below}/`, `${below}0`],
        }
      : inTime;
  }

  /** At most `limit` of those that match, newest first. */
  #newest(match: string, { sql, values }: Where, limit: number): readonly number[] {
    // one row instead of hundreds: each costs more than what is in it
    const row = this.#statements.get(
      `SELECT json_group_array(id) AS ids FROM (SELECT rowid AS id FROM words WHERE ${sql} ORDER BY rowid DESC LIMIT ?)`,
      match,
      ...values,
      limit,
    );
    return stored<readonly number[]>(String(row?.['ids']));
  }

  /** Those that match, best first. */
  #ranked(match: string, { sql, values }: Where): readonly number[] {
    const row = this.#statements.get(
      `SELECT json_group_array(json_array(id, score)) AS pairs FROM (SELECT rowid AS id, bm25(words, ${WEIGHTS}) AS score FROM words WHERE ${sql} ORDER BY rowid DESC)`,
      match,
      ...values,
    );
    const pairs = stored<readonly (readonly [number, number])[]>(String(row?.['pairs']));
    const newest = rankOf(pairs[0]?.[0] ?? 0);
    return pairs
      .map(([id, score]) => {
        const years = Math.max(0, newest - rankOf(id)) / RANKS_PER_YEAR;
        // [fts5.html, bm25] the better, the smaller
        return { id, score: score * (1 + RECENCY / (1 + years)) };
      })
      .toSorted((a, b) => a.score - b.score || b.id - a.id)
      .map(({ id }) => id);
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
    return this.#statements
      .all('SELECT id, name FROM tokens WHERE kind = ?', kind)
      .filter(({ name }) => isWanted(String(name)))
      .map(({ id }) => `"t${String(id)}"`);
  }

  /** The articles of these numbers, in their order; those that are gone are left out. */
  #entriesOf(ids: readonly number[]): Entry[] {
    const rows = this.#statements.all(
      `SELECT id, ${ENTRY_COLUMNS} FROM documents WHERE id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(ids),
    );
    const byId = new Map(rows.map((row) => [Number(row['id']), row]));
    return ids.flatMap((id) => {
      const row = byId.get(id);
      return (row && entryOfRow(row)) ?? [];
    });
  }

  /** Nothing when the document is no longer as it was when it was found. */
  #excerptOf(entry: Entry, query: Query): string {
    const body = this.#bodies.of(entry);
    if (body === undefined) return '';
    const { paragraphs } = body;
    const best = bestParagraph(paragraphs, query, (index) => body.folded(index));
    return excerptOf(paragraphs[best] ?? '', query);
  }
}
