/** The part of a page that is its article. */
import { type Element, elementsIn, parseHtml, textOf, tokensOf } from '../../html/dom.ts';
import { innerHtml } from './serialize.ts';

/** The marks by which publishers' systems say which element holds the text, the surest first. */
const MARKS: readonly ((element: Element) => boolean)[] = [
  (element) => tokensOf(element, 'itemprop').includes('articlebody'),
  ...[
    'e-content',
    'gh-content',
    'entry-content',
    'article-body',
    'article__body',
    'article-content',
    'post-content',
    'story-body',
    'content-body',
    'field--name-body',
    'mw-parser-output',
  ].map((name) => (element: Element) => tokensOf(element, 'class').includes(name)),
];
/** Fewer words are no article. */
const MIN_WORDS = 25;
/** More elements are no page of one article, and take too long. */
const MAX_ELEMENTS = 50_000;

const countWords = (element: Element): number => textOf(element, 10_000).match(/\S+/gu)?.length ?? 0;

/** The one element that is marked as the text of the article; two of a kind are a list of articles. */
function markedContent(root: Element): Element | undefined {
  const elements = [...elementsIn(root)];
  for (const isMarked of MARKS) {
    const marked = elements.filter(isMarked).filter((element) => countWords(element) >= MIN_WORDS);
    if (marked.length === 1) return marked[0];
  }
  return undefined;
}

/** What Readability takes for the article of a page; `undefined` when it finds none. */
async function readable(root: Element): Promise<string | undefined> {
  const [{ Readability }, { parseHTML }] = await Promise.all([
    import('@mozilla/readability'),
    import('linkedom'),
  ]);
  const { document } = parseHTML(`<!doctype html><html><body>${innerHtml(root)}</body></html>`);
  // classes stay: they say what is a share bar and what a caption
  const options = { keepClasses: true, maxElemsToParse: MAX_ELEMENTS, charThreshold: 200 };
  return new Readability(document, options).parse()?.content ?? undefined;
}

/**
 * The article of a page as HTML: the element that the page marks as its text, whole; where there is none, what
 * Readability finds. `undefined` when there is none, or more elements than can be looked at.
 */
export async function contentOf(root: Element): Promise<string | undefined> {
  const marked = markedContent(root);
  if (marked !== undefined) return innerHtml(marked);
  let count = 0;
  for (const element of elementsIn(root)) if (element.name !== '' && ++count > MAX_ELEMENTS) return undefined;
  const html = await readable(root);
  return html === undefined || countWords(parseHtml(html).root) < MIN_WORDS ? undefined : html;
}
