/** From an address in a document to a menu item and to readable text. */
import { isHostName, isSameHost, type Host, type ItemType } from '../gopher/item.ts';
import type { Target } from '../gopher/page-writer.ts';
import { gopherUri, parseGopherUri } from '../gopher/uri.ts';
import { urlOfSelector, urlSelector } from '../gopher/url-page.ts';
import type { Catalogue } from './library.ts';
import { selectorIn } from './listing.ts';
import { linkedPage } from './resolve.ts';
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

/** The selector on this server that `uri` names, itself one or in a gopher URI; `undefined` when it names another place. */
function ownSelector(uri: string, self: Host): string | undefined {
  if (uri.startsWith('/')) return uri;
  const address = parseGopherUri(uri);
  if (address === undefined || !isSameHost(address.host, self)) return undefined;
  return urlOfSelector(address.selector) === undefined ? address.selector : undefined;
}

/** Whether `uri` names a selector of this server at which nothing is served to everybody. */
export function leadsNowhere(uri: string, catalogue: Catalogue, self: Host): boolean {
  const own = ownSelector(uri, self);
  return own !== undefined && linkedPage(catalogue, own) === undefined;
}

/** Where an item for `uri` leads; `undefined` when no item can lead there, or nothing of ours is served there. */
export function targetOf(uri: string, catalogue: Catalogue, self: Host): Target | undefined {
  const own = ownSelector(uri, self);
  if (own !== undefined) {
    const page = linkedPage(catalogue, own);
    if (page === undefined) return undefined;
    const { route, view } = page;
    const type = itemTypeOf(route);
    // with its host named an item leads out of the view in which it is shown
    if (view !== undefined) return { type, selector: selectorIn(view, route), host: self };
    return { type, selector: selectorOf(route), host: uri.startsWith('/') ? undefined : self };
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
