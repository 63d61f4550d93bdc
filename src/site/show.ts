/** What is shown at a selector, before it takes the form of a protocol. */
import { writeDate } from '../article/date.ts';
import type { Page } from '../gopher/page-writer.ts';
import { aboutLines } from './about.ts';
import type { Surroundings } from './article-surroundings.ts';
import { articleText } from './article-text.ts';
import { atomFeed, STORIES_PER_FEED, STORY_BYTES_PER_FEED } from './atom.ts';
import { showBundles } from './bundles.ts';
import { digestLines, LATEST } from './digest.ts';
import { digestsPage } from './digests-page.ts';
import { sizeText, type ServedDocument } from './document.ts';
import { folderAt } from './feed-periods.ts';
import { folderPage } from './folder-page.ts';
import { frontPage } from './front-page.ts';
import type { Entry, Library } from './library.ts';
import { listPage, namesPage } from './list-pages.ts';
import { mirrorText } from './mirror.ts';
import type { MirrorPage } from './mirror-routes.ts';
import { MAX_PARTED_BYTES, partsOf } from './parts.ts';
import { SENTENCES, type Keep, type Status } from './reply.ts';
import { resolve } from './resolve.ts';
import { parseRoute, withWords, type Route } from './routes.ts';
import { showSearch } from './search-page.ts';
import type { SiteSettings } from './settings.ts';
import { isWhole, loadStories, loadStory } from './stories.ts';
import { statusPage, type StatusReport } from './status.ts';
import { MAX_LINES, opml, twtxt } from './subscriptions.ts';
import { listAt } from './topics.ts';
import { partView, textSetter, type View } from './view.ts';
import { viewsPage } from './views-page.ts';
import { capsLines, robotsLines } from './well-known.ts';
import { withdrawnSentence } from './withdrawn.ts';

/** What a site is made from. */
export interface Stock {
  readonly library: Library;
  readonly settings: SiteSettings;
  /** What is told of the running daemon; `undefined` where none runs. */
  readonly report?: (() => StatusReport) | undefined;
}

/** An article, with the lines of its text document. */
export interface ShownArticle {
  readonly kind: 'article';
  readonly document: ServedDocument;
  readonly entry: Entry;
  readonly lines: readonly string[];
  readonly surroundings: Surroundings;
}

/** Why nothing is shown. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly status: Exclude<Status, 'ok'>;
  readonly sentence: string;
  /** Where what is not here can be had; empty where that is not known. */
  readonly source?: string;
}

interface Kept {
  /** `kept` where nothing is said. */
  readonly keep?: Keep;
}

/** What is shown at a selector. */
export type Shown =
  | ShownArticle
  | ({ readonly kind: 'page'; readonly page: Page } & Kept)
  | ({ readonly kind: 'text'; readonly lines: readonly string[] } & Kept)
  /** For other programs; XML is ASCII in every view. */
  | ({ readonly kind: 'atom' | 'opml' | 'twtxt'; readonly text: string } & Kept)
  | ({ readonly kind: 'stored'; readonly bytes: Uint8Array; readonly modifiedMs?: number } & Kept)
  | Refusal;

/** Whether the reply that shows `shown` may be kept. */
export function keepOf(shown: Shown): Keep {
  if (shown.kind === 'refusal') return 'fleeting';
  return ('keep' in shown ? shown.keep : undefined) ?? 'kept';
}

/** Nothing is served there. */
export const NOT_FOUND: Refusal = {
  kind: 'refusal',
  status: 'not-found',
  sentence: SENTENCES['not-found'],
};

/** It may be served there in a moment: nothing may be said to be gone before all is known. */
const UNREAD: Refusal = { kind: 'refusal', status: 'unavailable', sentence: SENTENCES.unread };

/** What is said of the article at `path` that is not served: that it was withdrawn, or else `otherwise`. */
async function missing(path: string, { library }: Stock, otherwise: Refusal): Promise<Refusal> {
  const tombstone = await library.tombstone?.(path);
  if (tombstone === undefined) return otherwise;
  return {
    kind: 'refusal',
    status: 'gone',
    sentence: withdrawnSentence(tombstone),
    source: tombstone.source,
  };
}

const textOf = (lines: readonly string[]): Shown => ({ kind: 'text', lines });

/** Where a selector leads: the view it is shown in, and the route there, `undefined` where nothing is served. */
export interface Place {
  readonly view: View;
  /** Without the view. */
  readonly selector: string;
  readonly route: Route | undefined;
}

/** Where `selector` leads, with the words that came with it; `undefined` when it names a view that does not exist. */
export function placeOf({ library, settings }: Stock, selector: string, words = ''): Place | undefined {
  const viewed = partView(selector);
  if (viewed === undefined) return undefined;
  const route = resolve(library.catalogue, viewed.selector);
  return {
    view: viewed.view ?? settings.view,
    selector: viewed.selector,
    route: route && withWords(route, words),
  };
}

async function showDigest(
  title: string,
  entries: readonly Entry[],
  { library, settings }: Stock,
  view: View,
): Promise<Shown> {
  const digest = await digestLines(title, entries, library, view, settings);
  return { kind: 'text', lines: digest.lines, keep: digest.isWhole ? 'kept' : 'fleeting' };
}

async function showSubscription(
  kind: 'atom' | 'twtxt',
  path: string,
  { library, settings }: Stock,
  view: View,
): Promise<Shown> {
  const { catalogue } = library;
  const folder = catalogue.folder(path);
  if (folder === undefined) return NOT_FOUND;
  const shelf = { kind: 'below', path } as const;
  if (kind === 'twtxt') return { kind, text: twtxt(catalogue.list(shelf, MAX_LINES), settings, view) };
  const newest = catalogue.list(shelf, STORIES_PER_FEED);
  const stories = await loadStories(library, newest, STORY_BYTES_PER_FEED, settings);
  // what could not be read now may be readable at the next request
  return { kind, text: atomFeed(folder, stories, settings), keep: isWhole(stories) ? 'kept' : 'fleeting' };
}

const TOO_LARGE: Refusal = {
  kind: 'refusal',
  status: 'not-found',
  sentence: `There are no parts. Documents of more than ${sizeText(MAX_PARTED_BYTES)} have none.`,
};

function showPart(parts: readonly (readonly string[])[], number: number): Shown {
  const part = parts[number - 1];
  if (part !== undefined) return textOf(part);
  const sentence =
    parts.length === 0
      ? 'Parts need another view. One is /view/us-ascii-40-237b/.'
      : `There is no such part. This article has the parts 1 to ${parts.length}.`;
  return { kind: 'refusal', status: 'not-found', sentence };
}

const CHANGING: Refusal = { kind: 'refusal', status: 'unavailable', sentence: SENTENCES.unavailable };

async function showEntry(
  route: Extract<Route, { kind: 'article' | 'text' | 'part' | 'raw' }>,
  entry: Entry,
  stock: Stock,
  view: View,
): Promise<Shown> {
  const { library, settings } = stock;
  const { host, textFormat: format } = settings;
  const { catalogue } = library;
  const story = await loadStory(library, entry, settings);
  // the file has changed since the catalogue was made, and does not pass the gate as it is now
  if (story === undefined) return missing(entry.path, stock, CHANGING);
  const { bytes, document } = story;
  if (route.kind === 'raw') return { kind: 'stored', bytes, modifiedMs: entry.modifiedMs };
  const lines = articleText(document, textSetter(view), host);
  if (route.kind === 'text') return textOf(lines);
  const budget = entry.bytes > MAX_PARTED_BYTES ? undefined : view.partBytes;
  if (route.kind === 'part' && budget === undefined && view.partBytes !== undefined) return TOO_LARGE;
  const parts = budget === undefined ? [] : partsOf(document, lines, { budget, view, format }, host);
  if (route.kind === 'part') return showPart(parts, route.part);
  const surroundings = {
    self: host,
    view,
    parts: parts.length,
    catalogue,
    ...catalogue.around(entry),
    feedTitle: catalogue.folder(entry.feed)?.title ?? entry.publisher,
  };
  return { kind: 'article', document, entry, lines, surroundings };
}

const NO_JOURNAL: Refusal = {
  kind: 'refusal',
  status: 'unavailable',
  sentence: 'There is no list of changes here, or none yet.',
};

function showMirror(page: MirrorPage, { library: { journal }, settings }: Stock): Shown {
  if (journal === undefined) return NO_JOURNAL;
  const text = mirrorText(page, journal, settings);
  if (text === undefined) return NOT_FOUND;
  return { kind: 'stored', bytes: new TextEncoder().encode(text), keep: 'fleeting' };
}

/** What `route` shows in `view`. Rejects only when something of ours fails. */
export async function show(stock: Stock, route: Route, view: View): Promise<Shown> {
  const { library, settings } = stock;
  const { catalogue } = library;
  switch (route.kind) {
    case 'front':
      return { kind: 'page', page: frontPage(library, settings) };
    case 'views':
      return { kind: 'page', page: viewsPage(settings.host) };
    case 'status':
      return { kind: 'page', page: statusPage(stock.report?.(), catalogue), keep: 'fleeting' };
    case 'about':
      return textOf(aboutLines(library, settings, textSetter(view)));
    case 'caps':
      return textOf(capsLines(settings, view));
    case 'robots':
      return textOf(robotsLines());
    case 'opml':
      return { kind: 'opml', text: opml(catalogue, settings) };
    case 'latest':
      return showDigest('The newest articles', catalogue.list({ kind: 'all' }, LATEST), stock, view);
    case 'digest': {
      const date = writeDate(route.date);
      const entries = catalogue.ofDay(route.date);
      if (entries.length === 0)
        return textOf(textSetter(view).lines(`No article here has the date ${date}.`));
      return showDigest(`The articles of ${date}`, entries, stock, view);
    }
    case 'digests':
      return { kind: 'page', page: digestsPage(catalogue.days, route.page) };
    case 'bundles':
    case 'bundle':
      return (await showBundles(route, library)) ?? NOT_FOUND;
    case 'twtxt':
    case 'atom':
      return showSubscription(route.kind, route.path, stock, view);
    case 'newest':
    case 'topic': {
      const list = listAt(catalogue, route);
      return list === undefined ? NOT_FOUND : { kind: 'page', page: listPage(list, route, catalogue) };
    }
    case 'names':
      return { kind: 'page', page: namesPage(route.topic, route.page, catalogue) };
    case 'folder': {
      const folder = folderAt(catalogue, route.path);
      return folder === undefined
        ? NOT_FOUND
        : { kind: 'page', page: folderPage(folder, route.page, library, settings.host) };
    }
    case 'search':
      return showSearch(route, library);
    case 'mirror':
      return showMirror(route.what, stock);
    case 'article':
    case 'text':
    case 'part':
    case 'raw': {
      const entry = catalogue.entry(route.path);
      return entry === undefined ? NOT_FOUND : showEntry(route, entry, stock, view);
    }
  }
}

const ARTICLE_KINDS: ReadonlySet<Route['kind']> = new Set(['article', 'text', 'part', 'raw']);

/** What is shown at `place`, of which the route is known. Rejects only when something of ours fails. */
export async function showAt(stock: Stock, { route, selector, view }: Place): Promise<Shown> {
  if (route !== undefined) return show(stock, route, view);
  const wanted = parseRoute(selector);
  if (wanted === undefined) return NOT_FOUND;
  const otherwise = stock.library.readSoFar === undefined ? NOT_FOUND : UNREAD;
  return 'path' in wanted && ARTICLE_KINDS.has(wanted.kind)
    ? missing(wanted.path, stock, otherwise)
    : otherwise;
}
