/** Wrapping by display columns: words stay whole, URLs are never broken, no word is lost or added. */
import { clustersOf, columnsOf, columnsOfCodePoint, isNarrow, isSingle, type Cluster } from './columns.ts';
import { hasCjk, mayBreak, traitsOf } from './breaks.ts';

/** Beyond this many characters a "URL" is no address that any client could ask for, and is cut like a word. */
export const MAX_URL_CHARACTERS = 2048;
const URL_SPAN = /((?:[a-z][a-z0-9+.-]{1,15}:\/\/|mailto:)[!-~]+)/i;
/** Whether a URL stands in `text`; most texts have not even the colon, and the pattern is slow to say so. */
const hasUrl = (text: string): boolean => text.includes(':') && URL_SPAN.test(text);
const MARKER =
  /^ *(?:(?:[*+\->\u2022\u2013\u2014\u2023\u25aa\u25cf]|\d{1,3}[.)]|[a-z]\)|\((?:\d{1,3}|[a-z])\)|\[\d{1,3}\]) +)?/u;
/** A hanging indent deeper than this part of the line would leave too little room for the text. */
const MAX_INDENT_PART = 1 / 3;
/** Spaces and a word: every space breaks but U+00A0, U+2007 and U+202F. */
const PIECE =
  /([ \u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]*)([^ \u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]+)/g;
const SPACE = 0x20;
const ZERO_WIDTH_SPACE = '\u200b';

/** Lines under construction: what is done, and the one that is being filled. */
class Lines {
  readonly done: string[] = [];
  #current: string;
  #width: number;
  #empty = true;
  readonly #columns: number;
  readonly #indent: string;

  constructor(columns: number, firstIndent: string, indent: string) {
    this.#columns = columns;
    this.#indent = indent;
    this.#current = firstIndent;
    this.#width = columnsOf(firstIndent);
  }

  /** Whether nothing but an indent stands in the line. */
  get empty(): boolean {
    return this.#empty;
  }

  fits(columns: number): boolean {
    return this.#width + columns <= this.#columns;
  }

  add(text: string, columns: number): void {
    this.#current += text;
    this.#width += columns;
    this.#empty = false;
  }

  /** A line of its own, without indent. */
  addAlone(text: string): void {
    this.break();
    this.done.push(text);
  }

  break(): void {
    if (!this.#empty) this.done.push(this.#current.trimEnd());
    this.#current = this.#indent;
    this.#width = this.#indent.length;
    this.#empty = true;
  }
}

const mayBreakBetween = (before: Cluster, after: Cluster): boolean =>
  before.text.endsWith(ZERO_WIDTH_SPACE) || mayBreak(traitsOf(before.text), traitsOf(after.text));

/** `text`, in which no URL stands, cut where a line may break, and by force where a part is longer than `room`. */
function* brokenParts(text: string, room: number): Generator<Cluster> {
  if (isNarrow(text)) {
    for (let start = 0; start < text.length; start += room) {
      const part = text.slice(start, start + room);
      yield { text: part, columns: part.length };
    }
    return;
  }
  let part = '';
  let columns = 0;
  let before: Cluster | undefined;
  for (const cluster of clustersOf(text)) {
    if (before !== undefined && (mayBreakBetween(before, cluster) || columns + cluster.columns > room)) {
      yield { text: part, columns };
      part = '';
      columns = 0;
    }
    part += cluster.text;
    columns += cluster.columns;
    before = cluster;
  }
  if (part !== '') yield { text: part, columns };
}

/** The parts of `word` that stay whole: URLs, and what {@link brokenParts} gives for the rest. */
function* partsOf(word: string, room: number): Generator<Cluster> {
  for (const [index, span] of (hasUrl(word) ? word.split(URL_SPAN) : [word]).entries()) {
    const isUrl = index % 2 === 1 && span.length <= MAX_URL_CHARACTERS;
    if (isUrl) yield { text: span, columns: span.length };
    else yield* brokenParts(span, room);
  }
}

const hasBreaksInside = (word: string): boolean => hasCjk(word) || word.includes(ZERO_WIDTH_SPACE);

/** Whether `word` is an address, with what stands around it, that a line break would destroy. */
const isUrlWord = (word: string): boolean => word.length <= MAX_URL_CHARACTERS && hasUrl(word);

/**
 * The lines of `text`, in which every character takes one column; `undefined` where a word is longer than a line.
 * What {@link wrap} does word by word, done line by line: most texts are of this kind.
 */
function wrapNarrow(text: string, columns: number, leading: string, indent: string): string[] | undefined {
  const lines: string[] = [];
  let start = leading.length;
  let prefix = leading;
  for (;;) {
    const room = columns - prefix.length;
    if (text.length - start <= room) {
      lines.push(prefix + text.slice(start));
      return lines;
    }
    // a space right behind the line may end it too
    const end = text.lastIndexOf(' ', start + room);
    if (end <= start) return undefined;
    lines.push(prefix + text.slice(start, end).trimEnd());
    start = end + 1;
    while (text.charCodeAt(start) === 0x20) start++;
    prefix = indent;
  }
}

/**
 * The lines of `text`, in which every character is one code unit and no URL stands; `undefined` where no break is
 * allowed within a line's length. What {@link wrap} does part by part, in one pass: for CJK texts.
 */
function wrapSingle(text: string, columns: number, leading: string, indent: string): string[] | undefined {
  const lines: string[] = [];
  let prefix = leading;
  let start = leading.length;
  let width = columnsOf(prefix);
  let cut: { readonly end: number; readonly next: number; readonly width: number } | undefined;
  let before = 0;
  for (let index = start; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === SPACE) {
      const end = index;
      while (text.charCodeAt(index + 1) === SPACE) index++;
      width += index + 1 - end;
      if (end > start) cut = { end, next: index + 1, width };
      before = 0;
      continue;
    }
    const traits = traitsOf(text.charAt(index));
    if (before !== 0 && mayBreak(before, traits)) cut = { end: index, next: index, width };
    const more = columnsOfCodePoint(unit);
    if (width + more > columns) {
      if (cut === undefined) return undefined;
      lines.push(prefix + text.slice(start, cut.end).trimEnd());
      prefix = indent;
      start = cut.next;
      width += indent.length - cut.width;
      cut = undefined;
      if (width + more > columns) return undefined;
    }
    width += more;
    before = traits;
  }
  return [...lines, prefix + text.slice(start)];
}

/**
 * One line of text as lines of at most `columns` display columns (20 or more). It breaks at spaces, between CJK
 * characters and, where a single word is longer than a line, between its characters. A URL stays whole, alone on
 * its line where it is longer than the line. Later lines hang under the text of a list item. Spaces at a break
 * are dropped, all others stay. An empty line gives one empty line. Cost: linear.
 */
export function wrap(line: string, columns: number): string[] {
  const text = line.trimEnd();
  if (text.length <= columns && columnsOf(text) <= columns) return [text];
  const marker = MARKER.exec(text)?.[0] ?? '';
  const fitting = columnsOf(marker) <= columns * MAX_INDENT_PART;
  const indent = fitting ? ' '.repeat(columnsOf(marker)) : '';
  const leading = fitting ? text.slice(0, text.length - text.trimStart().length) : '';
  const narrow = isNarrow(text) ? wrapNarrow(text, columns, leading, indent) : undefined;
  const whole =
    narrow ?? (isSingle(text) && !hasUrl(text) ? wrapSingle(text, columns, leading, indent) : undefined);
  if (whole !== undefined) return whole;
  const lines = new Lines(columns, leading, indent);
  const room = columns - indent.length;

  for (const [, space = '', word = ''] of text.matchAll(PIECE)) {
    let gap = lines.empty ? '' : space;
    const wordColumns = columnsOf(word);
    if (lines.fits(columnsOf(gap) + wordColumns)) {
      lines.add(gap + word, columnsOf(gap) + wordColumns);
    } else if (hasBreaksInside(word) || (wordColumns > room && !isUrlWord(word))) {
      if (!hasBreaksInside(word)) lines.break();
      if (lines.empty) gap = '';
      for (const part of partsOf(word, room)) {
        if (!lines.fits(columnsOf(gap) + part.columns)) {
          lines.break();
          gap = '';
        }
        if (part.columns > room) lines.addAlone(part.text);
        else lines.add(gap + part.text, columnsOf(gap) + part.columns);
        gap = '';
      }
    } else if (wordColumns > room) {
      lines.addAlone(word);
    } else {
      lines.break();
      lines.add(word, wordColumns);
    }
  }
  lines.break();
  return lines.done;
}

/** As much of `text` as fits `columns`, cut between characters; for labels whose whole text stands elsewhere. */
export function truncate(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const cluster of clustersOf(text)) {
    if (width + cluster.columns > columns - 3) break;
    kept += cluster.text;
    width += cluster.columns;
  }
  return `${kept.trimEnd()}...`;
}
