/** Web pages: one article, or a list of them; and gopher menus. */
import { expect, test } from 'vitest';
import { readList } from '../../src/intake/read/list.ts';
import { mergePage } from '../../src/intake/read/merge-page.ts';
import { readPage } from '../../src/intake/read/page.ts';

const URL_OF_PAGE = 'https://wire.example/2025/rain?utm_source=x';
const WORDS = 'It rains in the hills, and the river rises by a hand each hour, as it did in other years. ';
const BODY = `<p>${WORDS.repeat(3)}</p><p>Yes.</p><p>(It stopped at noon.)</p>`;

test('a page with JSON-LD, and its text where it is marked', async () => {
  const page = await readPage(
    `<!doctype html><html lang="en-GB"><head><title>Rain - The Wire</title>
    <link rel="canonical" href="/2025/rain"><meta property="og:site_name" content="The Wire">
    <script type="application/ld+json">{"@context":"https://schema.org","@graph":[
      {"@type":"WebSite","name":"The Wire","license":"https://wire.example/terms"},
      {"@type":"NewsArticle","headline":"Rain &amp; river","datePublished":"2025-06-10T08:00:00+02:00","dateModified":"2025-06-11T08:00:00+02:00",
       "author":[{"@id":"#ann"},{"@type":"Organization","name":"Rain Desk"}],"license":"https://creativecommons.org/licenses/by-nd/4.0/",
       "image":{"@type":"ImageObject","license":"https://creativecommons.org/licenses/by/2.0/"}},
      {"@type":"Person","@id":"#ann","name":"Ann Lee"}]}</script></head>
    <body><nav>Home</nav><div class="entry-content">${BODY}<script>x()</script></div>
    <footer><a rel="license" href="https://creativecommons.org/licenses/by-sa/4.0/">CC</a></footer></body></html>`,
    URL_OF_PAGE,
  );
  expect(page).toEqual({
    id: 'https://wire.example/2025/rain',
    url: 'https://wire.example/2025/rain',
    title: 'Rain & river',
    authors: ['Ann Lee'],
    institutions: ['Rain Desk'],
    published: '2025-06-10T08:00:00+02:00',
    updated: '2025-06-11T08:00:00+02:00',
    language: 'en-GB',
    html: BODY,
    base: URL_OF_PAGE,
    isWhole: true,
    licences: [
      {
        words: 'https://creativecommons.org/licenses/by-nd/4.0/',
        where: 'JSON-LD license of the page',
        scope: 'item',
      },
      {
        words: 'https://creativecommons.org/licenses/by-sa/4.0/',
        where: 'rel=license in the foot of the site',
        scope: 'feed',
      },
    ],
  });
});

test('a page without marks: Readability finds the text, by-lines the names', async () => {
  const page = await readPage(
    `<html><head><title>Rain</title><meta property="article:published_time" content="2025-06-10"></head>
    <body><div id="menu"><a href="/">Home</a></div><div><h1>Rain</h1><p class="byline">By <a rel="author" href="/ann">Ann Lee</a></p>
    ${`<p>${WORDS.repeat(3)}</p>`.repeat(4)}</div><div class="comments"><a rel="author" href="/x">Troll Face</a></div></body></html>`,
    'https://wire.example/rain',
  );
  expect(page).toMatchObject({ title: 'Rain', authors: ['Ann Lee'], published: '2025-06-10', isWhole: true });
  expect(page.html.match(/It rains in the hills/g)?.length).toBe(12);
});

test.each([
  ['nothing', ''],
  ['no words', '<p>hi'],
  ['100,000 elements in each other', '<div>'.repeat(100_000)],
  ['JSON-LD in 50,000 graphs', `<script type="application/ld+json">${'{"@graph":'.repeat(50_000)}</script>`],
  ['JSON-LD that is none', '<script type="application/ld+json">{"@type":"Article",</script>'],
])('a page of %s is no article', async (_, html) => {
  expect(await readPage(html, URL_OF_PAGE)).toMatchObject({
    isWhole: false,
    html: '',
    authors: [],
    licences: [],
  });
});

test('a summary is completed by its page; what the feed says stands', async () => {
  const page = await readPage(
    `<title>Other</title><meta name="author" content="Ann Lee"><div class="entry-content">${BODY}</div>`,
    URL_OF_PAGE,
  );
  const summary = { ...page, id: '7', title: 'Rain', authors: [], html: '<p>It rains.</p>', isWhole: false };
  expect(mergePage(summary, page)).toMatchObject({
    id: '7',
    title: 'Rain',
    authors: ['Ann Lee'],
    html: BODY,
    isWhole: true,
  });
  const whole = { ...summary, html: '<p>All of it.</p>', isWhole: true, authors: ['Bo Ray'] };
  expect(mergePage(whole, page)).toMatchObject({ authors: ['Bo Ray'], html: '<p>All of it.</p>' });
});

test('a list: the titles of articles on the same site', () => {
  const html = `<header><h2><a href="/about-us-all">Us</a></h2></header><main>
    <article><header><h2><a href="/2025/rain?utm_source=list#top">Rain</a></h2></header><a href="/2025/rain">Read more</a><p class="byline"><a href="/ann">Ann Lee</a></p></article>
    <article><a href="https://www.wire.example/2025/wind"><h3>Wind</h3></a></article>
    <h2><a href="https://other.example/snow">Snow</a></h2><h2><a href="/tag/rain">More rain</a></h2><h2><a href="javascript:x()">x</a></h2></main>`;
  expect(readList(html, 'https://wire.example/')).toEqual([
    { url: 'https://wire.example/2025/rain' },
    { url: 'https://www.wire.example/2025/wind' },
  ]);
});

test('a list without headings: links that are as long as titles; no more than 500', () => {
  const html = `<ul>${Array.from({ length: 600 }, (_, index) => `<li><a href="/a/${index}">It rained again on day ${index}</a></li>`).join('')}</ul><a href="/next-page-of-it">Next</a>`;
  const found = readList(html, 'https://wire.example/list');
  expect(found).toHaveLength(500);
  expect(found[499]).toEqual({ url: 'https://wire.example/a/499' });
});

test('a list without headings: short links in its entries that lead deeper count too', () => {
  const html = `<ul><li><a href="/">Home</a></li><li><a href="/team/">Team</a></li><li><a href="/news/">News</a></li><li><a href="/news/rain">Rain</a></li></ul><article><a href="/news/2026/wind">Wind</a></article><p><a href="/news/more">More</a></p>`;
  const rain = { url: 'https://wire.example/news/rain' };
  const wind = { url: 'https://wire.example/news/2026/wind' };
  for (const page of ['news', 'news/', 'news/index.html', ''])
    expect(readList(html, `https://wire.example/${page}`), page).toEqual([rain, wind]);
});
