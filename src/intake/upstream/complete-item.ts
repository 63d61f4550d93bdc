/** What an item's feed does not say, from its own page: all of a text of which it has a summary, a licence, a date. */
import { failed, type Fetched } from '../http/fetched.ts';
import { LATER } from '../http/trouble.ts';
import { hasDate, type Held } from '../make-document.ts';
import type { UpstreamItem } from '../offer.ts';
import { isUnstated } from '../read/decide-licence.ts';
import { mergePage } from '../read/merge-page.ts';
import { readPage } from '../read/page.ts';
import type { DefaultLicence } from '../../site/library.ts';
import { LINK_GONE_FIX, troubleOf, type Asking } from './answer.ts';
import { htmlOf, NO_ARTICLE, pageRequest } from './page-upstream.ts';

type Web = Pick<Asking, 'fetcher' | 'signal'>;

type Page = Exclude<Fetched, { kind: 'unchanged' }>;

/** What is at `url`; no conditions are made. */
async function pageAt(url: string, { fetcher, signal }: Web): Promise<Page> {
  const page = await fetcher.get(url, pageRequest(signal));
  return page.kind === 'unchanged' ? failed('the page cannot be had', LATER) : page;
}

/** Whether a whole `item` lacks what its page may say. Where the operator has said what holds, no page is asked. */
const lacksFacts = (item: UpstreamItem, feedDefault: DefaultLicence | undefined): boolean =>
  feedDefault === undefined && (isUnstated(item.licences) || !hasDate(item));

/** `item`, of which its feed has a summary, with what its own page says. */
async function withText(item: UpstreamItem, web: Web): Promise<UpstreamItem | Held> {
  const page = await pageAt(item.url, web);
  if (page.kind !== 'content') {
    const { message, fix } = troubleOf(page, item.url, LINK_GONE_FIX);
    return { held: message, fix };
  }
  const merged = mergePage(item, await readPage(htmlOf(page), page.url));
  return merged.isWhole ? merged : { held: NO_ARTICLE.message, fix: NO_ARTICLE.fix };
}

/** The whole `item` with the facts of its page. A page that is not there, or may not be asked, says nothing. */
async function withFacts(item: UpstreamItem, web: Web): Promise<UpstreamItem | Held> {
  const page = await pageAt(item.url, web);
  if (page.kind === 'failed')
    return { held: `its page may say what its feed does not: ${page.message}`, fix: page.fix };
  if (page.kind !== 'content') return { ...item, lookedAt: `its page: ${troubleOf(page, item.url).message}` };
  // a date that is none gives way
  const dated = hasDate(item) ? item : { ...item, published: undefined, updated: undefined };
  const merged = mergePage(dated, await readPage(htmlOf(page), page.url));
  return { ...merged, lookedAt: `its page, ${page.url}` };
}

/**
 * `item` with what its page says besides, where it is not whole, or has no licence or date and `feedDefault` does not
 * stand in; why it cannot be had now, otherwise. At most one page is fetched.
 */
export async function completeItem(
  item: UpstreamItem,
  feedDefault: DefaultLicence | undefined,
  web: Web,
): Promise<UpstreamItem | Held> {
  if (!item.isWhole) return withText(item, web);
  return lacksFacts(item, feedDefault) ? withFacts(item, web) : item;
}
