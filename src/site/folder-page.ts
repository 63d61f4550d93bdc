/** A folder's page: its feeds, its articles newest first and grouped by month, its years and months. */
import type { Host } from '../gopher/item.ts';
import type { Page } from '../gopher/page-writer.ts';
import { addEntries, addOtherPages, countText } from './entry-pages.ts';
import { datesOf, folderAt, shelfOf } from './feed-periods.ts';
import { addHeading } from './heading.ts';
import type { Folder, Library } from './library.ts';
import { addFolder, addRoute, addSearch, FRONT_LABEL } from './listing.ts';
import { pagesOf } from './pages.ts';

function parentOf(path: string): string | undefined {
  if (path === '') return undefined;
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
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
    const place = { number, pages: pagesOf(folder) };
    const { path } = folder;
    addHeading(writer, folder, { catalogue, self }, folder.title);
    writer.text(countText(folder.count, 'article', place)).blank();

    const children = number === 1 ? folder.folders.flatMap((child) => catalogue.folder(child) ?? []) : [];
    for (const child of children) addFolder(writer, child);
    if (children.length > 0) writer.blank();
    addEntries(writer, catalogue, shelfOf(catalogue, folder), number);

    writer.wayOn();
    addOtherPages(writer, place, (page) => ({ kind: 'folder', path, page }));
    for (const child of datesOf(catalogue, folder, place.pages)) addFolder(writer, child);
    const isReal = number === 1 && catalogue.folder(path) !== undefined;
    if (search !== undefined && isReal) addSearch(writer, path);
    if (isReal && path !== '' && folder.listed > 0) {
      addRoute(writer, { kind: 'atom', path }, 'Atom of these articles');
      addRoute(writer, { kind: 'twtxt', path }, 'twtxt of these articles');
    }
    const parent = folderAt(catalogue, parentOf(path) ?? '');
    if (path !== '' && parent !== undefined)
      addRoute(writer, { kind: 'folder', path: parent.path, page: 1 }, `Up: ${parent.title}`);
    addRoute(writer, { kind: 'front' }, FRONT_LABEL);
  },
});
