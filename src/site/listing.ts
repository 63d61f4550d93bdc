/** Lines that menus of articles and feeds share. */
import { selector, type Host, type Selector } from '../gopher/item.ts';
import { MenuBuilder } from '../gopher/menu.ts';
import { plainPunctuation } from '../text/clean.ts';
import { dateText } from './document.ts';
import type { Entry, Folder } from './library.ts';
import type { Typesetter } from '../text/typesetter.ts';
import { itemTypeOf, selectorOf, type Route } from './routes.ts';
import { menuColumns, menuSetter, PREFIX, type View } from './view.ts';

/** "12,345" */
export const numberText = (count: number): string => count.toLocaleString('en');

/** "1 article", "1,200 articles". */
export const countOf = (count: number, noun: string): string =>
  `${numberText(count)} ${noun}${count === 1 ? '' : 's'}`;

/** What stands before the selectors of `view`. */
const prefixOf = ({ isNamed, name }: View): string => (isNamed ? `${PREFIX}${name}` : '');

/** The selector of `route` in `view`. */
export const selectorIn = (view: View, route: Route): Selector =>
  selector(prefixOf(view) + selectorOf(route));

/** An empty menu for `view`, set by `setter`. */
export function menuFor(view: View, self: Host, setter: Typesetter = menuSetter(view)): MenuBuilder {
  return new MenuBuilder(self, {
    columns: menuColumns(view),
    prefix: prefixOf(view),
    isUtf8: view.charset === 'utf-8',
    fold: (text) => setter.fold(text),
  });
}

/** An item for a page of this site; typographic punctuation in its label becomes ASCII. */
export function addRoute(menu: MenuBuilder, route: Route, label: string, indent?: number): void {
  menu.item({ type: itemTypeOf(route), selector: selectorOf(route) }, plainPunctuation(label), indent);
}

/** `2025-06-30 Title`; a longer title goes on under itself. The date stands first so that others can subscribe. */
export function addEntry(menu: MenuBuilder, entry: Entry): void {
  const date = dateText(entry);
  const label = date === '' ? entry.title : `${date} ${entry.title}`;
  addRoute(menu, { kind: 'article', path: entry.path }, label, date === '' ? 2 : date.length + 1);
}

/** A folder's title and how much is in it. */
export function addFolder(menu: MenuBuilder, folder: Folder): void {
  addRoute(
    menu,
    { kind: 'folder', path: folder.path, page: 1 },
    `${folder.title} (${countOf(folder.count, 'article')})`,
  );
}
