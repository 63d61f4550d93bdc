/** Menus of gopher servers, whose documents are kept byte for byte. */
import { MAX_PAGE_BYTES } from '../http/fetched.ts';
import { gopherUri } from '../../gopher/uri.ts';
import { parseMenu } from '../gopher/menu.ts';
import type { Offer } from '../offer.ts';
import { faultOf, troubleOf, type Answer, type Asking } from './answer.ts';

/** What the menu at `url` lists: documents on the same server, each once. Those that are known are not asked for again. */
export async function askGopher(url: string, asking: Asking): Promise<Answer> {
  const { fetcher, signal } = asking;
  const menu = await fetcher.getGopher(url, { maxBytes: MAX_PAGE_BYTES, signal });
  if (menu.kind !== 'content') return troubleOf(menu, url);
  const { hostname, port } = new URL(url);
  const isHere = (name: string, itsPort: number): boolean =>
    name === hostname.toLowerCase() && itsPort === Number(port === '' ? '70' : port);
  const addresses = parseMenu(menu.bytes.toString('utf8'))
    .filter(({ type, host }) => type === '0' && isHere(host.name, host.port))
    .map(({ host, selector }) => gopherUri(host, '0', selector));
  return { kind: 'offers', title: undefined, offers: documentsAt(new Set(addresses), asking) };
}

const nameOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

async function* documentsAt(
  addresses: ReadonlySet<string>,
  { fetcher, isKnown, signal }: Asking,
): AsyncGenerator<Offer> {
  for (const url of addresses) {
    if (isKnown(url)) continue;
    const fetched = await fetcher.getGopher(url, { maxBytes: MAX_PAGE_BYTES, signal });
    if (fetched.kind === 'content') yield { kind: 'document', url, name: nameOf(url), bytes: fetched.bytes };
    else yield faultOf(troubleOf(fetched, url), url);
  }
}
