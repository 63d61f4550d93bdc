/** What a run tells the operator before and after it takes anything. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { feedToml, filesIn, itemOf, pageOf, rssOf, sync, takingFrom, textIn } from '../support/intake.ts';
import { folderWith, put, run } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

const story = (n: number): string => itemOf({ link: `https://news.example/${n}`, title: `Story ${n}` });

test('each feed.toml that cannot be used is told with its line and a fix, and the others go on', async () => {
  const upstream = await startUpstream({ '/rss': { body: rssOf([story(1)]) } });
  const dir = await folderWith({
    'good/feed.toml': feedToml(`${upstream.origin}/rss`),
    'kind/feed.toml': feedToml('https://news.example/rss', '', 'rss'),
    'kindless/feed.toml': '[upstream]\nurl = "https://news.example/rss"\n',
    'quote/feed.toml': 'title = "Quote"\n[upstream]\nkind = "feed\n',
    'urlless/feed.toml': '[upstream]\nkind = "feed"\n',
  });
  const { code, stdout, stderr } = await sync(dir);
  expect(code).toBe(1);
  expect(stdout.toString()).toBe('good: 1 new, 0 changed, 0 waiting, 0 held, 0 failed\n');
  for (const words of [
    'kind/feed.toml cannot be used, and nothing is taken in:\n  "upstream.kind" cannot be "rss"\n      fix: it is one of feed, page',
    'kindless/feed.toml cannot be used, and nothing is taken in:\n  "upstream.kind" is missing\n      fix: ',
    'quote/feed.toml cannot be used, and nothing is taken in:\n  line 3: ',
    'urlless/feed.toml cannot be used, and nothing is taken in:\n  "upstream.url" is missing\n      fix: ',
  ])
    expect(stderr).toContain(words);
});

test('that no feed names an upstream is said only where none does', async () => {
  const dir = await folderWith({ 'a/feed.toml': 'title = "A"\ncolour = "red"\n' });
  const none = { code: 0, stdout: Buffer.from('No feed names an upstream.\n'), stderr: '' };
  expect(await sync(dir)).toEqual(none);
  await put(join(dir, 'a/feed.toml'), 'title = "A\n');
  const { code, stdout, stderr } = await sync(dir);
  expect({ code, stdout: stdout.toString() }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('a/feed.toml cannot be used');
});

test('that documents will name localhost is told before any is written, and not where there is none', async () => {
  const upstream = await startUpstream({ '/rss': { body: rssOf([story(1)]) } });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  const { stderr } = await sync(dir, '--dry-run');
  expect(stderr).toContain('say for good that they are passed on at gopher://localhost:7070/.\n  fix: ');
  expect((await filesIn(dir)).shown).toEqual([]);
  expect((await sync(dir, '--host', 'gopher.example.org')).stderr).toBe('');
  expect((await sync(dir)).stderr).toBe('');
});

test('refuse --all means what waits; --undo has it taken again, from an unchanged source too', async () => {
  const free = itemOf({
    id: 'held',
    link: 'https://news.example/held',
    title: 'Held',
    licence: 'all rights reserved',
  });
  const upstream = await startUpstream({
    '/rss': { body: rssOf([story(1), free]), headers: { etag: '"1"' } },
  });
  const dir = await takingFrom(`${upstream.origin}/rss`, '');
  await sync(dir);
  const refused = await run('refuse', '--all', '--feed', 'news/example', '--dir', dir);
  expect(refused.stdout.toString()).toBe('refused: Story 1 (https://news.example/1)\n');
  expect((await sync(dir)).stdout.toString()).toContain('0 waiting, 1 held, ');
  expect((await run('queue', dir, '--refused')).stdout.toString()).toMatch(
    /^https:\/\/news\.example\/1\n {2}Story 1\n {2}of news\/example, since \d{4}-\d\d-\d\d \d\d:\d\d UTC: not selected\n1 article refused\n$/,
  );
  expect((await run('refuse', '--undo', 'https://news.example/1', '--dir', dir)).code).toBe(0);
  expect((await sync(dir)).stdout.toString()).toContain('1 waiting, 1 held, ');
  expect((await run('approve', 'https://news.example/1', '--dir', dir)).code).toBe(0);
  expect((await filesIn(dir)).shown).toEqual(['news/example/2026/03/story-1.txt']);
});

test('what was removed by hand is told once, though its source has not changed, and can be taken again', async () => {
  const upstream = await startUpstream({ '/rss': { body: rssOf([story(1)]) } });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  const file = join(dir, 'news/example/2026/03/story-1.txt');
  await sync(dir);
  await rm(file);
  const first = (await sync(dir)).stdout.toString();
  expect(first).toContain('0 waiting, 1 not wanted, 0 held');
  expect(first).toContain(
    '  not wanted: Story 1 (https://news.example/1): its document was removed by hand\n      fix: nothing to do: it is not taken again; gopherwire refuse --undo',
  );
  expect((await sync(dir)).stdout.toString()).toMatch(/^news\/example: .* 1 not wanted, .*\n$/);
  await run('refuse', '--undo', 'https://news.example/1', '--dir', dir);
  expect((await sync(dir)).stdout.toString()).toContain('1 new, ');
  expect((await filesIn(dir)).shown).toEqual(['news/example/2026/03/story-1.txt']);
});

test('queue tells a new edition and what is approved already; approve tells for what it still waits', async () => {
  const at = (html: string, date: string): string =>
    rssOf([itemOf({ id: '1', title: 'Story', link: 'https://news.example/1', html, date })]);
  const old = 'Tue, 03 Mar 2026 08:00:00 +0000';
  const upstream = await startUpstream({ '/rss': { body: at('<p>Old.</p>', old) } });
  const dir = await takingFrom(`${upstream.origin}/rss`, '');
  await sync(dir);
  await run('approve', '1', '--dir', dir);
  upstream.set('/rss', { body: at('<p>New.</p>', old) });
  await sync(dir);
  const queue = async (...args: readonly string[]): Promise<string> =>
    (await run('queue', dir, ...args)).stdout.toString();
  expect(await queue()).toContain('\n  a new edition of /feeds/news/example/2026/03/story.txt\n');
  expect(JSON.parse(await queue('--json'))).toMatchObject([{ isEdition: true, isApproved: false }]);
  await put(join(dir, 'news/example/feed.toml'), feedToml(`${upstream.origin}/rss`, 'monthly = 1'));
  upstream.set('/rss', { body: rssOf([story(2)]) });
  await sync(dir);
  const { stdout } = await run('approve', 'https://news.example/2', '--dir', dir);
  const waits = /waits for a month in which the quota has room, until \d{4}-\d\d-01 00:00 UTC\n/;
  expect(stdout.toString()).toMatch(new RegExp(`^approved: .* Story 2; it ${waits.source}$`));
  expect(await queue()).toMatch(new RegExp(`  is approved, and ${waits.source}`));
});

test('--dry-run names what it would take, with its licence', async () => {
  const later = itemOf({
    id: '2',
    title: 'Later',
    link: 'https://news.example/2',
    date: '2999-01-01T00:00:00Z',
  });
  const upstream = await startUpstream({ '/rss': { body: rssOf([story(1), later]) } });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  expect((await sync(dir, '--dry-run')).stdout.toString()).toBe(
    'news/example: 1 new, 0 changed, 1 waiting, 0 held, 0 failed\n  new: Story 1 (CC BY 4.0)\n  waiting: Later (CC BY 4.0): for its date, which is in the future, until 2999-01-01 00:00 UTC\n',
  );
});

test.each([
  ['approve', '--all', '--dir'],
  ['sync', '--allow-private', '--dir'],
  ['queue', '--dir'],
])('a feed that is not there is told by %s, with those of like names', async (...args) => {
  const dir = await folderWith({ 'news/example/feed.toml': 'title = "Example"\n' });
  const { code, stderr } = await run(...args, dir, '--feed', 'news/exmaple');
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'gopherwire: there is no feed news/exmaple\n  fix: is it news/example?\n',
  });
});

test('what helps is told: for a link that leads nowhere, and for a page in a folder without its address', async () => {
  const upstream = await startUpstream({ '/': { body: '' } });
  const gone = `<item><title>Gone</title><link>${upstream.origin}/gone</link><description>Short.</description></item>`;
  upstream.set('/rss', { body: rssOf([gone]) });
  const inbox = await folderWith({ 'page.html': pageOf('Page') });
  const dir = await folderWith({
    'a/feed.toml': feedToml(`${upstream.origin}/rss`),
    'b/feed.toml': `publisher = "Example Wire"\n${feedToml(inbox, 'mode = "automatic"', 'folder')}`,
    'c/feed.toml': '[licence]\ndefault = "CC BY 4.0"\nevidence = "https://news.example/terms"\n',
  });
  const told = (await sync(dir)).stdout.toString();
  expect(told).toContain(
    `${upstream.origin}/gone is gone (404)\n      fix: nothing to do here: tell the publisher`,
  );
  expect(told).toContain(
    'fix: write it into the head of the page: <link rel="canonical" href="https://...">',
  );
  const check = (await run('check', dir)).stdout.toString();
  expect(check).toContain('the default licence "CC BY 4.0" is not known; write CC-BY-4.0');
});

test('check warns of a document whose text is not that of its SHA-256, and serves it', async () => {
  const upstream = await startUpstream({ '/rss': { body: rssOf([story(1)]) } });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  await sync(dir);
  const file = 'news/example/2026/03/story-1.txt';
  const text = await textIn(dir, file);
  expect((await run('check', dir)).stdout.toString()).not.toContain('digest-differs');
  await put(join(dir, file), text.replace('open again', 'closed again'));
  const { code, stdout } = await run('check', dir);
  const line = text.split('\n').findIndex((each) => each.startsWith('SHA-256:')) + 1;
  expect(code).toBe(0);
  expect(stdout.toString()).toContain(
    `  ${line}:1 digest-differs: the text is not the one whose SHA-256 stands here\n      fix: compare it with its source`,
  );
});
