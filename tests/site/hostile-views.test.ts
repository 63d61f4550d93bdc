/** Wild documents in any view: nothing is lost in encoding, no line is forged, no part is too large. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildCatalogue } from '../../src/library/memory-catalogue.ts';
import { articleMenu } from '../../src/site/article-menu.ts';
import { articleText } from '../../src/site/article-text.ts';
import { atomFeed } from '../../src/site/atom.ts';
import { admit } from '../../src/site/document.ts';
import { partsOf } from '../../src/site/parts.ts';
import { DEFAULT_VIEW, encodedBytes, encodeFor, parseView, textSetter } from '../../src/site/view.ts';
import { textDocument } from '../../src/gopher/text.ts';
import { CHARSET_NAMES } from '../../src/text/charset.ts';
import { decodeAs } from '../support/charsets.ts';
import { parseMenu } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';

const HOST = { name: 'localhost', port: 70 };
const CONTROL = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const squeezed = (text: string): string => text.replace(/\s+/gu, '');

const line = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.constantFrom(
      'a | b',
      '--- | ---',
      '.',
      '. . . .hidden ..',
      '\u202e',
      `https://x.example/${'é'.repeat(50)}`,
      '\ud800',
      '\t\u001b[2J',
    ),
  )
  .map((text) => text.replace(/[\n\0]/g, ' '));
const body = fc.array(
  fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n')),
  { maxLength: 5 },
);
const views = fc.record({
  charset: fc.constantFrom(...CHARSET_NAMES),
  layout: fc.constantFrom('32', '40', '67', '132', 'unwrapped', 'flowed'),
  bytes: fc.constantFrom('', '-160b', '-237b', '-5000b'),
  strict: fc.boolean(),
});

test('any document in any view is sent without loss, and forges nothing', () => {
  fc.assert(
    fc.property(line, line, body, views, (title, publisher, texts, { charset, layout, bytes, strict }) => {
      const given = { title: `${title}T`, publisher: `${publisher}W`, body: `${texts.join('\n\n')}\nx` };
      const document = admit(new TextEncoder().encode(documentOf(given)), 'a/b', undefined);
      const view = parseView(`${charset}-${layout}${bytes}`);
      if (view === undefined) throw new Error('there is no such view');
      if (document === undefined) return;
      const decoded = (text: string): string => {
        const sent = encodeFor(view, text);
        return typeof sent === 'string' ? sent : decodeAs(charset, sent);
      };
      const lines = articleText(document, textSetter(view), HOST);
      expect(decoded(lines.join('\r\n'))).toBe(lines.join('\r\n'));
      for (const text of lines) expect(text).not.toMatch(CONTROL);

      const budget = view.partBytes;
      const format = { strict };
      const parts = budget === undefined ? [] : partsOf(document, lines, { budget, view, format }, HOST);
      for (const part of parts)
        expect(encodedBytes(view, textDocument(part, format))).toBeLessThanOrEqual(budget ?? 0);
      const together = parts.flatMap((part) => part.slice(part.indexOf('') + 1)).join('');
      if (parts.length > 0) expect(squeezed(together)).toBe(squeezed(lines.join('')));

      const { article, licence } = document;
      const facts = { title: article.title, publisher: article.publisher, date: article.date, licence };
      const entry = { ...facts, path: 'a/b', feed: 'a', bytes: 1, modifiedMs: 0 };
      const around = {
        self: HOST,
        view,
        parts: parts.length,
        catalogue: buildCatalogue([], new Map()),
        newer: entry,
        older: undefined,
        feedTitle: article.publisher,
      };
      const menu = articleMenu(document, entry, 1, around);
      expect(decoded(menu)).toBe(menu);
      for (const { type, display } of parseMenu(menu)) {
        expect('0179hi').toContain(type);
        expect(display).not.toMatch(CONTROL);
      }

      const folder = {
        path: 'a',
        title,
        publisher: undefined,
        home: undefined,
        language: undefined,
        defaultLicence: undefined,
        heading: undefined,
        folders: [],
        dates: [],
        listed: 1,
        count: 1,
      };
      const settings = {
        host: HOST,
        title,
        admin: '',
        version: '1',
        textFormat: { strict: false },
        view: DEFAULT_VIEW,
      };
      // [XML1.0-2.2]
      expect(atomFeed(folder, [{ entry, document }], settings)).not.toMatch(
        /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u,
      );
    }),
    { numRuns: 600 },
  );
});
