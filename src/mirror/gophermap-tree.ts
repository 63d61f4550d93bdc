/** The site as a folder of files that other gopher servers serve: menus as gophermaps, articles as texts. */
import { textDocument } from '../gopher/text.ts';
import { copiedAboutLines } from '../site/about.ts';
import { folderAt } from '../site/feed-periods.ts';
import { folderPage } from '../site/folder-page.ts';
import { frontPage } from '../site/front-page.ts';
import type { Catalogue, Entry, Library } from '../site/library.ts';
import { resolve } from '../site/resolve.ts';
import { selectorOf, type Route } from '../site/routes.ts';
import type { SiteSettings } from '../site/settings.ts';
import { encodeFor, textSetter } from '../site/view.ts';
import { GophermapWriter } from './gophermap-writer.ts';
import { render, type Source } from './rendered.ts';
import { catalogueOf, selectedFrom, type Selection } from './selection.ts';
import type { ExportedFile } from './tree.ts';

/** What became of the articles that were wanted. */
export interface Exported {
  readonly articles: number;
  /** Those that were changed meanwhile, and are left out. */
  readonly leftOut: number;
}

type Put = (file: ExportedFile) => Promise<void>;

const EXPORTED: ReadonlySet<Route['kind']> = new Set(['front', 'about', 'folder', 'text']);

/** The page at a selector of the site, as far as it is exported: of an article that is its text. */
function exportedAt(catalogue: Catalogue, selector: string): Route | undefined {
  const route = resolve(catalogue, selector);
  if (route?.kind === 'article') return { kind: 'text', path: route.path };
  return route !== undefined && EXPORTED.has(route.kind) ? route : undefined;
}

/** The place of a route's file. */
function fileOf(route: Route): string {
  const path = selectorOf(route).slice(1);
  return path === '' || path.endsWith('/') ? `${path}gophermap` : path;
}

function writeMap(route: Route, writer: GophermapWriter, library: Library, settings: SiteSettings): void {
  const folder = route.kind === 'folder' ? folderAt(library.catalogue, route.path) : undefined;
  if (folder !== undefined && route.kind === 'folder')
    folderPage(folder, route.page, library, settings.host).write(writer);
  else frontPage(library, settings).write(writer);
}

/** Puts all menus, from the front page on, to which a menu leads. */
async function putMaps(library: Library, settings: SiteSettings, base: string, put: Put): Promise<void> {
  const { host: self, view } = settings;
  const { catalogue } = library;
  const exported = (selector: string): Route | undefined => exportedAt(catalogue, selector);
  const seen = new Set<string>([fileOf({ kind: 'front' })]);
  const queue: Route[] = [{ kind: 'front' }];
  for (let route = queue.shift(); route !== undefined; route = queue.shift()) {
    const writer = new GophermapWriter({ self, view, base, exported });
    writeMap(route, writer, library, settings);
    for (const link of writer.links) {
      const file = fileOf(link);
      if (!file.endsWith('gophermap') || seen.has(file)) continue;
      seen.add(file);
      queue.push(link);
    }
    await put({ path: fileOf(route), data: encodeFor(view, writer.toString()) });
  }
}

/** Puts the articles of `selection` as texts, and menus that lead to them; `base` is the selector of the folder. */
export async function exportGophermap(
  source: Source,
  selection: Selection,
  base: string,
  put: Put,
): Promise<Exported> {
  const { library, settings } = source;
  const { view, textFormat } = settings;
  const entries: Entry[] = [];
  let leftOut = 0;
  for (const entry of selectedFrom(library.catalogue, selection)) {
    const rendered = await render(source, entry);
    if (rendered === undefined) {
      leftOut++;
      continue;
    }
    entries.push(entry);
    const data = encodeFor(view, textDocument(rendered.lines, textFormat));
    await put({ path: fileOf({ kind: 'text', path: entry.path }), data });
  }
  const catalogue = catalogueOf(library.catalogue, entries);
  await putMaps({ catalogue, read: (entry) => library.read(entry) }, settings, base, put);
  const about = copiedAboutLines(catalogue, settings, textSetter(view));
  await put({ path: 'about.txt', data: encodeFor(view, textDocument(about, textFormat)) });
  return { articles: entries.length, leftOut };
}
