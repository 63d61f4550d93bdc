/** A crawl of the whole site from the front page: every link alive, every line well-formed, nothing too wide. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseArticle } from '../../src/article/parse.ts';
import { get, parseMenu } from '../support/client.ts';
import { articlesIn, crawl } from '../support/crawl.ts';
import { documentOf } from '../support/documents.ts';
import { copyOfArticles, daemonForTest, put, ROOT, run } from '../support/program.ts';

const REAL = join(ROOT, '../shared/articles');
const realArticles = existsSync(REAL) ? readdirSync(REAL).map((file) => join(REAL, file)) : [];

test('every link of the site that is shipped is alive', async () => {
  const daemon = await daemonForTest(join(ROOT, 'articles'));
  const seen = await crawl(daemon.port);
  expect(
    [...seen.keys()].filter((selector) => /^\/feeds\/handbook\/2026\/11\/[a-z-]+\.txt$/.test(selector))
      .length,
  ).toBeGreaterThanOrEqual(8);
});

test('every link of a site with many pages, groups and odd titles is alive', async () => {
  const dir = await copyOfArticles();
  for (let number = 0; number < 230; number++) {
    const title =
      number === 7 ? `A title that ${'goes on and '.repeat(12)}ends` : `Story “${number}” — 日本語 …`;
    const body = `Text with https://news.example/${'x'.repeat(number)} and gopher://gopher.example/1/a%20b in it.\n* an item ${'word '.repeat(30)}`;
    await put(
      join(dir, `news/big/2025/0${1 + (number % 9)}/story-${number}.txt`),
      documentOf({ title, body, date: `2025-0${1 + (number % 9)}` }),
    );
  }
  const daemon = await daemonForTest(dir, '--log', 'none');
  const seen = await crawl(daemon.port);
  expect([...seen.keys()]).toContain('/feeds/news/big/page/3/');
  expect(articlesIn(seen).filter((path) => path.startsWith('news/big/'))).toHaveLength(230);
});

test.skipIf(realArticles.length === 0)(
  'the real article is whole in both renderings (skipped where ../shared is absent)',
  async () => {
    const dir = await copyOfArticles();
    const added = await run('add', ...realArticles, '--to', 'news/opendemocracy', '--dir', dir);
    expect(added.stderr).toBe('');
    expect(added.code).toBe(0);
    const daemon = await daemonForTest(dir);
    const seen = await crawl(daemon.port);
    const raw = [...seen].find(([selector]) => selector.startsWith('/raw/news/opendemocracy/'));
    expect(
      createHash('sha256')
        .update(raw?.[1] ?? '', 'latin1')
        .digest('hex'),
    ).toBe('6655a2786efd517ee00b2b65cbe055d435c33837e9d32b366e0539fecd13482a');

    const [file = ''] = realArticles;
    const { article } = parseArticle(readFileSync(file));
    const path = (raw?.[0] ?? '').slice('/raw/'.length, -'.txt'.length);
    const text = await get(daemon.port, `/feeds/${path}.txt`);
    const menu = parseMenu(await get(daemon.port, `/feeds/${path}`))
      .map(({ display }) => display)
      .join('\n');
    for (const rendering of [text, menu]) {
      const words = rendering.split(/\s+/u).join(' ');
      expect(words).toContain(article.body.join(' ').split(/\s+/u).join(' '));
      for (const part of [
        article.title,
        article.publisher,
        article.licenceName,
        'https://creativecommons.org/licenses/by-nd/4.0/',
        article.links[0]?.uri ?? '-',
      ])
        expect(words).toContain(part);
    }
  },
);

test('a reference to a page that is not served stays text', async () => {
  const dir = await copyOfArticles();
  const file = join(dir, 'handbook/2026/11/dead.txt');
  await put(
    file,
    documentOf({ source: '/feeds/handbook/2026/11/dead.txt' }).replace(
      /^(\[1\] Url.*)$/m,
      '$1\n[2] Url: /feeds/nowhere/',
    ),
  );
  const daemon = await daemonForTest(dir);
  const menu = parseMenu(await get(daemon.port, '/feeds/handbook/2026/11/dead'));
  expect(menu.filter(({ display }) => display.startsWith('[2]'))).toMatchObject([{ type: 'i' }]);
  expect(menu.filter(({ display }) => display.startsWith('[1] Source'))).toMatchObject([{ type: '0' }]);
  await crawl(daemon.port);
});
