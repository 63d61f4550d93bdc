/** Two documents in one file: neither is served under the licence of the other. */
import { expect, test } from 'vitest';
import { judge } from '../../src/article/gate.ts';
import { parseArticle } from '../../src/article/parse.ts';
import { UnwritableArticle, writeArticle } from '../../src/article/write.ts';
import { documentOf } from '../support/documents.ts';

function heldBy(text: string): string[] {
  const verdict = judge(parseArticle(new TextEncoder().encode(text)), { ownSelectors: [] });
  return verdict.diagnostics
    .filter(({ severity }) => severity === 'held')
    .map(({ code, line }) => `${code}:${line}`);
}

const FIRST = documentOf({ publisher: 'Paid Press', licence: 'All rights reserved', body: 'Not for you.' });
const SECOND = documentOf({ publisher: 'Free Press', title: 'Second' });

test.each([
  ['one after the other', FIRST + SECOND, 'run-together:15'],
  ['without a line end between them', FIRST.trimEnd() + SECOND, 'run-together:15'],
  ['the first without [END]', FIRST.replace('[END]\n---\n', '') + SECOND, 'run-together:17'],
  ['the second without [END]', SECOND + FIRST.replace('[END]\n---\n', ''), 'run-together:26'],
  ['the first without its footer', FIRST.replace(/\[END\][^]*/, '') + SECOND, 'run-together:15'],
  ['the second with the licence of the first', SECOND + SECOND, 'run-together:17'],
])('%s: held', (_what, text, finding) => {
  expect(heldBy(text)).toContain(finding);
});

test('the writer refuses a text that would be read as the end of a document', () => {
  const { article } = parseArticle(new TextEncoder().encode(SECOND));
  for (const body of ['a\n[END]\n---\nb', 'Published and (C) by Paid Press', '(C) Paid Press\n. . . . .'])
    expect(() => writeArticle({ ...article, body: [body] })).toThrow(UnwritableArticle);
});

test.each([
  'Each text ends in [END], and a footer follows.',
  'A line of its own:\n[END]\nand more text.',
  `The layout, quoted:\n\n${FIRST.replace(/^(?=.)/gm, '    ')}\nand so on.`,
  '(C) is how a copyright is written.',
])('a text may speak of the layout: %j', (body) => {
  expect(heldBy(documentOf({ body }))).toEqual([]);
});
