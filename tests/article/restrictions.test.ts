/** A line that takes the licence back, wherever it stands: the document is held, with a licence and with a default. */
import { expect, test } from 'vitest';
import { judge } from '../../src/article/gate.ts';
import { licenceById } from '../../src/article/licences.ts';
import { parseArticle } from '../../src/article/parse.ts';
import { documentOf, type Parts } from '../support/documents.ts';

/** The codes that hold the document under a feed's default of CC BY 4.0; none where it is served. */
function heldBy(parts: Parts, change: (text: string) => string = (text) => text): string[] {
  const licence = licenceById('CC-BY-4.0');
  if (licence === undefined) throw new Error('no such licence');
  const defaultLicence = { licence, evidence: 'https://news.example/terms' };
  const reading = parseArticle(new TextEncoder().encode(change(documentOf(parts))));
  const verdict = judge(reading, { defaultLicence, ownSelectors: [] });
  if (verdict.licence !== undefined) expect(verdict.licence).toBe(licence);
  return verdict.diagnostics.filter(({ severity }) => severity === 'held').map(({ code }) => code);
}

const BY = { licence: 'CC BY 4.0' };
const withLine = (line: string) => (text: string) => text.replace(/^(Content appears.*)$/m, `$1\n${line}`);
const inPlaceOfLicence = (line: string) => (text: string) => text.replace(/^Content appears.*$/m, line);
const withNotice = (notice: string) => (text: string) => text.replace(/^This story.*$/m, notice);

const RESTRICTIONS = [
  'Copyright: Daily. All rights reserved. No republication.',
  'Copyright: All rights reserved. Republication forbidden.',
  'Usage-Rights: All rights reserved',
  'License-URL: https://creativecommons.org/licenses/by-nc-nd/4.0/',
  'Terms: CC BY-NC-ND 4.0',
  'Exceptions: the photographs',
  'Note: may not be reused without permission',
  'Republication is not permitted.',
  'Alle Rechte vorbehalten.',
  'Tous droits r\u00e9serv\u00e9s.',
];

test.each(RESTRICTIONS)('"%s" is not overruled by a licence', (line) => {
  expect(heldBy(BY, withLine(line))).toEqual(['licence-conflict']);
});

test.each(RESTRICTIONS)('"%s" is not overruled by a default', (line) => {
  expect(heldBy({}, inPlaceOfLicence(line))).toHaveLength(1);
});

test.each([
  'This story was originally published by Example Wire. All rights reserved; republication under CC BY-NC-ND 4.0 only.',
  'Republished from Example Wire under CC BY-NC-ND 4.0.',
  'This story was originally published by Example Wire and may not be reproduced.',
])('nor the header\'s "%s"', (notice) => {
  expect(heldBy(BY, withNotice(notice))).toEqual(['licence-conflict']);
  expect(heldBy({}, (text) => withNotice(notice)(inPlaceOfLicence('')(text)))).toEqual(['licence-missing']);
});

test('nor what stands behind the name of the publisher', () => {
  expect(heldBy({ ...BY, publisher: 'Daily. All rights reserved.' })).toEqual(['licence-conflict']);
});

test.each([
  'Copyright: (C) 2025 Example Wire',
  'Copyright 2025 Ann Example',
  'License-URL: https://creativecommons.org/licenses/by/4.0/',
  'Terms: CC BY',
  'Changes: 2 images omitted that are not under this licence',
  'Subject: Copyright, reuse, licences',
  'Note: more',
  'By: Ann Example',
])('"%s" restricts nothing', (line) => {
  expect(heldBy(BY, withLine(line))).toEqual([]);
});

test.each([
  'This article is republished from Example Wire under a Creative Commons license.',
  'Republished from Example Wire under CC BY 4.0.',
  'Republished here from Example Wire.',
])('the header\'s "%s" restricts nothing', (notice) => {
  expect(heldBy(BY, withNotice(notice))).toEqual([]);
});

test('a publisher may have rights and licences in its name', () => {
  for (const publisher of ['Human Rights Wire', 'The Licence Press', 'Creative Commons'])
    expect(heldBy({ ...BY, publisher })).toEqual([]);
});

const SENTENCE = 'Content appears here under this condition or license:';

test.each([
  `${SENTENCE} CC BY 4.0\nexcept for the photographs and the second half.`,
  `${SENTENCE} CC BY 4.0\nThe photographs are ours.`,
  `${SENTENCE} CC BY 4.0.\nexcept for the photographs.`,
  `${SENTENCE} CC BY 4.0,\nbut\nfor readers at home.`,
  `${SENTENCE}\nAsk the publisher.`,
])('a licence that was wrapped is read to its end: %j', (lines) => {
  expect(heldBy({}, inPlaceOfLicence(lines))).toEqual(['licence-unknown']);
});

test('a licence that was wrapped within its name is that licence', () => {
  expect(heldBy({}, inPlaceOfLicence(`${SENTENCE} Creative Commons\nAttribution 4.0.`))).toEqual([]);
});
