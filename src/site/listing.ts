/** Lines that pages share. */
import { writeDate } from '../article/date.ts';
import { selector, type Host, type Selector } from '../gopher/item.ts';
import { MenuBuilder } from '../gopher/menu.ts';
import type { Facts, PageWriter } from '../gopher/page-writer.ts';
import type { Entry, Folder } from './library.ts';
import type { Typesetter } from '../text/typesetter.ts';
import { itemTypeOf, selectorOf, type Route } from './routes.ts';
import { menuColumns, PREFIX, type View } from './view.ts';

/** "12,345"; Intl would take ten milliseconds to get ready. */
export const numberText = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** "1 article", "1,200 articles". */
export const countOf = (count: number, noun: string): string =>
  `${numberText(count)} ${noun}${count === 1 ? '' : 's'}`;

/** What stands before the selectors of `view`; empty for none. */
export const prefixOf = ({ isNamed, name }: View): string => (isNamed ? `${PREFIX}${name}` : '');

/** The selector of `route` in `view`. */
export const selectorIn = (view: View, route: Route): Selector =>
  selector(prefixOf(view) + selectorOf(route));

/** An empty menu for `view`, set by `setter`. */
export function menuFor(view: View, self: Host, setter: Typesetter): MenuBuilder {
  return new MenuBuilder(self, {
    columns: menuColumns(view),
    prefix: prefixOf(view),
    isUtf8: view.charset === 'utf-8',
    fold: (text) => setter.fold(text),
  });
}

/** `menu` as it is sent, with what `setter`, which set it, has to say at its end. */
export function endMenu(menu: MenuBuilder, setter: Typesetter): string {
  const note = setter.renderingNote();
  return (note === undefined ? menu : menu.blank().text(note)).toString();
}

/** What the front page is called where a page leads back to it. */
export const FRONT_LABEL = 'Front page';

/** An item for a page of this site. */
export function addRoute(writer: PageWriter, route: Route, label: string, facts?: Facts): void {
  writer.listed({ type: itemTypeOf(route), selector: selectorOf(route) }, label, facts);
}

/** What the search of the whole site is called. */
export const SEARCH_LABEL = 'Search all articles';

/** An item that asks for words, to look for them below a folder; `words` are those of the page it stands on. */
export function addSearch(writer: PageWriter, below: string, words?: string): void {
  const label = below === '' ? SEARCH_LABEL : 'Search these articles';
  const facts = words === undefined ? {} : { words };
  addRoute(writer, { kind: 'search', below, words: '', page: 1 }, label, facts);
}

/** An article's title and its date. */
export function addEntry(writer: PageWriter, entry: Entry): void {
  const { path, title, date } = entry;
  addRoute(writer, { kind: 'article', path }, title, date === undefined ? {} : { date: writeDate(date) });
}

/** A folder's title and how much is in it. */
export function addFolder(writer: PageWriter, { path, title, count }: Folder): void {
  addRoute(writer, { kind: 'folder', path, page: 1 }, `${title} (${countOf(count, 'article')})`);
}
