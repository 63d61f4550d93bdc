/** Words of the articles that are spelled nearly as one that stands nowhere. */
import { wantedRuns } from '../site/match.ts';
import type { Query } from '../site/search-query.ts';
import { nearest, type CountedWord } from '../text/near.ts';
import type { Statements } from './statements.ts';

/** Slips in the first letters are seldom; to look at all words would take too long. */
const SURE_LETTERS = 2;
/** So many words that begin alike are looked at, */
const MAX_CANDIDATES = 20_000;
/** and the words of so many beginnings are remembered. */
const MAX_REMEMBERED = 20;
/** For so many words of a search. */
const MAX_WORDS = 4;
const MAX_GIVEN = 5;

export class NearSpellings {
  readonly #statements: Statements;
  readonly #byBeginning = new Map<string, readonly CountedWord[]>();

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** What was known may be so no more. */
  forget(): void {
    this.#byBeginning.clear();
  }

  /** For the words of `query` that no article has. */
  of(query: Query): string[] {
    const words = [...new Set(wantedRuns(query).flatMap((run) => run.words))];
    const unknown = words.filter((word) => !this.#isKnown(word)).slice(0, MAX_WORDS);
    return unknown.flatMap((word) => nearest(word, this.#like(word))).slice(0, MAX_GIVEN);
  }

  #isKnown(word: string): boolean {
    const rows = this.#statements.all(
      'SELECT rowid FROM words WHERE words MATCH ? LIMIT 1',
      `{title credit body} : "${word}"`,
    );
    return rows.length > 0;
  }

  #like(word: string): readonly CountedWord[] {
    const beginning = Array.from(word).slice(0, SURE_LETTERS).join('');
    const known = this.#byBeginning.get(beginning);
    if (known !== undefined) return known;
    const found = this.#statements
      .all(
        `SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ? LIMIT ${MAX_CANDIDATES}`,
        beginning,
        `${beginning}\u{10ffff}`,
      )
      .map(({ term, doc }) => ({ word: String(term), count: Number(doc) }));
    if (this.#byBeginning.size >= MAX_REMEMBERED) this.#byBeginning.clear();
    this.#byBeginning.set(beginning, found);
    return found;
  }
}
