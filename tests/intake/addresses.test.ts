/** One address is written in many ways, and stays that of one article. */
import { expect, test } from 'vitest';
import { addressKey, areApart, broadAddressKey } from '../../src/intake/read/address.ts';
import { feedToml, filesIn, itemOf, rssOf, sync, takingFrom } from '../support/intake.ts';
import { folderWith, run } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

const at = (link: string, id: string, title: string): string => itemOf({ link, id, title });

/** Ways to write an address once it was written so. */
const VARIANTS: readonly (readonly [string, string])[] = [
  ['https://news.example/slash', 'https://news.example/slash/'],
  ['https://news.example/fragment', 'https://news.example/fragment#comments'],
  ['https://news.example/port', 'https://news.example:443/port'],
  ['https://news.example/host', 'https://NEWS.example/host'],
  ['https://news.example/scheme', 'http://news.example:80/scheme'],
  [
    'https://news.example/tracked',
    'https://news.example/tracked?utm_source=rss&amp;fbclid=x&amp;mtm_campaign=y',
  ],
  ['https://news.example/Case', 'https://news.example/case'],
  ['https://news.example/id?id=1', 'http://news.example/id/?utm_medium=x&amp;id=1#top'],
];

test('what was refused does not come back under another address; what is another article does', async () => {
  const upstream = await startUpstream();
  upstream.set('/rss', {
    body: rssOf([
      ...VARIANTS.map(([link], n) => at(link, `old-${n}`, `Old ${n}`)),
      at('https://news.example/log#a', 'old-a', 'Old a'),
    ]),
  });
  const dir = await takingFrom(`${upstream.origin}/rss`, '');
  await sync(dir);
  expect((await run('refuse', '--all', '--feed', 'news/example', '--dir', dir)).code).toBe(0);
  upstream.set('/rss', {
    body: rssOf([
      ...VARIANTS.map(([, link], n) => at(link, `new-${n}`, `Altogether new ${n}`)),
      at('https://news.example/id?id=2', 'other-1', 'Another'),
      at('https://news.example/log#b', 'other-2', 'One more'),
    ]),
  });
  const { stdout } = await sync(dir);
  expect(stdout.toString()).toContain(`2 waiting, ${VARIANTS.length} not wanted`);
});

test('what was refused stays so where its feed has it a second time beside itself', async () => {
  const old = at('https://news.example/1', 'old', 'One');
  const upstream = await startUpstream({ '/rss': { body: rssOf([old]) } });
  const dir = await takingFrom(`${upstream.origin}/rss`, '');
  await sync(dir);
  await run('refuse', 'https://news.example/1', '--dir', dir);
  upstream.set('/rss', { body: rssOf([old, at('https://news.example/1/', 'new', 'One')]) });
  expect((await sync(dir)).stdout.toString()).toContain('0 new, 0 changed, 0 waiting, 1 not wanted');
});

test('two feeds that write an address otherwise have its article once', async () => {
  const upstream = await startUpstream({
    '/a': { body: rssOf([at('https://news.example/one', 'a', 'One')]) },
    '/b': {
      body: rssOf([
        at('http://news.example/one/?fbclid=1', 'b', 'One'),
        at('http://news.example/One', 'c', 'Two'),
      ]),
    },
  });
  const dir = await folderWith({
    'a/feed.toml': feedToml(`${upstream.origin}/a`),
    'b/feed.toml': feedToml(`${upstream.origin}/b`),
  });
  expect((await sync(dir)).code).toBe(0);
  expect((await filesIn(dir)).shown).toEqual(['a/2026/03/one.txt', 'b/2026/03/two.txt']);
});

test.each([
  ['gopher://Example.org:70/0/a', 'gopher://example.org/0/a', true],
  ['gopher://example.org:7070/0/a', 'gopher://example.org/0/a', false],
  ['https://news.example/?id=1', 'https://news.example?id=1', true],
  ['https://news.example/?id=1', 'https://news.example/?id=2', false],
  ['https://news.example/a', 'https://news.example/A', false],
  ['https://news.example/a#b', 'https://news.example/a', false],
  ['urn:x:A', 'urn:x:a', false],
])('%s and %s are one address: %s', (a, b, isSame) => {
  expect(addressKey(a) === addressKey(b)).toBe(isSame);
});

test('in doubt what differs in fragment or case is one, but not what differs in its query or has a fragment each', () => {
  expect(broadAddressKey('https://news.example/A#x')).toBe(broadAddressKey('http://news.example/a/'));
  expect(broadAddressKey('https://news.example/a?v=A')).not.toBe(
    broadAddressKey('https://news.example/a?v=a'),
  );
  expect([areApart('#a', '#b'), areApart('#a', ''), areApart('#a', '#a')]).toEqual([true, false, false]);
});
