/** Boxes without a name of a box: nothing but links under a heading that leads on, or a plea and a link. */
import { ASKS_FOR_MONEY, LEADS_ON } from './box-words.ts';
import { looseText } from './boxes.ts';
import { attribute, elementsIn, textOf, type Element, type Node } from './dom.ts';
import { besides, isBlank, isSmall } from './measure.ts';

const CONTAINERS = new Set(['aside', 'div', 'section']);
const LISTS = new Set(['ul', 'ol', 'menu']);
const HEADING = /^h[2-6]$/;
/** As much of an element as a heading may have. */
const MAX_HEADING_CHARACTERS = 80;
const MAX_ELEMENTS = 500;
/** So deep, and behind so many others, stands what a box begins with. */
const MAX_FIRST = 8;

const isIcon = (node: Node): boolean =>
  node.kind === 'element' && ['svg', 'img', 'style', 'script'].includes(node.name);

const plain = (text: string): string => text.replace(/\s+/gu, ' ').trim();

const linksIn = (element: Element): Element[] =>
  [...elementsIn(element, MAX_ELEMENTS)].filter(({ name }) => name === 'a');

/** The site that `link` leads to; empty for that of the page. */
const siteOf = (link: Element): string =>
  /^(?:https?:)?\/\/(?:www\.)?([^/?#]+)/i.exec(attribute(link, 'href')?.trim() ?? '')?.[1]?.toLowerCase() ??
  '';

/** Whether the links in `element` lead to one site: those that an author gives lead to many. */
const isOfOneSite = (element: Element): boolean => {
  const links = linksIn(element);
  return links.length > 0 && new Set(links.map(siteOf)).size === 1;
};

/** The first text in `element`; empty where it stands deep, or behind much else. Cost: constant, since pages are full of boxes. */
function firstText(element: Element): string {
  let node: Node | undefined = element;
  for (let depth = 0; node?.kind === 'element' && depth < MAX_FIRST; depth++)
    node = node.children.slice(0, MAX_FIRST).find((child) => !isBlank(child) && !isIcon(child));
  return node?.kind === 'text' && node.text.length <= MAX_HEADING_CHARACTERS ? plain(node.text) : '';
}

const isHeading = (element: Element): boolean =>
  HEADING.test(element.name) &&
  LEADS_ON.test(firstText(element)) &&
  LEADS_ON.test(plain(textOf(element, MAX_HEADING_CHARACTERS)));

/** Whether `list` is nothing but links. */
const isListOfLinks = (list: Element): boolean =>
  LISTS.has(list.name) && isSmall(list) && plain(looseText(list)) === '' && isOfOneSite(list);

/** What `element` is, if it only leads on or asks for money: "related list". A paragraph is none. Cost: bounded. */
export function leadingOnAs(element: Element): string | undefined {
  if (isHeading(element))
    return besides(element).some((next) => next.index > element.index && isListOfLinks(next))
      ? 'list heading'
      : undefined;
  if (LISTS.has(element.name)) {
    const isHeaded = besides(element).some((before) => before.index < element.index && isHeading(before));
    return isHeaded && isListOfLinks(element) ? 'related list' : undefined;
  }
  if (!CONTAINERS.has(element.name)) return undefined;
  const first = firstText(element);
  if (!LEADS_ON.test(first) && !ASKS_FOR_MONEY.test(first)) return undefined;
  if (!isSmall(element) || !isOfOneSite(element)) return undefined;
  const said = plain(looseText(element));
  if (LEADS_ON.test(said)) return 'related list';
  return ASKS_FOR_MONEY.test(said) ? 'donation box' : undefined;
}
