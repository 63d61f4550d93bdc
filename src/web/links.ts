/** From items and addresses to what a link on a page of the web holds. */
import type { Host } from '../gopher/item.ts';
import type { Target } from '../gopher/page-writer.ts';
import { gopherUri } from '../gopher/uri.ts';
import { normalUrl, urlOfSelector } from '../gopher/url-page.ts';
import type { Catalogue } from '../site/library.ts';
import { targetOf } from '../site/link.ts';

/** Where links stand. */
export interface Around {
  readonly self: Host;
  readonly catalogue: Catalogue;
  /** What stands before every path of this server; empty for none. */
  readonly prefix: string;
}

const isSame = (a: Host, b: Host): boolean => a.name === b.name && a.port === b.port;

/** `selector` as a path of this server: never another server's, nor relative. */
const pathOf = (selector: string): string =>
  encodeURI(`/${selector.replace(/^\/+/, '')}`).replace(/[?#]/g, encodeURIComponent);

/** The address that `target` leads to: of ours a path, of other servers a gopher URI, of the web its own; `undefined` when no page may lead there. */
export function hrefOfTarget({ type, selector, host }: Target, { self, prefix }: Around): string | undefined {
  const url = urlOfSelector(selector);
  if (url !== undefined) return normalUrl(url);
  if (host === undefined) return pathOf(prefix + selector);
  // an item that names this server leads out of the view
  return isSame(host, self) ? pathOf(selector) : gopherUri(host, type, selector);
}

/** The address that `uri` of a document leads to; `undefined` when no page may lead there, or nothing of ours is served there. */
export function hrefOfUri(uri: string, around: Around): string | undefined {
  if (!uri.startsWith('/')) return normalUrl(uri);
  const target = targetOf(uri, around.catalogue);
  return target === undefined ? undefined : hrefOfTarget(target, around);
}
