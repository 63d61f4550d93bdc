/** Where what is mirrored is to be had. */
import type { Host } from '../gopher/item.ts';
import { gopherUri, parseGopherUri } from '../gopher/uri.ts';

/** A gopherwire. */
export interface Address {
  readonly host: Host;
  readonly isTls: boolean;
}

/** The address in `uri`, `gopher://HOST[:PORT]/` or `gophers://…`; `undefined` where it is none, or leads to an item. */
export function parseAddress(uri: string): Address | undefined {
  const isTls = /^gophers:/i.test(uri);
  const { host, selector, type } = parseGopherUri(isTls ? uri.replace(/^gophers/i, 'gopher') : uri) ?? {};
  if (host === undefined || type !== '1' || (selector !== '' && selector !== '/')) return undefined;
  return { host, isTls };
}

/** `address` as a URI; the port stands in it always. */
export const addressText = ({ host, isTls }: Address): string =>
  gopherUri(host, '1', '/').replace(/^gopher/, isTls ? 'gophers' : 'gopher');
