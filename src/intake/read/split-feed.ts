/**
 * A feed in XML, cut into what stands before its items and the items, one at a time: so that a broken item costs
 * itself alone, and no more than one is taken apart at once. No entity is read, and no document type kept: what it
 * declares is never known [XML-1.0-4]. Cost: linear, whatever the text.
 */
import { wordsOfHtml } from './plain.ts';

/** One item's text, tags and all; or why there is none. `at` is its index in the feed. */
export type FeedPart =
  | { readonly kind: 'item'; readonly at: number; readonly xml: string }
  /** [RFC6721-3] what the feed says is deleted, by its id. */
  | { readonly kind: 'deleted'; readonly at: number; readonly ref: string; readonly when: string | undefined }
  | { readonly kind: 'broken'; readonly at: number; readonly message: string };

/** A feed before its items are looked at. */
export interface SplitFeed {
  readonly format: 'rss' | 'rdf' | 'atom';
  /** The root's start tag, and those of what holds the items, with which an item stands alone: their end tags. */
  readonly open: string;
  readonly close: string;
  /** All before the first item and the end tags: without document type, comments and instructions. */
  readonly head: string;
  readonly parts: Generator<FeedPart>;
}

type Token =
  | {
      readonly kind: 'start' | 'end';
      readonly name: string;
      readonly at: number;
      readonly end: number;
      readonly isEmpty: boolean;
    }
  | {
      readonly kind: 'comment' | 'instruction' | 'doctype' | 'cdata';
      readonly at: number;
      readonly end: number;
    }
  /** What begins like a tag and is none; with `name`, like the start tag of that name. */
  | { readonly kind: 'text'; readonly name?: string; readonly at: number; readonly end: number }
  /** A comment, a CDATA section or an instruction without an end. */
  | { readonly kind: 'open-ended'; readonly what: string; readonly at: number };
type StartTag = Extract<Token, { kind: 'start' | 'end' }>;

/** No attribute is longer. */
const MAX_ATTRIBUTE_CHARACTERS = 65_536;
const MAX_HEAD_CHARACTERS = 262_144;
/** No article is longer; with its pictures in it, it may be. */
const MAX_ITEM_CHARACTERS = 4_194_304;
const NAME = /[^\s/><"'=]+/y;

/** Finds marks in one text, and remembers which are not there any more: a mark that is missing is searched once. */
class Marks {
  readonly #missing = new Set<string>();
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  find(mark: string, from: number): number {
    if (this.#missing.has(mark)) return -1;
    const found = this.text.indexOf(mark, from);
    if (found < 0) this.#missing.add(mark);
    return found;
  }
}

/** Where the tag ends whose attributes begin at `from`; or where to go on, when another begins before its end. */
function endOfTag(marks: Marks, from: number): { readonly isTag: boolean; readonly end: number } {
  const { text } = marks;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '>') return { isTag: true, end: at + 1 };
    if (character === '<') return { isTag: false, end: at };
    if (character !== '"' && character !== "'") continue;
    const end = marks.find(character, at + 1);
    if (end < 0 || end - at > MAX_ATTRIBUTE_CHARACTERS) return { isTag: false, end: at + 1 };
    at = end;
  }
  return { isTag: false, end: text.length };
}

/** The index behind a document type: its internal subset goes with it. */
function endOfDoctype(marks: Marks, from: number): number {
  const bracket = marks.find('[', from);
  const end = marks.find('>', from);
  if (bracket < 0 || (end >= 0 && end < bracket)) return end < 0 ? -1 : end + 1;
  // "]>" within the quotes of an entity would end it too early, and leave text before the root, which is no harm
  const close = /\]\s*>/g;
  close.lastIndex = bracket;
  const match = close.exec(marks.text);
  return match === null ? -1 : match.index + match[0].length;
}

const ENCLOSED = [
  ['<!--', '-->', 'comment', 'a comment'],
  ['<![CDATA[', ']]>', 'cdata', 'a CDATA section'],
  ['<?', '?>', 'instruction', 'an instruction'],
] as const;

function tokenAt(marks: Marks, at: number): Token {
  const { text } = marks;
  for (const [begin, finish, kind, what] of ENCLOSED) {
    if (!text.startsWith(begin, at)) continue;
    const end = marks.find(finish, at + begin.length);
    return end < 0 ? { kind: 'open-ended', what, at } : { kind, at, end: end + finish.length };
  }
  if (/^<!doctype/i.test(text.slice(at, at + 9))) {
    const end = endOfDoctype(marks, at);
    return end < 0 ? { kind: 'open-ended', what: 'a document type', at } : { kind: 'doctype', at, end };
  }
  const isEnd = text[at + 1] === '/';
  NAME.lastIndex = at + (isEnd ? 2 : 1);
  const name = NAME.exec(text)?.[0];
  if (name === undefined || !/^[\p{L}_]/u.test(name)) return { kind: 'text', at, end: at + 1 };
  const { isTag, end } = endOfTag(marks, NAME.lastIndex);
  if (!isTag) return { kind: 'text', ...(!isEnd && { name }), at, end };
  const isEmpty = text[end - 2] === '/';
  return { kind: isEnd ? 'end' : 'start', name, at, end, isEmpty };
}

/** The marks of markup from `from` on, in order. */
function* tokensFrom(marks: Marks, from: number): Generator<Token> {
  let at = marks.find('<', from);
  while (at >= 0) {
    const token = tokenAt(marks, at);
    yield token;
    if (token.kind === 'open-ended') return;
    at = marks.find('<', token.end);
  }
}

/** Whether `token` is a start tag, or begins like one and cannot be read. */
const isLikeStart = (token: Token): token is Extract<Token, { kind: 'start' | 'end' | 'text' }> =>
  token.kind === 'start' || token.kind === 'text';

const localName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase();
const prefixOf = (name: string): string => name.slice(0, name.indexOf(':') + 1);

const ROOTS: ReadonlyMap<string, SplitFeed['format']> = new Map([
  ['rss', 'rss'],
  ['rdf', 'rdf'],
  ['feed', 'atom'],
]);

/** Whether `name` is that of an item in a feed whose root is `root`. */
function isItemName(name: string, root: string, format: SplitFeed['format']): boolean {
  if (localName(name) !== (format === 'atom' ? 'entry' : 'item')) return false;
  return format === 'rdf' ? !/^(?:media|itunes):/i.test(name) : prefixOf(name) === prefixOf(root);
}

/** An item that was not closed: the next one begins inside of what should be its text. */
const NEXT_ITEM = /<\/(?:\w+:)?(?:item|entry)\s*>\s*<(?:\w+:)?(?:item|entry)[\s>]/gi;

/** The index at which the item behind a broken one begins, or that of the end. */
function nextItemFrom(marks: Marks, from: number, itemName: string): number {
  const mark = `<${itemName}`;
  let at = marks.find(mark, from);
  while (at >= 0 && !/^[\s/>]/.test(marks.text.charAt(at + mark.length))) at = marks.find(mark, at + 1);
  return at < 0 ? marks.text.length : at;
}

/** Where a CDATA section without its end runs over the item behind it; -1 when it does not. */
function overrun(text: string, at: number, end: number): number {
  const section = text.slice(at, end);
  NEXT_ITEM.lastIndex = 0;
  const match = NEXT_ITEM.exec(section);
  return match === null ? -1 : at + match.index + match[0].lastIndexOf('<');
}

/** The item that begins with the tag `first`, and the index at which what follows begins. */
function itemFrom(marks: Marks, first: StartTag): { part: FeedPart; next: number } {
  const { at, name } = first;
  const { text } = marks;
  const broken = (message: string, next: number): { part: FeedPart; next: number } => ({
    part: { kind: 'broken', at, message },
    next,
  });
  if (first.isEmpty) return { part: { kind: 'item', at, xml: text.slice(at, first.end) }, next: first.end };
  for (const token of tokensFrom(marks, first.end)) {
    if (token.kind === 'open-ended')
      return broken(`${token.what} in it has no end`, nextItemFrom(marks, token.at, name));
    if (token.kind === 'cdata') {
      const over = overrun(text, token.at, token.end);
      if (over >= 0) return broken('a CDATA section in it has no end', over);
    }
    if (isLikeStart(token) && token.name === name) return broken('it has no end', token.at);
    if (token.kind !== 'end' || token.name !== name) continue;
    return token.end - at > MAX_ITEM_CHARACTERS
      ? broken('it has more than 4,194,304 characters', token.end)
      : { part: { kind: 'item', at, xml: text.slice(at, token.end) }, next: token.end };
  }
  return broken('the feed ends within it', text.length);
}

function valueIn(tag: string, name: string): string | undefined {
  const [, double, single] = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(tag) ?? [];
  const value = double ?? single;
  return value === undefined ? undefined : wordsOfHtml(value);
}

const isDeletion = (name: string, format: SplitFeed['format']): boolean =>
  format === 'atom' && localName(name) === 'deleted-entry';

const BROKEN_TAG = 'its start tag has no end, or an attribute of more than 65,536 characters';

function* partsFrom(marks: Marks, begin: number, isItem: (name: string) => boolean): Generator<FeedPart> {
  let at = begin;
  while (at >= 0) {
    let next = -1;
    for (const token of tokensFrom(marks, at)) {
      if (token.kind === 'text' && token.name !== undefined && isItem(token.name))
        yield { kind: 'broken', at: token.at, message: BROKEN_TAG };
      if (token.kind !== 'start') continue;
      if (isDeletion(token.name, 'atom')) {
        const tag = marks.text.slice(token.at, token.end);
        yield { kind: 'deleted', at: token.at, ref: valueIn(tag, 'ref') ?? '', when: valueIn(tag, 'when') };
      } else if (isItem(token.name)) {
        const found = itemFrom(marks, token);
        yield found.part;
        next = found.next;
        break;
      }
    }
    at = next;
  }
}

const HEAD_TOKENS: ReadonlySet<Token['kind']> = new Set<Token['kind']>(['start', 'end', 'cdata', 'text']);

/** What stands before the items, gathered tag by tag. */
class Head {
  text = '';
  open = '';
  close = '';

  add(text: string): void {
    if (this.text.length + text.length <= MAX_HEAD_CHARACTERS) this.text += text;
  }

  around(): { readonly open: string; readonly close: string } {
    return { open: this.open, close: this.close };
  }

  /** Takes a start tag in which items stand. */
  enter({ name }: StartTag, tag: string): void {
    this.open += tag;
    this.close = `</${name}>${this.close}`;
  }
}

/** Takes `text` apart; `undefined` when its root is that of no feed. Items are looked at when they are asked for. */
export function splitFeed(text: string): SplitFeed | undefined {
  const marks = new Marks(text);
  const head = new Head();
  let feed: { readonly format: SplitFeed['format']; readonly isItem: (name: string) => boolean } | undefined;
  let end = 0;
  for (const token of tokensFrom(marks, 0)) {
    if (token.kind === 'open-ended') break;
    if (feed !== undefined) head.add(text.slice(end, token.at));
    end = token.end;
    const tag = text.slice(token.at, token.end);
    if (token.kind === 'start' && feed === undefined) {
      const root = token.name;
      const format = ROOTS.get(localName(root));
      if (format === undefined) return undefined;
      feed = { format, isItem: (name) => isItemName(name, root, format) };
      head.enter(token, tag);
    } else if (feed !== undefined && isLikeStart(token) && token.name !== undefined) {
      const { format, isItem } = feed;
      if (isItem(token.name) || isDeletion(token.name, format))
        return {
          ...head.around(),
          format,
          head: head.text + head.close,
          parts: partsFrom(marks, token.at, isItem),
        };
      if (token.kind !== 'start') continue;
      if (format === 'rss' && localName(token.name) === 'channel' && !token.isEmpty) head.enter(token, tag);
    }
    if (HEAD_TOKENS.has(token.kind)) head.add(tag);
  }
  if (feed === undefined) return undefined;
  return { ...head.around(), format: feed.format, head: head.text, parts: partsFrom(marks, -1, feed.isItem) };
}
