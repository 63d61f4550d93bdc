/** From a feed to documents, and what a second look at the feed does to them. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BY, feedToml, filesIn, itemOf, rssOf, sync, takingFrom, textIn } from '../support/intake.ts';
import { folderWith, run } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

const FILE = 'news/example/2026/03/the-bridge-at-low-ford.txt';
const counts = ({ stdout }: { readonly stdout: Buffer }): string =>
  stdout
    .toString()
    .split('\n')[0]
    ?.replace(/^[^:]*: /, '') ?? '';

test('an article of a feed becomes a document with credit, licence, source and proof', async () => {
  const upstream = await startUpstream({ '/rss': { body: rssOf([itemOf()]), headers: { etag: '"1"' } } });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  const first = await sync(dir, '--host', 'gopher.example', '--port', '70', '--title', 'A wire');
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout.toString()).toBe('news/example: 1 new, 0 changed, 0 waiting, 0 held, 0 failed\n');
  expect((await filesIn(dir)).shown).toEqual([FILE]);
  const text = await textIn(dir, FILE);
  expect(text.replace(/^(Retrieved|SHA-256): .*$/gm, '$1: ...')).toBe(`(C) Example Wire
This story was originally published by Example Wire and is unaltered.
. . . . . . . . . .



The bridge at Low Ford [1]

['Ann Example']

Date: 2026-03-03

The bridge is open again.

(It was closed for a year [2].)

[END]
---
[1] Url: https://news.example/2026/the-bridge
[2] Url: https://news.example/year

Published and (C) by Example Wire
Content appears here under this condition or license: CC BY 4.0.
License: ${BY} CC-BY-4.0
Changes: HTML to plain text; wording unchanged
Retrieved: ...
SHA-256: ...

via A wire:
gopher://gopher.example:70/1/feeds/news/example/
`);
  expect((await run('check', dir)).code).toBe(0);

  const again = await sync(dir);
  expect(counts(again)).toBe('0 new, 0 changed, 0 waiting, 0 held, 0 failed');
  expect(await textIn(dir, FILE)).toBe(text);
  expect(upstream.asked('/rss')).toBe(2);
});

test('a changed article is a new edition under its name; other mark-up or another moment is no change', async () => {
  const upstream = await startUpstream({ '/rss': { body: rssOf([itemOf()]) } });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  await sync(dir);
  const before = await textIn(dir, FILE);
  const html =
    '<div><p>The bridge is <b>open</b> again.<p>(It was closed for a <a href="/year">year</a>.)</div>';
  upstream.set('/rss', { body: rssOf([itemOf({ html })]) });
  expect(counts(await sync(dir))).toBe('0 new, 0 changed, 1 unchanged, 0 waiting, 0 held, 0 failed');
  expect(await textIn(dir, FILE)).toBe(before);
  upstream.set('/rss', {
    body: rssOf([itemOf({ title: 'The bridge, again', html: '<p>It is closed again.</p>' })]),
  });
  expect(counts(await sync(dir))).toBe('0 new, 1 changed, 0 waiting, 0 held, 0 failed');
  const after = await textIn(dir, FILE);
  expect(after).toContain('The bridge, again [1]\n');
  expect(after).toContain('\nIt is closed again.\n');
  expect(after).toMatch(/^Updated: \d{4}-\d\d-\d\d$/m);
  const { shown, kept } = await filesIn(dir);
  expect(shown).toEqual([FILE]);
  const editions = kept.filter((file) => file.includes('/editions/'));
  expect(await Promise.all(editions.map((file) => textIn(dir, file)))).toEqual([before]);
});

test('titles that are alike, hostile ids, titles and authors: each article has a name of its own', async () => {
  const items = [
    itemOf({ id: '../../etc/passwd', link: 'https://news.example/1' }),
    itemOf({ id: 'C:\\con', link: 'https://news.example/2', title: 'The bridge\r\n at\tLow &#27;[31m Ford' }),
    itemOf({ id: '', link: 'https://news.example/3', title: 'Мост у Низкого Брода' }),
    itemOf({ link: 'https://news.example/4', title: '../../../x', creator: '' }),
    itemOf({ link: 'https://news.example/5', title: 'page' }),
  ];
  const upstream = await startUpstream({ '/rss': { body: rssOf(items) } });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  expect(counts(await sync(dir))).toBe('5 new, 0 changed, 0 waiting, 0 held, 0 failed');
  const names = (await filesIn(dir)).shown.map((file) => file.replace('news/example/2026/03/', ''));
  expect(names).toEqual([
    'most-u-nizkogo-broda.txt',
    'page-article.txt',
    'the-bridge-at-low-ford-2.txt',
    'the-bridge-at-low-ford.txt',
    'x.txt',
  ]);
  expect(await textIn(dir, 'news/example/2026/03/x.txt')).toContain('\n[]\n');
  expect((await run('check', dir)).code).toBe(0);
});

test('what is not clearly permitted is held with the reason, and taken once feed.toml permits it', async () => {
  const upstream = await startUpstream();
  const items = [
    itemOf({ link: `${upstream.origin}/1`, title: 'Without a licence' }),
    itemOf({ link: 'https://news.example/2', licence: 'https://creativecommons.org/licenses/by-nc/4.0/' }),
    itemOf({ link: `${upstream.origin}/3`, date: '' }),
  ];
  upstream.set('/rss', { body: rssOf(items, ''), headers: { etag: '"1"' } });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  const held = await sync(dir);
  expect(held.code).toBe(3);
  expect(counts(held)).toBe('0 new, 0 changed, 0 waiting, 3 held, 0 failed');
  expect(held.stdout.toString()).toContain('for non-commercial use only');
  expect((await filesIn(dir)).shown).toEqual([]);
  const licence = '[licence]\ndefault = "CC-BY-4.0"\nevidence = "https://news.example/licence"\n';
  const toml = feedToml(`${upstream.origin}/rss`, 'mode = "automatic"\nnon-commercial = true');
  await writeFile(join(dir, 'news/example/feed.toml'), toml + licence);
  const after = await sync(dir, '--json');
  expect(after.code).toBe(3);
  const lines = after.stdout
    .toString()
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(lines).toMatchObject([
    { kind: 'new', title: 'Without a licence', file: 'news/example/2026/03/without-a-licence.txt' },
    { kind: 'new', url: 'https://news.example/2', file: FILE },
    { kind: 'held', reason: 'it has no date' },
    { kind: 'feed', counts: { new: 2, held: 1, failed: 0 } },
  ]);
});

test('an article that two feeds have is taken once', async () => {
  const upstream = await startUpstream({
    '/a': { body: rssOf([itemOf({ id: 'a-1', link: 'https://news.example/one?utm_source=a' })]) },
    '/b': { body: rssOf([itemOf({ id: 'b-1', link: 'https://news.example/one' })]) },
  });
  const toml = (path: string): string => feedToml(`${upstream.origin}${path}`);
  const dir = await folderWith({ 'a/feed.toml': toml('/a'), 'b/feed.toml': toml('/b') });
  const { stdout } = await sync(dir);
  expect(stdout.toString()).toContain('b: 0 new, 0 changed, 0 waiting, 1 in other feeds, 0 held, 0 failed');
  expect((await filesIn(dir)).shown).toEqual(['a/2026/03/the-bridge-at-low-ford.txt']);
});

test('a document that a killed run has written without a word in the ledger is adopted', async () => {
  const upstream = await startUpstream({ '/rss': { body: rssOf([itemOf()]) } });
  const other = await takingFrom(`${upstream.origin}/rss`);
  await sync(other);
  const bytes = await readFile(join(other, FILE));
  const killed = await folderWith({
    [FILE]: bytes,
    'news/example/feed.toml': feedToml(`${upstream.origin}/rss`),
  });
  expect(counts(await sync(killed))).toBe('1 new, 0 changed, 0 waiting, 0 held, 0 failed');
  expect((await filesIn(killed)).shown).toEqual([FILE]);
  expect(await readFile(join(killed, FILE))).toEqual(bytes);
});

test('--dry-run says what would be done and writes nothing; --limit takes some, and the next run the others', async () => {
  const items = [1, 2, 3].map((n) => itemOf({ link: `https://news.example/${n}`, title: `Story ${n}` }));
  const upstream = await startUpstream({ '/rss': { body: rssOf(items), headers: { etag: '"1"' } } });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  expect(counts(await sync(dir, '--dry-run'))).toBe('3 new, 0 changed, 0 waiting, 0 held, 0 failed');
  expect(await filesIn(dir)).toEqual({ shown: [], kept: [] });
  expect(counts(await sync(dir, '--limit', '2'))).toBe('2 new, 0 changed, 0 waiting, 0 held, 0 failed');
  expect(counts(await sync(dir))).toBe('1 new, 0 changed, 2 unchanged, 0 waiting, 0 held, 0 failed');
});

test('an upstream that fails is told with a way on, and the other feeds go on', async () => {
  const upstream = await startUpstream({
    '/good': { body: rssOf([itemOf()]) },
    '/html': { type: 'text/html', body: '<!doctype html><p>Not a feed.</p>' },
  });
  const dir = await folderWith({
    'a/feed.toml': feedToml(`${upstream.origin}/gone`),
    'b/feed.toml': feedToml(`${upstream.origin}/good`),
    'c/feed.toml': feedToml(`${upstream.origin}/html`),
  });
  const { code, stdout } = await sync(dir);
  expect(code).toBe(4);
  expect(stdout.toString()).toMatch(/^ {2}failed: .*\/gone is gone \(404\)\n {6}fix: /m);
  expect(stdout.toString()).toContain('b: 1 new, ');
  expect(stdout.toString()).toMatch(
    /^c: nothing could be had\n {2}failed: .*\/html: this is a web page, and no feed/m,
  );
});

test('without --allow-private no address of this machine is asked', async () => {
  const upstream = await startUpstream({ '/rss': { body: rssOf([itemOf()]) } });
  const { code, stdout } = await run('sync', await takingFrom(`${upstream.origin}/rss`));
  expect(code).toBe(4);
  expect(stdout.toString()).toContain('failed');
  expect(upstream.requests).toEqual([]);
});

test('a feed.toml with a fault takes nothing in; a feed without upstream cannot be named', async () => {
  const dir = await takingFrom('https://news.example/rss', 'embargo = "soon"');
  const { code, stderr } = await sync(dir);
  expect(code).toBe(1);
  expect(stderr).toContain('"permission.embargo" cannot be "soon"');
  const toml = feedToml('https://news.example/rss');
  const { stderr: misplaced } = await sync(await folderWith({ 'feed.toml': toml, 'a/2026/feed.toml': toml }));
  expect(misplaced).toMatch(/^feed\.toml cannot be used[\s\S]*^a\/2026\/feed\.toml cannot be used/m);
  const none = await sync(dir, '--feed', 'news');
  expect(none.code).toBe(1);
  expect(none.stderr).toContain('feed news names no upstream\n  fix: ');
});

test('the sentence of credit stands where the publisher wants it', async () => {
  const upstream = await startUpstream({ '/rss': { body: rssOf([itemOf()]) } });
  const credit = 'This article is republished from Example Wire under a Creative Commons licence.';
  const dir = await takingFrom(
    `${upstream.origin}/rss`,
    `mode = "automatic"\ncredit = "${credit}"\ncredit-at = "top"`,
  );
  expect((await sync(dir)).code).toBe(0);
  expect(await textIn(dir, FILE)).toContain(`Date: 2026-03-03\n\n${credit}\n\nThe bridge is open again.\n`);
  expect((await run('check', dir)).code).toBe(0);
});

test('--keep-source keeps the HTML under the digest of the document', async () => {
  const upstream = await startUpstream({
    '/rss': { body: rssOf([itemOf({ html: '<p>Some <i>words</i>.</p>' })]) },
  });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  await sync(dir, '--keep-source');
  const sources = (await filesIn(dir)).kept.filter((file) => file.includes('/sources/'));
  expect(await Promise.all(sources.map((file) => textIn(dir, file)))).toEqual(['<p>Some <i>words</i>.</p>']);
});

test('a feed that has moved is asked where it is; what is no feed there is not remembered', async () => {
  const feed = { body: rssOf([itemOf({ title: 'One' })]) };
  const upstream = await startUpstream({
    '/rss': { status: 301, headers: { location: '/portal' } },
    '/portal': { type: 'text/html', body: '<title>Please log in</title>' },
    '/new': feed,
  });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  const closed = await sync(dir);
  expect(closed.code).toBe(4);
  expect(closed.stdout.toString()).toContain('this is neither RSS, Atom nor JSON Feed\n      fix: ');
  upstream.set('/rss', { status: 301, headers: { location: '/new' } });
  expect((await sync(dir)).stdout.toString()).toContain('1 new');
  upstream.set('/rss', feed);
  expect((await sync(dir)).stdout.toString()).toContain('1 unchanged');
  expect(upstream.asked('/new')).toBe(2);
  upstream.set('/new', { status: 404 });
  expect((await sync(dir)).stdout.toString()).toContain('1 unchanged');
  expect(await sync(dir)).toMatchObject({ code: 0 });
  expect(upstream.asked('/new')).toBe(3);
});
