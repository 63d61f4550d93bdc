/** Lists beside the folders: all articles by date, by publisher, licence and language. */
import { expect, test } from 'vitest';
import { deadItemsOf } from '../../src/site/heading.ts';
import { slugOf } from '../../src/site/slug.ts';
import { get, parseMenu } from '../support/client.ts';
import { articlesIn, crawl } from '../support/crawl.ts';
import { documentOf } from '../support/documents.ts';
import {
  articlesOf,
  documents,
  files,
  FLAT,
  isFound,
  itemsOf,
  PUBLISHERS,
  replyOf,
  site,
} from '../support/lists.ts';
import { daemonForFile, folderWith, run } from '../support/program.ts';
import { siteOf } from '../support/site.ts';

const SLUGS = PUBLISHERS.map((name) => slugOf('publisher', name));

const served = daemonForFile(files, '--log', 'none');
const TOTAL = FLAT + 3;
const ALL = Object.keys(documents).toSorted();

test('every link of the site is alive, and every list is linked', async () => {
  const seen = await crawl(served.port);
  expect(articlesIn(seen)).toEqual(ALL.map((path) => `${path}.txt`));
  expect([...seen.keys()]).toEqual(
    expect.arrayContaining([
      '/newest/page/3/',
      '/newest/2024/12/',
      `/publisher/${SLUGS[0]}/2022/10/`,
      `/publisher/${SLUGS[1]}/2022/02/`,
      `/publisher/${SLUGS[2]}/2022/06/`,
      '/licence/cc-by-nd-4.0/2021/',
      '/language/fr/2025/06/',
      '/feeds/flat/2021/09/',
    ]),
  );
});

test('each article is listed once among all, and once by publisher, licence and language', async () => {
  expect((await articlesOf('/newest/')).toSorted()).toEqual(ALL);
  for (const topic of ['publisher', 'licence', 'language']) {
    const lists = parseMenu(await replyOf(`/${topic}/`)).filter(({ selector }) =>
      selector.startsWith(`/${topic}/`),
    );
    const articles = await Promise.all(lists.map(({ selector }) => articlesOf(selector)));
    expect(articles.flat().toSorted(), topic).toEqual(ALL);
  }
});

test('each article of a list is in one of its years, and in one of its months', async () => {
  for (const list of ['/newest/', `/publisher/${SLUGS[1]}/`, '/feeds/flat/']) {
    const whole = await articlesOf(list);
    const below = async (selector: string): Promise<string[]> =>
      parseMenu(await replyOf(selector))
        .map((line) => line.selector)
        .filter((other) => new RegExp(`^${selector}(?:\\d{4}|\\d{2})/$`).test(other));
    const years = await below(list);
    const months = (await Promise.all(years.map(below))).flat();
    expect((await Promise.all(years.map(articlesOf))).flat(), list).toEqual(whole);
    expect((await Promise.all(months.map(articlesOf))).flat(), list).toEqual(whole);
  }
});

test('a list names its years with their counts above its articles, and the pages below', async () => {
  const items = await itemsOf('/newest/');
  expect(items.slice(0, 6)).toEqual([
    '12025 (2 articles) /newest/2025/',
    '12024 (58 articles) /newest/2024/',
    '12023 (57 articles) /newest/2023/',
    '12022 (58 articles) /newest/2022/',
    '12021 (58 articles) /newest/2021/',
    '12025-06 Of 2025/06 /feeds/dated/2025/06/one',
  ]);
  expect(items.slice(-2)).toEqual(['1Older articles (page 2) /newest/page/2/', '1Front page /']);
  expect(await replyOf('/newest/page/3/')).toContain(`i${TOTAL} articles, page 3 of 3\t`);
  expect((await itemsOf('/newest/page/3/')).slice(-2)).toEqual([
    '1Newer articles (page 2) /newest/page/2/',
    '1Front page /',
  ]);
});

test('a month of a publisher leads up to its year, that to the publisher, that to all of them', async () => {
  const [slug] = SLUGS;
  expect(slug).toBe('example-wire');
  expect((await itemsOf(`/publisher/${slug}/2025/06/`)).slice(1)).toEqual([
    `1Up: Example Wire, 2025 /publisher/${slug}/2025/`,
    '1Front page /',
  ]);
  expect((await itemsOf(`/publisher/${slug}/2025/`)).slice(-2)).toEqual([
    `1Up: Example Wire /publisher/${slug}/`,
    '1Front page /',
  ]);
  expect(await itemsOf(`/publisher/${slug}/`)).toContain('1Up: Publishers /publisher/');
});

test('names stand with the number of their articles, most first', async () => {
  expect(await itemsOf('/publisher/')).toEqual([
    '1Example Wire (80 articles) /publisher/example-wire/',
    `1Примерные вести (77 articles) /publisher/${SLUGS[1]}/`,
    `1example wire (76 articles) /publisher/${SLUGS[2]}/`,
    '1Front page /',
  ]);
  expect(await itemsOf('/licence/')).toEqual([
    '1CC BY-ND 4.0 (80 articles) /licence/cc-by-nd-4.0/',
    '1CC BY 4.0 (77 articles) /licence/cc-by-4.0/',
    '1CC BY-SA 3.0 (76 articles) /licence/cc-by-sa-3.0/',
    '1Front page /',
  ]);
  expect(await itemsOf('/language/')).toEqual([
    '1English (230 articles) /language/en/',
    '1French (3 articles) /language/fr/',
    '1Front page /',
  ]);
});

test.each([
  '/newest/2020/',
  '/newest/2025/07/',
  '/newest/2025/13/',
  '/newest/page/4/',
  '/newest/2024/page/2/',
  '/publisher/none/',
  '/publisher/page/',
  '/publisher/2025/',
  '/publisher/page/2/',
  '/publisher/example-wire/2020/',
  '/licence/cc-by-2.0/',
  '/language/en/2025/',
  '/language/en/page/4/',
])('nothing is served at %s', async (selector) => {
  expect(await isFound(selector)).toBe(false);
});

test('a site of one publisher and one licence leads to neither, nor to languages where none is known', async () => {
  const small = siteOf({ 'a/b': documentOf() });
  const links = parseMenu(await replyOf('/', small)).map(({ display }) => display);
  expect(links).toContain('Newest articles by year and month');
  expect(links.filter((label) => label.startsWith('By '))).toEqual([]);
  const listed = parseMenu(await replyOf('/')).map(({ display }) => display);
  expect(listed.filter((label) => label.startsWith('By '))).toEqual([
    'By publisher',
    'By licence',
    'By language',
  ]);
});

test('more publishers than one page holds come in pages', async () => {
  const many = siteOf(
    Object.fromEntries(
      Array.from({ length: 250 }, (_, n) => [`a/${n}`, documentOf({ publisher: `Publisher ${n}` })]),
    ),
  );
  const lines = parseMenu(await replyOf('/publisher/page/3/', many));
  expect(lines.map(({ display }) => display)).toContain('250 publishers, page 3 of 3');
  expect(lines.filter(({ selector }) => /^\/publisher\/publisher-\d+\/$/.test(selector))).toHaveLength(50);
  expect(lines.map(({ selector }) => selector)).toContain('/publisher/page/2/');
});

test('a gophermap may lead to any of them; one that is not there is dead', () => {
  const heading = [
    '/newest/2024/',
    '/newest/2020/',
    '/licence/cc-by-4.0/',
    '/licence/none/',
    '/feeds/flat/2021/',
    '/feeds/flat/2020/',
  ]
    .map((selector) => `1Link\t${selector}`)
    .join('\n');
  const { catalogue } = site.library;
  const folder = catalogue.folder('');
  expect(folder && deadItemsOf({ ...folder, heading }, catalogue)).toEqual([2, 4, 6]);
});

test('check tells of a gophermap that leads to an empty year', async () => {
  const dir = await folderWith({
    'a/b.txt': documentOf(),
    gophermap: '1Good\t/newest/2025/\n1Bad\t/newest/2024/\n1Good\t/feeds/a/2025/06/\n',
  });
  const { stdout, stderr } = await run('check', dir);
  const lines = `${stdout.toString()}${stderr}`.split('\n').filter((line) => line.includes('gophermap:'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('gophermap:2');
});

test('[GOPHER+] lists have names of their own', async () => {
  const [slug] = SLUGS;
  const cases = {
    '/newest/2024/': 'Newest articles, 2024',
    [`/publisher/${slug}/`]: 'Example Wire',
    '/licence/': 'Licences',
    '/feeds/flat/2021/': 'The flat feed, 2021',
  };
  for (const [selector, name] of Object.entries(cases))
    expect(await get(served.port, `${selector}\t!`)).toContain(`+INFO: 1${name}\t${selector}\t`);
});
