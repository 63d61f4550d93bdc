/** What the markup of a page says of its article: meta elements, links, by-lines. */
import { attribute, type Element, elementsIn, textOf, tokensOf } from '../../html/dom.ts';
import { absoluteUrl } from './address.ts';
import { innerHtml } from './serialize.ts';
import { elementsBut } from './walk.ts';
import { MAX_AUTHORS } from '../offer.ts';

/** The elements of a page that are asked for, found in one walk. */
export interface PageFacts {
  readonly title: string | undefined;
  readonly siteName: string | undefined;
  readonly names: readonly string[];
  /** Where the authors work, as the page marks it. */
  readonly affiliations: readonly string[];
  readonly published: string | undefined;
  readonly modified: string | undefined;
  readonly language: string | undefined;
  readonly canonical: string | undefined;
  /** Against which its addresses are resolved. */
  readonly base: string;
  readonly rights: readonly string[];
}

const MAX_BYLINE_CHARACTERS = 300;
const MAX_BYLINES = MAX_AUTHORS + 1;
/** Classes of by-lines. */
const BYLINE: RegExp =
  /^(?:byline|by-line|by-author|author-names?|authors?|entry-author|post-author|article-author|author__name|article__author|byline__name|p-author|fn-author|meta-author|author-link|field--name-field-byline)$/;
/** Comments and lists of other articles have their own authors. */
const ELSEWHERE =
  /^(?:comments?(?:-.*)?|comment-list|related(?:-.*)?|sidebar|widget(?:-.*)?|jp-relatedposts|author-bio|author-box)$/;

/** `content` of the meta elements, by name or property in small letters. */
function metaOf(elements: readonly Element[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const element of elements) {
    const name = (attribute(element, 'name') ?? attribute(element, 'property') ?? '').trim().toLowerCase();
    const content = attribute(element, 'content')?.trim() ?? '';
    if (element.name !== 'meta' || name === '' || content === '') continue;
    const values = found.get(name);
    if (values === undefined) found.set(name, [content]);
    else values.push(content);
  }
  return found;
}

/** Whether `element` is comments, a list of other articles or what else stands beside one. */
export function isElsewhere(element: Element): boolean {
  const marks = [...tokensOf(element, 'class'), ...tokensOf(element, 'id')];
  const isBeside = ['aside', 'nav', 'script', 'style', 'form'].includes(element.name);
  return isBeside || marks.some((mark) => ELSEWHERE.test(mark));
}

const isOneOf = (element: Element, name: string, token: string): boolean =>
  tokensOf(element, name).includes(token);

/** Names where the page marks them as those of authors; the surest kind of mark that is there. */
function bylines(elements: readonly Element[]): string[] {
  const marks: readonly ((element: Element) => boolean)[] = [
    (element) => isOneOf(element, 'itemprop', 'author'),
    (element) => isOneOf(element, 'rel', 'author') && element.name === 'a',
    (element) => tokensOf(element, 'class').some((name) => BYLINE.test(name)),
  ];
  for (const isMarked of marks) {
    const marked = elements
      .filter(isMarked)
      .slice(0, MAX_BYLINES)
      .map((element) => {
        const named = [...elementsBut(element, isElsewhere)].find((inner) =>
          isOneOf(inner, 'itemprop', 'name'),
        );
        return attribute(named ?? element, 'content') ?? textOf(named ?? element, MAX_BYLINE_CHARACTERS);
      });
    const names = marked.filter((name) => name.trim() !== '');
    if (names.length > 0) return names;
  }
  return [];
}

const isOfAuthor = (element: Element): boolean =>
  isOneOf(element, 'itemprop', 'author') || tokensOf(element, 'class').some((name) => BYLINE.test(name));

/** Whether `element` says where an author works, in microdata, hCard or h-card: others of the page have such marks too. */
function isAffiliation(element: Element): boolean {
  const isMarked =
    isOneOf(element, 'itemprop', 'affiliation') ||
    isOneOf(element, 'class', 'p-org') ||
    isOneOf(element, 'class', 'org');
  if (!isMarked) return false;
  for (let { parent } = element; parent !== undefined; { parent } = parent)
    if (isOfAuthor(parent)) return true;
  return false;
}

const affiliationIn = (element: Element): string => {
  const named = [...elementsIn(element)].find((inner) => isOneOf(inner, 'itemprop', 'name')) ?? element;
  return attribute(named, 'content') ?? textOf(named, MAX_BYLINE_CHARACTERS);
};

/** The facts that stand in the markup of the page at `url`, a tree; JSON-LD apart. */
export function pageFacts(root: Element, url: string): PageFacts {
  const all = [...elementsIn(root)];
  const meta = metaOf(all);
  const first = (...names: readonly string[]): string | undefined =>
    names.flatMap((name) => meta.get(name) ?? [])[0];
  const every = (...names: readonly string[]): readonly string[] =>
    names.map((name) => meta.get(name) ?? []).find((values) => values.length > 0) ?? [];
  const time = all.find(
    (element) =>
      element.name === 'time' &&
      (isOneOf(element, 'itemprop', 'datepublished') ||
        isOneOf(element, 'class', 'dt-published') ||
        isOneOf(element, 'class', 'entry-date')),
  );
  const heading = all.find(({ name }) => name === 'h1') ?? all.find(({ name }) => name === 'title');
  const canonical = all.find((element) => element.name === 'link' && isOneOf(element, 'rel', 'canonical'));
  const base = all.find(({ name }) => name === 'base');
  const html = all.find(({ name }) => name === 'html');
  const named = every(
    'citation_author',
    'parsely-author',
    'dc.creator',
    'dcterms.creator',
    'article:author',
    'author',
    'sailthru.author',
  );
  const ofArticle = [...elementsBut(root, isElsewhere)];
  const marked = bylines(ofArticle);
  return {
    title:
      first('og:title', 'citation_title', 'dc.title', 'dcterms.title', 'twitter:title') ??
      (heading === undefined ? undefined : innerHtml(heading)),
    siteName: first('og:site_name', 'application-name'),
    // article:author is often the address of a profile
    names: named.some((name) => !/^https?:/i.test(name)) ? named : marked,
    affiliations: [
      ...(meta.get('citation_author_institution') ?? []),
      ...ofArticle.filter(isAffiliation).slice(0, MAX_BYLINES).map(affiliationIn),
    ],
    published:
      first(
        'article:published_time',
        'citation_publication_date',
        'citation_date',
        'dc.date',
        'dc.date.issued',
        'dcterms.created',
        'dcterms.date',
        'date',
        'parsely-pub-date',
      ) ?? (time === undefined ? undefined : attribute(time, 'datetime')),
    modified: first('article:modified_time', 'og:updated_time', 'dcterms.modified'),
    language:
      (html === undefined ? undefined : (attribute(html, 'lang') ?? attribute(html, 'xml:lang'))) ??
      first('dc.language', 'og:locale'),
    canonical: (canonical === undefined ? undefined : attribute(canonical, 'href')) ?? first('og:url'),
    base: absoluteUrl(base === undefined ? '' : (attribute(base, 'href') ?? ''), url)?.href ?? url,
    // each says something of its own
    rights: ['dc.rights', 'dcterms.rights', 'dcterms.license', 'copyright', 'rights'].flatMap(
      (name) => meta.get(name) ?? [],
    ),
  };
}
