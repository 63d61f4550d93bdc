/** The articles that a page lists. */
import { attribute, parseHtml, textOf, tokensOf, type Element } from '../../html/dom.ts';
import { absoluteUrl, canonicalUrl } from './address.ts';
import { pageFacts } from './page-facts.ts';

/** One article of a list. */
export interface Listed {
  /** Absolute, without what only tracks readers. */
  readonly url: string;
}

const MAX_LINKS = 500;
const BESIDE = new Set(['nav', 'header', 'footer', 'aside', 'form', 'script', 'style', 'template']);
const BESIDE_CLASS =
  /^(?:nav|menu|breadcrumbs?|pagination|pager|sidebar|footer|share.*|social.*|tags?|tag-list|categor(?:y|ies)|author|byline)$/;
const HEADING = /^h[1-6]$/;
/** Paths that lead to lists, people and the site itself. */
const NO_ARTICLE =
  /^\/?$|^\/(?:tags?|topics?|category|categories|authors?|people|profile|page|search|about|contact|donate|subscribe|newsletters?|login|privacy|terms|feed|rss)(?:\/|$)|\.(?:jpe?g|png|gif|svg|webp|pdf|mp3|mp4|xml|zip)$/i;
/** A link outside of headings has the length of a title. */
const MIN_TITLE_WORDS = 4;

/** One entry of a list, where a link may be short. */
const LIST_ENTRY = new Set(['li', 'article']);

interface Link {
  readonly href: string;
  readonly isTitle: boolean;
  readonly words: number;
  /** Whether it stands in an entry of a list. */
  readonly isEntry: boolean;
}

/** The links below `element` but those of menus, feet and the like. */
function linksIn(element: Element, isTitle: boolean, isEntry: boolean, links: Link[]): void {
  const isBeside = BESIDE.has(element.name) && !(isEntry && element.name === 'header');
  if (isBeside || tokensOf(element, 'class').some((name) => BESIDE_CLASS.test(name))) return;
  const isHeading = isTitle || HEADING.test(element.name);
  const href = attribute(element, 'href');
  if (element.name === 'a' && href !== undefined) {
    const holdsHeading = element.children.some(
      (child) => child.kind === 'element' && HEADING.test(child.name),
    );
    const words = textOf(element, 1000).match(/\S+/gu)?.length ?? 0;
    links.push({ href, isTitle: isHeading || holdsHeading, words, isEntry });
  }
  for (const child of element.children)
    if (child.kind === 'element') linksIn(child, isHeading, isEntry || LIST_ENTRY.has(element.name), links);
}

const siteOf = (url: URL): string => `${url.hostname.replace(/^www\./, '')}:${url.port}`;

/** Whether `target` lies below the folder of `page`; at the top of a site, in a folder of its own. */
function isDeeper({ pathname }: URL, page: URL): boolean {
  const folder = page.pathname.replace(/\/[^/]*\.[^/]*$/, '').replace(/\/*$/, '/');
  if (!pathname.startsWith(folder) || pathname.length === folder.length) return false;
  return folder !== '/' || pathname.split('/').filter((part) => part !== '').length > 1;
}

/**
 * The addresses of the articles that the page at `url` lists, in its order, each once; at most 500, all of the same
 * site. Where titles are headings, these are the list; else links that are as long as titles, and shorter ones in
 * entries of a list that lead deeper.
 */
export function readList(html: string, url: string): readonly Listed[] {
  const { root } = parseHtml(html);
  const { base } = pageFacts(root, url);
  const page = absoluteUrl(url, undefined);
  if (page === undefined) return [];
  const links: Link[] = [];
  linksIn(root, false, false, links);
  const titles = links.filter(({ isTitle, words }) => isTitle && words > 0);
  const wanted = titles.length > 0 ? titles : links.filter(({ words }) => words > 0);
  const found = new Set<string>();
  for (const { href, isTitle, words, isEntry } of wanted) {
    const target = absoluteUrl(href, base);
    const isLong = isTitle || words >= MIN_TITLE_WORDS;
    if (!isLong && !(isEntry && target !== undefined && isDeeper(target, page))) continue;
    if (target === undefined || siteOf(target) !== siteOf(page) || NO_ARTICLE.test(target.pathname)) continue;
    target.hash = '';
    const address = canonicalUrl(target.href, undefined);
    if (address !== undefined && address !== canonicalUrl(url, undefined) && found.size < MAX_LINKS)
      found.add(address);
  }
  return Array.from(found, (address) => ({ url: address }));
}
