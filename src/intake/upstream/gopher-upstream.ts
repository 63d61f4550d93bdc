/** Menus of gopher servers, whose documents are kept byte for byte. */
import type { Host } from '../../gopher/item.ts';
import { gopherUri, parseGopherUri } from '../../gopher/uri.ts';
import { MAX_PAGE_BYTES } from '../http/fetched.ts';
import type { Offer } from '../offer.ts';
import { readGopherMenu, type MenuEntry } from '../read/gopher-menu.ts';
import { dueAmong } from './ask-again.ts';
import { faultOf, LINK_GONE_FIX, troubleOf, type Answer, type Asking, type Trouble } from './answer.ts';

/** Menus may lead to each other without end. */
const MAX_MENUS = 100;

const nameOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

/** What the menu at `url` and those below it list: documents on the same server. */
export async function askGopher(url: string, asking: Asking): Promise<Answer> {
  const address = parseGopherUri(url);
  if (address === undefined)
    return { kind: 'failed', message: `${url} cannot be read`, fix: 'write gopher://HOST/1/SELECTOR' };
  const { host, selector } = address;
  const first = await menuAt(url, host, asking);
  if ('kind' in first) return first;
  return { kind: 'offers', title: undefined, offers: offersBelow(selector, host, first, asking) };
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
  for (const url of dueAmong(kept, asking)) yield await documentAt(url, asking);
}

async function documentAt(url: string, { fetcher, memory, now, signal }: Asking): Promise<Offer> {
  memory.asks(url, now());
  const fetched = await fetcher.getGopher(url, { maxBytes: MAX_PAGE_BYTES, signal });
  if (fetched.kind !== 'content') return faultOf(troubleOf(fetched, url, LINK_GONE_FIX), url);
  return { kind: 'document', url, name: nameOf(url), bytes: fetched.bytes };
}
