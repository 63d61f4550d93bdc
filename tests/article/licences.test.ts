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
  ['No CC BY 3.0', 'unknown'],
  ['In CC BY 2.5', 'unknown'],
  ['CC BY 3.0 NO', 'LicenseRef-CC-BY-3.0-NO'],
  ['Zero', 'unknown'],
  ['by 4.0', 'unknown'],
  ['BY-SA 4.0', 'CC-BY-SA-4.0'],
  ['CC BY/ND 4.0', 'unknown'],
  ['CC BY 4.0 DEED', 'CC-BY-4.0'],
  ['https://creativecommons.org/licenses/by/4.0/deed', 'CC-BY-4.0'],
  ['licensed by Creative Commons, version 4.0', 'unknown'],
  ['Public Attribution License 1.0', 'unknown'],
  ['CC BY 4.0 & CC SA 4.0', 'unknown'],
  ['CC BY 4.0 '.repeat(100), 'unknown'],
  ['CC0 1.0 Universal (CC0 1.0) Public Domain Dedication', 'CC0-1.0'],
  ['CC BY-ND 4.0 (https://creativecommons.org/licenses/by-nd/4.0/)', 'CC-BY-ND-4.0'],
  ['Creative Commons BY-ND: https://creativecommons.org/licenses/by-nd/4.0/', 'CC-BY-ND-4.0'],
  ['CC BY 4.0 (https://creativecommons.org/licenses/by-nd/4.0/)', 'unknown'],
  ['CC BY 4.0 (https://news.example/terms)', 'unknown'],
  ['All rights reserved https://creativecommons.org/licenses/by/4.0/', 'unknown'],
  ['Attribution 2.0 UK: England & Wales', 'LicenseRef-CC-BY-2.0-UK'],
  ['https://creativecommons.org/licenses/by/4.0/?ref=chooser-v1', 'CC-BY-4.0'],
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
  expect(verdictOn({ licence: 'Creative Commons BY' }, withLine('CC-BY-4.0'))).toEqual([]);
  expect(verdictOn({}, withLine('CC-BY-4.0'))).toEqual(['licence-conflict:22']);
});

test.each([
  ['another licence with fewer terms', 'Creative Commons CC BY-NC-ND', 'License: CC-BY-4.0'],
  ['words that are no licence', 'All rights reserved', 'License: CC-BY-4.0'],
  ['a second line', 'CC BY 4.0', 'License: CC-BY-4.0\nLicense: All-Rights-Reserved'],
  [
    'a second sentence',
    'CC BY 4.0',
    'Content appears here under this condition or license: All rights reserved.',
  ],
])('%s and a licence that permits more hold a document', (_what, licence, lines) => {
  const verdict = verdictOn({ licence }, (text) => text.replace(/^(Content appears.*)$/m, `$1\n${lines}`));
  expect(verdict).toEqual(['licence-conflict:22']);
});

test.each([
  ['a publisher', 'publisher-missing:21', { publisher: '\u200e\u202e' }],
  ['a title', 'title-missing:7', { title: '\u202e' }],
  ['a text', 'body-missing:13', { body: '\u200e\u0001\n\n\u200b' }],
  ['a publisher of noncharacters', 'publisher-missing:21', { publisher: '\uffff\ufffe' }],
  ['a publisher of marks', 'publisher-missing:21', { publisher: '\u0301' }],
  ['a title of marks', 'title-missing:7', { title: '\u0301\u20dd' }],
  ['a text of noncharacters', 'body-missing:13', { body: '\uffff\n\n\ufdd0' }],
])('%s of which nothing can be seen is none', (_what, finding, parts) => {
  expect(verdictOn(parts)).toEqual([finding]);
});

test.each([
  'https:foo',
  'http:/x',
  'ftp:///x',
  'news.example/story',
  'https://',
  'http://\\evil.example/x',
  'https://.',
  'https://..',
  'ftp://,/',
  'gemini://%20/',
])('%s is no source', (source) => {
  expect(verdictOn({ source })).toEqual(['source-invalid:19']);
});

test('a document that is cut is never served under another licence or source, whatever the default', () => {
  const licence = licenceById('CC-BY-4.0');
  if (licence === undefined) throw new Error('no such licence');
  const surroundings = {
    ownSelectors: [],
    defaultLicence: { licence, evidence: 'https://news.example/terms' },
  };
  for (const name of ['Creative Commons 4.0 BY-NC-ND', 'CC BY-SA 3.0 US', 'CC BY-ND 4.0']) {
    const bytes = new TextEncoder().encode(
      documentOf({ licence: name, source: 'https://news.example/a/story' }),
    );
    for (let length = 0; length <= bytes.length; length++) {
      const reading = parseArticle(bytes.subarray(0, length));
      const verdict = judge(reading, surroundings);
      if (verdict.licence === undefined) continue;
      expect(verdict.licence, `${name} cut at ${length}`).toBe(findLicence(name));
      expect(reading.article.links[0]?.uri).toBe('https://news.example/a/story');
    }
  }
});

test.each([
  'Content appears here under these conditions or licenses: CC BY-NC-ND 4.0.',
  'Licensed under CC BY-NC-ND 4.0. All rights reserved.',
  'License:CC-BY-NC-ND-4.0',
  'license: CC-BY-NC-ND-4.0',
  'Rights: All rights reserved',
])('a default is not applied over "%s"', (line) => {
  const licence = licenceById('CC-BY-4.0');
  if (licence === undefined) throw new Error('no such licence');
  const surroundings = {
    ownSelectors: [],
    defaultLicence: { licence, evidence: 'https://news.example/terms' },
  };
  const text = documentOf().replace(/^Content appears.*$/m, line);
  const verdict = judge(parseArticle(new TextEncoder().encode(text)), surroundings).licence;
  if (verdict !== undefined) expect(verdict.id).toBe('CC-BY-NC-ND-4.0');
  expect(verdictOn({ licence: 'CC BY 4.0' }, (all) => all.replace(/^(Content.*)$/m, `$1\n${line}`))).toEqual([
    'licence-conflict:22',
  ]);
});

test('the same licence in a line of its own, in the spelling of the sentence, is no conflict', () => {
  const text = (all: string): string => all.replace(/^(Content.*)$/m, '$1\nLicense: CC BY-ND 4.0');
  expect(verdictOn({ licence: 'CC BY-ND 4.0' }, text)).toEqual([]);
});

test('a finding that holds is never lost behind others, and a cut licence line of its own holds', () => {
  const cut =
    (end: string) =>
    (all: string): string =>
      all.replace(/^Content[^]*/m, end);
  expect(
    verdictOn(
      {},
      cut(`${'a remark\n'.repeat(30)}Content appears here under this condition or license: CC BY-SA 3.0`),
    ),
  ).toEqual(['cut-short:52']);
  expect(
    verdictOn({}, cut('Content appears here under this condition or license: CC BY.\nLicense: CC-BY-3.0')),
  ).toEqual(['cut-short:23']);
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
