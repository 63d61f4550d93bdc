/** The other kinds of upstream: folders, gopher menus, pages and lists of pages. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf } from '../support/documents.ts';
import {
  CC_BY_LINK,
  feedToml,
  filesIn,
  itemOf,
  pageOf,
  rssOf,
  sync,
  takingFrom,
  textIn,
} from '../support/intake.ts';
import { folderWith, put } from '../support/program.ts';
import { startGopherUpstream, startUpstream } from '../support/upstream.ts';

test('documents in a folder are kept byte for byte, and its web pages converted', async () => {
  const crlf = `\ufeff${documentOf({ title: 'One', source: 'https://news.example/1' })}`.replaceAll(
    '\n',
    '\r\n',
  );
  const inbox = await folderWith({
    'deep/One story.TXT': crlf,
    'two.html': pageOf('Two', `${CC_BY_LINK}<link rel="canonical" href="https://news.example/2">`),
    'three.txt': 'no document',
    '.hidden.txt': documentOf(),
    'image.png': 'x',
  });
  const toml = `publisher = "Example Wire"\n${feedToml(inbox, 'mode = "automatic"', 'folder')}`;
  const dir = await folderWith({ 'a/feed.toml': toml });
  const { code, stdout } = await sync(dir);
  expect(code).toBe(3);
  expect(stdout.toString()).toContain('a: 2 new, 0 changed, 0 waiting, 1 held, 0 failed\n');
  expect((await filesIn(dir)).shown).toEqual(['a/2025/06/one-story.txt', 'a/2026/03/two.txt']);
  expect(await readFile(join(dir, 'a/2025/06/one-story.txt'), 'utf8')).toBe(crlf);
  expect(await textIn(dir, 'a/2026/03/two.txt')).toContain("['Ben Example']");

  const changed = documentOf({ title: 'One', source: 'https://news.example/1', body: 'Another edition.' });
  await put(join(inbox, 'deep/One story.TXT'), changed);
  expect((await sync(dir)).stdout.toString()).toContain('a: 0 new, 1 changed, 1 unchanged, ');
  expect(await textIn(dir, 'a/2025/06/one-story.txt')).toBe(changed);
});

test('the articles folder does not take from itself; a folder that is not there is told', async () => {
  for (const path of ['..', '../../..', '/']) {
    const { code, stdout } = await sync(await takingFrom(path, undefined, 'folder'));
    expect(code).toBe(4);
    expect(stdout.toString()).toContain(`${path} is in the articles folder, or has it in it\n      fix: `);
  }
  const none = await sync(await takingFrom('/none/of/this', undefined, 'folder'));
  expect(none.code).toBe(4);
  expect(none.stdout.toString()).toContain('/none/of/this: ');
});

test('documents of a gopher menu are kept byte for byte, and asked for once; menus that loop end', async () => {
  const one = documentOf({ title: 'One', source: 'https://news.example/1' });
  const replies: Record<string, string> = { '/news/one.txt': one };
  const gopher = await startGopherUpstream(replies);
  const host = `127.0.0.1\t${gopher.port}\r\n`;
  replies['/news'] =
    `iNews\t\terror.host\t1\r\n0One\t/news/one.txt\t${host}0Gone\t/news/gone.txt\t${host}1Older\t/news/older\t${host}0Elsewhere\t/x.txt\tother.example\t70\r\n.\r\n`;
  replies['/news/older'] = `1Back\t/news\t${host}1Older\t/news/older\t${host}1Away\t/\t${host}.\r\n`;
  const dir = await takingFrom(`${gopher.origin}/1/news`, 'mode = "automatic"', 'gopher');
  const { code, stdout } = await sync(dir);
  expect(code).toBe(4);
  expect(stdout.toString()).toContain('1 new, 0 changed, 0 waiting, 0 held, 1 failed\n');
  expect(await textIn(dir, 'news/example/2025/06/one.txt')).toBe(one);
  await sync(dir);
  expect(gopher.requests.filter((selector) => selector === '/news/one.txt')).toHaveLength(1);
  expect(gopher.requests.filter((selector) => selector === '/news/older')).toHaveLength(2);
});

test('a gopher address of type 0 is one document; where another text stands there, that is told', async () => {
  const one = documentOf({ title: 'One', source: 'https://news.example/1' });
  const gopher = await startGopherUpstream({ '/one.txt': one, '/about.txt': 'We mend bridges.\r\n' });
  const dir = await takingFrom(`${gopher.origin}/0/one.txt`, 'mode = "automatic"', 'gopher');
  expect(await sync(dir)).toMatchObject({ code: 0 });
  expect(await textIn(dir, 'news/example/2025/06/one.txt')).toBe(one);
  expect(await sync(dir)).toMatchObject({ code: 0 });
  expect(gopher.requests).toEqual(['/one.txt']);
  const other = await sync(await takingFrom(`${gopher.origin}/0/about.txt`, undefined, 'gopher'));
  expect(other.code).toBe(4);
  expect(other.stdout.toString()).toContain('/0/about.txt is the address of a text, which is no menu');
});

test('the articles that a page lists are taken, and asked for again on condition alone', async () => {
  const list = ['one', 'two']
    .map((name) => `<h2><a href="/stories/${name}">The story of ${name}</a></h2>`)
    .join('');
  const upstream = await startUpstream({
    '/list': { type: 'text/html', body: `<!doctype html><title>List</title><main>${list}</main>` },
    '/stories/one': { type: 'text/html', body: pageOf('The story of one'), headers: { etag: '"1"' } },
    '/stories/two': { type: 'text/html', body: pageOf('The story of two') },
  });
  const toml = `publisher = "Example Wire"\n${feedToml(`${upstream.origin}/list`, 'mode = "automatic"', 'page')}`;
  const dir = await folderWith({ 'a/feed.toml': toml.replace('[upstream]\n', '[upstream]\nlist = true\n') });
  expect((await sync(dir)).stdout.toString()).toBe('a: 2 new, 0 changed, 0 waiting, 0 held, 0 failed\n');
  await sync(dir);
  expect(upstream.asked('/stories/one')).toBe(2);
  expect(upstream.asked('/stories/two')).toBe(1);
});

test('a feed that has only summaries is completed from the pages, once', async () => {
  const upstream = await startUpstream();
  const item = itemOf({ link: `${upstream.origin}/story` }).replace(
    /<content:encoded>[\s\S]*<\/content:encoded>/,
    '<description>The bridge is open.</description>',
  );
  upstream.set('/rss', { body: rssOf([item]) });
  upstream.set('/story', { type: 'text/html', body: pageOf('The bridge at Low Ford') });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  expect((await sync(dir)).stdout.toString()).toContain('1 new, ');
  const text = await textIn(dir, 'news/example/2026/03/the-bridge-at-low-ford.txt');
  expect(text).toContain('tells of the mill and of the ford');
  await sync(dir);
  expect(upstream.asked('/story')).toBe(1);
  // the summary says the same, and that the article was touched
  const touched =
    '<atom:updated xmlns:atom="http://www.w3.org/2005/Atom">2026-03-05T00:00:00Z</atom:updated></item>';
  upstream.set('/rss', { body: rssOf([item.replace('</item>', touched)]) });
  upstream.set('/story', {
    type: 'text/html',
    body: pageOf('The bridge at Low Ford').replaceAll('the mill', 'the old mill'),
  });
  expect((await sync(dir)).stdout.toString()).toContain('1 changed, ');
  expect(await textIn(dir, 'news/example/2026/03/the-bridge-at-low-ford.txt')).toContain('the old mill');
});
