/** Texts that once took quadratic time, or more stack than there is: each is read and rendered within a test's time. */
import { expect, test } from 'vitest';
import { urlsIn } from '../../src/article/links.ts';
import { parseArticle } from '../../src/article/parse.ts';
import { parseTable } from '../../src/article/table.ts';
import { articleText } from '../../src/site/article-text.ts';
import { admit } from '../../src/site/document.ts';
import { DEFAULT_VIEW, textSetter } from '../../src/site/view.ts';
import { judge } from '../../src/article/gate.ts';
import { wrap } from '../../src/text/wrap.ts';
import { cleanLine } from '../../src/text/clean.ts';
import { documentOf } from '../support/documents.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test('an authors line of nine million characters', () => {
  const { diagnostics } = parseArticle(bytesOf(documentOf({ authors: `['${'a'.repeat(9e6)}']` })));
  expect(diagnostics.map(({ code }) => code)).toContain('authors-malformed');
});

test('a million combining marks', () => {
  const text = `a${'\u0327\u0301'.repeat(500_000)}`;
  expect(cleanLine(text).length).toBeGreaterThan(900_000);
  expect(cleanLine('e\u0301')).toBe('\u00e9');
});

test('a million closing brackets behind an address', () => {
  expect(urlsIn(`http://news.example/a(b)${')'.repeat(2000)} `.repeat(500), 9, new Set())).toEqual([
    'http://news.example/a(b)',
  ]);
});

test('a hundred thousand numbered links', () => {
  const links = Array.from({ length: 100_000 }, (_, n) => `[${n + 2}] Url: https://news.example/${n}`).join(
    '\n',
  );
  const { article } = parseArticle(bytesOf(documentOf().replace(/^(\[1\].*)$/m, `$1\n${links}`)));
  expect(article.links).toHaveLength(100_001);
});

test('a header of four million dots, and a license line of three million words', () => {
  expect(parseArticle(bytesOf(`(C) P\n${'.'.repeat(4e6)}\n`)).article.publisher).toBe('');
  const words = documentOf().replace(/^(Content appears.*)$/m, `$1\nLicense: ${'a '.repeat(3e6)}`);
  const { diagnostics, licence } = judge(parseArticle(bytesOf(words)), { ownSelectors: [] });
  expect(licence).toBeUndefined();
  for (const { message } of diagnostics) expect(message.length).toBeLessThan(400);
});

test('more lines than a menu can carry hold a document, however they end', () => {
  for (const end of ['\n', '\r']) {
    const text = documentOf({ body: 'a\n'.repeat(260_000) }).replaceAll('\n', end);
    expect(parseArticle(bytesOf(text)).diagnostics.map(({ code }) => code)).toContain('too-large');
  }
});

test('a word of fifteen million letters, one of them accented', () => {
  expect(wrap(`${'a'.repeat(15e6)}\u00e9`, 67).length).toBeGreaterThan(220_000);
});

test('a licence line of spaces that is none', () => {
  const line = `Content appears here under this condition or license:${' '.repeat(1e6)}x\u2028y`;
  parseArticle(bytesOf(documentOf().replace(/^Content appears.*$/m, line)));
});

test('two hundred thousand extension lines are rendered', () => {
  const lines = 'Note: more\n'.repeat(200_000);
  const document = admit(
    bytesOf(documentOf().replace(/^(Content appears.*\n)/m, `$1${lines}`)),
    'a/b',
    undefined,
  );
  if (document === undefined) throw new Error('it is held');
  expect(
    articleText(document, textSetter(DEFAULT_VIEW), { name: 'localhost', port: 70 }).length,
  ).toBeGreaterThan(200_000);
});

test('a single line of sixteen million characters at each place', () => {
  const giant = 'x'.repeat(16e6);
  for (const parts of [
    { title: giant },
    { date: giant },
    { body: giant },
    { source: giant },
    { licence: giant },
    { publisher: giant },
  ])
    expect(parseArticle(bytesOf(documentOf(parts))).diagnostics).toBeDefined();
  parseArticle(bytesOf(documentOf().replace(/^via .*$/m, `via ${giant}`)));
});

test('fifteen thousand paragraphs that are nearly tables', () => {
  const paragraph = `a\n${' '.repeat(998)}x\nb`;
  for (let count = 0; count < 15_500; count++) expect(parseTable(paragraph)).toBeUndefined();
});

test('a table of two hundred thousand rows, and one that would be many times its text', () => {
  const table = (heading: string, rows: number): string =>
    `${heading} | b\n--- | ---\n${'1 | 2\n'.repeat(rows)}`.trimEnd();
  const document = admit(bytesOf(documentOf({ body: table('a', 200_000) })), 'a/b', undefined);
  if (document === undefined) throw new Error('it is held');
  const host = { name: 'localhost', port: 70 };
  expect(articleText(document, textSetter(DEFAULT_VIEW), host).length).toBeGreaterThan(200_000);
  expect(parseTable(table('heading '.repeat(100_000), 200_000))).toBeUndefined();
  expect(parseTable(table('heading '.repeat(100), 10))?.rows).toHaveLength(10);
});
