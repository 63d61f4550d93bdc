/** A search, cut at spaces, quotes and brackets. */
import { filterName, type FilterName } from './search-filters.ts';

/** A piece of a search; `text` is as it was written, and `at` where it begins, in code units. */
export type Token =
  | { readonly kind: 'or' }
  | { readonly kind: 'not' }
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | { readonly kind: 'text'; readonly text: string; readonly at: number; readonly isPrefix: boolean }
  | {
      readonly kind: 'filter';
      readonly name: FilterName;
      readonly text: string;
      readonly at: number;
      readonly isPrefix: boolean;
    };

/** Those that people type, and those that their devices make of them. */
const QUOTES = '"\\u00ab\\u00bb\\u201c-\\u201f\\uff02';
const SPACES = /\s+/y;
const BRACKET = /[()]/y;
/** Where a word could begin, and right before one. */
const MINUS = /-(?=[^\s)-])/y;
const NAME = /([a-z]+):/iy;
/** Without a second quote it goes to the end. */
const QUOTED = new RegExp(`[${QUOTES}]([^${QUOTES}]*)[${QUOTES}]?(\\*?)`, 'y');
const PLAIN = new RegExp(`([^\\s()${QUOTES}]*?)(\\**)(?=[\\s()${QUOTES}]|$)`, 'y');

const OPERATORS: ReadonlyMap<string, 'or' | 'not' | 'and'> = new Map([
  ['or', 'or'],
  ['not', 'not'],
  // what stands between words anyway
  ['and', 'and'],
]);

/** The pieces of `text`, in order. Cost: linear. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let index = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = index;
    const found = pattern.exec(text);
    index += found?.[0].length ?? 0;
    return found;
  };
  while (index < text.length) {
    if (take(SPACES) !== null) continue;
    const bracket = take(BRACKET);
    if (bracket !== null) {
      tokens.push({ kind: bracket[0] === '(' ? 'open' : 'close' });
      continue;
    }
    if (take(MINUS) !== null) {
      tokens.push({ kind: 'not' });
      continue;
    }
    const start = index;
    const name = filterName(take(NAME)?.[1] ?? '');
    if (name === undefined) index = start;
    const begin = index;
    const quoted = take(QUOTED);
    const at = quoted === null ? begin : begin + 1;
    const [, words = '', star = ''] = quoted ?? take(PLAIN) ?? [];
    const isPrefix = star !== '';
    const operator = quoted === null && !isPrefix ? OPERATORS.get(words.toLowerCase()) : undefined;
    if (name !== undefined) tokens.push({ kind: 'filter', name, text: words, at, isPrefix });
    else if (operator === undefined) tokens.push({ kind: 'text', text: words, at, isPrefix });
    else if (operator !== 'and') tokens.push({ kind: operator });
  }
  return tokens;
}
