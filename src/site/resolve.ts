/** Which page of a catalogue a selector leads to. */
import { daysOf } from './day.ts';
import type { Catalogue } from './library.ts';
import { pageCount, pagesOf } from './pages.ts';
import { parseRoute, type Route } from './routes.ts';

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
