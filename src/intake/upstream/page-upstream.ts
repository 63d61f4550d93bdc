/** Web pages: single articles, and pages that list them. */
import { decodeText } from '../http/decode-text.ts';
import { MAX_PAGE_BYTES, type Content } from '../http/fetched.ts';
import type { Held } from '../make-document.ts';
import type { Offer, UpstreamItem } from '../offer.ts';
import { readList } from '../read/list.ts';
import { mergePage } from '../read/merge-page.ts';
import { readPage } from '../read/page.ts';
import { faultOf, troubleOf, type Answer, type Asking } from './answer.ts';

const ACCEPT = 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1';
const NO_ARTICLE = {
  message: 'no article is found in the page',
  fix: 'look at it: it may be a list (list = true), or need a program to be shown',
};

const htmlOf = ({ bytes, contentType }: Pick<Content, 'bytes' | 'contentType'>): string =>
  decodeText(bytes, contentType, 'html').text;

/** The page `html` of address `url`, by which it is known and asked for, as an offer. */
export async function offerOfPage(html: string, url: string, id: string = url): Promise<Offer> {
  const item = await readPage(html, url);
  return item.isWhole
    ? { kind: 'item', item: { ...item, id } }
    : { kind: 'faulty', where: url, ...NO_ARTICLE };
}

/** The articles at `urls`, or those that the pages there list. */
export async function askPages(urls: readonly string[], isList: boolean, asking: Asking): Promise<Answer> {
  if (!isList) return { kind: 'offers', title: undefined, offers: pagesAt(urls, asking) };
  const listed = new Set<string>();
  for (const url of urls) {
    const { fetcher, signal } = asking;
    const list = await fetcher.get(url, { maxBytes: MAX_PAGE_BYTES, accept: ACCEPT, signal });
    if (list.kind === 'unchanged') continue;
    if (list.kind !== 'content') return troubleOf(list, url);
    for (const link of readList(htmlOf(list), list.url)) listed.add(link.url);
  }
  // what is known and cannot be asked for on condition is not asked for again
  const wanted = [...listed].filter((url) => !asking.isKnown(url) || hasValidators(url, asking));
  return { kind: 'offers', title: undefined, offers: pagesAt(wanted, asking) };
}

function hasValidators(url: string, { memory }: Asking): boolean {
  const { etag, lastModified } = memory.validatorsOf(url);
  return etag !== undefined || lastModified !== undefined;
}

async function* pagesAt(urls: readonly string[], { fetcher, memory, signal }: Asking): AsyncGenerator<Offer> {
  for (const url of urls) {
    const request = { ...memory.validatorsOf(url), maxBytes: MAX_PAGE_BYTES, accept: ACCEPT, signal };
    const page = await fetcher.get(memory.addressOf(url), request);
    if (page.kind === 'unchanged') continue;
    // [RFC9110-15.5.11] gone for good, and meant so
    if (page.kind === 'gone' && page.status === 410) yield { kind: 'withdrawn', id: url, when: undefined };
    else if (page.kind !== 'content') yield faultOf(troubleOf(page, url), url);
    else {
      memory.found(url, page);
      yield await offerOfPage(htmlOf(page), page.url, url);
    }
  }
}

/** `item`, of which its feed has a summary, with what its own page says. */
export async function completeItem(
  item: UpstreamItem,
  { fetcher, signal }: Pick<Asking, 'fetcher' | 'signal'>,
): Promise<UpstreamItem | Held> {
  const page = await fetcher.get(item.url, { maxBytes: MAX_PAGE_BYTES, accept: ACCEPT, signal });
  if (page.kind === 'unchanged') return { held: 'the page cannot be had', fix: 'nothing to do' };
  if (page.kind !== 'content') {
    const { message, fix } = troubleOf(page, item.url);
    return { held: message, fix };
  }
  const merged = mergePage(item, await readPage(htmlOf(page), page.url));
  return merged.isWhole ? merged : { held: NO_ARTICLE.message, fix: NO_ARTICLE.fix };
}
