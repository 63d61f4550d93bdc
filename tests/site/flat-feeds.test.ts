/** Years and months of feeds whose articles lie flat, and of those with folders of years. */
import { expect, test } from 'vitest';
import { webReply } from '../../src/web/web-reply.ts';
import { parseMenu } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { hrefsOf, readHtml } from '../support/html.ts';
import { isFound, itemsOf, replyOf, site } from '../support/lists.ts';
import { siteOf } from '../support/site.ts';

test('the years of a flat feed look like folders', async () => {
  expect((await itemsOf('/feeds/flat/page/3/')).slice(-7)).toEqual([
    '1Newer articles (page 2) /feeds/flat/page/2/',
    '1The flat feed, 2024 (57 articles) /feeds/flat/2024/',
    '1The flat feed, 2023 (57 articles) /feeds/flat/2023/',
    '1The flat feed, 2022 (58 articles) /feeds/flat/2022/',
    '1The flat feed, 2021 (58 articles) /feeds/flat/2021/',
    '1Up: All feeds /feeds/',
    '1Front page /',
  ]);
  expect((await itemsOf('/feeds/flat/2021/')).slice(-5)).toEqual([
    '1The flat feed, 2021-09 (19 articles) /feeds/flat/2021/09/',
    '1The flat feed, 2021-05 (19 articles) /feeds/flat/2021/05/',
    '1The flat feed, 2021-01 (20 articles) /feeds/flat/2021/01/',
    '1Up: The flat feed /feeds/flat/',
    '1Front page /',
  ]);
  expect((await itemsOf('/feeds/flat/2021/01')).slice(-2)).toEqual([
    '1Up: The flat feed, 2021 /feeds/flat/2021/',
    '1Front page /',
  ]);
});

test('a feed with years and months lists those, and no others', async () => {
  expect((await itemsOf('/feeds/dated/')).slice(3)).toEqual([
    '1The dated feed, 2025 (2 articles) /feeds/dated/2025/',
    '1The dated feed, 2024 (1 article) /feeds/dated/2024/',
    '0Atom of these articles /feeds/dated/atom.xml',
    '0twtxt of these articles /feeds/dated/twtxt.txt',
    '1Up: All feeds /feeds/',
    '1Front page /',
  ]);
});

test('what lies flat beside years has a year too; a real one holds what lies in it', async () => {
  const mixed = siteOf({
    'm/2025/a': documentOf({ title: 'In the folder', date: '2025-01-01' }),
    'm/b': documentOf({ title: 'Flat of 2025', date: '2025-02-01' }),
    'm/c': documentOf({ title: 'Flat of 2024', date: '2024-02-01' }),
    'm/2023/2022/d': documentOf({ title: 'A year in a year', date: '2022-01-01' }),
  });
  const items = async (selector: string): Promise<string[]> =>
    parseMenu(await replyOf(selector, mixed)).flatMap(({ type, display }) => (type === '1' ? [display] : []));
  expect((await items('/feeds/m/')).slice(4, -2)).toEqual([
    'm, 2025 (1 article)',
    'm, 2024 (1 article)',
    'm, 2023 (1 article)',
    'm, 2022 (1 article)',
  ]);
  expect(await items('/feeds/m/2025/')).toEqual([
    '2025-01-01 In the folder',
    'm, 2025-02 (1 article)',
    'm, 2025-01 (1 article)',
    'Up: m',
    'Front page',
  ]);
  expect(await items('/feeds/m/2024/')).toEqual(['2024-02-01 Flat of 2024', 'Up: m', 'Front page']);
  for (const selector of ['/feeds/m/2023/', '/feeds/m/2023/2022/', '/feeds/m/2022/'])
    expect((await items(selector))[0]).toBe('2022-01-01 A year in a year');
});

test.each([
  '/feeds/flat/2020/',
  '/feeds/flat/2021/02/',
  '/feeds/flat/2021/13/',
  '/feeds/flat/2021/page/2/',
  '/feeds/flat/2021/2021/',
  '/feeds/flat/2021/atom.xml',
  '/feeds/2021/',
  '/feeds/none/2021/',
])('nothing is served at %s', async (selector) => {
  expect(await isFound(selector)).toBe(false);
});

test('on the web a year of a flat feed names the Atom of its feed, and every link is alive', async () => {
  for (const path of ['/feeds/flat/2021/', '/newest/', '/publisher/example-wire/2022/', '/language/']) {
    const page = await webReply(site, path);
    expect(page.status, path).toBe('ok');
    for (const href of hrefsOf(readHtml(String(page.body))).filter((target) => target.startsWith('/')))
      expect((await webReply(site, href)).status, href).toBe('ok');
  }
  expect(String((await webReply(site, '/feeds/flat/2021/')).body)).toContain('href="/feeds/flat/atom.xml"');
});
