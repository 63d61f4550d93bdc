import { expect, test } from 'vitest';
import { judge } from '../../src/article/gate.ts';
import { findLicence } from '../../src/article/licence-names.ts';
import { licenceById, LICENCES } from '../../src/article/licences.ts';
import { parseArticle } from '../../src/article/parse.ts';
import { documentOf, type Parts } from '../support/documents.ts';

const idOf = (name: string): string => {
  const found = findLicence(name);
  return typeof found === 'string' ? found : found.id;
};

test('every licence is found by its id, its URI and its name', () => {
  for (const licence of LICENCES) {
    for (const name of [licence.id, licence.uri, licence.name, licence.uri.replace('https', 'http')])
      expect(findLicence(name)).toBe(licence);
  }
  expect(new Set(LICENCES.map(({ uri }) => uri)).size).toBe(LICENCES.length);
});

test.each([
  ['Creative Commons CC BY-ND 4.0', 'CC-BY-ND-4.0'],
  ['CC-BY-SA-3.0', 'CC-BY-SA-3.0'],
  ['https://creativecommons.org/licenses/by-nc/3.0/deed.fr', 'CC-BY-NC-3.0'],
  ['Attribution 4.0 International (CC BY 4.0)', 'CC-BY-4.0'],
  ['Creative Commons Attribution-NonCommercial-NoDerivs 3.0 Unported License', 'CC-BY-NC-ND-3.0'],
  ['Creative Commons Attribution 3.0 Germany', 'CC-BY-3.0-DE'],
  ['http://creativecommons.org/licenses/by-nd-nc/1.0/', 'CC-BY-NC-ND-1.0'],
  ['https://creativecommons.org/licenses/by/2.5/ca/', 'LicenseRef-CC-BY-2.5-CA'],
  ['CC0', 'CC0-1.0'],
  ['Public Domain Mark 1.0', 'CC-PDM-1.0'],
  ['CC BY-ND', 'version-missing'],
  ['CC BY 4.0 except photos', 'unknown'],
  ['not CC BY 4.0', 'unknown'],
  ['CC BY 4.0 or CC BY-ND 4.0', 'unknown'],
  ['CC BY 9.0', 'unknown'],
  ['CC BY-ND-SA 4.0', 'unknown'],
  ['All rights reserved', 'unknown'],
  ['', 'unknown'],
])('"%s" names %s', (name, id) => {
  expect(idOf(name)).toBe(id);
});

test('what a licence permits follows from its terms', () => {
  expect(licenceById('CC-BY-NC-ND-4.0')?.permits).toEqual({
    verbatim: true,
    adaptation: false,
    commercial: false,
  });
  expect(licenceById('CC-BY-SA-4.0')?.permits).toEqual({
    verbatim: true,
    adaptation: true,
    commercial: true,
  });
});

function verdictOn(parts: Parts, text: (document: string) => string = (document) => document): string[] {
  const reading = parseArticle(new TextEncoder().encode(text(documentOf(parts))));
  const { licence, diagnostics } = judge(reading, { ownSelectors: ['/feeds/a/b.txt'] });
  const held = diagnostics.filter(({ severity }) => severity === 'held');
  expect(licence === undefined).toBe(held.length > 0);
  for (const { fix } of held) expect(fix).not.toBe('');
  return held.map(({ code, line }) => `${code}:${line}`);
}

test('the gate holds what lacks a licence, a publisher or a source, and says where', () => {
  expect(verdictOn({})).toEqual([]);
  expect(verdictOn({ licence: 'CC BY' })).toEqual(['licence-version-missing:22']);
  expect(verdictOn({ licence: 'Ask us' })).toEqual(['licence-unknown:22']);
  expect(verdictOn({ source: '/feeds/a/other.txt' })).toEqual(['source-invalid:19']);
  expect(verdictOn({ source: '/feeds/a/b.txt' })).toEqual([]);
  expect(verdictOn({ source: 'javascript:alert(1)' })).toEqual(['source-invalid:19']);
  expect(verdictOn({}, (text) => text.replace(/^\[1\] Url.*\n/m, ''))).toEqual(['source-missing:25']);
  expect(verdictOn({}, (text) => text.replace(/^Content appears.*\n/m, ''))).toEqual(['licence-missing:25']);
  expect(verdictOn({}, (text) => text.replace(/^(?:\(C\)|Published and).*\n/gm, ''))).toEqual([
    'publisher-missing:24',
  ]);
});

test('two lines that name different licences hold a document', () => {
  const withLine = (value: string) => (text: string) =>
    text.replace(/^(Content appears.*)$/m, `$1\nLicense: ${value}`);
  expect(verdictOn({}, withLine('https://creativecommons.org/licenses/by-nd/4.0/ CC-BY-ND-4.0'))).toEqual([]);
  expect(verdictOn({ licence: 'Our usual terms' }, withLine('CC-BY-4.0'))).toEqual([]);
  expect(verdictOn({}, withLine('CC-BY-4.0'))).toEqual(['licence-conflict:22']);
});

test('the default of a feed serves only where a document states no licence', () => {
  const licence = licenceById('CC-BY-4.0');
  if (licence === undefined) throw new Error('no such licence');
  const surroundings = {
    ownSelectors: [],
    defaultLicence: { licence, evidence: 'https://news.example/terms' },
  };
  const judged = (text: string) => judge(parseArticle(new TextEncoder().encode(text)), surroundings);
  expect(judged(documentOf().replace(/^Content appears.*\n/m, '')).licence).toBe(licence);
  expect(judged(documentOf()).licence?.id).toBe('CC-BY-ND-4.0');
  expect(judged(documentOf({ licence: 'Ask us' })).licence).toBeUndefined();
});
