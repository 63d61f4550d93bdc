/** Pages that are none: each is converted and proven within a test's time, and what was not read is said. */
import { expect, test } from 'vitest';
import { Converter } from '../../src/html/convert.ts';
import { elementsIn, MAX_NODES, parseHtml, textOf, type Node } from '../../src/html/dom.ts';
import { proofOf } from '../../src/html/proof.ts';
import { htmlToText } from '../../src/html/to-text.ts';

const SOURCE = 'https://news.example/2025/story';
const convert = (html: string) => htmlToText(html, { base: SOURCE, source: SOURCE });
const MEGABYTE = 1_000_000;
const repeated = (part: string, characters: number): string =>
  part.repeat(Math.ceil(characters / part.length));

function take(part: string, characters: number): void {
  const html = repeated(part, characters);
  const { paragraphs } = convert(html);
  expect(paragraphs.join('').length).toBeLessThan(40 * characters);
  proofOf(html, paragraphs);
  // and with as many ends
  const name = /^<([a-z]+)/.exec(part)?.[1];
  if (name !== undefined) convert(html.slice(0, characters / 2) + repeated(`</${name}>`, characters));
}

test.each([
  '<div>',
  '<a',
  '<a ',
  '<a>',
  '<a href="/x">y',
  '<a href="',
  '<b',
  '<p',
  '<p>x',
  '</p>',
  '</a>',
  '<',
  '<!--',
  '<![CDATA[',
  '<!',
  '<?',
  '&',
  '&amp;',
  '&#',
  '&#x1f35e;',
  '<script>',
  '<title>',
  '<svg>',
  '<svg/>',
  '<table>',
  '<table><tr><td>x',
  '<td>x',
  '<tr><td>a<td>b',
  '<table><tr><td>a<td>b',
  '<td colspan=99 rowspan=99>x',
  '<ul><li>x',
  '<li>x',
  '<ol start=99999999999999999999>',
  '<dl><dt>x<dd>',
  '<dl><div>',
  '<blockquote>x',
  '<pre>',
  '<pre>\n x',
  '<figure><img src=x>',
  '<figure><img src=x><figcaption>x',
  '<sup>',
  '<sup>1',
  '<sub>x',
  '<q>',
  '<del>x',
  '<br>',
  '<hr>',
  '<img src=x alt=[>',
  '<img src=x alt="(">',
  '<div class=newsletter>',
  '<div class="sharedaddy">x',
  '<span class=credit>x',
  '<div class="thumb"><img src=x>',
  '<iframe src=//x/>',
  '<object data=//x/>',
  '<video>',
  '<noscript>',
  '<ruby><rt>x',
  '<math>',
  '<math><mi>x</mi>',
  '<mrow>',
  '<math><msup><mi>x</mi>',
  '<katex><span class=katex><math></math><b aria-hidden=true>x',
  '<span class=sr-only>x',
  '<i aria-hidden=true>x</i><i class=sr-only>x</i>',
  '<div class=toc><a>x</a>',
  '<form>',
  '<button>x',
  '<blockquote><cite>x',
  '<table><tfoot>',
  '<ol type=i><li>x',
  '<td><ol><li>x',
  ' 1. ',
  '&lt;p>',
  '[',
  ']',
  '[Image: ',
  '[Image: (',
  '[2] ',
  ' (',
  '"',
  '|',
  '> ',
  '1. ',
  '* ',
  '\n',
  '--- | ',
  ' ',
  '\u00a0',
  '\u200b',
  '\u0301',
  '\u0000',
  '\ud800',
  'http://',
  'http://x/) ',
  '. . . . . .\n<p>(c) x<p>',
  'x ',
  '日',
])('fifty kilobytes of %s', (part) => take(part, MEGABYTE / 20));

test.each([
  '<div>',
  '<a',
  '<p',
  '<b>x',
  '<sup>1',
  '<math><mi>x</mi>',
  '<i aria-hidden=true>x</i><i class=sr-only>x</i>',
  '<figure><img src=x><figcaption>x',
  '--- | ',
  '<a href="/x">y',
])('a megabyte of %s', (part) => take(part, MEGABYTE));

test('a class, an address and a description of a megabyte', () => {
  const long = 'x-newsletter-'.repeat(80_000);
  const html = `<p class="${long}">Words<a href="https://news.example/${long}">here</a><img src="x" alt="${long}" style="${long}"> end`;
  const { paragraphs, links } = convert(html);
  expect(links).toEqual([]);
  expect(paragraphs[0]).toMatch(/^Words\s?here \[Image: .{1000}\] end$/);
  expect(proofOf(html, paragraphs)).toEqual({ isWhole: true });
});

test('what is nested too deep keeps its words, apart', () => {
  const html = `${'<div>'.repeat(300)}<p>One</p><p>two<script>no()</script></p>${'</div>'.repeat(300)}three`;
  expect(parseHtml(html).isFlattened).toBe(true);
  const { paragraphs } = convert(html);
  expect(paragraphs).toEqual(['One', 'two', 'three']);
  expect(proofOf(html, paragraphs)).toEqual({ isWhole: true });
});

test('what stands behind half a million parts is missing, and that is said', () => {
  const html = `${'<i>x</i>'.repeat(MAX_NODES / 2)}<p>The end.`;
  expect(parseHtml(html).isCut).toBe(true);
  const { paragraphs, omissions } = convert(html);
  expect(omissions).toEqual([{ what: `end of a page of more than ${MAX_NODES} parts`, count: 1, words: 0 }]);
  expect(proofOf(html, paragraphs)).toMatchObject({
    isWhole: false,
    missing: `what stands behind ${MAX_NODES} parts`,
  });
});

test('tags that are left out, and ends in the wrong order', () => {
  const shape = (html: string): string[] =>
    Array.from(elementsIn(parseHtml(html).root), (element) => `${element.name}:${textOf(element)}`).slice(1);
  expect(shape('<ul><li>a<li>b<ul><li>c</ul>d</ul>')).toEqual(['ul:abcd', 'li:a', 'li:bcd', 'ul:c', 'li:c']);
  expect(shape('<table><tr><td>a<td>b<tr><th>c</table>d')).toEqual([
    'table:abc',
    'tr:ab',
    'td:a',
    'td:b',
    'tr:c',
    'th:c',
  ]);
  expect(shape('<p>a<b>b<p>c</b>d')).toEqual(['p:ab', 'b:b', 'p:cd']);
  expect(shape('<b><p>a</b>b</p>c')).toEqual(['b:abc', 'p:ab']);
  expect(shape('<td>a</div>b')).toEqual(['td:ab']);
  expect(shape('<IMG SRC=a><image src=b></br>')).toEqual(['img:', 'img:', 'br:']);
  expect(shape('<script>a<b></script><textarea><p></textarea>')).toEqual(['script:a<b>', 'textarea:<p>']);
});

test('of a large element no more is read than is asked for', () => {
  const { root } = parseHtml('<i>x</i>'.repeat(1000));
  let read = 0;
  const children = new Proxy(root.children, {
    get(all, key, self): unknown {
      read++;
      return Reflect.get(all, key, self);
    },
  });
  const large = { ...root, children };
  expect([...elementsIn(large, 10)]).toHaveLength(6);
  expect(textOf(large, 10)).toBe('xxx');
  expect(read).toBeLessThan(100);
});

/** How often `html` has paragraphs written that are then handed up. */
function countHandedUp(html: string): number {
  let count = 0;
  class Counting extends Converter {
    override paragraphs(nodes: readonly Node[]) {
      count++;
      return super.paragraphs(nodes);
    }
  }
  new Counting({ base: SOURCE, source: SOURCE }).paragraphs([parseHtml(html).root]);
  return count;
}

test('what only holds others, and levels beyond those that are shown, hand nothing up', () => {
  expect(countHandedUp('<div><center><figure>x'.repeat(80))).toBe(1);
  expect(countHandedUp('<blockquote>x'.repeat(200))).toBe(13);
});
