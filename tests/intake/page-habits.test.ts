/** Pages in the mark-up habits of publishers' systems, with words of our own. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseHtml, textOf } from '../../src/html/dom.ts';
import type { UpstreamItem } from '../../src/intake/offer.ts';
import { readPage } from '../../src/intake/read/page.ts';
import { innerHtml } from '../../src/intake/read/serialize.ts';

const WORDS = 'The mill stands where two brooks meet, and its wheel has turned since the bridge was built. ';
const PARAGRAPHS = `<p>${WORDS.repeat(2)}</p><p>It still does.</p>`;
const URL_OF_PAGE = 'https://wire.example/mill';

const page = (head: string, body: string, lang = 'en'): string =>
  `<!DOCTYPE html><html lang="${lang}"><head><meta charset="utf-8">${head}</head><body class="post">${body}</body></html>`;

test.each<[string, string, Partial<UpstreamItem>]>([
  [
    'WordPress, classic',
    page(
      '<title>Mill | The Wire</title><meta property="og:title" content="The mill &amp; the brook"><meta property="article:published_time" content="2025-06-10T08:00:00+00:00"><meta property="og:site_name" content="The Wire">',
      `<article class="post"><header class="entry-header"><h1 class="entry-title">The mill</h1><span class="byline"> by <span class="author vcard"><a class="url fn n" href="/author/ann" rel="author">Ann Lee</a></span></span></header>
      <div class="entry-content">${PARAGRAPHS}<p>This article is published under a <a href="https://creativecommons.org/licenses/by-sa/4.0/">Creative Commons licence</a>.</p></div></article>
      <aside class="sidebar"><a rel="author" href="/x">Cy Dee</a></aside>`,
    ),
    {
      title: 'The mill & the brook',
      authors: ['Ann Lee'],
      published: '2025-06-10T08:00:00+00:00',
      licences: [
        {
          words: 'https://creativecommons.org/licenses/by-sa/4.0/',
          where: 'last lines of the page',
          scope: 'item',
        },
        {
          words:
            'This article is published under a Creative Commons licence (https://creativecommons.org/licenses/by-sa/4.0/).',
          where: 'the text of the page',
          scope: 'text',
        },
      ],
    },
  ],
  [
    'Ghost',
    page(
      '<title>Mill</title><script type="application/ld+json">{"@type":"Article","publisher":{"@type":"Organization","name":"The Wire"},"author":{"@type":"Person","name":"Ann Lee","image":{"@type":"ImageObject","url":"/a.jpg"}},"headline":"Mill","datePublished":"2025-06-10T08:00:00.000Z"}</script>',
      `<main><article class="gh-article"><h1>Mill</h1><section class="gh-content">${PARAGRAPHS}</section></article></main>`,
    ),
    { title: 'Mill', authors: ['Ann Lee'], published: '2025-06-10T08:00:00Z', html: PARAGRAPHS },
  ],
  [
    'Drupal, in French',
    page(
      '<title>Le moulin</title><link rel="canonical" href="https://wire.example/moulin"><meta name="dcterms.creator" content="Zoé Li"><meta name="dcterms.date" content="2025-06-10">',
      `<article class="node"><div class="field field--name-body">${PARAGRAPHS}</div></article>`,
      'fr',
    ),
    {
      url: 'https://wire.example/moulin',
      authors: ['Zoé Li'],
      language: 'fr',
      published: '2025-06-10',
      html: PARAGRAPHS,
    },
  ],
  [
    'MediaWiki',
    page(
      '<title>Mill - Wiki</title><link rel="license" href="https://creativecommons.org/licenses/by/2.5/">',
      `<h1 id="firstHeading">Mill</h1><div id="mw-content-text"><div class="mw-parser-output">${PARAGRAPHS}</div></div><div id="footer"><ul><li>All text is available under CC BY 2.5.</li></ul></div>`,
    ),
    {
      title: 'Mill',
      authors: [],
      html: PARAGRAPHS,
      licences: [
        {
          words: 'https://creativecommons.org/licenses/by/2.5/',
          where: 'rel=license in the page',
          scope: 'item',
        },
      ],
    },
  ],
  [
    'a page whose picture alone is free',
    page(
      '<title>Mill</title>',
      `<article><div itemprop="articleBody">${PARAGRAPHS}<figure><img src="m.jpg"><figcaption>Mill <a rel="license" href="https://creativecommons.org/licenses/by/2.0/">CC BY</a></figcaption></figure></div></article>`,
    ),
    { licences: [] },
  ],
])('%s', async (_, html, expected) => {
  expect(await readPage(html, URL_OF_PAGE)).toMatchObject({ isWhole: true, ...expected });
});

test.each<[string, string, string, readonly string[]]>([
  [
    'JSON-LD',
    '<script type="application/ld+json">{"@type":"NewsArticle","author":[{"@type":"Person","name":"Ann Lee","affiliation":{"@type":"Organization","name":"University of Rain"}},{"@type":"Person","name":"Bo Ray","affiliation":["Rain Institute","https://wire.example/"]}]}</script>',
    '',
    ['University of Rain', 'Rain Institute'],
  ],
  [
    'microdata',
    '',
    '<div itemprop="author" itemscope><span itemprop="name">Ann Lee</span> <span itemprop="affiliation" itemscope><b itemprop="name">University of Rain</b></span></div><p>So says <span class="vcard"><span class="org">The Mill</span></span>.</p>',
    ['University of Rain'],
  ],
  [
    'meta elements',
    '<meta name="citation_author" content="Ann Lee"><meta name="citation_author_institution" content="University of Rain">',
    '',
    ['University of Rain'],
  ],
  [
    'none, or the site itself',
    '<meta property="og:site_name" content="The Wire"><script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Person","name":"Ann Lee","affiliation":"The Wire"}}</script>',
    '',
    [],
  ],
])('where an author works is said apart: %s', async (_, head, byline, institutions) => {
  const html = page(
    `<title>Mill</title>${head}`,
    `<article>${byline}<div class="entry-content">${PARAGRAPHS}</div></article>`,
  );
  const { authors, institutions: found } = await readPage(html, URL_OF_PAGE);
  expect(authors[0]).toBe('Ann Lee');
  expect(found).toEqual(institutions);
});

test('a tree written as HTML is read as the same words', () => {
  const piece = fc.constantFrom(
    '<p>',
    '</p>',
    '<b>',
    '</b>',
    '<div class="a&quot;b">',
    '</div>',
    '<table><tr><td>',
    '<li>',
    '&lt;',
    '&amp;amp;',
    'word ',
    '<br>',
    '\u00a0',
    '<a href="x?a=1&b=2">',
    '<',
    '"',
    '<svg><path/></svg>',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const { root } = parseHtml(pieces.join(''));
      expect(textOf(parseHtml(innerHtml(root)).root)).toBe(textOf(root));
    }),
  );
});
