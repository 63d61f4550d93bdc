/** Which page of a catalogue a selector leads to. */
import { daysOf } from './day.ts';
import type { Catalogue } from './library.ts';
import { pageCount, pagesOf } from './pages.ts';
import { parseRoute, type Route } from './routes.ts';
import { partView, type View } from './view.ts';

/** What `selector` shows; `undefined` when nothing is served there. `/feeds/a/b` is an article where there is one, else a folder. */
export function resolve({ entries, folders, newest }: Catalogue, selector: string): Route | undefined {
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
      return route;
    case 'digests':
      return route.page <= pageCount(daysOf(newest).length) ? route : undefined;
    case 'atom':
    case 'twtxt':
      return folders.has(route.path) ? route : undefined;
    case 'folder': {
      const folder = folders.get(route.path);
      return folder !== undefined && route.page <= pagesOf(folder) ? route : undefined;
    }
    case 'article':
      if (entries.has(route.path)) return route;
      return folders.has(route.path) ? { kind: 'folder', path: route.path, page: 1 } : undefined;
    case 'text':
    case 'part':
    case 'raw':
      return entries.has(route.path) ? route : undefined;
  }
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
