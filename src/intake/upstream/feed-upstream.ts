/** Feeds: RSS, Atom, RDF and JSON Feed. */
import { decodeText } from '../http/decode-text.ts';
import { MAX_FEED_BYTES } from '../http/fetched.ts';
import { readFeed } from '../read/feed.ts';
import { troubleOf, type Answer, type Asking } from './answer.ts';

const ACCEPT =
  'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1';

/** What the feed at `url` offers. */
export async function askFeed(url: string, { fetcher, memory, signal }: Asking): Promise<Answer> {
  const request = { ...memory.validatorsOf(url), maxBytes: MAX_FEED_BYTES, accept: ACCEPT, signal };
  const fetched = await fetcher.get(memory.addressOf(url), request);
  if (fetched.kind === 'unchanged') return fetched;
  if (fetched.kind !== 'content') return troubleOf(fetched, url);
  memory.found(url, fetched);
  const isJson = /json/i.test(fetched.contentType);
  const { text } = decodeText(fetched.bytes, fetched.contentType, isJson ? 'json' : 'xml');
  const { facts, offers } = readFeed(text, fetched.url);
  return { kind: 'offers', title: facts.title, offers };
}
