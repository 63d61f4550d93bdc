/** A web page to the one article that it is. */
import { findElement, parseHtml, textOf, tokensOf, type Element } from '../../html/dom.ts';
import type { LicenceStatement, UpstreamItem } from '../offer.ts';
import { canonicalUrl } from './address.ts';
import { contentOf, type PageContent } from './content.ts';
import { licencesInHtml } from './html-licences.ts';
import { isoInstant } from './instant.ts';
import { languageTag } from './item.ts';
import { articleData, type ArticleData } from './json-ld.ts';
import { creditsIn, type Credits } from './names.ts';
import { ANOTHER_TITLE, MIN_ARTICLE_WORDS } from './merge-page.ts';
import { pageFacts, type PageFacts } from './page-facts.ts';
import { withoutHead } from './page-head.ts';
import { titleLine } from './plain.ts';
import { statedIn } from './raw-item.ts';
import { statementsInText } from './text-statements.ts';
import { elementsBut, without } from './walk.ts';
import { isOnItself } from './withheld.ts';

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
      ...affiliationsOf(data, facts),
    ]),
  };
}

/** Where the authors work, as data and marks of the page say; the site itself is said as its publisher. */
const affiliationsOf = (data: ArticleData | undefined, facts: PageFacts): string[] =>
  [...(data?.affiliations ?? []), ...facts.affiliations]
    .map((name) => titleLine(name))
    .filter((name) => name !== '' && name !== facts.siteName);

const MAX_FEET = 10;

/** The feet of the site, which are on all of its pages. */
const siteFeet = (root: Element): Element[] =>
  [...elementsBut(root, ({ name }) => name === 'article' || name === 'main')]
    .filter(({ name }) => name === 'footer')
    .slice(0, MAX_FEET);

const holds = (element: Element, inner: Element): boolean =>
  findElement(element, (one) => one === inner) !== undefined;

/** Whether `element` is furniture of the site: what that says is said of many articles. */
const isOfSite = (element: Element): boolean =>
  ['nav', 'head'].includes(element.name) ||
  [...tokensOf(element, 'id'), ...tokensOf(element, 'class')].some((mark) =>
    /^(?:(?:site|page|main|global)[-_]?)?footer$/.test(mark),
  );

/** What the page says of its article beside that: in a box, or in a line behind it. */
const statementsBeside = (root: Element, isOut: (element: Element) => boolean): LicenceStatement[] =>
  statementsInText(
    without(root, (element) => isOut(element) || isOfSite(element)),
    'the page',
  ).filter(({ words }) => isOnItself(words));

/** Whether `data` describes the article of the page: not where its address and its headline are those of another. */
function isDataOf({ headline, url }: ArticleData, facts: PageFacts, page: string): boolean {
  if (headline === undefined || url === undefined || facts.title === undefined) return true;
  const pathOf = (address: string): string =>
    (canonicalUrl(address, facts.base) ?? address).replace(/^\w+:\/\/(?:www\.)?|\/$/gu, '');
  const isHere = [page, facts.canonical ?? page].some((address) => pathOf(address) === pathOf(url));
  const [said, shown] = [headline, facts.title].map((title) => titleLine(title).toLowerCase());
  return isHere || said === undefined || shown === undefined || shown.includes(said) || said.includes(shown);
}

/** Why the source of an article that says to be at `canonical` may not be the page at `url`. */
const hostDoubt = (canonical: string, url: string): string | undefined =>
  hostOf(canonical) === hostOf(url)
    ? undefined
    : `its page says that it stands at another host, ${hostOf(canonical)}`;

const hostOf = (address: string): string => new URL(address).hostname.replace(/^www\./u, '');

/** Whether `html` is no article but a message, by its `title` and length. */
const isMessage = (title: string, html: string): boolean =>
  ANOTHER_TITLE.test(title) &&
  (textOf(parseHtml(html).root, 10_000).match(/\S+/gu)?.length ?? 0) < MIN_ARTICLE_WORDS;

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
    ...statedIn(data?.notices ?? [], 'JSON-LD copyrightNotice of the page', 'item'),
    ...statementsBeside(root, (element) => isOther(element) || element === container),
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
  const facts = pageFacts(root, url);
  const data = articleData(root, (found) => isDataOf(found, facts, url));
  const content = await contentOf(root);
  const address =
    canonicalUrl(facts.canonical ?? data?.url ?? url, facts.base) ?? canonicalUrl(url, undefined) ?? url;
  const title = titleLine(data?.headline ?? facts.title ?? '');
  const credits = creditsOf(data, facts);
  const doubts = [content?.doubt, hostDoubt(address, url)].filter((doubt) => doubt !== undefined);
  const isReadable = data?.isFree !== false && !isMessage(title, content?.html ?? '');
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
    isWhole: content !== undefined && content.html.trim() !== '' && !isCut && isReadable,
    ...(doubts.length === 0 ? {} : { doubt: doubts.join('; ') }),
    licences: licencesOf(root, content, data, facts),
  };
}
