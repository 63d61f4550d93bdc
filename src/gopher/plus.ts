/** As much of Gopher+ as its clients need to see a menu: the answers to `$`, `!` and `+`. */
import { LASTLINE } from './menu.ts';

/** What a client of Gopher+ asks of an item: its content, its attributes, or those of every item of a menu. */
export type PlusRequest = '+' | '!' | '$';

/**
 * [Gopher+ 2.3] what the fields behind a selector ask: `+` and a view, `!` or `$` and attributes; `undefined` where
 * they are no Gopher+. "$100" is a search string.
 */
export function plusRequestOf([first = '']: readonly string[]): PlusRequest | undefined {
  if (first.startsWith('+')) return '+';
  return /^!(?:\+|$)/.test(first) ? '!' : /^\$(?:\+|$)/.test(first) ? '$' : undefined;
}

/** What is asked of a search. */
export interface SearchFields {
  readonly words: string;
  readonly plus: PlusRequest | undefined;
}

/** Gopher+ where words could stand: "+words", "$100" and "!bang" are words. */
const NO_WORDS = /^(?:[+!$]|\+\w+\/\S.*|[!$]\+.*)$/s;

/** [Gopher+ 2.3] what the fields behind the selector of a search hold: words, and behind them what Gopher+ asks. */
export function searchFieldsOf([first = '', ...rest]: readonly string[]): SearchFields {
  return NO_WORDS.test(first)
    ? { words: '', plus: plusRequestOf([first]) }
    : { words: first, plus: plusRequestOf(rest) };
}

/** [Gopher+ 2.3] the reply goes on until the connection closes. */
const UNTIL_CLOSE = '+-2\r\n';

/** What `!` tells of one item. */
export interface Attributes {
  /** The item's own line in a menu, CR LF included. */
  readonly line: string;
  /** Who runs the server. */
  readonly admin: string;
  readonly modified: Date;
  /** The MIME type and size in bytes of its one representation. */
  readonly view: { readonly mimeType: string; readonly bytes: number };
}

const digits = (value: number, length = 2): string => String(value).padStart(length, '0');

/** [Gopher+ 2.5] `YYYYMMDDhhmmss` in angle brackets, UTC. */
function timestamp(date: Date): string {
  const parts = [date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes()];
  const rest = [...parts, date.getUTCSeconds()].map((part) => digits(part)).join('');
  return `<${digits(date.getUTCFullYear(), 4)}${rest}>`;
}

/** A menu's lines without its Lastline. */
function itemLines(menu: string): string[] {
  return menu.split('\r\n').filter((line) => line !== '' && line !== LASTLINE.trimEnd());
}

/** [Gopher+ 2.3] `selector TAB +`: the reply itself, behind a header. */
export function plusReply(body: string): string {
  return UNTIL_CLOSE + body;
}

/** [Gopher+ 2.8] `selector TAB $`: every item of a menu with its attributes; only +INFO, as UMN reads it. */
export function plusMenu(menu: string): string {
  return (
    UNTIL_CLOSE +
    itemLines(menu)
      .map((line) => `+INFO: ${line}\r\n`)
      .join('')
  );
}

/** [Gopher+ 2.5] `selector TAB !`: the attributes of one item. */
export function plusAttributes({ line, admin, modified, view }: Attributes): string {
  const size = Math.max(1, Math.ceil(view.bytes / 1024));
  return (
    `${UNTIL_CLOSE}+INFO: ${line}` +
    `+ADMIN:\r\n Admin: ${admin}\r\n Mod-Date: ${modified.toUTCString()} ${timestamp(modified)}\r\n` +
    `+VIEWS:\r\n ${view.mimeType}: <${size}k>\r\n`
  );
}

/** [Gopher+ 2.3] the error reply: code 1, the item is not available. */
export function plusError(admin: string, sentence: string): string {
  return `--2\r\n1 ${admin}\r\n${sentence}\r\n`;
}
