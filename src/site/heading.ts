/** What stands above a menu: the folder's `gophermap` file, or its title. */
import { parseGophermap } from '../gopher/gophermap.ts';
import type { MenuBuilder } from '../gopher/menu.ts';
import { plainPunctuation } from '../text/clean.ts';
import type { Folder } from './library.ts';
import { selectorOf } from './routes.ts';

/** Adds the folder's gophermap, or `otherwise` where it has none; then a blank line. */
export function addHeading(
  menu: MenuBuilder,
  folder: Folder | undefined,
  otherwise: readonly string[],
): void {
  if (folder?.heading === undefined) {
    for (const line of otherwise) menu.text(plainPunctuation(line));
    menu.blank();
    return;
  }
  const { lines } = parseGophermap(
    folder.heading,
    selectorOf({ kind: 'folder', path: folder.path, page: 1 }),
  );
  for (const line of lines) {
    if (line.kind === 'text') menu.text(line.text);
    else menu.item(line, line.label);
  }
  menu.blank();
}
