/** The part of a page that is its article. */
import { type Element, findElement, parseHtml, textOf, tokensOf } from '../../html/dom.ts';
import { appendedAs } from '../../html/appended.ts';
import { leftOutAs } from '../../html/left-out.ts';
import { isElsewhere } from './page-facts.ts';
import { readable } from './readable.ts';
import { innerHtml } from './serialize.ts';
import { elementsBut, linesIn } from './walk.ts';

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
/** Fewer words in a line are a name, a date or a label. */
const MIN_LINE_WORDS = 4;
/** What stands around the text of an article and is said in the header of a document, or of no article. */
const FURNITURE =
  /^(?:.*[-_])?(?:bylines?|authors?|meta|dates?|dateline|published|updated|timestamp|tags?|tags-links|cat-links|categories|kicker|breadcrumbs?|share|sharing|social|comments?|respond|newsletter|subscribe|related)(?:[-_](?:list|links|info|name|block|bar|area|box))?$/;
const SITE =
  /^(?:(?:site|page|main|global)[-_]?)?(?:header|footer|navigation|nav|menu|cookies?|consent|masthead)$/;
/** What is of the article, wherever it stands. */
const OF_ARTICLE =
  /^(?:.*[-_])?(?:standfirst|subtitle|subheadline|subhead|dek|deck|lede|correction|corrections|editors?-note)(?:[-_].*)?$/;

/** The article of a page as HTML. */
export interface PageContent {
  readonly html: string;
  /** Why it may not be all of it, in a few words; `undefined` where the page says that it is. */
  readonly doubt: string | undefined;
  /** Whose other elements are on other things; `undefined` where the page has no such element. */
  readonly container: Element | undefined;
}

const marksOf = (element: Element): string[] => [...tokensOf(element, 'class'), ...tokensOf(element, 'id')];
const countWords = (element: Element): number => textOf(element, 10_000).match(/\S+/gu)?.length ?? 0;
const hasText = (element: Element): boolean => countWords(element) >= MIN_WORDS;

const isFurniture = (element: Element): boolean =>
  ['h1', 'time', 'address'].includes(element.name) ||
  leftOutAs(element) !== undefined ||
  isElsewhere(element) ||
  marksOf(element).some((mark) => FURNITURE.test(mark));
const isOfSite = (element: Element): boolean =>
  ['header', 'footer', 'title', 'head'].includes(element.name) ||
  marksOf(element).some((mark) => SITE.test(mark));

/** The outermost elements in `root` that are called `name`, have text and are no box beside an article. */
function outermost(root: Element, name: string): Element[] {
  const found: Element[] = [];
  const visit = (element: Element): void => {
    if (isElsewhere(element)) return;
    if (element.name === name && hasText(element)) found.push(element);
    else for (const child of element.children) if (child.kind === 'element') visit(child);
  };
  visit(root);
  return found;
}

const has = (element: Element, name: string): boolean =>
  findElement(element, (inner) => inner.name === name) !== undefined;

/** The one element that holds the article; `several` when none of those of the kind is more so than another. */
function containerOf(root: Element): Element | 'several' | undefined {
  const articles = outermost(root, 'article');
  const mains = outermost(root, 'main');
  if (articles.length === 0) return mains.length > 1 ? 'several' : mains[0];
  if (articles.length === 1) return articles[0];
  const inMain = mains.flatMap((main) => outermost(main, 'article'));
  const [first, ...others] =
    [articles.filter((article) => has(article, 'h1')), inMain].find((found) => found.length === 1) ??
    articles;
  return others.length === 0 ? first : 'several';
}

/** The one element that is marked as the text of the article; two of a kind are a list of articles, or parts of one. */
function markedContent(root: Element): Element | undefined {
  const elements = [...elementsBut(root, isElsewhere)];
  for (const isMarked of MARKS) {
    const marked = elements.filter((element) => isMarked(element) && countWords(element) > 0);
    const [first] = marked;
    if (first !== undefined) return marked.length === 1 && hasText(first) ? first : undefined;
  }
  return undefined;
}

const isLine = (line: string): boolean => (line.match(/\S*[\p{L}\p{N}]\S*/gu)?.length ?? 0) >= MIN_LINE_WORDS;

/** Lines of text in `root` that do not stand in `part`, and are more than what stands around a text. */
const linesBeside = (root: Element, part: Element, isLeft: (element: Element) => boolean): string[] =>
  linesIn(root, (element) => element === part || (element !== root && isLeft(element))).filter(isLine);

/** Whether what is marked as of the article stands outside of `part`. */
const isPartOutside = (root: Element, part: Element): boolean =>
  [...elementsBut(root, (element) => element === part || isElsewhere(element))].some(
    (element) => marksOf(element).some((mark) => OF_ARTICLE.test(mark)) && isLine(textOf(element, 10_000)),
  );

/** `root` with what is appended to its article emptied: the converter leaves it out, and counts it. */
const withoutAppended = (root: Element): Element => ({
  ...root,
  children: root.children.map((child) => {
    if (child.kind === 'text') return child;
    return appendedAs(child) === undefined ? withoutAppended(child) : { ...child, children: [] };
  }),
});

/** What the page says to be its article: what it marks, unless there is more of it in the element that holds it. */
function saidContent(root: Element): PageContent | undefined {
  const container = containerOf(root);
  const marked = markedContent(root);
  if (container !== undefined && container !== 'several') {
    const isIn =
      marked !== undefined && findElement(container, (element) => element === marked) !== undefined;
    const isAll = isIn && linesBeside(container, marked, isFurniture).length === 0;
    const taken = isAll ? marked : container;
    const doubt = isPartOutside(root, taken) ? 'a part of it stands elsewhere in its page' : undefined;
    return { html: innerHtml(withoutAppended(taken)), doubt, container };
  }
  if (marked === undefined) return undefined;
  const beside = linesBeside(root, marked, (element) => isFurniture(element) || isOfSite(element));
  const words = beside.join(' ').match(/\S+/gu)?.length ?? 0;
  if (words > countWords(marked)) return undefined;
  const isAlone = beside.length === 0 && container === undefined;
  const doubt = isAlone ? undefined : 'its page has other text beside it';
  return { html: innerHtml(withoutAppended(marked)), doubt, container: undefined };
}

/**
 * The article of a page: the element that the page marks as its text, whole; the one article of the page, where that
 * holds more of it; where there is none, what Readability finds, which is always in doubt. `undefined` when there is
 * none, or more elements than can be looked at.
 */
export async function contentOf(root: Element): Promise<PageContent | undefined> {
  const content = saidContent(root) ?? (await lookedFor(root));
  return content === undefined || isWall(content.html) ? undefined : content;
}

/** What stands where an article will be shown to who agrees, logs in or pays. */
const WALL =
  /\b(?:(?:we|our partners|this (?:web)?site|and our) (?:\w+ ){0,4}us(?:e|es|ing) cookies|(?:accept|reject|manage) (?:all )?cookies|cookie (?:settings|preferences|policy)|(?:log|sign) ?in to (?:continue|read|view)|(?:subscribe|register) to (?:continue|read|keep)|already (?:a subscriber|have an account)|(?:for|to) subscribers only|(?:enable|turn on) javascript|you are (?:not a robot|human))\b/iu;
const MAX_WALL_WORDS = 250;

/** Whether `html` is no article, but asks for something first. */
function isWall(html: string): boolean {
  const words = textOf(parseHtml(html).root, 10_000);
  return WALL.test(words.replace(/\s+/gu, ' ')) && (words.match(/\S+/gu)?.length ?? 0) < MAX_WALL_WORDS;
}

async function lookedFor(root: Element): Promise<PageContent | undefined> {
  const found = await readable(root);
  if (found === undefined || !hasText(parseHtml(found.html).root)) return undefined;
  const { html, leftOut } = found;
  const parts = leftOut === 0 ? '' : `, ${leftOut} ${leftOut === 1 ? 'part' : 'parts'} in it left out`;
  return { html, doubt: `found in its page by its looks${parts}`, container: undefined };
}
