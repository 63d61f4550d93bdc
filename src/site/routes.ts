/** Selectors and what they stand for. A selector is the key of a map and never becomes a path. */
import type { PartialDate } from '../article/article.ts';
import { parseDate, writeDate } from '../article/date.ts';
import { cleanLine } from '../text/clean.ts';
import { selector, type ItemType, type Selector } from '../gopher/item.ts';
import { bundleSelector, parseBundle, type BundleRoute } from './bundle-routes.ts';
import { mirrorSelector, mirrorType, parseMirror, type MirrorRoute } from './mirror-routes.ts';
import { listSelector, parseList, type ListRoute, type NamesRoute } from './list-routes.ts';

/** What a selector of this site shows. Paths are parted by slashes, without leading or trailing ones. */
export type Route =
  | { readonly kind: 'front' | 'about' | 'status' | 'caps' | 'robots' | 'views' | 'latest' | 'opml' }
  /** A folder's menu; `page` counts from 1. The empty path is the list of all feeds. */
  | { readonly kind: 'folder'; readonly path: string; readonly page: number }
  | { readonly kind: 'article' | 'text' | 'raw'; readonly path: string }
  /** One part of an article's text; `part` counts from 1; there are none of other numbers. */
  | { readonly kind: 'part'; readonly path: string; readonly part: number }
  /** What other programs subscribe to: Atom and twtxt of a folder; the empty path is the whole site. */
  | { readonly kind: 'atom' | 'twtxt'; readonly path: string }
  /** The days of which there is a digest; `page` counts from 1. */
  | { readonly kind: 'digests'; readonly page: number }
  /** A search below a folder, the empty path being the whole site; without words the page that asks for them. `page` counts from 1. */
  | {
      readonly kind: 'search';
      readonly below: string;
      readonly words: string;
      readonly page: number;
    }
  /** The articles of one day as one text. */
  | { readonly kind: 'digest'; readonly date: PartialDate }
  | ListRoute
  | NamesRoute
  | BundleRoute
  | MirrorRoute;

/** [RFC1436-4] selectors should be no longer. */
export const MAX_SELECTOR_BYTES = 255;
/** Nobody reads on for longer: who has not found it by then says it in other words. */
export const MAX_SEARCH_PAGE = 999;
/** What stands before a selector that is shown in another view takes no more. */
const MAX_VIEW_BYTES = 40;
/** Names that have a meaning of their own below a feed. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set(['page', 'part', 'search', 'twtxt', 'atom.xml']);

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const TEXT = '.txt';
const FEEDS = '/feeds/';
const RAW = '/raw/';
const VIEWS = '/view/';
const ATOM = 'atom.xml';
const TWTXT = 'twtxt.txt';
const DIGESTS = /^\/digest(?:\/(?:page\/([1-9]\d{0,6})\/?)?)?$/;
const DIGEST = /^\/digest\/(.{10})\.txt$/;
const PART = /^(.+)\.txt\/part\/(0|[1-9]\d{0,14})$/;
const PAGE = /^(?:(.*)\/)?page\/([1-9]\d{0,6})$/;

/** Behind the slash a page and its words; behind the question mark what some clients make of a TAB. */
const SEARCH = /^(?:\/feeds\/(.+?))?\/search(?:\/?|\?(.*)|\/([1-9]\d{0,2})\/(.+))$/s;

/** Whether a file or folder of this name, without `.txt`, can be part of a selector. */
export function isName(name: string): boolean {
  return NAME.test(name) && !name.endsWith(TEXT) && !RESERVED_NAMES.has(name);
}

const isPath = (path: string): boolean => path.split('/').every(isName);

function parseFolder(path: string): Route | undefined {
  const [, parent, number] = PAGE.exec(path) ?? [];
  const folder = number === undefined ? path : (parent ?? '');
  const page = number === undefined ? 1 : Number(number);
  return folder === '' || isPath(folder) ? { kind: 'folder', path: folder, page } : undefined;
}

/** `folder/atom.xml` and `folder/twtxt.txt`; the folder may be empty. */
function parseSubscription(rest: string): Route | undefined {
  const slash = rest.lastIndexOf('/');
  const [path, name] = [rest.slice(0, Math.max(0, slash)), rest.slice(slash + 1)];
  const kind = name === ATOM ? 'atom' : name === TWTXT ? 'twtxt' : undefined;
  return kind !== undefined && (slash < 0 || isPath(path)) ? { kind, path } : undefined;
}

function parseDigest(path: string): Route | undefined {
  const found = parseDate(DIGEST.exec(path)?.[1] ?? '');
  return found?.whole === true && found.date.day !== undefined
    ? { kind: 'digest', date: found.date }
    : undefined;
}

const cleanWords = (words: string): string => cleanLine(words).replace(/\s+/gu, ' ').trim();

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // the client has decoded it already, and a % was one
  }
}

/** Words as they were typed: w3m asks in a form, and sends a plus for each space. */
const typedWords = (words: string): string =>
  !/\s/.test(words) && /[^+]\++[^+]/.test(words) ? words.replaceAll('+', ' ') : words;

function parseSearch(path: string): Route | undefined {
  const found = SEARCH.exec(path);
  if (found === null) return undefined;
  const [, below = '', typed = '', page = '1', listed = typedWords(typed)] = found;
  const words = cleanWords(decoded(listed));
  if (below !== '' && !isPath(below)) return undefined;
  return { kind: 'search', below, words, page: words === '' ? 1 : Number(page) };
}

/** `route`, and where it is a search without words, that for `words`. */
export const withWords = (route: Route, words: string): Route =>
  route.kind === 'search' && route.words === '' ? { ...route, words: cleanWords(typedWords(words)) } : route;

function parseFeeds(rest: string): Route | undefined {
  const subscription = rest.includes('/') ? parseSubscription(rest) : undefined;
  if (subscription !== undefined) return subscription;
  const [, parted, part] = PART.exec(rest) ?? [];
  if (parted !== undefined)
    return isPath(parted) ? { kind: 'part', path: parted, part: Number(part) } : undefined;
  if (rest === '' || rest.endsWith('/')) return parseFolder(rest.replace(/\/$/, ''));
  if (!rest.endsWith(TEXT)) return isPath(rest) ? { kind: 'article', path: rest } : undefined;
  const path = rest.slice(0, -TEXT.length);
  return isPath(path) ? { kind: 'text', path } : undefined;
}

/**
 * What `text`, the selector of a request, stands for; `undefined` when it can be nothing on this site. Without its
 * leading slash it is found too. `/feeds/a/b` is read as an article and may be a folder.
 */
export function parseRoute(text: string): Route | undefined {
  const path = text.startsWith('/') ? text : `/${text}`;
  if (path === '/') return { kind: 'front' };
  if (path === '/about.txt') return { kind: 'about' };
  if (path === '/status') return { kind: 'status' };
  if (path === '/caps.txt') return { kind: 'caps' };
  if (path === '/robots.txt') return { kind: 'robots' };
  if (path === VIEWS || `${path}/` === VIEWS) return { kind: 'views' };
  if (path === '/latest.txt') return { kind: 'latest' };
  if (path === '/opml.xml') return { kind: 'opml' };
  if (path === `/${ATOM}` || path === `/${TWTXT}`) return parseSubscription(path.slice(1));
  const digests = DIGESTS.exec(path);
  if (digests !== null) return { kind: 'digests', page: Number(digests[1] ?? 1) };
  if (path.startsWith('/digest/')) return parseDigest(path);
  if (path.includes('/search')) {
    const search = parseSearch(path);
    if (search !== undefined) return search;
  }
  if (path === '/feeds') return { kind: 'folder', path: '', page: 1 };
  if (path.startsWith(FEEDS)) return parseFeeds(path.slice(FEEDS.length));
  if (path.startsWith(RAW) && path.endsWith(TEXT)) {
    const article = path.slice(RAW.length, -TEXT.length);
    if (isPath(article)) return { kind: 'raw', path: article };
  }
  return parseMirror(path, isPath) ?? parseBundle(path) ?? parseList(path);
}

function folderSelector(path: string, page: number): string {
  const folder = path === '' ? FEEDS : `${FEEDS}${path}/`;
  return page === 1 ? folder : `${folder}page/${page}/`;
}

function searchSelector({ below, words, page }: Extract<Route, { kind: 'search' }>): string {
  const search = `${below === '' ? '' : FEEDS + below}/search`;
  return words === '' ? search : `${search}/${page}/${encodeURIComponent(words)}`;
}

/** The selector of a route: what menus link to, and the one spelling that {@link parseRoute} gives back. */
export function selectorOf(route: Route): Selector {
  switch (route.kind) {
    case 'front':
      return selector('/');
    case 'status':
      return selector('/status');
    case 'views':
      return selector(VIEWS);
    case 'opml':
      return selector('/opml.xml');
    case 'atom':
      return selector(route.path === '' ? `/${ATOM}` : `${FEEDS}${route.path}/${ATOM}`);
    case 'twtxt':
      return selector(route.path === '' ? `/${TWTXT}` : `${FEEDS}${route.path}/${TWTXT}`);
    case 'digests':
      return selector(route.page === 1 ? '/digest/' : `/digest/page/${route.page}/`);
    case 'digest':
      return selector(`/digest/${writeDate(route.date)}${TEXT}`);
    case 'about':
    case 'caps':
    case 'robots':
    case 'latest':
      return selector(`/${route.kind}${TEXT}`);
    case 'folder':
      return selector(folderSelector(route.path, route.page));
    case 'search':
      return selector(searchSelector(route));
    case 'article':
      return selector(FEEDS + route.path);
    case 'text':
      return selector(FEEDS + route.path + TEXT);
    case 'part':
      return selector(`${FEEDS}${route.path}${TEXT}/part/${route.part}`);
    case 'raw':
      return selector(RAW + route.path + TEXT);
    case 'newest':
    case 'topic':
    case 'names':
      return selector(listSelector(route));
    case 'bundles':
    case 'bundle':
      return selector(bundleSelector(route));
    case 'mirror':
      return selector(mirrorSelector(route.what));
  }
}

/** The item type of what a route shows. */
export function itemTypeOf(route: Route): ItemType {
  switch (route.kind) {
    case 'front':
    case 'status':
    case 'views':
    case 'folder':
    case 'digests':
    case 'bundles':
    case 'article':
    case 'newest':
    case 'topic':
    case 'names':
      return '1';
    case 'about':
    case 'caps':
    case 'robots':
    case 'latest':
    case 'opml':
    case 'atom':
    case 'twtxt':
    case 'digest':
    case 'part':
    case 'text':
      return '0';
    case 'mirror':
      return mirrorType(route.what);
    case 'bundle':
    case 'raw':
      return '9';
    case 'search':
      return route.words === '' ? '7' : '1';
  }
}

/** [RFC1436-4] whether the selector of `route` may stand in a menu, whatever the view; that of a long search may not. */
export const isLinkable = (route: Route): boolean =>
  selectorOf(route).length <= MAX_SELECTOR_BYTES - MAX_VIEW_BYTES;

/** The selectors under which a document that originates here may name itself as its source. */
export function ownSelectors(path: string): readonly string[] {
  return [selectorOf({ kind: 'text', path }), selectorOf({ kind: 'article', path })];
}
