/** Atom, twtxt, OPML and digests, read by parsers that are not ours. */
import { parseAtomFeed, parseOpml } from 'feedsmith';
import { expect, test } from 'vitest';
import { ask, get, parseMenu } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { TEXTS } from '../support/languages.ts';
import { daemonForTest, folderWith } from '../support/program.ts';

const WILD = {
  title: 'A <b> & "c" ]]>\u0007',
  body: 'One & <two>.\nKept line.\n\n</div><script>alert(1)</script>',
};
const files = Object.fromEntries(
  [...Object.entries(TEXTS), ['wild', WILD] as const].map(([name, parts], index) => [
    `news/example/2025/06/${name}.txt`,
    documentOf({
      ...parts,
      date: index < 3 ? '2025-06-29' : '2025-06-30',
      source: `https://news.example/${name}`,
    }),
  ]),
);
const serve = async (): Promise<number> => (await daemonForTest(await folderWith(files))).port;

test.each([
  '/atom.xml',
  '/feeds/news/example/atom.xml',
  '/feeds/news/atom.xml',
  '/view/us-ascii-40/atom.xml',
])('[RFC4287] %s has every article whole, with its licence and its source', async (selector) => {
  const port = await serve();
  const xml = await get(port, selector);
  const feed = parseAtomFeed(xml);
  expect(feed.entries).toHaveLength(Object.keys(files).length);
  expect(feed.links?.find(({ rel }) => rel === 'self')?.href).toMatch(
    /^gopher:\/\/localhost:\d+\/0\/.*atom\.xml$/,
  );
  for (const entry of feed.entries ?? []) {
    const rel = (name: string): string | undefined => entry.links?.find((link) => link.rel === name)?.href;
    // [RFC4946-2]
    expect(rel('license')).toBe('https://creativecommons.org/licenses/by-nd/4.0/');
    expect(rel('via')).toMatch(/^https:\/\/news\.example\//);
    expect(rel('alternate')).toBe(entry.id);
    expect(entry.updated).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(entry.published).toMatch(/^2025-06-(?:29|30)T00:00:00Z$/);
    expect(entry.authors?.[0]?.name).toBe('Ann Example');
    for (const part of [
      'https://creativecommons.org/licenses/by-nd/4.0/',
      'Published and (C) by Example Wire',
    ])
      expect(entry.content?.value).toContain(part);
  }
  const titles = feed.entries?.map(({ title }) => title?.value);
  for (const { title } of Object.values(TEXTS)) expect(titles).toContain(title);
  expect(titles).toContain('A <b> & "c" ]]>');
  expect(xml).not.toContain('<script>');
  expect(xml).toContain('<p>One &amp; &lt;two&gt;.<br/>Kept line.</p>');
});

test('twtxt is a time, a TAB and a line for each article, newest first', async () => {
  const lines = (await get(await serve(), '/twtxt.txt'))
    .trimEnd()
    .split('\r\n')
    .filter((line) => !line.startsWith('#'));
  expect(lines).toHaveLength(Object.keys(files).length);
  for (const line of lines)
    expect(line).toMatch(
      /^2025-06-(?:29|30)T00:00:00Z\t[^\t]+ \(Example Wire, CC BY-ND 4\.0\) gopher:\/\/localhost:\d+\/0\/\S+\.txt$/,
    );
  const times = lines.map((line) => line.slice(0, 20));
  expect(times).toEqual(times.toSorted().toReversed());
});

test('twtxt in a view is in its charset, and its addresses stay in it', async () => {
  const lines = (await ask(await serve(), '/view/iso-8859-2-40/twtxt.txt\r\n'))
    .toString('latin1')
    .split('\r\n');
  expect(lines[1]).toMatch(/^# Rendering: iso-8859-2, \d+ characters transliterated$/);
  expect(lines).toHaveLength(Object.keys(files).length + 3);
  for (const line of lines.slice(2, -1))
    expect(line).toMatch(/ gopher:\/\/localhost:\d+\/0\/view\/iso-8859-2-40\/feeds\/news\/\S+\.txt$/);
});

test('Atom and OPML are the same ASCII in every view', async () => {
  const port = await serve();
  for (const selector of ['/atom.xml', '/opml.xml']) {
    const xml = await ask(port, `${selector}\r\n`);
    expect(xml.toString('latin1')).not.toMatch(/[^\r\n -~]/);
    expect(await ask(port, `/view/cp437-40${selector}\r\n`)).toEqual(xml);
  }
});

test('OPML leads to the Atom of every feed', async () => {
  const port = await serve();
  const { body } = parseOpml(await get(port, '/opml.xml'));
  expect(body?.outlines).toHaveLength(1);
  expect(body?.outlines?.[0]).toMatchObject({ text: 'example', type: 'rss' });
  const selector = body?.outlines?.[0]?.xmlUrl?.replace(/^gopher:\/\/[^/]+\/0/, '') ?? '';
  expect(parseAtomFeed(await get(port, selector)).title?.value).toBe('example');
});

test('the digest of a day has its articles whole, each with its licence block, and no others', async () => {
  const port = await serve();
  const digest = await get(port, '/digest/2025-06-29.txt');
  const [contents = '', ...texts] = digest.split(/\r\n={32}\r\n/);
  expect(contents).toMatch(
    /^The articles of 2025-06-29\r\n\r\n1\. .*\(Example Wire, [\d.]+\s+(?:KB|bytes)\)/s,
  );
  expect(texts).toHaveLength(3);
  for (const [index, text] of texts.entries()) {
    expect(text).toMatch(new RegExp(`^\\[${index + 1}/3\\]\\r\\n\\r\\n\\(C\\) Example Wire`));
    expect(text).toMatch(/https:\/\/creativecommons\.org\/licenses\/by-nd\/4\.0\/\s+CC-BY-ND-4\.0\r\n/);
  }
  const article = await get(port, '/feeds/news/example/2025/06/english.txt');
  expect(digest).toContain(article);
  for (const none of [
    '/digest/2025-06-31.txt',
    '/digest/2025-06.txt',
    '/digest/page/2/',
    '/digest/page/0/',
    '/digest/x.txt',
  ])
    expect(parseMenu(await get(port, none))[0]?.type, none).toBe('3');
});

test('a day without articles is a short text; the list of days leads to all others', async () => {
  const port = await serve();
  expect(await get(port, '/digest/2025-06-28.txt')).toBe('No article here has the date 2025-06-28.\r\n');
  expect(parseMenu(await get(port, '')).find(({ selector }) => selector === '/digest/')?.type).toBe('1');
  const days = parseMenu(await get(port, '/digest/')).filter(({ type }) => type === '0');
  expect(days.map(({ display, selector }) => [display, selector])).toEqual([
    [`2025-06-30 ${Object.keys(files).length - 3} articles`, '/digest/2025-06-30.txt'],
    ['2025-06-29 3 articles', '/digest/2025-06-29.txt'],
  ]);
});

test('the list of days has a hundred on a page', async () => {
  const dated = Array.from({ length: 101 }, (_, index) => {
    const date = new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10);
    return [`a/${date}.txt`, documentOf({ date })];
  });
  const { port } = await daemonForTest(await folderWith(Object.fromEntries(dated)));
  const first = parseMenu(await get(port, '/digest/'));
  expect(first.filter(({ type }) => type === '0')).toHaveLength(100);
  expect(first.map(({ display }) => display)).toContain('101 days, page 1 of 2');
  const older = first.find(({ display }) => display === 'Older days (page 2)')?.selector ?? '';
  const second = parseMenu(await get(port, older)).filter(({ type }) => type === '0');
  expect(second.map(({ selector }) => selector)).toEqual(['/digest/2025-01-01.txt']);
});

test('/latest.txt has the newest articles, in every view in its charset', async () => {
  const port = await serve();
  expect((await get(port, '/latest.txt')).split(/\r\n={32}\r\n/)).toHaveLength(11);
  const ascii = (await ask(port, '/view/us-ascii-40/latest.txt\r\n')).toString('latin1');
  expect(ascii).not.toMatch(/[^\r\n -~]/);
  expect(ascii).toContain('Novyi most'.slice(0, 3));
});

test.each(['javascript:alert(1)', 'data:text/html,<script>alert(1)</script>', 'ftp://files.example/a'])(
  'an address that no menu links to stands in Atom as text: %s',
  async (uri) => {
    const document = documentOf().replace(/^(\[1\] Url.*)$/m, `$1\n[2] Url: ${uri}`);
    const { port } = await daemonForTest(await folderWith({ 'a/b.txt': document }));
    const xml = await get(port, '/atom.xml');
    const text = uri.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    expect(xml).toContain(`<p>[2] ${text}</p>`);
    expect(xml).not.toMatch(/href="(?:javascript|data|ftp):/);
  },
);
