/** Addresses of servers, and of menus of theirs, as a mirror is given them and remembers them. */
import { selector as selectorOf, type Host, type Selector } from './item.ts';
import { gopherUri, parseGopherUri } from './uri.ts';

/** A server, or the part of it that is below a menu. */
export interface Address {
  /** Its name may be an IPv6 address, which can stand in no menu. */
  readonly host: Host;
  /** That of the menu; empty for the first of the server. */
  readonly selector: Selector;
  readonly isTls: boolean;
}

/** [RFC3986-3.2.2] an IPv6 address in a URI. */
const IPV6 = /^(gophers?:\/\/)\[([\da-f:.]{2,45})\](?=[:/]|$)/i;

/** The address in `uri`, `gopher://HOST[:PORT]/`, `gopher://HOST/1/MENU` or `gophers://…`; `undefined` where it is none, or leads to no menu. */
export function parseAddress(uri: string): Address | undefined {
  const isTls = /^gophers:/i.test(uri);
  const [, , literal = ''] = IPV6.exec(uri) ?? [];
  const named = URL.canParse(`gopher://[${literal}]`) ? uri.replace(IPV6, '$1literal') : uri;
  const { host, selector, type } = parseGopherUri(named.replace(/^gophers/i, 'gopher')) ?? {};
  if (host === undefined || selector === undefined || type !== '1') return undefined;
  const name = literal === '' ? host.name : literal.toLowerCase();
  return { host: { name, port: host.port }, selector: selector === '/' ? selectorOf('') : selector, isTls };
}

/** `address` as a URI; the port stands in it always. */
export const addressText = ({ host, selector, isTls }: Address): string =>
  gopherUri(host, '1', selector).replace(/^gopher/, isTls ? 'gophers' : 'gopher');
