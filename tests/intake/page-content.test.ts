/** Which part of a page is taken for its article: all of it, or it is not called unaltered. */
import { expect, test } from 'vitest';
import { parseHtml, textOf } from '../../src/html/dom.ts';
import { changesLine } from '../../src/html/changes.ts';
import { htmlToText } from '../../src/html/to-text.ts';
import type { UpstreamItem } from '../../src/intake/offer.ts';
import { readPage } from '../../src/intake/read/page.ts';
import { feedToml, filesIn, sync, textIn } from '../support/intake.ts';
import { folderWith } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

const WORDS = 'The mill stands where two brooks meet, and its wheel has turned since the bridge was built. ';
const BODY = `<p>${WORDS.repeat(2)}</p><p>It still does.</p>`;
const TITLE = '<h1>The mill</h1>';

const pageOf = (body: string): string =>
  `<!doctype html><html lang="en"><head><title>The mill</title><meta property="article:published_time" content="2026-03-03T08:00:00Z"><meta name="author" content="Ann Lee"><link rel="license" href="https://creativecommons.org/licenses/by-nd/4.0/"></head><body>${body}</body></html>`;
const read = (body: string): Promise<UpstreamItem> => readPage(pageOf(body), 'https://wire.example/mill');
const wordsOf = ({ html }: UpstreamItem): string => textOf(parseHtml(html).root).replace(/\s+/g, ' ').trim();

const BESIDE = '<p>The millers’ house was sold to the town in the spring of last year.</p>';
const TEASER = `<div class="entry-content"><p>${'Another story that is told at length on another page. '.repeat(4)}</p></div>`;

test.each<[string, string, string]>([
  [
    'what a publisher puts beside its text',
    `<article>${TITLE}${BODY}<aside>Fact box: built in 1790.</aside><p class="extra">Correction: an earlier version named the wrong river.</p><h2 class="widget-title">The wheel</h2><div class="sidebar"><p>It is of oak.</p></div><p class="comment">A comment by the editor.</p><div><a href="/a">Doc A</a> <a href="/b">Doc B</a></div></article>`,
    'It still does.Fact box: built in 1790.Correction: an earlier version named the wrong river.The wheelIt is of oak.A comment by the editor.Doc A Doc B',
  ],
  [
    'a standfirst',
    `<article>${TITLE}<p class="standfirst">Two brooks, one wheel, no end.</p><div class="entry-content">${BODY}</div></article>`,
    'Two brooks, one wheel, no end.The mill stands',
  ],
  [
    'a correction in the foot',
    `<main><article>${TITLE}<div class="entry-content">${BODY}</div><footer><p>Correction: it was the other river.</p></footer></article></main>`,
    'It still does.Correction: it was the other river.',
  ],
  [
    'a second body',
    `<article>${TITLE}<div class="article-body"><p>${WORDS.repeat(2)}</p></div><div class="article-body-2">${BESIDE}</div></article>`,
    'The millers’ house',
  ],
  [
    'two of a mark',
    `<article>${TITLE}<div class="article-body"><p>${WORDS.repeat(2)}</p></div><figure></figure><div class="article-body">${BESIDE}</div></article>`,
    'The millers’ house',
  ],
  [
    'a body without a mark, where a box has one',
    `<article>${TITLE}<div class="story-text">${BODY}</div></article><div>${TEASER}</div>`,
    'It still does.',
  ],
])('the whole article of its page is taken: %s', async (_, body, expected) => {
  const page = await read(body);
  expect(wordsOf(page)).toContain(expected);
  expect(wordsOf(page)).toContain('The mill stands');
  expect(wordsOf(page)).not.toContain('Another story');
  expect(page.doubt).toBeUndefined();
});

test.each<[string, string]>([
  [
    'names, dates, labels and boxes around it',
    `<main><article><header>${TITLE}<p class="byline">By Ann Lee, who is a reporter at large</p><time>3 March 2026, at eight in the morning</time></header><div class="entry-content">${BODY}</div><footer><span class="cat-links">Posted in News, Mills and Rivers</span></footer><section id="comments"><p>I like mills, as everybody knows by now.</p></section><div class="related-posts"><p>Read about the other mill too</p></div></article></main>`,
  ],
  [
    'no element that holds it',
    `<div class="entry-content">${BODY}</div><footer><p>About us and our mills.</p></footer>`,
  ],
])('what is marked is taken alone, beside %s', async (_, body) => {
  expect(await read(body)).toMatchObject({ html: BODY });
  expect((await read(body)).doubt).toBeUndefined();
});

test.each<[string, string, string]>([
  ['found by its looks', `<div>${TITLE}${BODY.repeat(4)}</div>`, 'found in its page by its looks'],
  [
    'a marked box beside a longer text',
    `<div class="story-text">${BODY.repeat(4)}</div><div class="right">${TEASER}</div>`,
    'found in its page by its looks',
  ],
  [
    'text beside it',
    `<div class="entry-content">${BODY}</div>${BESIDE}`,
    'its page has other text beside it',
  ],
  [
    'a part elsewhere',
    `<div class="dek">Two brooks, one wheel, no end.</div><article>${TITLE}${BODY}</article>`,
    'a part of it stands elsewhere in its page',
  ],
])('what may not be all is in doubt: %s', async (_, body, doubt) => {
  const page = await read(body);
  expect(page.doubt).toBe(doubt);
  expect(wordsOf(page)).toContain('The mill stands');
});

test('what is in doubt is not called unaltered', async () => {
  const upstream = await startUpstream();
  upstream.set('/mill', {
    type: 'text/html; charset=utf-8',
    body: pageOf(`<div>${TITLE}${BODY.repeat(4)}</div>`),
  });
  const toml = feedToml(`${upstream.origin}/mill`, undefined, 'page');
  const dir = await folderWith({ 'news/example/feed.toml': `publisher = "Example Wire"\n${toml}` });
  await sync(dir);
  const { shown } = await filesIn(dir);
  const text = await textIn(dir, shown[0] ?? '');
  expect(text).not.toContain('unaltered');
  expect(text).toMatch(/^Changes: .*; not proved to be whole: found in its page by its looks$/m);
});

test.each([
  [
    'cookies',
    '<h2>We value your privacy</h2><p>We and our 842 partners use cookies to store things on your device, to count you, to know you again elsewhere, and to show you what you did not ask for.</p>',
  ],
  [
    'an account',
    `<p>${WORDS}</p><p>Log in to continue reading, or register if you are here for the first time.</p>`,
  ],
  [
    'money',
    `<p>${WORDS}</p><p>Already a subscriber? Then your number and your password will let you in.</p>`,
  ],
])('a wall that asks for %s is no article', async (_, wall) => {
  for (const body of [`<article>${TITLE}${wall}</article>`, `<div class="entry-content">${wall}</div>`])
    expect(await read(body)).toMatchObject({ isWhole: false, html: '' });
});

test('what readers wrote, who the author is and tags are left out of a page and of a feed alike, and counted', async () => {
  const added = `<div id="comments"><h3>2 thoughts</h3><p>Bo: I like other mills much better than this one.</p></div><div class="author-bio"><p>Ann Lee has written on mills for years.</p></div><ul class="post-tags"><li>Mills</li></ul>`;
  const { html, base } = await read(
    `<article>${TITLE}<div class="entry-content">${BODY}${added}</div></article>`,
  );
  for (const content of [html, BODY + added]) {
    const conversion = htmlToText(content, { base, source: base });
    expect(conversion.paragraphs).toEqual([WORDS.repeat(2).trim(), 'It still does.']);
    expect(changesLine(conversion)).toBe(
      'HTML to plain text; 1 comments section, 1 author box, 1 tag list left out; wording unchanged',
    );
  }
});

test('more than a box is left, whatever it is called', async () => {
  const long = `<div class="author-box"><p>${WORDS.repeat(12)}</p></div>`;
  const { html, base } = await read(`<article>${TITLE}${BODY}${long}</article>`);
  expect(htmlToText(html, { base, source: base }).paragraphs[2]).toBe(WORDS.repeat(12).trim());
});

test('what Readability takes off within what it chose is counted', async () => {
  const tools = '<ul class="tools"><li><a href="/a">Print it</a></li><li><a href="/b">Send it</a></li></ul>';
  const page = await read(`<div>${TITLE}${BODY.repeat(4)}<div class="sidebar">${tools}</div></div>`);
  expect(wordsOf(page)).not.toContain('Print it');
  expect(page.html).not.toContain('place');
  expect(page.doubt).toBe('found in its page by its looks, 1 part in it left out');
});

test.each([
  ['a title', `${TITLE}${BODY}`],
  ['a title and a by-line', `<header><h1> The <em>Mill</em></h1><p>By Ann Lee</p></header><p></p>${BODY}`],
  ['a by-line with a link', `<div class="x">By <a href="/ann">Ann Lee</a></div>${BODY}`],
])('%s that the header of the document says too is taken off', async (_, body) => {
  const page = await read(`<article>${body}<p>By Ann Lee</p><p>A correction was made.</p></article>`);
  expect(wordsOf(page)).toMatch(/^The mill stands .*By Ann LeeA correction was made\.$/);
});

test.each([
  ['another heading', '<h1>The mill</h1><h1>Of mills</h1>', 'Of mills'],
  ['a by-line that says more', '<p>By Ann Lee at the mill</p>', 'By Ann Lee at the mill'],
])('%s stays', async (_, head, words) => {
  expect(wordsOf(await read(`<article>${head}${BODY}<p>A correction was made.</p></article>`))).toContain(
    words,
  );
});

test('the licences of boxes and of other articles in a page are not those of its article', async () => {
  const other = (kind: string): string =>
    `<p>Day by day: <a rel="license" href="https://creativecommons.org/licenses/${kind}/3.0/">x</a></p>`;
  const page = await read(
    `<main><article>${TITLE}<div class="elementor-widget">${BODY}${other('by-nc')}</div></article><article><h2>Another</h2>${other('by-sa')}</article></main>
    <div class="widget">${other('by')}</div><div class="sidebar-right">${other('by-nd')}</div>`,
  );
  const marked = page.licences.filter(({ where }) => where.startsWith('rel='));
  expect(marked.map(({ words }) => words)).toEqual([
    'https://creativecommons.org/licenses/by-nd/4.0/',
    'https://creativecommons.org/licenses/by-nc/3.0/',
  ]);
});
