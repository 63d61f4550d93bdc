/**
 * The words of a search, as it is written, and what is looked for. `not` binds more than AND, AND more than `or`:
 * `a b or not c d` is (a AND b) or (d AND NOT c). AND is what stands between words. [RFC1436-3.7]
 */
import { standsAlone, wordsOf } from '../text/search-words.ts';
import { NO_FILTERS, withFilter, type Filters } from './search-filters.ts';
import { tokensOf, type Token } from './search-tokens.ts';

/** Words in a row. */
export interface Run {
  readonly kind: 'run';
  /** Folded, at least one. */
  readonly words: readonly string[];
  /** Whether the last word may go on. */
  readonly isPrefix: boolean;
  /** Where they have to stand: in title, credit or text, or in the credit. */
  readonly place: 'anywhere' | 'credit';
}

/** What an article has to have. */
export type Expression =
  | Run
  /** Each of `parts`, of which there is at least one, and none of `without`. */
  | { readonly kind: 'all'; readonly parts: readonly Expression[]; readonly without: readonly Expression[] }
  /** At least one of `parts`, of which there are at least two. */
  | { readonly kind: 'any'; readonly parts: readonly Expression[] };

/** A search that can be made. */
export interface Query {
  readonly kind: 'query';
  /** As it was written. */
  readonly text: string;
  readonly expression: Expression;
  /** They hold for the whole search, wherever they were written. */
  readonly filters: Filters;
}

/** Sentences on what is wrong, at least one. */
export interface FaultyQuery {
  readonly kind: 'faulty';
  readonly faults: readonly string[];
}

/** No search is longer. */
export const MAX_QUERY_CHARACTERS = 1000;
/** Counted when folded: of a text without spaces each character is one. */
export const MAX_QUERY_WORDS = 64;
/** Levels of brackets, with "or" and "not" in them: what reads an index may know no more than some hundred symbols at once. */
const MAX_DEPTH = 12;
/** Letters before the asterisk: fewer begin a great part of all words. */
const MIN_PREFIX_LETTERS = 2;

class Reader {
  readonly #tokens: readonly Token[];
  readonly faults = new Set<string>();
  filters: Filters = NO_FILTERS;
  #index = 0;
  #words = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get #next(): Token | undefined {
    return this.#tokens[this.#index];
  }

  /** All that is left; `undefined` where nothing is looked for. */
  whole(): Expression | undefined {
    const found: Expression[] = [];
    while (this.#next !== undefined) {
      const part = this.#either();
      if (part !== undefined) found.push(part);
      // a bracket that closes none
      this.#index++;
    }
    return all(found, []);
  }

  /** Up to the end, or to a closing bracket. */
  #either(): Expression | undefined {
    const parts: Expression[] = [];
    for (;;) {
      const part = this.#conjunction();
      if (part !== undefined) parts.push(part);
      if (this.#next?.kind !== 'or') break;
      this.#index++;
    }
    return parts.length > 1 ? { kind: 'any', parts } : parts[0];
  }

  #conjunction(): Expression | undefined {
    const parts: Expression[] = [];
    const without: Expression[] = [];
    let isDenied = false;
    for (let token = this.#next; token !== undefined; token = this.#next) {
      if (token.kind === 'or' || token.kind === 'close') break;
      this.#index++;
      if (token.kind === 'not') {
        isDenied = !isDenied;
        continue;
      }
      const part = this.#part(token, isDenied);
      if (part !== undefined) (isDenied ? without : parts).push(part);
      isDenied = false;
    }
    if (parts.length === 0 && without.length > 0)
      this.faults.add(
        'Say also what to look for: a search, and each side of an "or", needs more than "not".',
      );
    return all(parts, without);
  }

  #part(
    token: Extract<Token, { kind: 'open' | 'text' | 'filter' }>,
    isDenied: boolean,
  ): Expression | undefined {
    switch (token.kind) {
      case 'open': {
        const part = this.#either();
        // a bracket that nothing closes ends with the search
        this.#index++;
        return part;
      }
      case 'text':
        return this.#run(token, 'anywhere');
      case 'filter':
        return this.#filter(token, isDenied);
    }
  }

  #run({ text, isPrefix }: { text: string; isPrefix: boolean }, place: Run['place']): Run | undefined {
    const words = wordsOf(text);
    const last = words.at(-1);
    if (last === undefined) return undefined;
    this.#words += words.length;
    if (this.#words > MAX_QUERY_WORDS) this.faults.add(`A search may have ${MAX_QUERY_WORDS} words.`);
    const mayGoOn = isPrefix && !standsAlone(last);
    if (mayGoOn && last.length < MIN_PREFIX_LETTERS)
      this.faults.add(`Before * there have to be ${MIN_PREFIX_LETTERS} letters or more.`);
    return { kind: 'run', words, isPrefix: mayGoOn, place };
  }

  #filter(token: Extract<Token, { kind: 'filter' }>, isDenied: boolean): Run | undefined {
    const { name, text } = token;
    if (wordsOf(text).length === 0) {
      this.faults.add(`Behind ${name}: there has to be a name or a date, without a space between them.`);
      return undefined;
    }
    if (name === 'by') return this.#run(token, 'credit');
    if (isDenied) this.faults.add(`"not" is for words and for by: alone, not for ${name}:`);
    const filters = withFilter(this.filters, name, text);
    if (filters === undefined)
      this.faults.add(
        `Behind ${name}: there has to be a year, a month or a day, such as 2025, 2025-06 or 2025-06-30.`,
      );
    else this.filters = filters;
    return undefined;
  }
}

/** How many levels of "and", "or" and "not" are in one another. */
function depthOf(expression: Expression): number {
  if (expression.kind === 'run') return 0;
  const without = expression.kind === 'all' ? expression.without : [];
  return 1 + Math.max(...[...expression.parts, ...without].map(depthOf));
}

function all(parts: readonly Expression[], without: readonly Expression[]): Expression | undefined {
  const [first] = parts;
  return first === undefined || (parts.length === 1 && without.length === 0)
    ? first
    : { kind: 'all', parts, without };
}

/**
 * What `text` looks for, or what is wrong with it. Never throws; whatever it holds, nothing of it is more than words.
 * Brackets and operators that stand for nothing are passed over. Cost: linear.
 */
export function parseQuery(text: string): Query | FaultyQuery {
  if (text.length > MAX_QUERY_CHARACTERS)
    return { kind: 'faulty', faults: ['A search may have 1,000 characters.'] };
  const reader = new Reader(tokensOf(text));
  const expression = reader.whole();
  if (expression !== undefined && depthOf(expression) > MAX_DEPTH)
    reader.faults.add('Too many brackets stand in one another: write it with fewer.');
  if (reader.faults.size > 0) return { kind: 'faulty', faults: [...reader.faults] };
  if (expression !== undefined) return { kind: 'query', text, expression, filters: reader.filters };
  const isFiltered = reader.filters !== NO_FILTERS;
  return {
    kind: 'faulty',
    faults: [
      isFiltered ? 'Say also which words to look for.' : 'There is no word in it that could be looked for.',
    ],
  };
}
