/** A folder's page: its feeds, its articles newest first and grouped by month, its years and months. */
import type { Host } from '../gopher/item.ts';
import type { Page, PageWriter } from '../gopher/page-writer.ts';
import { addHeading } from './heading.ts';
import type { Entry, Folder, Library } from './library.ts';
import { addEntry, addFolder, addRoute, addSearch, countOf, FRONT_LABEL } from './listing.ts';
import { ENTRIES_PER_PAGE, pagesOf } from './pages.ts';
import type { Route } from './routes.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** "June 2025", "Without date". */
function monthOf({ date }: Entry): string {
  return date === undefined ? 'Without date' : `${MONTHS[date.month - 1] ?? ''} ${date.year}`;
}

function addEntries(writer: PageWriter, entries: readonly Entry[]): void {
  let month: string | undefined;
  for (const entry of entries) {
    if (monthOf(entry) !== month) {
      if (month !== undefined) writer.blank();
      month = monthOf(entry);
      writer.heading(month);
    }
    addEntry(writer, entry);
  }
  if (entries.length > 0) writer.blank();
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

/** Page `number` of `folder`, from 1 to {@link pagesOf} it. */
export const folderPage = (
  folder: Folder,
  number: number,
  { catalogue, search }: Library,
  self: Host,
): Page => ({
  title: folder.title,
  write(writer) {
    const pages = pagesOf(folder);
    const { path } = folder;
    const children = (paths: readonly string[]): Folder[] =>
      paths.flatMap((child) => catalogue.folder(child) ?? []);
    addHeading(writer, folder, { catalogue, self }, folder.title);
    writer.text(subtitle(folder, number)).blank();

    if (number === 1) for (const child of children(folder.folders)) addFolder(writer, child);
    if (number === 1 && folder.folders.length > 0) writer.blank();
    addEntries(
      writer,
      catalogue.list({ kind: 'folder', path }, ENTRIES_PER_PAGE, (number - 1) * ENTRIES_PER_PAGE),
    );

    writer.wayOn();
    const page = (other: number): Route => ({ kind: 'folder', path, page: other });
    if (number > 1)
      addRoute(writer, page(number - 1), `Newer articles (page ${number - 1})`, { relation: 'prev' });
    if (number < pages)
      addRoute(writer, page(number + 1), `Older articles (page ${number + 1})`, { relation: 'next' });
    for (const child of children(folder.dates)) addFolder(writer, child);
    if (search !== undefined && number === 1) addSearch(writer, path);
    if (number === 1 && path !== '' && folder.listed > 0) {
      addRoute(writer, { kind: 'atom', path }, 'Atom of these articles');
      addRoute(writer, { kind: 'twtxt', path }, 'twtxt of these articles');
    }
    const parent = catalogue.folder(parentOf(path) ?? '');
    if (path !== '' && parent !== undefined)
      addRoute(writer, { kind: 'folder', path: parent.path, page: 1 }, `Up: ${parent.title}`);
    addRoute(writer, { kind: 'front' }, FRONT_LABEL);
  },
});
