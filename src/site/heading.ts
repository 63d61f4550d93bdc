/** What stands above a page: the folder's `gophermap` file, or its title. */
import { parseGophermap, type GophermapLine } from '../gopher/gophermap.ts';
import type { PageWriter } from '../gopher/page-writer.ts';
import { urlOfSelector } from '../gopher/url-page.ts';
import type { Catalogue, Folder } from './library.ts';
import { resolve } from './resolve.ts';
import { selectorOf } from './routes.ts';

/** Whether `line` is an item that leads to a selector of this site at which nothing is served. */
function isDead(line: GophermapLine, catalogue: Catalogue): boolean {
  if (line.kind === 'text' || line.host !== undefined || urlOfSelector(line.selector) !== undefined)
    return false;
  return resolve(catalogue, line.selector) === undefined;
}

const linesOf = ({ heading, path }: Folder): readonly GophermapLine[] =>
  heading === undefined ? [] : parseGophermap(heading, selectorOf({ kind: 'folder', path, page: 1 })).lines;

/** The line numbers, from 1, of the items in the folder's gophermap that lead to nothing on this site. */
export function deadItemsOf(folder: Folder, catalogue: Catalogue): number[] {
  return linesOf(folder).flatMap((line, index) => (isDead(line, catalogue) ? index + 1 : []));
}

/** Adds the folder's gophermap, or `title` and `introduction` where it has none; then a blank line. An item that leads to nothing here becomes text. */
export function addHeading(
  writer: PageWriter,
  folder: Folder | undefined,
  catalogue: Catalogue,
  title: string,
  introduction?: string,
): void {
  if (folder?.heading === undefined) {
    writer.title(title);
    if (introduction !== undefined) writer.blank().text(introduction);
    writer.blank();
    return;
  }
  for (const line of linesOf(folder)) {
    if (line.kind === 'text') writer.text(line.text);
    else if (isDead(line, catalogue)) writer.text(line.label);
    else writer.item(line, line.label);
  }
  writer.blank();
}
