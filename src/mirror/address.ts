/** Where what is mirrored is to be had. */
import { isIPv6 } from 'node:net';
import type { Host } from '../gopher/item.ts';
import { gopherUri, parseGopherUri } from '../gopher/uri.ts';

/** A server, or the part of it that is below a menu. */
export interface Address {
  readonly host: Host;
  /** That of the menu; empty for the first of the server. */
  readonly selector: string;
  readonly isTls: boolean;
}

/** [RFC3986-3.2.2] an IPv6 address in a URI, which stands in no menu. */
const IPV6 = /^(gophers?:\/\/)\[([\da-f:.]{2,45})\](?=[:/]|$)/i;

/** `host` as URIs name it. */
export const uriHost = ({ name, port }: Host): Host => ({ name: isIPv6(name) ? `[${name}]` : name, port });

/** The address in `uri`, `gopher://HOST[:PORT]/`, `gopher://HOST/1/MENU` or `gophers://…`; `undefined` where it is none, or leads to no menu. */
export function parseAddress(uri: string): Address | undefined {
  const isTls = /^gophers:/i.test(uri);
  const [, , literal = ''] = IPV6.exec(uri) ?? [];
  const named = isIPv6(literal) ? uri.replace(IPV6, '$1literal') : uri;
  const { host, selector, type } = parseGopherUri(named.replace(/^gophers/i, 'gopher')) ?? {};
  if (host === undefined || selector === undefined || type !== '1') return undefined;
  const name = literal === '' ? host.name : literal.toLowerCase();
  return { host: { name, port: host.port }, selector: selector === '/' ? '' : selector, isTls };
}

/** `address` as a URI; the port stands in it always. */
export const addressText = ({ host, selector, isTls }: Address): string =>
  gopherUri(uriHost(host), '1', selector).replace(/^gopher/, isTls ? 'gophers' : 'gopher');
