/** Addresses in articles and gophermaps that name this server: an item where something is served to everybody, else text. */
import { expect, test } from 'vitest';
import { deadItemsOf } from '../../src/site/heading.ts';
import { webReply } from '../../src/web/web-reply.ts';
import { parseMenu, type MenuLine } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { siteOf } from '../support/site.ts';

const links = [
  '/feeds/a/b.txt',
  '/feeds/a/b.txt/part/1',
  '/view/us-ascii-40/feeds/a/b',
  '/view/us-ascii-40/feeds/a/none',
  '/view/us-ascii-31/feeds/a/b',
  'gopher://localhost:7070/0/feeds/a/b.txt',
  'gopher://LOCALHOST:7070/0/feeds/a/none.txt',
  'gopher://localhost:7071/0/feeds/a/none.txt',
];
const heading = [
  '1A view\t/view/us-ascii-40/',
  '0A part\t/feeds/a/b.txt/part/1',
  '1No view\t/view/us-ascii-31/',
  '1All\t/feeds/',
].join('\n');
const references = links.map((uri, index) => `[${index + 2}] Url: ${uri}`).join('\n');
const site = siteOf(
  { 'a/b': documentOf().replace(/^(\[1\] Url.*)$/m, `$1\n${references}`) },
  { '': { heading }, a: { heading } },
);

async function itemsOf(selector: string, shape: RegExp): Promise<string[]> {
  const { body } = await site.reply({ kind: 'gopher', selector, fields: [] });
  return parseMenu(Buffer.from(body).toString())
    .filter(({ type, display }: MenuLine) => type !== 'i' && shape.test(display))
    .map(({ type, selector: to, port }) => `${type}${to} ${port}`);
}

const REFERENCE = /^\[[2-9]\]/;

test('in an article', async () => {
  expect(await itemsOf('/feeds/a/b', REFERENCE)).toEqual([
    '0/feeds/a/b.txt 7070',
    '1/view/us-ascii-40/feeds/a/b 7070',
    '0/feeds/a/b.txt 7070',
    '0/feeds/a/none.txt 7071',
  ]);
});

test('in a view, which an item with a view of its own leads out of', async () => {
  expect(await itemsOf('/view/koi8-r-67/feeds/a/b', REFERENCE)).toEqual([
    '0/view/koi8-r-67/feeds/a/b.txt 7070',
    '1/view/us-ascii-40/feeds/a/b 7070',
    '0/feeds/a/b.txt 7070',
    '0/feeds/a/none.txt 7071',
  ]);
});

test.each(['/', '/feeds/a/'])('in the gophermap at %s', async (selector) => {
  const shape = /^(?:A view|A part|No view|All)$/;
  expect(await itemsOf(selector, shape)).toEqual(['1/view/us-ascii-40/ 7070', '1/feeds/ 7070']);
  expect(await itemsOf(`/view/koi8-r-67${selector}`, shape)).toEqual([
    '1/view/us-ascii-40/ 7070',
    '1/view/koi8-r-67/feeds/ 7070',
  ]);
  const { catalogue } = site.library;
  const folder = catalogue.folder(selector === '/' ? '' : 'a');
  expect(folder && deadItemsOf(folder, catalogue)).toEqual([2, 3]);
});

test('on the web', async () => {
  const page = String((await webReply(site, '/feeds/a/b')).body);
  for (const dead of ['part/1"', 'a/none"', 'us-ascii-31', ':7070/0/feeds/a/none'])
    expect(page).not.toMatch(new RegExp(`href="[^"]*${dead}`));
  for (const href of [
    '/feeds/a/b.txt',
    '/view/us-ascii-40/feeds/a/b',
    'gopher://localhost:7070/0/feeds/a/b.txt',
  ])
    expect(page).toContain(`href="${href}"`);
});
