/** The front page: about first, the newest articles, the feeds. */
import { addHeading } from './heading.ts';
import type { Catalogue, Folder } from './library.ts';
import { addEntry, addFolder, addRoute, menuFor } from './listing.ts';
import type { SiteSettings } from './settings.ts';
import type { View } from './view.ts';

const NEWEST = 20;
/** With more feeds than this the front page leads to the list of all. */
const MAX_FEEDS = 50;

export const ABOUT_LABEL = 'About this server';
export const STATUS_LABEL = 'Status of this server';
export const VIEWS_LABEL = 'Other charsets and widths';
const INTRODUCTION = 'News under open licences. Every article keeps its credit, its licence and its source.';

/** Every feed: the folders that hold articles themselves, by title. */
export function feedsOf({ folders }: Catalogue): Folder[] {
  const dates = new Set(Array.from(folders.values()).flatMap((folder) => folder.dates));
  return Array.from(folders.values())
    .filter((folder) => folder.entries.length > 0 && !dates.has(folder.path))
    .toSorted((a, b) => a.title.localeCompare(b.title, 'en'));
}

/** The menu at the empty selector. */
export function frontPage(catalogue: Catalogue, { host, title }: SiteSettings, view: View): string {
  const menu = menuFor(view, host);
  addHeading(menu, catalogue.folders.get(''), catalogue, [title, '', INTRODUCTION]);
  addRoute(menu, { kind: 'about' }, ABOUT_LABEL);
  addRoute(menu, { kind: 'status' }, STATUS_LABEL);
  addRoute(menu, { kind: 'views' }, VIEWS_LABEL);
  menu.blank();

  if (catalogue.newest.length === 0) {
    menu.text('No article is served here yet.').blank();
    return menu.toString();
  }
  menu.text('Newest articles');
  for (const entry of catalogue.newest.slice(0, NEWEST)) addEntry(menu, entry);
  menu.blank().text('Feeds');
  for (const feed of feedsOf(catalogue).slice(0, MAX_FEEDS)) addFolder(menu, feed);
  menu.blank();
  addRoute(menu, { kind: 'folder', path: '', page: 1 }, 'All feeds');
  menu.blank().text('For slow lines and feed readers');
  addRoute(menu, { kind: 'latest' }, 'The newest articles as one text');
  addRoute(menu, { kind: 'atom', path: '' }, 'Atom of all articles');
  addRoute(menu, { kind: 'twtxt', path: '' }, 'twtxt of all articles');
  addRoute(menu, { kind: 'opml' }, 'OPML of all feeds');
  return menu.toString();
}
