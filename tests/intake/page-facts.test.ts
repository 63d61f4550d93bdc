/** A whole article of a feed that says no licence or no date: its page is asked, once. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  BY,
  CC_BY_LINK,
  feedToml,
  itemOf,
  pageOf,
  rssOf,
  sync,
  takingFrom,
  textIn,
} from '../support/intake.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

const TITLE = 'The bridge at Low Ford';
const FILE = 'news/example/2026/03/the-bridge-at-low-ford.txt';

/** An upstream with a feed of one whole item, and its page. */
async function upstreamWith(head: string, item: Parameters<typeof itemOf>[0] = {}, licence = '') {
  const upstream = await startUpstream();
  const feed = (parts: Parameters<typeof itemOf>[0]) => ({
    body: rssOf([itemOf({ link: `${upstream.origin}/story`, ...parts })], licence),
    headers: { etag: JSON.stringify(parts) },
  });
  upstream.set('/rss', feed(item));
  upstream.set('/story', { type: 'text/html', body: pageOf(TITLE, head) });
  return { upstream, feed, dir: await takingFrom(`${upstream.origin}/rss`) };
}

const evidenceIn = async (dir: string): Promise<string> =>
  textIn(dir, '.gopherwire/intake/news~example/ledger.jsonl');

const askedFor = (upstream: Upstream): number => upstream.asked('/story');

test.each([
  ['rel=license', CC_BY_LINK],
  ['JSON-LD license', `<script type="application/ld+json">{"@type":"Article","license":"${BY}"}</script>`],
  ['meta rights', `<meta name="dcterms.rights" content="${BY}">`],
])('the licence is that of the page (%s), and the text that of the feed', async (words, head) => {
  const { upstream, dir } = await upstreamWith(head);
  expect((await sync(dir)).stdout.toString()).toContain('1 new, ');
  const text = await textIn(dir, FILE);
  expect(text).toContain('license: CC BY 4.0.\n');
  expect(text).toContain('The bridge is open again.\n');
  expect(text).not.toContain('tells of the mill');
  expect(text).toContain("['Ann Example']");
  const evidence = await evidenceIn(dir);
  expect(evidence).toContain(`"evidence":"${words}`);
  expect(evidence).toContain(`its page, ${upstream.origin}/story)"`);
  await sync(dir);
  expect(askedFor(upstream)).toBe(1);
});

test('date and authors are those of the page where the feed has none', async () => {
  const { dir } = await upstreamWith('', { date: '', creator: '' }, BY);
  expect((await sync(dir)).stdout.toString()).toContain('1 new, ');
  const text = await textIn(dir, FILE);
  expect(text).toContain("\n['Ben Example']\n\nDate: 2026-03-03\n");
});

test('where the page says no licence either, the item is held for both, and the page asked again when the item changes', async () => {
  const { upstream, feed, dir } = await upstreamWith('');
  const held = await sync(dir);
  expect(held.code).toBe(3);
  expect(held.stdout.toString()).toContain(
    `no licence is stated, neither with the item nor with the feed (looked at besides: its page, ${upstream.origin}/story)`,
  );
  expect((await sync(dir)).stdout.toString()).toContain(' 1 held, ');
  upstream.set('/rss', { ...feed({}), headers: { etag: '"same items"' } });
  expect((await sync(dir)).stdout.toString()).toContain(' 1 held, ');
  expect(askedFor(upstream)).toBe(1);
  upstream.set('/rss', feed({ html: '<p>The bridge is open again, and wider.</p>' }));
  upstream.set('/story', { type: 'text/html', body: pageOf(TITLE) });
  expect((await sync(dir)).stdout.toString()).toContain('1 new, ');
  expect(askedFor(upstream)).toBe(2);
});

test('a page on something else says nothing; one that may not be asked is told; one that is down is asked again', async () => {
  const { upstream, feed, dir } = await upstreamWith('');
  upstream.set('/story', { type: 'text/html', body: pageOf('Snow on every roof') });
  expect((await sync(dir)).stdout.toString()).toContain(' 1 held, ');
  upstream.set('/robots.txt', { body: 'User-agent: *\nDisallow: /story\n' });
  upstream.set('/rss', feed({ html: '<p>Closed.</p>' }));
  expect((await sync(dir)).stdout.toString()).toContain('besides: its page: robots.txt of 127.0.0.1');
  upstream.set('/robots.txt', { status: 404 });
  upstream.set('/story', { status: 418 });
  upstream.set('/rss', feed({ html: '<p>Open.</p>' }));
  const down = await sync(dir);
  expect(down.code).toBe(4);
  expect(down.stdout.toString()).toContain('its page may say what its feed does not: 127.0.0.1');
  upstream.set('/story', { type: 'text/html', body: pageOf(TITLE) });
  expect((await sync(dir)).stdout.toString()).toContain('1 new, ');
});

test('where feed.toml has a default, no page is asked', async () => {
  const { upstream, dir } = await upstreamWith('');
  const licence = '[licence]\ndefault = "CC-BY-4.0"\nevidence = "https://news.example/licence"\n';
  await writeFile(join(dir, 'news/example/feed.toml'), feedToml(`${upstream.origin}/rss`) + licence);
  expect((await sync(dir)).stdout.toString()).toContain('1 new, ');
  expect(askedFor(upstream)).toBe(0);
});
