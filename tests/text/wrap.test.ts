import * as fc from 'fast-check';
import { eastAsianWidth } from 'get-east-asian-width';
import { expect, test } from 'vitest';
import { cleanLine, cleanText, plainPunctuation } from '../../src/text/clean.ts';
import { clustersOf, columnsOf, columnsOfCodePoint } from '../../src/text/columns.ts';
import { truncate, wrap } from '../../src/text/wrap.ts';

const words = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '日本語の文章、です。',
    'https://news.example/a/long/path?with=a&query=and#more',
    'x'.repeat(90),
    '👩‍👩‍👧‍👦🇫🇷e\u0301',
  ),
  fc.webUrl(),
);
const lines = fc.array(words, { maxLength: 40 }).map((parts) => cleanText(parts.join(' ')));
const columns = fc.integer({ min: 20, max: 132 });
const squeezed = (text: string): string => text.replace(/\s+/gu, '');

test.each(['a) ', '(1) ', '(b) ', '12. '])('later lines hang under the text of an item "%s"', (marker) => {
  const [, ...later] = wrap(`${marker}${'word '.repeat(20)}`, 40);
  for (const line of later) expect(line).toMatch(new RegExp(`^ {${marker.length}}word`));
});

test('an indent of ideographic spaces counts two columns each, and stays', () => {
  const [first = '', ...rest] = wrap(`\u3000\u3000${'橋'.repeat(60)}`, 40);
  expect(first).toBe(`\u3000\u3000${'橋'.repeat(18)}`);
  for (const line of rest) expect(columnsOf(line)).toBeLessThanOrEqual(40);
  const mixed = wrap(`\u3000\u3000${'橋 a\u0301b '.repeat(30)}`, 40);
  for (const line of mixed) expect(columnsOf(line)).toBeLessThanOrEqual(40);
});

test('no line is wider than asked, but for one unbreakable URL alone', () => {
  fc.assert(
    fc.property(lines, columns, (line, width) => {
      for (const part of wrap(line, width)) {
        if (columnsOf(part) > width) expect(part).toMatch(/^\S*(?::\/\/|mailto:)\S*$/iu);
      }
    }),
    { numRuns: 1000 },
  );
});

test('every character that is no space comes out once, in order', () => {
  fc.assert(
    fc.property(lines, columns, (line, width) => {
      expect(squeezed(wrap(line, width).join(''))).toBe(squeezed(line));
    }),
    { numRuns: 1000 },
  );
});

test('words that fit a line stay whole', () => {
  const fitting = fc.array(fc.stringMatching(/^[!-~\u00e0-\u017f]{1,19}$/u), { maxLength: 60 });
  fc.assert(
    fc.property(fitting, columns, (list, width) => {
      expect(wrap(list.join(' '), width).join(' ').split(/ +/u)).toEqual(list.join(' ').split(/ +/u));
    }),
  );
});

test('a text breaks at the same places whatever way its widths are found', () => {
  // U+1E01 is as narrow as q, but not one of the characters known to be narrow
  const other = (text: string): string => text.replaceAll('q', '\u1e01');
  const text = fc
    .array(fc.stringMatching(/^(?:[*-] |\d\. )?[abq.,-]{1,30} {0,3}$/), { maxLength: 60 })
    .map((parts) => `q${parts.join(' ')}`);
  fc.assert(
    fc.property(text, columns, (line, width) => {
      expect(wrap(other(line), width)).toEqual(wrap(line, width).map(other));
      expect(wrap(other(`* ${line}`), width)).toEqual(wrap(`* ${line}`, width).map(other));
    }),
    { numRuns: 1000 },
  );
});

test('a CJK text breaks at the same places whatever way its widths are found', () => {
  // U+20000 is as wide as U+4E00 and breaks as it does, but takes two code units
  const other = (text: string): string => text.replaceAll('\u4e00', '\u{20000}');
  const part = fc.stringMatching(/^(?:[\u4e00\u65b0\u3002\u300c\u300d\uff08()ab1,]{1,30}|ab| {1,3})$/u);
  const text = fc.array(part, { maxLength: 30 }).map((parts) => `\u4e00${parts.join('')}`);
  fc.assert(
    fc.property(text, columns, (line, width) => {
      expect(wrap(other(line), width)).toEqual(wrap(line, width).map(other));
      expect(wrap(other(`* ${line}`), width)).toEqual(wrap(`* ${line}`, width).map(other));
    }),
    { numRuns: 2000 },
  );
});

test('a URL is never broken', () => {
  const url = `https://news.example/${'a-rather-long-path/'.repeat(8)}`;
  expect(wrap(`See ${url} for more, and ${'word '.repeat(20)}`, 40)).toContain(url);
});

test('the second line of a list item hangs under its text', () => {
  expect(wrap('* one two three four five six', 20)).toEqual(['* one two three four', '  five six']);
});

test('widths are those of East Asian Width and emoji presentation', () => {
  const wrong: string[] = [];
  for (let codePoint = 0x20; codePoint <= 0x3ffff; codePoint++) {
    const character = String.fromCodePoint(codePoint);
    if (
      !/[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ||
      /[\u1160-\u11ff\ud7b0-\ud7ff\u{1f1e6}-\u{1f1ff}]/u.test(character)
    )
      continue;
    if (columnsOfCodePoint(codePoint) !== eastAsianWidth(codePoint)) wrong.push(codePoint.toString(16));
  }
  expect(wrong).toEqual([]);
});

test.each([
  ['👩‍👩‍👧‍👦', 2],
  ['🇫🇷🇩🇪', 4],
  ['e\u0301', 1],
  ['1️⃣', 2],
  ['한국어', 6],
  ['ｈａｌｆ', 8],
])('%s takes %i columns', (text, width) => {
  expect(columnsOf(text)).toBe(width);
});

test('the columns of a text are those of its characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 1200 }), (text) => {
      const clusters = [...clustersOf(text)];
      expect(clusters.map((cluster) => cluster.text).join('')).toBe(text);
      expect(clusters.reduce((sum, cluster) => sum + cluster.columns, 0)).toBe(columnsOf(text));
    }),
  );
});

test('a clean line holds nothing that forges a line or drives a terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(cleanLine(text)).not.toMatch(
        /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u,
      );
      expect(cleanLine(cleanLine(text))).toBe(cleanLine(text));
      expect(plainPunctuation(text)).not.toMatch(/[\u2018\u2019\u201c\u201d\u2013\u2014\u2026]/u);
    }),
  );
});

test('a truncated label fits', () => {
  fc.assert(fc.property(lines, columns, (line, width) => columnsOf(truncate(line, width)) <= width));
});
