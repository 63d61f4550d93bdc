/** Pages with the habits of publishers' systems, in our own words: the text is that of the golden files, and proven. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blocksOf } from '../../src/article/blocks.ts';
import { parseArticle } from '../../src/article/parse.ts';
import { writeArticle } from '../../src/article/write.ts';
import { changesLine } from '../../src/html/changes.ts';
import { proofOf } from '../../src/html/proof.ts';
import { htmlToText } from '../../src/html/to-text.ts';
import { ROOT } from '../support/program.ts';
import { articleOf } from './articles.ts';

const GOLDEN = join(ROOT, 'tests/html/golden');
const SOURCE = 'https://news.example/2025/story';

test.each(readdirSync(GOLDEN))('a page as %s writes it', (habit) => {
  const html = readFileSync(join(GOLDEN, habit, 'input.html'), 'utf8');
  const conversion = htmlToText(html, { base: SOURCE, source: SOURCE });
  const { paragraphs, links } = conversion;
  const numbered = links.map((link, index) => `[${index + 2}] Url: ${link}`);
  const text = `${[...paragraphs, ['---', ...numbered].join('\n'), `Changes: ${changesLine(conversion)}`].join('\n\n')}\n`;
  const file = join(GOLDEN, habit, 'expected.txt');
  if (process.env['GOLDEN'] === 'write') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
  expect(proofOf(html, paragraphs)).toEqual({ isWhole: true });

  // a document holds it, and gives it back
  const article = articleOf(conversion, SOURCE);
  const reading = parseArticle(new TextEncoder().encode(writeArticle(article)));
  expect(reading.diagnostics).toEqual([]);
  expect(reading.article).toEqual(article);
});

test('lists, quotations, tables and preformatted text are read as such', () => {
  const html =
    '<ul><li>a<ul><li>b</ul></ul><blockquote>c</blockquote><pre>d</pre><table><tr><th>e<th>f<tr><td>g<td>h</table>';
  const { paragraphs } = htmlToText(html, { base: SOURCE, source: SOURCE });
  expect(paragraphs.map((paragraph) => blocksOf(paragraph).map(({ kind }) => kind))).toEqual([
    ['bullets'],
    ['quote'],
    ['preformatted'],
    ['table'],
  ]);
});
