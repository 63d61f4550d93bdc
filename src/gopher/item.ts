/** Menu items. Only this file makes the parts of a menu line, so that no text can forge one. RFC 1436 section 3.4 */
import { cleanLine } from '../text/clean.ts';

/** Item types that gopherwire sends: RFC 1436 section 3.8, `h` and `i` by common use. */
export type ItemType = '0' | '1' | '7' | '9' | 'g' | 'I' | 's' | 'h';

declare const brand: unique symbol;
/** Text without TAB, line break, control or bidi character: fit for a display string. */
export type DisplayString = string & { readonly [brand]: 'display string' };
/** A selector without TAB, CR, LF or other control character, and nothing that turns a text around. */
export type Selector = string & { readonly [brand]: 'selector' };

/** A server as menus name it; `name` is a DNS name or an IPv4 address, never a bracketed one. */
export interface Host {
  readonly name: string;
  readonly port: number;
}

/** Whether both name one server. */
export const isSameHost = (a: Host, b: Host): boolean =>
  a.port === b.port && a.name.toLowerCase() === b.name.toLowerCase();

/** One line of a menu that leads somewhere. Without `host` it leads to this server. */
export interface Item {
  readonly type: ItemType;
  readonly display: DisplayString;
  readonly selector: Selector;
  readonly host?: Host | undefined;
}

/** `text` as a display string: controls gone, line breaks as spaces. Never throws. */
export function displayString(text: string): DisplayString {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where the brand is given
  return cleanLine(text).trimEnd() as DisplayString;
}

// oxlint-disable-next-line no-control-regex -- what a selector must not hold
const UNFIT_FOR_SELECTOR = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff]/;

/** `text` as a selector, or `undefined` when it holds a TAB, a line break or another control character. */
export function asSelector(text: string): Selector | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked in the same line
  return UNFIT_FOR_SELECTOR.test(text) ? undefined : (text as Selector);
}

/** A selector that this program made itself. Throws a RangeError when it is none: our own mistake. */
export function selector(text: string): Selector {
  const made = asSelector(text);
  if (made === undefined) throw new RangeError(`not a selector: ${JSON.stringify(text)}`);
  return made;
}

const HOST_NAME =
  /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?)*\.?$/i;

/** Whether `name` may stand in the host field of a menu: a DNS name or an IPv4 address. */
export const isHostName = (name: string): boolean => HOST_NAME.test(name);

/** [RFC1436-3.4] an item as its line, CR LF included. */
export function itemLine(item: Item, self: Host): string {
  const host = item.host ?? self;
  return `${item.type}${item.display}\t${item.selector}\t${host.name}\t${host.port}\r\n`;
}

/** An informational line, CR LF included; its host and port lead nowhere, on purpose. */
export function infoLine(display: DisplayString): string {
  return `i${display}\t\terror.host\t1\r\n`;
}

/** [RFC1436-3.8] type 3, which stands first in a reply: some clients drop what follows it in a menu. */
export function errorLine(display: DisplayString): string {
  return `3${display}\t\terror.host\t1\r\n`;
}
