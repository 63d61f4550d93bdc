/** A folder's menu: its feeds, its articles newest first and grouped by month, its years and months. */
import type { Host } from '../gopher/item.ts';
import type { MenuBuilder } from '../gopher/menu.ts';
import { addHeading } from './heading.ts';
import type { Catalogue, Entry, Folder } from './library.ts';
import { addEntry, addFolder, addRoute, countOf, menuFor } from './listing.ts';
import { ENTRIES_PER_PAGE, pagesOf } from './pages.ts';
import type { View } from './view.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** "June 2025", "Without date". */
function monthOf({ date }: Entry): string {
  return date === undefined ? 'Without date' : `${MONTHS[date.month - 1] ?? ''} ${date.year}`;
}

function addEntries(menu: MenuBuilder, entries: readonly Entry[]): void {
  let month: string | undefined;
  for (const entry of entries) {
    if (monthOf(entry) !== month) {
      if (month !== undefined) menu.blank();
      month = monthOf(entry);
      menu.text(month);
    }
    addEntry(menu, entry);
  }
  if (entries.length > 0) menu.blank();
}

function parentOf(path: string): string | undefined {
  if (path === '') return undefined;
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

function subtitle(folder: Folder, page: number): string {
  const count = countOf(folder.count, 'article');
  const pages = pagesOf(folder);
  return pages === 1 ? count : `${count}, page ${page} of ${pages}`;
}

/** The menu of `folder`, page `page`: from 1 to {@link pagesOf} it. */
export function folderMenu(
  folder: Folder,
  page: number,
  catalogue: Catalogue,
  self: Host,
  view: View,
): string {
  const pages = pagesOf(folder);
  const { path } = folder;
  const { folders } = catalogue;
  const menu = menuFor(view, self);
  addHeading(menu, folder, catalogue, [folder.title]);
  menu.text(subtitle(folder, page)).blank();

  const children = (paths: readonly string[]): Folder[] => paths.flatMap((child) => folders.get(child) ?? []);
  if (page === 1) for (const child of children(folder.folders)) addFolder(menu, child);
  if (page === 1 && folder.folders.length > 0) menu.blank();
  addEntries(menu, folder.entries.slice((page - 1) * ENTRIES_PER_PAGE, page * ENTRIES_PER_PAGE));

  if (page > 1) addRoute(menu, { kind: 'folder', path, page: page - 1 }, `Newer articles (page ${page - 1})`);
  if (page < pages)
    addRoute(menu, { kind: 'folder', path, page: page + 1 }, `Older articles (page ${page + 1})`);
  for (const child of children(folder.dates)) addFolder(menu, child);
  if (page === 1 && path !== '' && folder.entries.length > 0) {
    addRoute(menu, { kind: 'atom', path }, 'Atom of these articles');
    addRoute(menu, { kind: 'twtxt', path }, 'twtxt of these articles');
  }
  const parent = folders.get(parentOf(path) ?? '');
  if (path !== '' && parent !== undefined)
    addRoute(menu, { kind: 'folder', path: parent.path, page: 1 }, `Up: ${parent.title}`);
  addRoute(menu, { kind: 'front' }, 'Front page');
  return menu.toString();
}
