import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { expressionOf } from '../../src/index/match-expression.ts';
import { bestParagraph, excerptOf } from '../../src/site/excerpt.ts';
import { matches, type Searched } from '../../src/site/match.ts';
import { isFeed, isLanguage, isLicence } from '../../src/site/search-filters.ts';
import { parseQuery, type Query } from '../../src/site/search-query.ts';
import { foldedText, wordsOf } from '../../src/text/search-words.ts';

/** `text`, which is a search that can be made. */
function queryOf(text: string): Query {
  const query = parseQuery(text);
  if (query.kind === 'faulty') throw new Error(query.faults.join(' '));
  return query;
}

const article = (parts: Partial<Searched> = {}): Searched => ({
  title: '',
  credit: '',
  body: '',
  feed: 'news/world',
  licence: { id: 'CC-BY-SA-4.0' },
  date: { year: 2025, month: 6, day: 15 },
  language: 'pt-BR',
  ...parts,
});

test.each([
  ['bridge', '("bridge")'],
  ['Low Ford', '(("low") AND ("ford"))'],
  ['low AND ford', '(("low") AND ("ford"))'],
  ['"Low Ford"', '("low" + "ford")'],
  ['well-known', '("well" + "known")'],
  ['新しい', '("新" + "し" + "い")'],
  ['bridg* 新*', '(("bridg" *) AND ("新"))'],
  ['"low fo"*', '("low" + "fo" *)'],
  ['a b or c d', '((("a") AND ("b")) OR (("c") AND ("d")))'],
  ['a (b or c)', '(("a") AND (("b") OR ("c")))'],
  ['a not b -c', '((("a")) NOT (("b") OR ("c")))'],
  ['a -(b c)', '((("a")) NOT ((("b") AND ("c"))))'],
  ['a not not b', '(("a") AND ("b"))'],
  ['a or not c d', '(("a") OR ((("d")) NOT (("c"))))'],
  ['“low ford”', '("low" + "ford")'],
  ['low "ford over', '(("low") AND ("ford" + "over"))'],
  ['by:Ann by:"Bo Example" x', '((credit : "ann") AND (credit : "bo" + "example") AND ("x"))'],
  ['or a or', '("a")'],
  ['((a) b', '(("a") AND ("b"))'],
  ['a) b', '(("a") AND ("b"))'],
  ['foo:bar', '("foo" + "bar")'],
  ['"or" "not"', '(("or") AND ("not"))'],
  ["x'; DROP TABLE f; --", '(("x") AND ("drop") AND ("table") AND ("f"))'],
  [
    'NEAR(a b, 5) ^a {title}: c',
    '(("near") AND (("a") AND ("b") AND ("5")) AND ("a") AND ("title") AND ("c"))',
  ],
])('%s is %s', (text, expression) => {
  expect(expressionOf(queryOf(text))).toBe(expression);
});

test.each([
  ['', 'There is no word'],
  ['or and ()', 'There is no word'],
  ['"" * … \0\0 \u202e', 'There is no word'],
  ['not a', 'needs more than "not"'],
  ['a or -b', 'needs more than "not"'],
  ['feed:news lang:fr', 'Say also which words'],
  ['a before:soon', 'Behind before: there has to be a year'],
  ['a after:2025-02-30', 'Behind after: there has to be a year'],
  ['a by: b', 'Behind by: there has to be'],
  ['a -lang:fr', 'not for lang:'],
  ['a*', 'Before * there have to be 2 letters'],
  ['a '.repeat(65), '64 words'],
  ['新'.repeat(65), '64 words'],
  ['a'.repeat(10_000), '1,000 characters'],
])('%j is a fault, told in words', (text, sentence) => {
  expect(parseQuery(text)).toMatchObject({ kind: 'faulty', faults: [expect.stringContaining(sentence)] });
});

test('no text makes a search fail, or syntax of what is quoted', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'or',
      'not',
      '-',
      '(',
      ')',
      '"',
      '*',
      'by:',
      'before:',
      'a',
      'bb*',
      'NEAR',
      '\0',
      '\u202e',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const query = parseQuery(pieces.join(' '));
      if (query.kind === 'faulty') {
        expect(query.faults.length).toBeGreaterThan(0);
        return;
      }
      const outside = expressionOf(query).replace(/"[a-z0-9\u0080-\uffff]+"/g, 'w');
      expect(outside).toMatch(/^(?:[()*+w ]|credit :|AND|OR|NOT)+$/);
    }),
  );
});

/** What is found by the words of the rule itself: a search of single words, phrases and beginnings. */
const word = fc.constantFrom('a1', 'a2', 'a1b', 'b1', 'Ä1', '新');
const column = fc.array(word, { maxLength: 4 });

test('a word is found where it stands in title, credit or text, a phrase within one of them', () => {
  fc.assert(
    fc.property(
      column,
      column,
      column,
      fc.array(word, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      (...given) => {
        const [title, credit, body, phrase, isPrefix] = given;
        const searched = article({
          title: foldedText(title.join(' ')),
          credit: foldedText(credit.join(' ')),
          body: foldedText(body.join(' ')),
        });
        const wanted = wordsOf(phrase.join(' '));
        const mayGoOn = isPrefix && wanted.at(-1) !== '新';
        const isThere = (words: readonly string[]): boolean =>
          words.some((_, at) =>
            wanted.every((one, offset) => {
              const found = words[at + offset] ?? '';
              return mayGoOn && offset === wanted.length - 1 ? found.startsWith(one) : found === one;
            }),
          );
        const places = [title, credit, body].map((words) => wordsOf(words.join(' ')));
        const text = `"${phrase.join(' ')}"${isPrefix ? '*' : ''}`;
        expect(matches(queryOf(text), searched)).toBe(places.some(isThere));
        expect(matches(queryOf(`zz or ${text}`), searched)).toBe(places.some(isThere));
        expect(matches(queryOf(`${text} -${text}`), searched)).toBe(false);
        const [, ofCredit = []] = places;
        expect(matches(queryOf(`by:${text}`), searched)).toBe(isThere(ofCredit));
      },
    ),
  );
});

test.each([
  ['before:2026', true],
  ['before:2025', false],
  ['before:2025-07', true],
  ['before:2025-06', false],
  ['before:2025-06-16', true],
  ['before:2025-06-15', false],
  ['after:2024', true],
  ['after:2025', false],
  ['after:2025-05', true],
  ['after:2025-06', false],
  ['after:2025-06-14', true],
  ['after:2025-06-15', false],
  ['after:2024 after:2025', false],
  ['before:2026 before:2025', false],
  ['feed:news', true],
  ['feed:WORLD', true],
  ['feed:news/world', true],
  ['feed:new', false],
  ['feed:world/news', false],
  ['feed:sport feed:news', true],
  ['licence:by-sa', true],
  ['license:CC-BY-SA-4.0', true],
  ['licence:"cc by-sa"', true],
  ['licence:by-nd', false],
  ['licence:4', false],
  ['lang:pt', true],
  ['lang:pt-BR', true],
  ['lang:pt-PT', false],
  ['lang:p', false],
])('%s of an article of 2025-06-15: %s', (filter, isFound) => {
  expect(matches(queryOf(`${filter} bridge`), article({ body: 'the bridge' }))).toBe(isFound);
  expect(matches(queryOf(`bridge ${filter}`), article({ body: 'a ford' }))).toBe(false);
});

test('of a month alone the beginning counts; without date nothing is before or after', () => {
  const dated = (date: Searched['date'], filter: string): boolean =>
    matches(queryOf(`x ${filter}`), article({ body: 'x', date }));
  const june = { year: 2025, month: 6 };
  expect(
    ['before:2025-07', 'before:2025-06-01', 'after:2025-05'].map((filter) => dated(june, filter)),
  ).toEqual([true, true, true]);
  expect(
    ['before:2025-06', 'after:2025-06', 'after:2025-06-01'].map((filter) => dated(june, filter)),
  ).toEqual([false, false, false]);
  expect(['before:9999', 'after:0001'].map((filter) => dated(undefined, filter))).toEqual([false, false]);
});

test('an unknown language is none, and empty values name nothing', () => {
  expect(matches(queryOf('x lang:fr'), article({ body: 'x', language: undefined }))).toBe(false);
  expect([isFeed('', 'a'), isFeed('/', 'a'), isLicence('-', 'CC0-1.0'), isLanguage('', 'fr')]).toEqual(
    Array(4).fill(false),
  );
  expect([isLicence('cc0', 'CC0-1.0'), isLicence('pdm', 'CC-PDM-1.0')]).toEqual([true, true]);
});

const body = [
  'First paragraph here.',
  'The bridge over the Low Ford opened on Monday.\nIt cost four million – twice as much as planned, says the mayor’s office, and L’ÉTAT pays a lot of it because nobody else would.',
  '新しい橋が月曜日に開通した。'.repeat(9),
];

const lineAround = (paragraphs: readonly string[], query: Query): string =>
  excerptOf(paragraphs[bestParagraph(paragraphs, query)] ?? '', query);

test.each([
  ['paragraph', 'First paragraph here.'],
  ['monday', '...Low Ford opened on Monday. It cost four million – twice as...'],
  ['"million twice"', '...It cost four million – twice as much as planned, says the...'],
  ['état', '...office, and L’ÉTAT pays a lot of it because nobody else...'],
  ['nobo*', '...and L’ÉTAT pays a lot of it because nobody else would.'],
  ['開通', '新しい橋が月曜日に開通した。新しい橋が月曜日に開通した。新...'],
  ['paragraph the mayor', '...as planned, says the mayor’s office, and L’ÉTAT pays a lot...'],
  ['by:first', 'First paragraph here.'],
  ['nowhere', 'First paragraph here.'],
])('the line around %s', (text, line) => {
  expect(lineAround(body, queryOf(text))).toBe(line);
});

test('a line is of the text, letter for letter, and short', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 300 }), { maxLength: 3 }),
      fc.string(),
      (paragraphs, text) => {
        const query = parseQuery(text);
        const excerpt = lineAround(paragraphs, query.kind === 'query' ? query : queryOf('x'));
        const plain = paragraphs.map((paragraph) => paragraph.normalize('NFC').replace(/\s+/gu, ''));
        const kept = excerpt.replace(/^\.{3}|\.{3}$/g, '').replace(/\s+/gu, '');
        // what clients must not get is taken out of both
        expect(plain.some((whole) => whole.includes(kept)) || kept === '').toBe(true);
      },
    ),
  );
});
