/** The article as a gophermap: the whole text as info lines, its links as items, its licence block, the way on. */
import type { NumberedLink } from '../article/article.ts';
import type { MenuBuilder } from '../gopher/menu.ts';
import { columnsOf } from '../text/columns.ts';
import type { Typesetter } from '../text/typesetter.ts';
import { MAX_URL_CHARACTERS } from '../text/wrap.ts';
import { addWayOn, type Surroundings } from './article-surroundings.ts';
import {
  bodyLines,
  bylineOf,
  creditOf,
  dateText,
  linksInText,
  type CreditLine,
  type ServedDocument,
} from './document.ts';
import type { Entry } from './library.ts';
import { absoluteUri, hostOf, targetOf } from './link.ts';
import { endMenu, menuFor } from './listing.ts';
import { menuSetter } from './view.ts';

/** More items than this nobody looks through, and each takes time. */
const MAX_LINKS = 500;

/** An item for an address, and the address itself as text where the label does not show it whole. */
function addLink(menu: MenuBuilder, label: string, uri: string, { self, catalogue }: Surroundings): void {
  const target = targetOf(uri, catalogue, self);
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

/** The numbered references, items up to a number, and as many of the addresses in the text, which has them all. */
function addLinks(
  menu: MenuBuilder,
  numbered: readonly NumberedLink[],
  inText: readonly string[],
  surroundings: Surroundings,
): void {
  menu.text('Links');
  for (const { number, uri } of numbered.slice(0, MAX_LINKS)) addLink(menu, `[${number}]`, uri, surroundings);
  for (const { number, uri } of numbered.slice(MAX_LINKS)) menu.text(`[${number}] ${uri}`);
  for (const url of inText.slice(0, MAX_LINKS)) addLink(menu, '*', url, surroundings);
  if (inText.length > MAX_LINKS) menu.text('More addresses stand in the text alone.');
  menu.blank();
}

function addCredit(menu: MenuBuilder, line: CreditLine, surroundings: Surroundings): void {
  if (typeof line === 'string') menu.text(line);
  else if (line.relation === 'via') addLink(menu.text(line.label), '*', line.uri, surroundings);
  else addLink(menu, line.label, line.uri, surroundings);
}

/** The text and its links. */
function addText(
  menu: MenuBuilder,
  { article }: ServedDocument,
  setter: Typesetter,
  surroundings: Surroundings,
): void {
  menu.lines(bodyLines(article, setter)).blank();
  const others = article.links.filter(({ number }) => number !== 1);
  const inText = linksInText(article, MAX_LINKS + 1);
  if (others.length + inText.length > 0) addLinks(menu, others, inText, surroundings);
}

/** The whole menu of one article, without its text where that comes in parts; `textBytes` is the size of its text document. */
export function articleMenu(
  document: ServedDocument,
  entry: Entry,
  textBytes: number,
  surroundings: Surroundings,
): string {
  const { article } = document;
  const setter = menuSetter(surroundings.view);
  const menu = menuFor(surroundings.view, surroundings.self, setter);
  const rule = '-'.repeat(menu.columns);
  const byline = bylineOf(article);
  const origin = [article.publisher, dateText(entry)].filter((part) => part !== '').join(', ');
  menu.text(article.title).blank();
  if (byline !== undefined) menu.text(byline);
  menu.text(origin).blank();
  // on a line for parts the text would be the largest thing to fetch
  if (surroundings.view.partBytes === undefined) addText(menu, document, setter, surroundings);

  menu.text(rule);
  for (const line of creditOf(document)) addCredit(menu, line, surroundings);
  menu.text(rule);
  addWayOn(menu, entry, textBytes, surroundings);
  return endMenu(menu, setter);
}
