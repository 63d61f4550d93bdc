/** From an address in a document to a menu item and to readable text. */
import { isHostName, type Host, type ItemType } from '../gopher/item.ts';
import type { Target } from '../gopher/page-writer.ts';
import { gopherUri, parseGopherUri } from '../gopher/uri.ts';
import { urlSelector } from '../gopher/url-page.ts';
import type { Catalogue } from './library.ts';
import { resolve } from './resolve.ts';
import { itemTypeOf, parseRoute, selectorOf } from './routes.ts';

const NATIVE: ReadonlyMap<string, ItemType> = new Map(
  (['0', '1', '7', '9', 'g', 'I', 's'] as const).map((type) => [type, type]),
);

/** `uri` as text that a reader can use anywhere: a relative reference (a selector of ours) becomes a gopher URI. */
export function absoluteUri(uri: string, self: Host): string {
  if (!uri.startsWith('/')) return uri;
  const route = parseRoute(uri);
  return gopherUri(self, route === undefined ? '1' : itemTypeOf(route), uri);
}

/** Where an item for `uri` leads; `undefined` when no item can lead there, or nothing of ours is served there. */
export function targetOf(uri: string, catalogue: Catalogue): Target | undefined {
  if (uri.startsWith('/')) {
    const route = resolve(catalogue, uri);
    return route === undefined ? undefined : { type: itemTypeOf(route), selector: selectorOf(route) };
  }
  const address = parseGopherUri(uri);
  const type = address === undefined ? undefined : NATIVE.get(address.type);
  if (address !== undefined && type !== undefined)
    return { type, selector: address.selector, host: address.host };
  const selector = urlSelector(uri);
  return selector === undefined ? undefined : { type: 'h', selector };
}

/** The server in `uri`, for a short label. */
export function hostOf(uri: string): string {
  const name = URL.canParse(uri) ? new URL(uri).hostname : '';
  return isHostName(name) ? name : uri;
}
