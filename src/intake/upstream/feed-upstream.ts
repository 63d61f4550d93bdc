/** Feeds: RSS, Atom, RDF and JSON Feed. */
import { decodeText } from '../http/decode-text.ts';
import { MAX_FEED_BYTES } from '../http/fetched.ts';
import type { Offer } from '../offer.ts';
import { readFeed } from '../read/feed.ts';
import type { Validators } from './memory.ts';
import { troubleOf, type Answer, type Asking } from './answer.ts';

const ACCEPT =
  'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1';

/** Why what is at `url` is no feed. */
function noFeed(url: string, offers: Iterable<Offer>): Answer {
  const [first] = offers;
  const { message, fix } = first?.kind === 'faulty' ? first : { message: 'this is no feed', fix: '' };
  return { kind: 'failed', message: `${url}: ${message}`, fix };
}

/** What the feed at `address` offers, which feed.toml calls `url`, under `conditions`. */
async function askAt(
  address: string,
  url: string,
  conditions: Validators,
  { fetcher, memory, seat, signal }: Asking,
): Promise<Answer> {
  const request = { ...conditions, maxBytes: MAX_FEED_BYTES, accept: ACCEPT, seat, signal };
  const fetched = await fetcher.get(address, request);
  if (fetched.kind === 'unchanged') return fetched;
  if (fetched.kind !== 'content') return troubleOf(fetched, url);
  const isJson = /json/i.test(fetched.contentType);
  const { text } = decodeText(fetched.bytes, fetched.contentType, isJson ? 'json' : 'xml');
  const { facts, offers } = readFeed(text, fetched.url);
  // nothing of what is no feed is remembered: it may be the page of a network that wants a password
  if (facts.format === 'none') return noFeed(url, offers);
  memory.found(url, fetched);
  return { kind: 'offers', title: facts.title, offers };
}

/** What the feed at `url` offers; where it has moved and is not there any more, at `url` itself again. */
export async function askFeed(url: string, asking: Asking): Promise<Answer> {
  const { memory } = asking;
  const address = memory.addressOf(url);
  const answer = await askAt(address, url, memory.validatorsOf(url), asking);
  if (answer.kind !== 'failed' || address === url) return answer;
  memory.returned(url);
  return askAt(url, url, {}, asking);
}
