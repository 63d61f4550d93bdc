/** Lists of many articles, of which some are large, gone or too many: bounded, and nothing is left out unsaid. */
import { parseAtomFeed } from 'feedsmith';
import { expect, test } from 'vitest';
import type { Site } from '../../src/site/site.ts';
import { documentOf } from '../support/documents.ts';
import { siteOf } from '../support/site.ts';

const MEBIBYTE = 1024 * 1024;

async function replyOf(site: Site, selector: string): Promise<string> {
  const { body } = await site.reply({ kind: 'gopher', selector, fields: [] });
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}

/** A site of one day: `count` articles of a mebibyte and a short one, and the paths of those that were read. */
function siteOfGiants(count: number): { readonly site: Site; readonly read: readonly string[] } {
  const giant = documentOf({ body: 'word '.repeat(MEBIBYTE / 5) });
  const files = Object.fromEntries(Array.from({ length: count }, (_, n) => [`a/giant${n}`, giant]));
  const site = siteOf({ ...files, 'a/short': documentOf({ title: 'A short one' }) });
  const read: string[] = [];
  const { library } = site;
  const counting = {
    ...library,
    read: (entry: Parameters<typeof library.read>[0]) => {
      read.push(entry.path);
      return library.read(entry);
    },
  };
  return { site: Object.assign(site, { library: counting }), read };
}

test.each(['/digest/2025-06-30.txt', '/latest.txt'])(
  '%s reads no more than it can hold, and names the rest with their selectors',
  async (selector) => {
    const { site, read } = siteOfGiants(9);
    const text = await replyOf(site, selector);
    expect(read).toEqual(['a/giant0', 'a/giant1', 'a/giant2', 'a/short']);
    expect(text.length).toBeLessThan(4.2 * MEBIBYTE);
    expect(text.match(/left\s+out here\)/g)).toHaveLength(6);
    for (const name of ['giant3', 'giant8']) expect(text).toContain(`\r\n   /feeds/a/${name}.txt\r\n`);
    expect(text).toContain('(C) Example Wire');
    expect(text).toContain('A short one [1]\r\n');
  },
);

test('[RFC4287-4.1.2] Atom reads no more than it can hold; the other entries lead to their articles', async () => {
  const { site, read } = siteOfGiants(9);
  const { entries = [] } = parseAtomFeed(await replyOf(site, '/atom.xml'));
  expect(read).toHaveLength(4);
  expect(entries).toHaveLength(10);
  const without = entries.filter(({ content }) => content === undefined);
  expect(without).toHaveLength(6);
  for (const { links, authors, updated, title } of without) {
    expect(links?.find(({ rel }) => rel === 'alternate')?.href).toMatch(/\/0\/feeds\/a\/giant\d\.txt$/);
    expect(authors?.[0]?.name).toBe('Example Wire');
    expect([updated, title?.value]).not.toContain(undefined);
  }
});

test('one document that can no longer be read costs no other its place', async () => {
  const site = siteOf({ 'a/one': documentOf({ title: 'One' }), 'a/two': documentOf({ title: 'Two' }) });
  const { library } = site;
  const read = (entry: Parameters<typeof library.read>[0]): Promise<Uint8Array | undefined> =>
    entry.path === 'a/one' ? Promise.resolve(undefined) : library.read(entry);
  Object.assign(site, { library: { ...library, read } });
  const digest = await replyOf(site, '/digest/2025-06-30.txt');
  expect(digest).toMatch(/1\. One \(.*not to be read\s+now\)\r\n {3}\/feeds\/a\/one\.txt\r\n2\. Two/s);
  expect(digest).toContain('\r\n[2/2]\r\n');
  expect(parseAtomFeed(await replyOf(site, '/atom.xml')).entries?.map(({ title }) => title?.value)).toEqual([
    'Two',
  ]);
});

test('a day of very many articles names some and counts the rest', async () => {
  const files = Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`a/x${n}`, documentOf()]));
  const text = await replyOf(siteOf(files), '/digest/2025-06-30.txt');
  expect(text).toContain('\r\nAnd 100 articles more, in the menus of their feeds.\r\n');
  expect(text).toContain('\r\n[500/600]\r\n');
});

test.each([false, true])('the sizes in a digest are those of the texts, strict or not', async (strict) => {
  const body = `${'.\n'.repeat(200)}..\nend`;
  const site = siteOf({ 'a/dots': documentOf({ body }) }, {}, { textFormat: { strict } });
  const text = await replyOf(site, '/feeds/a/dots.txt');
  const size = `${(new TextEncoder().encode(text).length / 1024).toFixed(1)} KB`;
  expect(await replyOf(site, '/digest/2025-06-30.txt')).toContain(`(Example Wire, ${size})\r\n`);
});
