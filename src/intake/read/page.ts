/** A web page to the one article that it is. */
import { findElement, parseHtml, type Element } from '../../html/dom.ts';
import type { LicenceStatement, UpstreamItem } from '../offer.ts';
import { canonicalUrl } from './address.ts';
import { contentOf, type PageContent } from './content.ts';
import { licencesInHtml } from './html-licences.ts';
import { isoInstant } from './instant.ts';
import { languageTag } from './item.ts';
import { articleData, type ArticleData } from './json-ld.ts';
import { creditsIn, type Credits } from './names.ts';
import { pageFacts, type PageFacts } from './page-facts.ts';
import { withoutHead } from './page-head.ts';
import { titleLine, wordsOfHtml } from './plain.ts';
import { statedIn } from './raw-item.ts';
import { statementsInText } from './text-statements.ts';
import { elementsBut, without } from './walk.ts';

const unique = (names: readonly string[]): string[] => [...new Set(names)];

function creditsOf(data: ArticleData | undefined, facts: PageFacts): Credits {
  const organizations = creditsIn(data?.organizations ?? [], facts.siteName);
  const people = creditsIn(data?.people ?? [], facts.siteName);
  const marked = creditsIn(people.authors.length > 0 ? [] : facts.names, facts.siteName);
  return {
    authors: unique([...people.authors, ...marked.authors]),
    institutions: unique([
      ...people.institutions,
      ...organizations.authors,
      ...organizations.institutions,
      ...marked.institutions,
    ]),
  };
}

const MAX_FEET = 10;

/** The feet of the site, which are on all of its pages. */
const siteFeet = (root: Element): Element[] =>
  [...elementsBut(root, ({ name }) => name === 'article' || name === 'main')]
    .filter(({ name }) => name === 'footer')
    .slice(0, MAX_FEET);

const holds = (element: Element, inner: Element): boolean =>
  findElement(element, (one) => one === inner) !== undefined;

function licencesOf(
  root: Element,
  content: PageContent | undefined,
  data: ArticleData | undefined,
  facts: PageFacts,
): LicenceStatement[] {
  const feet = siteFeet(root);
  const container = content?.container;
  // other articles of the page have their own
  const isOther = (element: Element): boolean =>
    feet.includes(element) ||
    (element.name === 'article' &&
      container !== undefined &&
      element !== container &&
      !holds(element, container));
  const marked = licencesInHtml(without(root, isOther), 'the page', 'item').filter(({ where }) =>
    where.startsWith('rel='),
  );
  const text = parseHtml(content?.html ?? '').root;
  const inText = [...licencesInHtml(text, 'the page', 'item'), ...statementsInText(text, 'the page')];
  const all = [
    ...statedIn(data?.licences ?? [], 'JSON-LD license of the page', 'item'),
    ...marked,
    ...inText,
    ...statedIn(facts.rights, 'meta rights of the page', 'item'),
    ...feet.flatMap((foot) =>
      licencesInHtml(
        foot.children.length === 0 ? foot : { ...foot, name: 'div' },
        'the foot of the site',
        'feed',
      ),
    ),
  ];
  const seen = new Set<string>();
  return all.filter(({ words, scope }) => !seen.has(`${scope} ${words}`) && seen.add(`${scope} ${words}`));
}

/**
 * The page at `url` as an item: its facts from JSON-LD, meta elements and by-lines, its content where the page marks it
 * or Readability finds it. Without content `isWhole` is false and `html` empty. Never throws for what is in `html`.
 */
export async function readPage(html: string, url: string): Promise<UpstreamItem> {
  const { root, isCut } = parseHtml(html);
  const data = articleData(root);
  const facts = pageFacts(root, url);
  const content = await contentOf(root);
  const address =
    canonicalUrl(facts.canonical ?? data?.url ?? url, facts.base) ?? canonicalUrl(url, undefined) ?? url;
  const title = titleLine(data?.headline ?? facts.title ?? '');
  const credits = creditsOf(data, facts);
  return {
    id: address,
    url: address,
    title,
    ...credits,
    published: isoInstant(data?.published) ?? isoInstant(facts.published),
    updated: isoInstant(data?.modified) ?? isoInstant(facts.modified),
    language: languageTag(facts.language) ?? languageTag(data?.language),
    html: content === undefined ? '' : withoutHead(content.html, title, credits),
    base: facts.base,
    isWhole: content !== undefined && content.html.trim() !== '' && !isCut,
    ...(content?.doubt === undefined ? {} : { doubt: content.doubt }),
    licences: licencesOf(root, content, data, facts),
  };
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
const START_CHARACTERS = 20_000;
const MAX_COMPARED_WORDS = 20;
const MIN_TITLE_SHARE = 0.5;
const MIN_SUMMARY_SHARE = 0.7;

/** Whether `page` is on what `item` is on: a link may lead to a front page, or to a question on cookies. */
function isOn(item: UpstreamItem, page: UpstreamItem): boolean {
  // the title of a page stays where its text is kept behind a wall
  const found = new Set(wordsOf(wordsOfHtml(page.html.slice(0, START_CHARACTERS))));
  const shareOf = (words: readonly string[]): number =>
    words.length === 0 ? 0 : words.filter((word) => found.has(word)).length / words.length;
  const title = wordsOf(item.title);
  const summary = wordsOf(wordsOfHtml(item.html)).slice(0, MAX_COMPARED_WORDS);
  return title.length === 0 || shareOf(title) >= MIN_TITLE_SHARE || shareOf(summary) >= MIN_SUMMARY_SHARE;
}

/**
 * `item`, of which its feed gave only a summary, with what its own page says; what the feed says stands. A page
 * with neither half of the title's words nor those of the summary is another one, and gives nothing.
 */
export function mergePage(item: UpstreamItem, page: UpstreamItem): UpstreamItem {
  if (!isOn(item, page)) return item;
  const isCompleted = !item.isWhole && page.isWhole;
  const credits = item.authors.length > 0 ? item : page;
  return {
    ...item,
    title: item.title === '' ? page.title : item.title,
    authors: credits.authors,
    institutions: unique([...item.institutions, ...page.institutions]),
    published: item.published ?? page.published,
    updated: item.updated ?? page.updated,
    language: item.language ?? page.language,
    html: isCompleted ? page.html : item.html,
    base: isCompleted ? page.base : item.base,
    ...(isCompleted && page.doubt !== undefined ? { doubt: page.doubt } : {}),
    isWhole: item.isWhole || isCompleted,
    licences: [...item.licences, ...page.licences],
  };
}
