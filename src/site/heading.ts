/** What stands above a page: the folder's `gophermap` file, or its title. */
import { parseGophermap, type GophermapLine } from '../gopher/gophermap.ts';
import type { Host } from '../gopher/item.ts';
import type { PageWriter } from '../gopher/page-writer.ts';
import { urlOfSelector } from '../gopher/url-page.ts';
import type { Catalogue, Folder } from './library.ts';
import { linkedPage } from './resolve.ts';
import { selectorOf } from './routes.ts';
import { partView } from './view.ts';

/** Whether `line` is an item that leads to a selector of this site. */
const isOwn = (line: GophermapLine): boolean =>
  line.kind === 'item' && line.host === undefined && urlOfSelector(line.selector) === undefined;

/** Whether `line` is an item that leads to a selector of this site at which nothing is served. */
const isDead = (line: GophermapLine, catalogue: Catalogue): boolean =>
  line.kind === 'item' && isOwn(line) && linkedPage(catalogue, line.selector) === undefined;

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
  { catalogue, self }: { readonly catalogue: Catalogue; readonly self: Host },
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
    // a view that an item names is meant from the root, not within the one that the page is shown in
    else if (isOwn(line) && partView(line.selector)?.view !== undefined)
      writer.item({ ...line, host: self }, line.label);
    else writer.item(line, line.label);
  }
  writer.blank();
}
