/** What styles and habits of publishers take apart or put together, on lines. */
import { expect, test } from 'vitest';
import { proofOf } from '../../src/html/proof.ts';
import { htmlToText } from '../../src/html/to-text.ts';

const SOURCE = 'https://news.example/2025/story';

test.each<[html: string, ...paragraphs: string[]]>([
  ['<p><ruby>東京<rt>とうきょう</rt></ruby>へ', '東京(とうきょう)へ'],
  ['<p><ruby>東<rp>(</rp><rt>とう</rt><rp>)</rp>京<rt>きょう</ruby>', '東(とう)京(きょう)'],
  [
    '<table><tfoot><tr><td>Sum<td>3</tfoot><thead><tr><th>Name<th>No.<tbody><tr><td>Mill<td>3</table>',
    'Name | No.\n--- | ---:\nMill | 3\nSum | 3',
  ],
  ['<blockquote>It rained.<cite>Ann Example</cite></blockquote>', '> It rained.\n> Ann Example'],
  ['<blockquote>So it says in <cite>The Mill</cite></blockquote>', '> So it says in The Mill'],
  ['<ol type="a"><li>One<li>two</ol>', 'a. One\nb. two'],
  ['<ol type="I" start=4><li>One<li>two</ol><ol type=i><li>x</ol>', 'IV. One\nV. two', 'i. x'],
  ['<ol type="A" start=27><li>One</ol>', '27. One'],
  [
    '<ol><li><pre>make\nrun</pre>Then wait.<li>Two</ol>',
    '1.',
    '      make\n      run',
    '  Then wait.',
    '2. Two',
  ],
  ['<ul><li><pre>make</pre></ul>', '      make'],
  [
    '<p><span style="display: block">One</span><span style="display:block">two</span>three',
    'One\ntwo\nthree',
  ],
  ['<table><tr><td><p>One.<p>Two.<td><p>Three.</table>', 'One.', 'Two.', 'Three.'],
  ['<p>It fell<sup class="reference"><a href="#n1">[1]</a></sup>.', 'It fell^1.'],
  [
    '<table><tr><th>Food<th>How<tr><td>Bread<td><ol><li>Mix flour<li>Bake it</ol></table>',
    'Food | How\n--- | ---\nBread | 1. Mix flour; 2. Bake it',
  ],
  ['<table><tr><th>Members<td>All: <ol><li>Ann<li>Bo</ol></table>', 'Members: All: 1. Ann; 2. Bo'],
  ['<table><tr><th>a<th>b<tr><td>c<td><blockquote>d</blockquote></table>', 'a | b\n--- | ---\nc | > d'],
  ['<figure><img src=x><figcaption><ol><li>Ann<li>Bo</ol></figcaption></figure>', '[Image: 1. Ann; 2. Bo]'],
])('%s', (html, ...paragraphs) => {
  expect(htmlToText(html, { base: SOURCE, source: SOURCE }).paragraphs).toEqual(paragraphs);
  expect(proofOf(html, paragraphs)).toEqual({ isWhole: true });
});

test('a number that no item has is none of the page', () => {
  expect(proofOf('<p>It was so.', ['It was 1. so.']).isWhole).toBe(false);
  expect(proofOf('<table><tr><td>a<td><ol><li>b c</ol></table>', ['a | 1. b 2. c']).isWhole).toBe(false);
});
