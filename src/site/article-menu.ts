/** The article as a gophermap: the whole text as info lines, its links as items, its licence block, the way on. */
import type { Host } from '../gopher/item.ts';
import type { MenuBuilder } from '../gopher/menu.ts';
import { columnsOf } from '../text/columns.ts';
import { MAX_URL_CHARACTERS } from '../text/wrap.ts';
import {
  bodyLines,
  bylineOf,
  conditionLines,
  dateText,
  extensionLines,
  linksInText,
  noticeLines,
  sizeText,
  type ServedDocument,
} from './document.ts';
import type { Catalogue, Entry } from './library.ts';
import { absoluteUri, hostOf, targetOf } from './link.ts';
import { addRoute, menuFor } from './listing.ts';
import { menuSetter, type View } from './view.ts';

/** What stands around an article. */
export interface Surroundings {
  readonly self: Host;
  readonly view: View;
  /** How many parts the article has in this view; 0 where it is not parted. */
  readonly parts: number;
  readonly catalogue: Catalogue;
  /** Of the same feed. */
  readonly newer: Entry | undefined;
  readonly older: Entry | undefined;
  readonly feedTitle: string;
}

/** A book of more parts is read by their selectors. */
const MAX_PARTS_LISTED = 500;

/** An item for an address, and the address itself as text where the label does not show it whole. */
function addLink(menu: MenuBuilder, label: string, uri: string, { self, catalogue }: Surroundings): void {
  const target = targetOf(uri, catalogue);
  const address = absoluteUri(uri, self);
  const whole = `${label} ${address}`;
  if (target === undefined) {
    menu.text(whole);
  } else if (columnsOf(whole) <= menu.columns) {
    menu.item(target, whole);
  } else {
    menu.item(target, `${label} ${hostOf(address)}`);
    if (address.length <= MAX_URL_CHARACTERS) menu.lines([address]);
    else menu.text(address);
  }
}

/** The whole menu of one article; `textBytes` is the size of its text document. */
export function articleMenu(
  document: ServedDocument,
  entry: Entry,
  textBytes: number,
  surroundings: Surroundings,
): string {
  const { article, licence, source } = document;
  const setter = menuSetter(surroundings.view);
  const menu = menuFor(surroundings.view, surroundings.self, setter);
  const rule = '-'.repeat(menu.columns);
  const byline = bylineOf(article);
  const origin = [article.publisher, dateText(entry)].filter((part) => part !== '').join(', ');
  menu.text(article.title).blank();
  if (byline !== undefined) menu.text(byline);
  menu.text(origin).blank();
  menu.lines(bodyLines(article, setter)).blank();

  const others = article.links.filter(({ number }) => number !== 1);
  const inText = linksInText(article);
  if (others.length + inText.length > 0) {
    menu.text('Links');
    for (const { number, uri } of others) addLink(menu, `[${number}]`, uri, surroundings);
    for (const url of inText) addLink(menu, '*', url, surroundings);
    menu.blank();
  }

  menu.text(rule);
  for (const line of [...noticeLines(article), ...conditionLines(document)]) menu.text(line);
  addLink(menu, 'Licence:', licence.uri, surroundings);
  addLink(menu, '[1] Source:', source, surroundings);
  for (const line of [...extensionLines(document), ...article.remarks]) menu.text(line);
  if (article.via !== undefined)
    addLink(menu.text(`via ${article.via.site}:`), '*', article.via.uri, surroundings);
  menu.text(rule);
  const note = setter.renderingNote();
  if (note !== undefined) menu.text(note);

  const { path, feed } = entry;
  addRoute(menu, { kind: 'text', path }, `This article as plain text (${sizeText(textBytes)})`);
  for (let part = 1; part <= Math.min(surroundings.parts, MAX_PARTS_LISTED); part++)
    addRoute(menu, { kind: 'part', path, part }, `Part ${part} of ${surroundings.parts}`);
  addRoute(menu, { kind: 'raw', path }, `The document as stored, byte for byte (${sizeText(entry.bytes)})`);
  menu.blank();
  const { newer, older, feedTitle } = surroundings;
  if (newer !== undefined) addRoute(menu, { kind: 'article', path: newer.path }, `Newer: ${newer.title}`);
  if (older !== undefined) addRoute(menu, { kind: 'article', path: older.path }, `Older: ${older.title}`);
  addRoute(menu, { kind: 'folder', path: feed, page: 1 }, `Feed: ${feedTitle}`);
  addRoute(menu, { kind: 'front' }, 'Front page');
  return menu.toString();
}
