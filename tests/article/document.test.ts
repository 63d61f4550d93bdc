import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { noticeOf, type Article } from '../../src/article/article.ts';
import { parseAuthors, writeAuthors } from '../../src/article/authors.ts';
import { parseArticle } from '../../src/article/parse.ts';
import { UnwritableArticle, writeArticle } from '../../src/article/write.ts';
import { documentOf } from '../support/documents.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const codesOf = (text: string | Uint8Array): string[] =>
  parseArticle(typeof text === 'string' ? encode(text) : text).diagnostics.map(({ code }) => code);

const tricky = fc.constantFrom(
  '[END]',
  '---',
  '[1] Url: https://x.example/',
  'Date: 2025-06',
  '[]',
  '. . . . . . . . . .',
  "it's",
  '"so"',
  'a\\b',
  '(C) me',
  'via you:',
  'é 日本 👩‍👧',
);
const line = fc
  .oneof(tricky, fc.stringMatching(/^[!-~\u00c0-\u017f\u0391-\u03c9]{1,12}( [!-~]{1,8}){0,4}$/u))
  .filter((text) => text.trim() === text && text !== '');
const uri = fc.stringMatching(/^https:\/\/[a-z]{1,10}\.example\/[!-~]{0,20}$/u);
const articles: fc.Arbitrary<Article> = fc
  .record({
    publisher: line,
    unaltered: fc.boolean(),
    title: line,
    authors: fc.array(line, { maxLength: 3 }),
    date: fc.oneof(
      fc.record({ year: fc.integer({ min: 1900, max: 2100 }), month: fc.integer({ min: 1, max: 12 }) }),
      fc.record({
        year: fc.integer({ min: 1900, max: 2100 }),
        month: fc.integer({ min: 1, max: 12 }),
        day: fc.integer({ min: 1, max: 28 }),
      }),
    ),
    body: fc.array(
      fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n')),
      { minLength: 1, maxLength: 6 },
    ),
    uris: fc.array(uri, { minLength: 1, maxLength: 4 }),
    licenceName: line.filter((text) => !text.endsWith('.')),
    extensions: fc.array(
      fc.record({ name: fc.constantFrom('License', 'By', 'Changes', 'Updated', 'SHA-256'), value: line }),
      { maxLength: 3 },
    ),
    via: fc.record({ site: line, uri }),
  })
  .map(({ unaltered, uris, ...rest }) => ({
    ...rest,
    notice: noticeOf(rest.publisher, unaltered),
    links: uris.map((address, index) => ({ number: index + 1, uri: address })),
    remarks: [],
  }))
  // the writer refuses what would be read as two documents
  .filter(({ body }) => !/^\[END\]\n+(?:---|\[1\] Url:)|^\(C\) [^]*^\. \. /m.test(body.join('\n\n')));

test('what is written is read back as it was, without a finding', () => {
  fc.assert(
    fc.property(articles, (article) => {
      const reading = parseArticle(encode(writeArticle(article)));
      expect(reading.article).toEqual(article);
      expect(reading.diagnostics).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('any bytes can be read', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => parseArticle(bytes).diagnostics.length > 0),
  );
});

test('a document cut anywhere is read, and never as a whole one', () => {
  const whole = documentOf();
  fc.assert(
    fc.property(fc.integer({ min: 0, max: whole.indexOf('gopher://') }), (length) => {
      const { article, diagnostics } = parseArticle(encode(whole.slice(0, length)));
      expect(diagnostics.length + (article.via === undefined ? 1 : 0)).toBeGreaterThan(0);
    }),
  );
});

test('names are a Python list, in both styles of quotes', () => {
  expect(parseAuthors(`['Ann Example', "Bo O'Example", 'C \\'x\\' D', 'caf\\xe9']`)).toEqual([
    'Ann Example',
    "Bo O'Example",
    "C 'x' D",
    'café',
  ]);
  expect(parseAuthors('[]')).toEqual([]);
  expect(parseAuthors("['Ann' 'Bo']")).toEqual({ column: 8 });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), (names) => {
      expect(parseAuthors(writeAuthors(names))).toEqual(names);
    }),
  );
});

test.each([
  ['CRLF', documentOf().replaceAll('\n', '\r\n'), ['line-endings']],
  ['a byte-order mark', `\ufeff${documentOf()}`, ['byte-order-mark']],
  ['more blank lines', documentOf({ body: 'One.\n\n\n\nTwo.' }), ['layout']],
  ['no [END]', documentOf().replace('[END]\n---\n', ''), ['end-missing']],
  ['no via', documentOf().replace(/\nvia[\s\S]*/, ''), ['via-missing']],
  [
    'other words of origin',
    documentOf().replace('This story was originally published by', 'First seen at'),
    ['notice'],
  ],
  ['a time of day', documentOf({ date: '2025-06-30 12:00:00' }), ['date-malformed']],
  ['no list of authors', documentOf({ authors: 'By Ann Example' }), ['authors-malformed']],
  [
    'a title without reference',
    documentOf().replace('A plain title [1]', 'A plain title'),
    ['title-reference-missing'],
  ],
])('%s is tolerated and told', (_, text, codes) => {
  expect(codesOf(text)).toEqual(codes);
  expect(parseArticle(encode(text)).article).toMatchObject({
    title: 'A plain title',
    publisher: 'Example Wire',
  });
});

test.each(['June 31st, 2025 UNIQ', '2025-06-30 14:05 UNIQ'])(
  'no word of the date line "%s" is lost',
  (date) => {
    expect(parseArticle(encode(documentOf({ date }))).article.remarks).toEqual([`Date: ${date}`]);
  },
);

test('a finding names line and column', () => {
  const { diagnostics } = parseArticle(encode(documentOf({ title: 'A\u0007 title' })));
  expect(diagnostics).toMatchObject([{ code: 'control-character', line: 7, column: 2 }]);
});

test.each([
  ['UTF-16LE', Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(documentOf({ title: 'Café' }), 'utf16le')])],
  ['Windows-1252', Buffer.from(documentOf({ title: 'Café' }), 'latin1')],
])('%s is read', (_, bytes) => {
  const reading = parseArticle(bytes);
  expect(reading.article.title).toBe('Café');
  expect(reading.diagnostics.map(({ code }) => code)).toEqual(['encoding']);
});

test('UTF-8 with a broken character is not taken for Windows-1252', () => {
  const bytes = Buffer.concat([Buffer.from(documentOf({ body: 'Ça va à Besançon.' })), Buffer.of(0xc3)]);
  expect(codesOf(bytes)).toContain('encoding-damaged');
});

test('what the layout cannot hold is not written', () => {
  const { article } = parseArticle(encode(documentOf()));
  expect(() => writeArticle({ ...article, title: 'two\nlines' })).toThrow(UnwritableArticle);
  expect(() => writeArticle({ ...article, links: [] })).toThrow(/number 1/);
  expect(() => writeArticle({ ...article, body: ['a\n\nb'] })).toThrow(/empty line/);
});
