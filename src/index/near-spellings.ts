/** Searches as one that finds nothing, with words of the articles that are spelled nearly as those that stand nowhere. */
import { wantedRuns } from '../site/match.ts';
import { respelled } from '../site/respell.ts';
import { parseQuery, type Query, type Run } from '../site/search-query.ts';
import { nearest, slipsAtBeginning, type CountedWord } from '../text/near.ts';
import { expressionOf } from './match-expression.ts';
import type { Statements } from './statements.ts';

/** To look at all words would take too long: at those that begin alike, and at those of one slip in so many first letters; */
const SURE_LETTERS = 2;
/** where more than so many begin alike, one letter more has to be, up to so many. */
const [MAX_CANDIDATES, MOST_SURE_LETTERS] = [4_000, 4];
/** The words of so many beginnings are remembered. */
const MAX_REMEMBERED = 20;
/** For so many words of a search. */
const MAX_WORDS = 2;
const MAX_GIVEN = 5;

/** A word that stands nowhere, and those that are spelled nearly so, the nearest first. */
interface Misspelled {
  readonly word: string;
  readonly others: readonly string[];
}

/** Each word of `run` as a run of its own. */
const wordsOf = ({ words, isPrefix, ...run }: Run): Run[] =>
  words.map((word, index) => ({ ...run, words: [word], isPrefix: isPrefix && index === words.length - 1 }));

/** What to put in the place of which words: the nearest of each; and of one any other, the rest as before. */
function choicesOf(misspelled: readonly Misspelled[]): ReadonlyMap<string, string>[] {
  const best = new Map(misspelled.map(({ word, others: [other = word] }) => [word, other]));
  const others = misspelled.flatMap(({ word, others: [, ...rest] }) =>
    rest.map((other) => new Map([...best, [word, other]])),
  );
  return best.size === 0 ? [] : [best, ...others];
}

const asFound = (rows: ReturnType<Statements['all']>): readonly CountedWord[] =>
  rows.map(({ term, doc }) => ({ word: String(term), count: Number(doc) }));

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

  /**
   * As `query` was written, with other words for its first ones that no article has: at most five that are `found`.
   */
  of(query: Query, isFound: (other: Query) => boolean): string[] {
    const misspelled = this.#unknownIn(query)
      .map((word): Misspelled => ({ word, others: nearest(word, this.#candidatesFor(word)) }))
      .filter(({ others }) => others.length > 0);
    return choicesOf(misspelled)
      .map((others) => respelled(query.text, others))
      .filter((text) => {
        const other = parseQuery(text);
        return other.kind === 'query' && isFound(other);
      })
      .slice(0, MAX_GIVEN);
  }

  #unknownIn(query: Query): string[] {
    const unknown = new Set<string>();
    for (const run of wantedRuns(query).flatMap(wordsOf)) {
      if (unknown.size >= MAX_WORDS) break;
      const [word] = run.words;
      if (word !== undefined && !this.#isKnown(run)) unknown.add(word);
    }
    return [...unknown];
  }

  #isKnown(run: Run): boolean {
    const rows = this.#statements.all(
      'SELECT rowid FROM words WHERE words MATCH ? LIMIT 1',
      `{title credit body} : ${expressionOf({ expression: run })}`,
    );
    return rows.length > 0;
  }

  #candidatesFor(word: string): readonly CountedWord[] {
    const letters = Array.from(word);
    for (let sure = SURE_LETTERS; ; sure++) {
      const alike = this.#beginningWith(letters.slice(0, sure).join(''));
      if (alike.length < MAX_CANDIDATES || sure >= MOST_SURE_LETTERS)
        return [...alike, ...this.#amongWords(slipsAtBeginning(word, sure))];
    }
  }

  /** Those of `candidates` that stand somewhere. */
  #amongWords(candidates: ReadonlySet<string>): readonly CountedWord[] {
    const rows = this.#statements.all(
      'SELECT term, doc FROM json_each(?) AS candidates CROSS JOIN vocabulary ON term = candidates.value',
      JSON.stringify([...candidates]),
    );
    return asFound(rows);
  }

  /** The first of the words that begin so. */
  #beginningWith(beginning: string): readonly CountedWord[] {
    const known = this.#byBeginning.get(beginning);
    if (known !== undefined) return known;
    const rows = this.#statements.all(
      `SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ? LIMIT ${MAX_CANDIDATES}`,
      beginning,
      `${beginning}\u{10ffff}`,
    );
    const found = asFound(rows);
    if (this.#byBeginning.size >= MAX_REMEMBERED) this.#byBeginning.clear();
    this.#byBeginning.set(beginning, found);
    return found;
  }
}
