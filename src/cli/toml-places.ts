/** Where the keys of a TOML file stand. https://toml.io/en/v1.0.0 */
import { parse } from 'smol-toml';

/** From 1. */
export interface FilePlace {
  readonly line: number;
  readonly column: number;
}

const BARE = /[\w-]+/y;
const SPACE = /[ \t]*/y;
/** What may stand between two lines that say something. */
const GAP = /[ \t\r\n]*/y;

/** The end of what `pattern`, a sticky one, finds in `source` at `start`. */
function endOf(pattern: RegExp, source: string, start: number): number {
  pattern.lastIndex = start;
  return start + (pattern.exec(source)?.[0].length ?? 0);
}

/** The end of the line at `start`, before its LF. */
function lineEnd(source: string, start: number): number {
  const end = source.indexOf('\n', start);
  return end < 0 ? source.length : end;
}

/** The end of the string that begins at `start`, behind its quotes. */
function stringEnd(source: string, start: number): number {
  const quote = source.charAt(start);
  const delimiter = source.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  let at = start + delimiter.length;
  for (; at < source.length && !source.startsWith(delimiter, at); at++)
    if (quote === '"' && source.charAt(at) === '\\') at++;
  at += delimiter.length;
  // one or two quotes may stand before the three that end a text of several lines
  for (let more = 0; delimiter.length === 3 && more < 2 && source.charAt(at) === quote; more++) at++;
  return at;
}

const isQuote = (character: string): boolean => character === '"' || character === "'";

/** The end of the key part at `start`, and what it is. */
function keyAt(source: string, start: number): { readonly end: number; readonly name: string | undefined } {
  if (!isQuote(source.charAt(start))) {
    const end = endOf(BARE, source, start);
    return { end, name: source.slice(start, end) };
  }
  const end = stringEnd(source, start);
  return { end, name: Object.keys(parse(`${source.slice(start, end)} = 0`))[0] };
}

/** The end of the line on which the value at `start` ends. */
function valueEnd(source: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < source.length) {
    const character = source.charAt(at);
    if (character === '\n' && depth === 0) return at;
    if (character === '[' || character === '{') depth++;
    if (character === ']' || character === '}') depth--;
    if (isQuote(character)) at = stringEnd(source, at);
    else at = character === '#' ? lineEnd(source, at) : at + 1;
  }
  return at;
}

/** Where each first key of `source` has its value, or stands itself where it names a table. `source` is TOML. */
export function placesOfKeys(source: string): ReadonlyMap<string, FilePlace> {
  const places = new Map<string, FilePlace>();
  let [line, counted, lineStart] = [1, 0, 0];
  const placeAt = (at: number): FilePlace => {
    for (let end = lineEnd(source, counted); end < at; end = lineEnd(source, counted)) {
      line++;
      counted = end + 1;
      lineStart = counted;
    }
    return { line, column: at - lineStart + 1 };
  };
  let isInTable = false;
  for (let at = endOf(GAP, source, 0); at < source.length; at = endOf(GAP, source, at)) {
    const isHeader = source.charAt(at) === '[';
    if (source.charAt(at) === '#' || (isInTable && !isHeader)) {
      at = valueEnd(source, at);
      continue;
    }
    isInTable = isHeader;
    const start = isHeader ? endOf(/\[{1,2}[ \t]*/y, source, at) : at;
    const { end, name } = keyAt(source, start);
    const equals = endOf(SPACE, source, end);
    const isValue = !isHeader && source.charAt(equals) === '=';
    const shown = isValue ? endOf(SPACE, source, equals + 1) : start;
    if (name !== undefined && !places.has(name)) places.set(name, placeAt(shown));
    at = valueEnd(source, isHeader ? at : end);
  }
  return places;
}
