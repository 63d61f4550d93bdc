/** Search as a reader meets it: the menu that asks, the pages of what is found, and what does no harm. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Responder } from '../../src/server/responder.ts';
import { Site } from '../../src/site/site.ts';
import { ask, get, parseMenu, type MenuLine } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { TEXTS } from '../support/languages.ts';
import { daemonForFile } from '../support/program.ts';
import { withSearch } from '../support/search.ts';
import { siteOf } from '../support/site.ts';

const files = {
  ...Object.fromEntries(
    Object.entries(TEXTS).map(([name, parts]) => [
      `news/world/2025/06/${name}`,
      documentOf({ ...parts, source: `https://news.example/${name}` }),
    ]),
  ),
  ...Object.fromEntries(
    Array.from({ length: 45 }, (_, n) => [
      `old/2024/01/s${n}`,
      documentOf({ title: `Story ${n}`, date: '2024-01-01', publisher: 'Old Wire', licence: 'CC BY-SA 4.0' }),
    ]),
  ),
};
const without = siteOf(files, { 'news/world': { language: 'pt-BR' } });
const site = withSearch(without, ['bridge', 'bridges']);

async function replyOf(
  selector: string,
  fields: readonly string[] = [],
  asked: Site = site,
): Promise<string> {
  const { body } = await asked.reply({ kind: 'gopher', selector, fields });
  return String(body);
}
const menuOf = async (...request: Parameters<typeof replyOf>): Promise<MenuLine[]> =>
  parseMenu(await replyOf(...request));
const displays = (menu: readonly MenuLine[]): string[] => menu.map(({ display }) => display);
const titlesIn = (menu: readonly MenuLine[]): string[] =>
  displays(menu.filter(({ display }) => /^\d{4}-\d{2}/.test(display))).map((label) => label.slice(11));

test('the front page, the list of feeds and every feed lead to a search where there is one', async () => {
  for (const [page, selector] of [
    ['/', '/search'],
    ['/feeds/', '/search'],
    ['/feeds/old/', '/feeds/old/search'],
    ['/view/us-ascii-40/feeds/old/', '/view/us-ascii-40/feeds/old/search'],
  ] as const) {
    const isSearch = ({ type }: MenuLine): boolean => type === '7';
    expect((await menuOf(page)).filter(isSearch)).toMatchObject([{ selector }]);
    expect((await menuOf(page, [], without)).filter(isSearch)).toEqual([]);
  }
});

test.each([[[]], [['']], [['  ']], [['\u202e']]])(
  '[WIRE] without words (%j) it says how to search',
  async (fields) => {
    const menu = await menuOf('/search', fields);
    expect(menu.find(({ type }) => type === '7')).toMatchObject({ selector: '/search' });
    expect(displays(menu)).toContain('How to search');
    expect(await replyOf('/search/', fields)).toBe(await replyOf('/search'));
  },
);

test('[RFC1436-3.7] words are ANDed; a hit has its date, title, publisher, licence and a verbatim line', async () => {
  expect(parseMenu(await replyOf('/search', ['bridge opened']))).toEqual(
    parseMenu(await replyOf('/search/1/bridge%20opened')),
  );
  const menu = await menuOf('/search', ['COST opened']);
  const at = menu.findIndex(({ display }) => display.startsWith('2025-06-30 The town'));
  expect(menu[at]).toMatchObject({ type: '1', selector: '/feeds/news/world/2025/06/english' });
  expect(displays(menu.slice(at + 1, at + 3))).toEqual([
    '  Example Wire, CC BY-ND 4.0',
    '  ...over the Low Ford opened on Monday. It cost €4 million –...',
  ]);
  expect(displays(menu)).toContain('1 article');
});

test.each([
  ['γεφυρα', 'Η νέα γέφυρα'],
  ['МОСТ', 'Новый мост'],
  ['橋', '新しい橋'],
  ['桥', '新桥'],
  ['oeuvre', 'Le nouveau pont de la ville'],
  ['l\u2019oeuvre', 'Le nouveau pont de la ville'],
])('%s finds %s', async (words, title) => {
  expect(titlesIn(await menuOf('/search', [words]))).toContain(title);
});

test('operators and filters', async () => {
  const found = async (words: string): Promise<number> => {
    const [count] = displays(await menuOf('/search', [words])).filter((line) => /^\d+ article/.test(line));
    return Number(/^\d+/.exec(count ?? '0')?.[0]);
  };
  expect(await found('story')).toBe(46);
  expect(await found('story -bridge')).toBe(45);
  expect(await found('"story 7" or "story 8"')).toBe(2);
  expect(await found('stor* by:old')).toBe(45);
  expect(await found('story licence:by-nd')).toBe(1);
  expect(await found('story lang:pt')).toBe(1);
  expect(await found('story feed:old before:2025')).toBe(45);
  expect(await found('story after:2024')).toBe(1);
});

test('twenty a page, and each page by a selector of its own', async () => {
  const titles: string[] = [];
  let selector: string | undefined = '/feeds/old/search';
  let fields = ['story wire'];
  const pages: string[] = [];
  while (selector !== undefined) {
    pages.push(selector);
    const menu = await menuOf(selector, fields);
    titles.push(...titlesIn(menu));
    const next = `Page ${pages.length + 1}`;
    selector = menu.find(({ type, display }) => type === '1' && display === next)?.selector;
    fields = [];
  }
  expect(pages).toEqual([
    '/feeds/old/search',
    '/feeds/old/search/2/story%20wire',
    '/feeds/old/search/3/story%20wire',
  ]);
  expect(new Set(titles).size).toBe(45);
  expect(displays(await menuOf('/feeds/old/search/3/story'))).toContain('45 articles, 41 to 45');
  expect(displays(await menuOf('/feeds/old/search/4/story'))).toContain('There is no page 4.');
  // some clients decode what they send, curl sends a question mark for the TAB
  const second = await replyOf('/feeds/old/search/2/story%20wire');
  expect(await replyOf('/feeds/old/search/2/story wire')).toBe(second);
  expect(await replyOf('/feeds/old/search/2/story%20wire', ['other'])).toBe(second);
  for (const typed of ['story wire', 'story+wire', 'story%20wire'])
    expect(await replyOf(`search?${typed}`)).toBe(await replyOf('/search', ['story wire']));
});

test.each([
  ['c+++"low+ford"+-rain', 'c "low ford" -rain'],
  ['c++', 'c++'],
  ['c++ low+ford', 'c++ low+ford'],
])('w3m sends pluses for spaces: %s', async (sent, typed) => {
  expect(displays(await menuOf('/search', [sent]))).toContain(`Looked for: ${typed}`);
});

test('more than can be counted, and more than a selector can hold', async () => {
  const hits = without.library.catalogue
    .list({ kind: 'all' }, 20)
    .map((entry) => ({ entry, excerpt: 'A line' }));
  const search = () => Promise.resolve({ hits, total: 1000, isMore: true, near: [] });
  const { library, settings } = without;
  const many = new Site({ ...library, search }, settings);
  expect(displays(await menuOf('/search', ['x'], many))).toContain('More than 1,000 articles, 1 to 20');
  expect(displays(await menuOf('/search/50/x', [], many))).toContain('Page 51');
  expect(displays(await menuOf('/search/999/x', [], many))).not.toContain('Page 1000');
  const long = 'я'.repeat(40);
  const menu = await menuOf('/view/us-ascii-67/search', [long], many);
  expect(displays(menu)).toContain('To see more, say it in fewer words.');
  for (const { selector } of menu) expect(selector.length).toBeLessThanOrEqual(255);
});

test('nothing found: near spellings, the whole site, and how to search', async () => {
  const menu = await menuOf('/feeds/old/search', ['brigde']);
  expect(displays(menu)).toEqual(expect.arrayContaining(['Nothing was found.', 'How to search']));
  const items = menu.filter(({ type }) => type === '1').map(({ selector }) => selector);
  expect(items.slice(0, 3)).toEqual([
    '/feeds/old/search/1/bridge',
    '/feeds/old/search/1/bridges',
    '/search/1/brigde',
  ]);
});

test('search that is off says so, and a feed that is not there has none', async () => {
  for (const [selector, fields] of [
    ['/search', []],
    ['/search', ['bridge']],
    ['/search/2/bridge', []],
  ] as const)
    expect(displays(await menuOf(selector, fields, without))).toContain('Search is off on this server.');
  for (const selector of [
    '/feeds/nowhere/search',
    '/feeds/../search',
    '/search/0/a',
    '/search/2',
    '/searching',
  ])
    expect(await replyOf(selector, ['x']), selector).toMatch(/^3/);
});

test('[Gopher+ 2.3] words and attributes stand in fields of their own; "$100" and "+1" are words', async () => {
  const found = await replyOf('/search', ['story']);
  expect(await replyOf('/search', ['story', '+'])).toBe(`+-2\r\n${found}`);
  expect(await replyOf('/search', ['+'])).toBe(`+-2\r\n${await replyOf('/search')}`);
  expect(await replyOf('/search', ['!'])).toContain('+INFO: 7Search all articles\t/search\t');
  expect(await replyOf('/search', ['$'])).toMatch(/^\+-2\r\n\+INFO: /);
  for (const words of ['$100', '+1', '!important'])
    expect(await replyOf('/search', [words]), words).toContain(`iLooked for: ${words}\t`);
});

const HOSTILE = [
  'x'.repeat(10_000),
  'or '.repeat(300),
  'not '.repeat(300),
  '('.repeat(1000),
  '"'.repeat(999),
  '\0'.repeat(900),
  "'; DROP TABLE articles; --",
  '" OR 1=1 --',
  'NEAR(a b) ^x {title}: y*',
  '\u202e\u2066abc\u200f',
  '\ud800 \udc00',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  'a\r\n1Forged\t/forged\tevil.example\t70',
  '%',
  '.',
  '\u0301'.repeat(900),
];

test.each(HOSTILE.map((words) => [words]))('%.40j does no harm', async (words) => {
  for (const view of ['', '/view/us-ascii-40']) {
    const menu = await menuOf(`${view}/search`, [words]);
    for (const { display, type, host } of menu) {
      expect(display).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
      if (type !== 'i') expect(host).toBe('localhost');
    }
  }
});

test('whatever is looked for, a menu comes back, and its items are alive', async () => {
  const word = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE, 'story', 'story -bridge'));
  await fc.assert(
    fc.asyncProperty(word, fc.constantFrom('', '/feeds/old'), async (words, feed) => {
      for (const { type, selector } of await menuOf(`${feed}/search`, [words])) {
        expect(selector).toMatch(/^[!-~]{0,255}$/);
        if (type === '1' && selector.includes('/search/')) await menuOf(selector);
      }
    }),
    { numRuns: 30 },
  );
});

test('pages with words are kept apart: they push out none but their like', async () => {
  const responder = new Responder(site, 1_000_000, (error) => {
    throw error;
  });
  const reply = async (selector: string, fields: readonly string[]): Promise<string> =>
    (await responder.answer({ kind: 'gopher', selector, fields })).bytes.toString();
  const hitsOf = async (selector: string, fields: readonly string[]): Promise<number> => {
    const { hits } = responder.cacheFigures;
    await reply(selector, fields);
    return responder.cacheFigures.hits - hits;
  };
  await reply('/search', []);
  const before = responder.cacheFigures.bytes;
  for (let n = 0; n < 150; n++)
    expect(await reply('/search', [`story ${n}`])).toContain(`Looked for: story ${n}`);
  expect(responder.cacheFigures.bytes - before).toBeLessThanOrEqual(1_000_000 / 16);
  expect(await hitsOf('/search', [])).toBe(1);
  expect(await hitsOf('/search', ['story 149'])).toBe(1);
  expect(await hitsOf('/search', ['story 0'])).toBe(0);
});

const daemon = daemonForFile({ 'a/story.txt': documentOf() });

test('over the wire a search of 10 kB or with a NUL is refused, and none makes the daemon fail', async () => {
  for (const words of HOSTILE.filter((text) => !/[\r\n]/.test(text))) {
    const reply = (await ask(daemon.port, `/search\t${words}\r\n`)).toString();
    expect(reply, JSON.stringify(words.slice(0, 40))).toMatch(/\r\n\.\r\n$/);
    if (words.includes('\0') || words.length > 1024) expect(reply).toMatch(/^3The request /);
  }
  expect(await get(daemon.port, '/search\tbridge')).toContain('Looked for: bridge');
});
