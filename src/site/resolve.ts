/** Which page of a catalogue a selector leads to. */
import { bundledMonths, isBundled } from './bundles.ts';
import { folderAt } from './feed-periods.ts';
import type { Catalogue } from './library.ts';
import { pageCount, pagesOf } from './pages.ts';
import { parseRoute, type Route } from './routes.ts';
import { listAt, namesOf } from './topics.ts';
import { partView, type View } from './view.ts';

/** What `selector` shows; `undefined` when nothing is served there. `/feeds/a/b` is an article where there is one, else a folder. */
export function resolve(catalogue: Catalogue, selector: string): Route | undefined {
  const route = parseRoute(selector);
  switch (route?.kind) {
    case undefined:
    case 'front':
    case 'about':
    case 'status':
    case 'caps':
    case 'robots':
    case 'views':
    case 'latest':
    case 'opml':
    case 'digest':
    case 'mirror':
      return route;
    case 'search':
      return catalogue.folder(route.below) === undefined ? undefined : route;
    case 'bundle':
      return isBundled(catalogue, route.date) ? route : undefined;
    case 'bundles':
      return route.page <= pageCount(bundledMonths(catalogue).length) ? route : undefined;
    case 'digests':
      return route.page <= pageCount(catalogue.days.length) ? route : undefined;
    case 'newest':
    case 'topic': {
      const list = listAt(catalogue, route);
      return list !== undefined && route.page <= pageCount(list.count) ? route : undefined;
    }
    case 'names':
      return route.page <= pageCount(namesOf(catalogue, route.topic).length) ? route : undefined;
    case 'atom':
    case 'twtxt':
      return catalogue.folder(route.path) === undefined ? undefined : route;
    case 'folder': {
      const folder = folderAt(catalogue, route.path);
      return folder !== undefined && route.page <= pagesOf(folder) ? route : undefined;
    }
    case 'article':
      if (catalogue.entry(route.path) !== undefined) return route;
      if (folderAt(catalogue, route.path) === undefined) return undefined;
      return { kind: 'folder', path: route.path, page: 1 };
    case 'text':
    case 'part':
    case 'raw':
      return catalogue.entry(route.path) === undefined ? undefined : route;
  }
}

/** Whether `selector` is that of a search which waits for its words: they make the reply another. */
export function takesWords(selector: string): boolean {
  const viewed = partView(selector);
  const route = viewed === undefined ? undefined : parseRoute(viewed.selector);
  return route?.kind === 'search' && route.words === '';
}

/** A page to which any other may lead, in whatever view that is shown. */
export interface LinkedPage {
  readonly route: Route;
  /** The view that the selector names. */
  readonly view: View | undefined;
}

/** The page to which a link with `selector` leads; `undefined` when nothing is served there, or a part, which not every view has. */
export function linkedPage(catalogue: Catalogue, selector: string): LinkedPage | undefined {
  const viewed = partView(selector);
  const route = viewed === undefined ? undefined : resolve(catalogue, viewed.selector);
  return route === undefined || route.kind === 'part' ? undefined : { route, view: viewed?.view };
}
