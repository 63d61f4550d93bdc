/** Titles as feeds and pages write them: no word of them is taken for a tag. */
import { expect, test } from 'vitest';
import { readFeed } from '../../src/intake/read/feed.ts';
import { readPage } from '../../src/intake/read/page.ts';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const TITLES: readonly (readonly [string, string])[] = [
  ['10<sup>6</sup> litres', '10^6 litres'],
  ['The 10<sup>th</sup> mill', 'The 10th mill'],
  ['H<sub>2</sub>O and x<sub>i</sub>', 'H2O and x_i'],
  ['Use of <template> in C <script> explained', 'Use of <template> in C <script> explained'],
  ['Use of &lt;b&gt; &amp; <b>others</b>', 'Use of <b> & others'],
  ['A <em>bold</em> <b>mill', 'A bold mill'],
  ['<p>Tea &amp; rain</p>', 'Tea & rain'],
  ['Mills<script>x()</script>', 'Mills'],
  ['1 < 2, and <3', '1 < 2, and <3'],
];

test.each(TITLES)('in a feed: %s', (written, expected) => {
  const { offers } = readFeed(
    `<rss version="2.0"><channel><title>W</title><item><title>${escaped(written)}</title><link>https://wire.example/1</link><description>x</description></item></channel></rss>`,
    'https://wire.example/feed',
  );
  expect([...offers][0]).toMatchObject({ item: { title: expected } });
});

test.each(TITLES.slice(0, 3))('in a page: %s', async (written, expected) => {
  expect(await readPage(`<h1>${written}</h1>`, 'https://wire.example/1')).toMatchObject({ title: expected });
});

test('in a page, as words', async () => {
  const html = '<h1>Use of &lt;template&gt; &amp;lt; C</h1>';
  expect(await readPage(html, 'https://wire.example/1')).toMatchObject({ title: 'Use of <template> &lt; C' });
});
