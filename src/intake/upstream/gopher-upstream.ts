/** Menus of gopher servers, whose documents are kept byte for byte. */
import { isCredited } from '../../article/article.ts';
import { parseArticle } from '../../article/parse.ts';
import type { Host } from '../../gopher/item.ts';
import { textOfReply } from '../../gopher/text.ts';
import { gopherUri, parseGopherUri } from '../../gopher/uri.ts';
import { MAX_PAGE_BYTES } from '../http/fetched.ts';
import type { Offer } from '../offer.ts';
import { readGopherMenu, type MenuEntry } from '../../gopher/read-menu.ts';
import { dueAmong } from '../../library/ask-again.ts';
import { faultOf, LINK_GONE_FIX, troubleOf, type Answer, type Asking, type Trouble } from './answer.ts';

/** Menus may lead to each other without end. */
const MAX_MENUS = 100;

const nameOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

/** What the menu at `url` and those below it list: documents on the same server. Of a text (type 0) that itself. */
export async function askGopher(url: string, asking: Asking): Promise<Answer> {
  const address = parseGopherUri(url);
  if (address === undefined)
    return { kind: 'failed', message: `${url} cannot be read`, fix: 'write gopher://HOST/1/SELECTOR' };
  const { host, type, selector } = address;
  if (type === '0') return askDocument(gopherUri(host, type, selector), asking);
  const first = await menuAt(url, host, asking);
  if ('kind' in first) return first;
  return { kind: 'offers', title: undefined, offers: offersBelow(selector, host, first, asking) };
}

/** The one document at `url`, where it is one. */
async function askDocument(url: string, asking: Asking): Promise<Answer> {
  const known = asking.knownOf(url);
  const isDue =
    known === 'new' || (known === 'kept' && dueAmong([url], asking.memory.askedMs, asking.now()).length > 0);
  if (!isDue) return { kind: 'unchanged' };
  const offer = await documentAt(url, asking);
  if (offer.kind === 'faulty') return { kind: 'failed', message: offer.message, fix: offer.fix };
  const { article } = parseArticle(offer.bytes);
  if (!isCredited(article))
    return {
      kind: 'failed',
      message: `${url} is the address of a text, which is no menu, and no document of an article stands there`,
      fix: 'write the address of a menu, gopher://HOST/1/SELECTOR, or of one document',
    };
  return { kind: 'offers', title: undefined, offers: [offer] };
}

async function menuAt(
  url: string,
  host: Host,
  { fetcher, signal }: Asking,
): Promise<readonly MenuEntry[] | Trouble> {
  const menu = await fetcher.getGopher(url, { maxBytes: MAX_PAGE_BYTES, signal });
  return menu.kind === 'content' ? readGopherMenu(menu.bytes.toString('utf8'), host) : troubleOf(menu, url);
}

/** What is new, and then what is known and may have been corrected. */
async function* offersBelow(
  top: string,
  host: Host,
  first: readonly MenuEntry[],
  asking: Asking,
): AsyncGenerator<Offer> {
  const seen = new Set<string>([top]);
  const menus = [first];
  const kept: string[] = [];
  for (const menu of menus) {
    for (const { kind, selector } of menu) {
      if (seen.has(selector)) continue;
      seen.add(selector);
      const url = gopherUri(host, kind === 'menu' ? '1' : '0', selector);
      if (kind === 'document') {
        const known = asking.knownOf(url);
        if (known === 'new') yield await documentAt(url, asking);
        else if (known === 'kept') kept.push(url);
      } else if (selector.startsWith(top) && menus.length < MAX_MENUS) {
        const below = await menuAt(url, host, asking);
        if ('kind' in below) yield faultOf(below, url);
        else menus.push(below);
      }
    }
  }
  for (const url of dueAmong(kept, asking.memory.askedMs, asking.now())) yield await documentAt(url, asking);
}

async function documentAt(
  url: string,
  { fetcher, memory, now, signal }: Asking,
): Promise<Extract<Offer, { kind: 'document' | 'faulty' }>> {
  memory.asks(url, now());
  const fetched = await fetcher.getGopher(url, { maxBytes: MAX_PAGE_BYTES, signal });
  if (fetched.kind !== 'content') return faultOf(troubleOf(fetched, url, LINK_GONE_FIX), url);
  return { kind: 'document', url, name: nameOf(url), bytes: textOfReply(fetched.bytes) };
}
