/** Faithfulness: unwrapping a rendering gives back the words of the body, in order, none missing, none added. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildCatalogue } from '../../src/library/memory-catalogue.ts';
import { noticeOf, type Article } from '../../src/article/article.ts';
import { licenceById } from '../../src/article/licences.ts';
import { parseArticle } from '../../src/article/parse.ts';
import { articleMenu } from '../../src/site/article-menu.ts';
import { articleText } from '../../src/site/article-text.ts';
import type { ServedDocument } from '../../src/site/document.ts';
import { DEFAULT_VIEW, textSetter } from '../../src/site/view.ts';
import { cleanText } from '../../src/text/clean.ts';
import { parseMenu } from '../support/client.ts';
import { ROOT } from '../support/program.ts';

const HOST = { name: 'localhost', port: 7070 };
const licence = licenceById('CC-BY-ND-4.0');

function served(article: Article): ServedDocument {
  if (licence === undefined) throw new Error('no such licence');
  return { article, licence, evidence: undefined, source: 'https://news.example/' };
}

/** The characters of a text without what may part lines: a long word or CJK text is cut where no space was. */
const squeezed = (text: string): string => text.replace(/\s+/gu, '');
const wordsOf = (text: string): string[] => text.split(/\s+/u).filter((word) => word !== '');
const bodyOf = (article: Article): string =>
  article.body.flatMap((paragraph) => paragraph.split('\n').map(cleanText)).join('\n');

function textBody(article: Article): string {
  const lines = articleText(served(article), textSetter(DEFAULT_VIEW), HOST);
  return lines.slice(lines.indexOf('Date: 2025-06') + 1, lines.lastIndexOf('[END]')).join('\n');
}

function menuBody(article: Article): string {
  const entry = {
    path: 'a/b',
    feed: 'a',
    title: 'T',
    publisher: 'P',
    date: undefined,
    licence: served(article).licence,
    bytes: 1,
    modifiedMs: 0,
  };
  const catalogue = buildCatalogue([], new Map());
  const around = {
    self: HOST,
    view: DEFAULT_VIEW,
    parts: 0,
    catalogue,
    newer: undefined,
    older: undefined,
    feedTitle: 'A',
  };
  const menu = articleMenu(served(article), entry, 1, around);
  const lines = parseMenu(menu);
  const start = lines.findIndex(({ display }) => display === 'Wire, 2025-06' || display === 'Wire');
  const end = lines.findIndex(
    ({ display }, index) => index > start && (display === 'Links' || display.startsWith('-----')),
  );
  return lines
    .slice(start + 1, end)
    .map(({ display }) => display)
    .join('\n');
}

const articleOf = (body: readonly string[]): Article => ({
  publisher: 'Wire',
  notice: noticeOf('Wire', true),
  title: 'Title',
  authors: [],
  date: { year: 2025, month: 6 },
  body,
  links: [{ number: 1, uri: 'https://news.example/' }],
  licenceName: 'CC BY-ND 4.0',
  extensions: [],
  via: undefined,
  remarks: [],
});

const word = fc.oneof(
  fc.stringMatching(/^[!-~\u00c0-\u017f\u0391-\u03c9\u0410-\u044f]{1,20}$/u),
  fc.constantFrom(
    '’quoted’',
    'e\u0301',
    '—',
    '[END]',
    '.',
    'https://news.example/a-path-that-is-long/and-longer/and-longer-still/',
  ),
);
const paragraph = fc
  .array(
    fc.array(word, { minLength: 1, maxLength: 40 }).map((words) => words.join(' ')),
    { minLength: 1, maxLength: 3 },
  )
  .map((lines) => lines.join('\n'));
const wildLine = fc
  .string({ unit: 'grapheme', maxLength: 200 })
  .filter((text) => cleanText(text).trim() !== '' && !text.includes('\n'));

test('both renderings give back the words of the body', () => {
  fc.assert(
    fc.property(fc.array(paragraph, { minLength: 1, maxLength: 5 }), (body) => {
      const article = articleOf(body.filter((text) => !text.includes('Links') && !text.startsWith('-----')));
      for (const rendering of [textBody(article), menuBody(article)])
        expect(wordsOf(rendering)).toEqual(wordsOf(bodyOf(article)));
    }),
    { numRuns: 300 },
  );
});

test('in any script no character is missing or added', () => {
  fc.assert(
    fc.property(fc.array(wildLine, { minLength: 1, maxLength: 5 }), (body) => {
      const article = articleOf(body);
      expect(squeezed(textBody(article))).toBe(squeezed(bodyOf(article)));
    }),
    { numRuns: 300 },
  );
});

const REAL = join(ROOT, '../shared/articles');
const real = existsSync(REAL) ? readdirSync(REAL) : [];
test.skipIf(real.length === 0)('the words of the real article (skipped where ../shared is absent)', () => {
  for (const file of real) {
    const { article } = parseArticle(readFileSync(join(REAL, file)));
    expect(wordsOf(textBody(article))).toEqual(wordsOf(bodyOf(article)));
  }
});
