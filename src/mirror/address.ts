/** Where what is mirrored is to be had. */
import type { Host } from '../gopher/item.ts';
import { gopherUri, parseGopherUri } from '../gopher/uri.ts';

/** A server, or the part of it that is below a menu. */
export interface Address {
  readonly host: Host;
  /** That of the menu; empty for the first of the server. */
  readonly selector: string;
  readonly isTls: boolean;
}

/** The address in `uri`, `gopher://HOST[:PORT]/`, `gopher://HOST/1/MENU` or `gophers://…`; `undefined` where it is none, or leads to no menu. */
export function parseAddress(uri: string): Address | undefined {
  const isTls = /^gophers:/i.test(uri);
  const { host, selector, type } = parseGopherUri(isTls ? uri.replace(/^gophers/i, 'gopher') : uri) ?? {};
  if (host === undefined || selector === undefined || type !== '1') return undefined;
  return { host, selector: selector === '/' ? '' : selector, isTls };
}

/** `address` as a URI; the port stands in it always. */
export const addressText = ({ host, selector, isTls }: Address): string =>
  gopherUri(host, '1', selector).replace(/^gopher/, isTls ? 'gophers' : 'gopher');
