/** The article of a page in which nothing marks it: what Readability finds, and how much it takes off. */
import { type Element, elementsIn, parseHtml, textOf, tokensOf } from '../../html/dom.ts';
import { RAW } from '../../html/elements.ts';
import { innerHtml } from './serialize.ts';

/** What was found. */
export interface Readable {
  readonly html: string;
  /** How many parts with words were taken off within what was found; what a document says in its header is none. */
  readonly leftOut: number;
}

/** More elements are no page of one article, and take too long. */
const MAX_ELEMENTS = 50_000;
const MAX_COMPARED_CHARACTERS = 10_000;
const PLACE = 'data-gopherwire-place';
const OF_HEADER = /^(?:.*[-_])?(?:by-?lines?|authors?|dates?|dateline|time|published|updated)(?:[-_].*)?$/;

/** `root` with the place of each element in `elements`, which it fills, written on it. */
function placed(element: Element, elements: Element[]): Element {
  const attributes = new Map([...element.attributes, [PLACE, String(elements.push(element) - 1)]]);
  const children = element.children.map((child) => (child.kind === 'text' ? child : placed(child, elements)));
  return { ...element, attributes, children };
}

const unplaced = (element: Element): Element => ({
  ...element,
  attributes: new Map([...element.attributes].filter(([name]) => name !== PLACE)),
  children: element.children.map((child) => (child.kind === 'text' ? child : unplaced(child))),
});

const wordsOf = (element: Element): string => textOf(element).replace(/\s+/gu, '');

const isOfHeader = (element: Element): boolean =>
  ['h1', 'time'].includes(element.name) ||
  [...tokensOf(element, 'class'), ...tokensOf(element, 'id')].some((mark) => OF_HEADER.test(mark));

/** How many of the outermost parts in what was chosen of a page are not `found`. */
function countLeftOut(elements: readonly Element[], found: Element): number {
  const kept = new Set(
    [...elementsIn(found)].flatMap(({ attributes }) => elements[Number(attributes.get(PLACE))] ?? []),
  );
  const words = wordsOf(found);
  // what holds a part that is kept is kept too, though its own tags may not be
  const holding = new Set<Element>();
  for (const element of kept)
    for (
      let outer: Element | undefined = element;
      outer !== undefined && !holding.has(outer);
      outer = outer.parent
    )
      holding.add(outer);
  let count = 0;
  const visit = (element: Element, isChosen: boolean): void => {
    if (RAW.has(element.name) || isOfHeader(element)) return;
    if (holding.has(element)) {
      const isIn = isChosen || kept.has(element);
      for (const child of element.children) if (child.kind === 'element') visit(child, isIn);
      return;
    }
    const said = isChosen ? wordsOf(element).slice(0, MAX_COMPARED_CHARACTERS) : '';
    if (/[\p{L}\p{N}]/u.test(said) && !words.includes(said)) count++;
  };
  if (elements[0] !== undefined) visit(elements[0], false);
  return count;
}

/** What Readability takes for the article of the page `root`; `undefined` when it finds none, or the page is too large. */
export async function readable(root: Element): Promise<Readable | undefined> {
  let count = 0;
  for (const element of elementsIn(root)) if (element.name !== '' && ++count > MAX_ELEMENTS) return undefined;
  const [{ Readability }, { parseHTML }] = await Promise.all([
    import('@mozilla/readability'),
    import('linkedom'),
  ]);
  const elements: Element[] = [];
  const { document } = parseHTML(
    `<!doctype html><html><body>${innerHtml(placed(root, elements))}</body></html>`,
  );
  // classes stay: they say what is a share bar and what a caption
  const options = { keepClasses: true, maxElemsToParse: MAX_ELEMENTS, charThreshold: 200 };
  const html = new Readability(document, options).parse()?.content ?? undefined;
  if (html === undefined) return undefined;
  const found = parseHtml(html).root;
  return { html: innerHtml(unplaced(found)), leftOut: countLeftOut(elements, found) };
}
