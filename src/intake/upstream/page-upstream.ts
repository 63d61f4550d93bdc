/** Web pages: single articles, and pages that list them. */
import { decodeText } from '../http/decode-text.ts';
import { MAX_PAGE_BYTES, type Content, type FetchRequest } from '../http/fetched.ts';
import { dueAmong } from '../../library/ask-again.ts';
import type { Offer } from '../offer.ts';
import { readList } from '../read/list.ts';
import { readPage } from '../read/page.ts';
import { faultOf, LINK_GONE_FIX, troubleOf, type Answer, type Asking } from './answer.ts';

const ACCEPT = 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1';
export const NO_ARTICLE: { readonly message: string; readonly fix: string } = {
  message: 'no article is found in the page',
  fix: 'look at it: it may be a list (list = true), or need a program to be shown',
};

/** How a page is asked for. */
export const pageRequest = (signal: AbortSignal): FetchRequest => ({
  maxBytes: MAX_PAGE_BYTES,
  accept: ACCEPT,
  signal,
});

export const htmlOf = ({ bytes, contentType }: Pick<Content, 'bytes' | 'contentType'>): string =>
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
    const list = await fetcher.get(url, pageRequest(signal));
    if (list.kind === 'unchanged') continue;
    if (list.kind !== 'content') return troubleOf(list, url);
    for (const link of readList(htmlOf(list), list.url)) listed.add(link.url);
  }
  const wanted = wantedAmong([...listed], asking);
  return { kind: 'offers', title: undefined, offers: pagesAt(wanted, asking, LINK_GONE_FIX) };
}

/** What is new and what can be asked for on condition; and then what is known, and may have been corrected. */
function wantedAmong(listed: readonly string[], asking: Asking): readonly string[] {
  const kept = listed.filter((url) => asking.knownOf(url) === 'kept');
  const unconditional = new Set(kept.filter((url) => !hasValidators(url, asking)));
  const cheap = listed.filter((url) => asking.knownOf(url) !== 'unwanted' && !unconditional.has(url));
  return [...cheap, ...dueAmong([...unconditional], asking.memory.askedMs, asking.now())];
}

function hasValidators(url: string, { memory }: Asking): boolean {
  const { etag, lastModified } = memory.validatorsOf(url);
  return etag !== undefined || lastModified !== undefined;
}

async function* pagesAt(
  urls: readonly string[],
  { fetcher, memory, now, signal }: Asking,
  goneFix?: string,
): AsyncGenerator<Offer> {
  for (const url of urls) {
    memory.asks(url, now());
    const request = { ...memory.validatorsOf(url), ...pageRequest(signal) };
    const page = await fetcher.get(memory.addressOf(url), request);
    if (page.kind === 'unchanged') continue;
    // [RFC9110-15.5.11] gone for good, and meant so
    if (page.kind === 'gone' && page.status === 410) yield { kind: 'withdrawn', id: url, when: undefined };
    else if (page.kind !== 'content') yield faultOf(troubleOf(page, url, goneFix), url);
    else {
      memory.found(url, page);
      yield await offerOfPage(htmlOf(page), page.url, url);
    }
  }
}
