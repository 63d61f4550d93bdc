/** What is shown no more leaves a tombstone, and does not come back. */
import { expect, test } from 'vitest';
import { get } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { feedToml, filesIn, itemOf, rssOf, sync, takingFrom, textIn } from '../support/intake.ts';
import { daemonForTest, folderWith, run } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

const FILE = 'news/example/2026/03/the-bridge-at-low-ford';
const SELECTOR = `/feeds/${FILE}.txt`;

test('a withdrawn document is kept in the journal, and is not taken again when it changes', async () => {
  const upstream = await startUpstream({ '/rss': { body: rssOf([itemOf()]) } });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  await sync(dir);
  const text = await textIn(dir, `${FILE}.txt`);
  const withdrawn = await run('withdraw', SELECTOR, '--reason', 'at the\nwish of Ann', '--dir', dir);
  expect(withdrawn).toMatchObject({ code: 0, stderr: '' });
  expect(withdrawn.stdout.toString()).toBe(`withdrawn: ${SELECTOR}\n`);
  const { shown, kept } = await filesIn(dir);
  expect(shown).toEqual([`${FILE}.withdrawn`]);
  expect(await textIn(dir, `${FILE}.withdrawn`)).toMatch(
    /^Withdrawn: \d{4}-\d\d-\d\d\nReason: at the wish of Ann\nTitle: The bridge at Low Ford\nSource: https:\/\/news\.example\/2026\/the-bridge\n$/,
  );
  const [edition = ''] = kept.filter((file) => file.includes('/editions/'));
  expect(await textIn(dir, edition)).toBe(text);
  upstream.set('/rss', { body: rssOf([itemOf({ html: '<p>Other words.</p>' })]) });
  expect((await sync(dir)).stdout.toString()).toContain('1 not wanted');
  expect((await filesIn(dir)).shown).toEqual([`${FILE}.withdrawn`]);
});

test('a document that was added by hand can be withdrawn; what is not there cannot', async () => {
  const dir = await folderWith({ 'a/story.txt': documentOf() });
  expect((await run('withdraw', '/feeds/a/story', '--reason', 'an error', '--dir', dir)).code).toBe(0);
  expect((await filesIn(dir)).shown).toEqual(['a/story.withdrawn']);
  const none = await run('withdraw', '/feeds/a/story', '--reason', 'an error', '--dir', dir);
  expect(none).toMatchObject({ code: 1 });
  expect(none.stderr).toContain('/feeds/a/story is withdrawn already\n  fix: ');
  expect((await run('withdraw', '/feeds/a/story', '--dir', dir)).code).toBe(2);
});

const atom = (inside: string): string =>
  `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>Example Wire</title><id>urn:x</id><updated>2026-03-03T00:00:00Z</updated><link rel="license" href="https://creativecommons.org/licenses/by/4.0/"/>${inside}</feed>`;
const entry = (words: string): string =>
  `<entry><id>urn:x:1</id><title>A story</title><published>2026-03-03T00:00:00Z</published><updated>2026-03-03T00:00:00Z</updated><link href="https://news.example/1"/><author><name>Ann</name></author><content type="html">&lt;p&gt;${words}&lt;/p&gt;</content></entry>`;
const deleted = { body: atom('<at:deleted-entry ref="urn:x:1" when="2026-03-04T00:00:00Z"/>') };

test('an article that its feed declares deleted is withdrawn, and a reader is told', async () => {
  const upstream = await startUpstream({ '/atom': { body: atom(entry('Some words.')) } });
  const dir = await takingFrom(`${upstream.origin}/atom`);
  await sync(dir);
  expect((await filesIn(dir)).shown).toEqual(['news/example/2026/03/a-story.txt']);
  upstream.set('/atom', deleted);
  expect((await sync(dir)).stdout.toString()).toContain('1 withdrawn');
  expect((await filesIn(dir)).shown).toEqual(['news/example/2026/03/a-story.withdrawn']);
  const { port } = await daemonForTest(dir);
  const reply = await get(port, '/feeds/news/example/2026/03/a-story.txt');
  expect(reply).toMatch(/^3Article withdrawn on /);
  expect(reply).toContain('withdrawn by the publisher');
  expect(reply).not.toContain('Some words.');
});

test.each([
  ['while it waits', false, []],
  ['while an edition of it waits', true, ['news/example/2026/03/a-story.withdrawn']],
])(
  'an article that is declared deleted %s is withdrawn with all that waits of it',
  async (_when, isShown, left) => {
    const upstream = await startUpstream({ '/atom': { body: atom(entry('Some words.')) } });
    const dir = await takingFrom(`${upstream.origin}/atom`, '');
    await sync(dir);
    if (isShown) {
      expect((await run('approve', 'urn:x:1', '--dir', dir)).code).toBe(0);
      upstream.set('/atom', { body: atom(entry('Other words.')) });
      expect((await sync(dir)).stdout.toString()).toContain('1 waiting');
    }
    upstream.set('/atom', deleted);
    expect((await sync(dir)).stdout.toString()).toContain('1 withdrawn');
    const { shown, kept } = await filesIn(dir);
    expect(shown).toEqual(left);
    expect(kept.filter((file) => file.includes('/pending/'))).toEqual([]);
    expect((await run('queue', dir)).stdout.toString()).toBe('0 articles waiting\n');
  },
);

test('a page that is gone for good is withdrawn', async () => {
  const page = `<!doctype html><html lang="en"><head><title>A page</title><link rel="canonical" href="/a-page"><meta property="article:published_time" content="2026-03-03T00:00:00Z"><link rel="license" href="https://creativecommons.org/licenses/by/4.0/"></head><body><article><h1>A page</h1>${'<p>Some words of a page, which are many enough to be an article, one after the other, all of them ours.</p>'.repeat(8)}</article></body></html>`;
  const upstream = await startUpstream({
    '/page': { type: 'text/html', body: page, headers: { etag: '"1"' } },
  });
  const toml = `publisher = "Example Wire"\n${feedToml(`${upstream.origin}/page`, 'mode = "automatic"', 'page')}`;
  const dir = await folderWith({ 'a/feed.toml': toml });
  expect((await sync(dir)).stdout.toString()).toBe('a: 1 new, 0 changed, 0 waiting, 0 held, 0 failed\n');
  expect((await sync(dir)).stdout.toString()).toBe('a: 0 new, 0 changed, 0 waiting, 0 held, 0 failed\n');
  upstream.set('/page', { status: 410 });
  expect((await sync(dir)).stdout.toString()).toContain('1 withdrawn');
  expect((await filesIn(dir)).shown).toEqual(['a/2026/03/a-page.withdrawn']);
});

test('a document that lies in no feed can be withdrawn, and the journal has no feed more for it', async () => {
  const dir = await folderWith({ 'story.txt': documentOf(), 'a/other.txt': documentOf() });
  expect((await run('withdraw', '/feeds/story.txt', '--reason', 'an error', '--dir', dir)).code).toBe(0);
  expect((await run('withdraw', '/feeds/a/other', '--reason', 'an error', '--dir', dir)).code).toBe(0);
  const { shown, kept } = await filesIn(dir);
  expect(shown).toEqual(['a/other.withdrawn', 'story.withdrawn']);
  expect(kept.filter((file) => file.endsWith('.jsonl'))).toEqual([
    '.gopherwire/intake/a/ledger.jsonl',
    '.gopherwire/intake/~/ledger.jsonl',
  ]);
  const again = await run('withdraw', '/feeds/story.txt', '--reason', 'an error', '--dir', dir);
  expect(again.stderr).toContain('/feeds/story.txt is withdrawn already\n');
});
