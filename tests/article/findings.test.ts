/** What is said of each departure from the layout: code, place, words and fix, all of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { judge, type Surroundings } from '../../src/article/gate.ts';
import { parseArticle, type Reading } from '../../src/article/parse.ts';
import { licenceById } from '../../src/article/licences.ts';
import { ROOT } from '../support/program.ts';

const DOCUMENT = `(C) Wire
This story was originally published by Wire and is unaltered.
. . . . . . . . . .



Title [1]

['Ann']

Date: 2025-06

First.

Second.

[END]
---
[1] Url: https://news.example/a

Published and (C) by Wire
Content appears here under this condition or license: CC BY 4.0.

via Site:
gopher://site.example/1/
`;

/** The document with `from` replaced, once. */
function edited(from: string | RegExp, to: string): string {
  const text = DOCUMENT.replace(from, to);
  if (text === DOCUMENT) throw new Error(`nothing is edited: ${String(from)}`);
  return text;
}

const read = (text: string): Reading => parseArticle(new TextEncoder().encode(text));
const OWN: Surroundings = { ownSelectors: ['/feeds/a/b.txt', '/feeds/a/b'] };

/** A document whose body begins in its first line. */
const BARE = 'One paragraph.\n\n[1] Url: https://news.example/a\n';
const many = (count: number, line: string): string => Array.from({ length: count }, () => line).join('\n');
const licence = (words: string): string => edited('license: CC BY 4.0.', `license: ${words}.`);
const without = (line: string): string => edited(`${line}\n`, '');
const LICENCE_LINE = 'Content appears here under this condition or license: CC BY 4.0.';
const VIA = 'via Site:\ngopher://site.example/1/';
const source = (uri: string): string => edited('https://news.example/a', uri);
const below = (...lines: readonly string[]): string =>
  edited(LICENCE_LINE, [LICENCE_LINE, ...lines].join('\n'));
const instead = (...lines: readonly string[]): string => edited(LICENCE_LINE, lines.join('\n'));

const CASES: Readonly<Record<string, string>> = {
  'the layout': DOCUMENT,
  'without its last line end': DOCUMENT.trimEnd(),
  'nine dots': edited('. . . . . . . . . .', '. . . . . . . . .'),
  'nothing at all': '',
  'blank lines': '\n \n\n',
  'a body alone': BARE,
  'blank lines before it': `\n\n${DOCUMENT}`,
  'blank lines with spaces': edited('\n\nFirst.\n\n', '\n  \nFirst.\n \t\n'),
  'dots without spaces, indented': edited('. . . . . . . . . .', '  .....  '),
  'four dots': edited('. . . . . . . . . .', '. . . .'),
  'dots and more': edited('. . . . . . . . . .', '. . . . . . . . . . more'),
  'more before dots': edited('. . . . . . . . . .', 'x. . . . . . . . . .'),
  'dots of more than 200 characters': edited('. . . . . . . . . .', '. '.repeat(101).trimEnd()),
  'dots of 199 characters': edited('. . . . . . . . . .', '. '.repeat(100).trimEnd()),
  'dots in the twelfth line': edited('. . .', `${many(9, 'More words.')}\n. . .`),
  'dots in the thirteenth line': edited('. . .', `${many(10, 'More words.')}\n. . .`),
  'dots in the first line': edited(/^.*\n.*\n/, ''),
  'another notice': edited('originally published', 'first printed'),
  'a notice without its end': edited(' and is unaltered', ''),
  'another sign of copyright': edited('(C) Wire\nThis', '\u00a9 Wire\nThis'),
  'copyright within a line': edited('(C) Wire\nThis', 'by (C) Wire\nThis'),
  'a sign within a line': edited('(C) Wire\nThis', 'by \u00a9 Wire\nThis'),
  'copyright below': edited(
    '(C) Wire\nThis story was originally published by Wire and is unaltered.',
    '  This story was originally published by Wire and is unaltered.  \n\n  (c)   Wire (C) ',
  ),
  'no copyright': without('(C) Wire'),
  'another publisher in the footer': edited('Published and (C) by Wire', 'Published and (C) by Other Wire'),
  'no publisher in the footer': without('Published and (C) by Wire'),
  'no publisher at all': DOCUMENT.replaceAll(/.*\(C\).*\n/g, ''),
  'two publishers in the footer': edited(
    'Published and (C) by Wire',
    '  published and \u00a9 by  Wire\nPublished and (C) by Other',
  ),
  'words around the publisher': edited('Published and (C) by Wire', 'x Published and (C) by Wire'),
  'a title without its reference': edited('Title [1]', 'Title'),
  'a title with spaces': edited('Title [1]', '  Title   [1]  '),
  'no title': without('Title [1]'),
  'no title and no authors': edited("Title [1]\n\n['Ann']\n\n", ''),
  'a title that looks like authors': edited('Title [1]', "['Ann'] [1]"),
  'a title in brackets': edited('Title [1]', '[Title'),
  'a title that ends in a bracket': edited('Title [1]', 'Title ['),
  'a blank title': edited('Title [1]', '\u00a0 [1]'),
  'no authors': without("['Ann']"),
  'a byline': edited("['Ann']", 'By Ann Other'),
  'a byline with by within': edited("['Ann']", 'Ann by Other'),
  'a byline in brackets': edited("['Ann']", '[Ann, [Bob] and Cy]'),
  'a byline of nothing': edited("['Ann']", '[ ]]'),
  'a bracket for a byline': edited("['Ann']", '['),
  'a list that is not closed': edited("['Ann']", "['Ann'"),
  'a byline before no date': edited("['Ann']\n\nDate: 2025-06", 'By Ann'),
  'a date of a day': edited('2025-06', '2025-06-30'),
  'a date with more': edited('2025-06', '2025-06-30 14:05'),
  'a date that is none': edited('2025-06', 'June'),
  'a date in other letters': edited('Date: 2025-06', 'date:2025-06'),
  'a date within a line': edited('Date: 2025-06', 'Update: 2025-06'),
  'no date': without('Date: 2025-06'),
  'nothing behind the title': DOCUMENT.slice(0, DOCUMENT.indexOf("\n\n['Ann']")),
  'nothing behind the authors': DOCUMENT.slice(0, DOCUMENT.indexOf('\n\nDate')),
  'nothing behind the date': DOCUMENT.slice(0, DOCUMENT.indexOf('\n\nFirst')),
  'no text': edited('First.\n\nSecond.\n\n', ''),
  'a text of blanks': edited('First.\n\nSecond.', '\u00a0'),
  'one blank paragraph': edited('First.', '\u00a0'),
  'lines in a paragraph': edited('First.', 'First.\n  and more  '),
  'two ends': edited('Second.', '[END]\n---\nSecond.'),
  'an end with spaces, no rule': edited('[END]\n---', ' [END] '),
  'an end and a rule below': edited('[END]\n---', '[END]\n\n---'),
  'no end, a rule': without('[END]'),
  'no end, no rule': edited('[END]\n---\n', ''),
  'no end, a rule and blank lines': edited('[END]\n---\n', '---\n\n \n'),
  'no end, an indented link': edited('[END]\n---\n[1] Url', '  [1] url'),
  'no end, a link within a line': edited('[END]\n---\n', 'see [1] url: below\n'),
  'no end and no link': edited('[END]\n---\n[1] Url: https://news.example/a\n', ''),
  'an end above the text': edited('Title [1]', '[END]\n\nTitle [1]').replace('\n[END]\n---', ''),
  'no source': without('[1] Url: https://news.example/a'),
  'a second link alone': edited('[1] Url', '[2] Url'),
  links: edited('[1] Url', '[2] url:https://b.example/\n [1] Url'),
  'a tenth link': edited('[1] Url', '[10] Url: https://b.example/\n[1] Url'),
  'two first links': edited(
    '[1] Url: https://news.example/a',
    '[1] Url: https://news.example/a\n[1] Url: https://news.example/b',
  ),
  'words behind a link': source('https://news.example/a b'),
  'words before a link': edited('[1] Url', 'x [1] Url'),
  extensions: below('By: Ann  ', 'SHA-256: 0', 'x By: Ann', 'by: Ann', 'By:', 'B\u00e9: Ann'),
  'two licence sentences': below(LICENCE_LINE),
  'a licence within a sentence': edited('Content appears', 'x Content appears'),
  'no via': edited(`\n${VIA}\n`, ''),
  'via without its address': edited('gopher://site.example/1/\n', ''),
  'via with words for an address': edited('gopher://site.example/1/', 'gopher://site.example/1/ and more'),
  'two vias': edited(VIA, `${VIA}\n${VIA}`),
  'via with spaces': edited('via Site:', ' Via  The Site :'),
  'via within a line': edited('via Site:', 'came via Site:'),
  'via and more': edited('via Site:', 'via Site: here'),
  'cut in the licence': DOCUMENT.slice(0, DOCUMENT.indexOf('.0.\n\nvia')),
  'cut behind the licence': DOCUMENT.slice(0, DOCUMENT.indexOf('\n\nvia')),
  'cut in a licence line': `${DOCUMENT.slice(0, DOCUMENT.indexOf('\n\nvia'))}\n  Licence : CC BY`,
  'cut in a line on licences': `${DOCUMENT.slice(0, DOCUMENT.indexOf('\n\nvia'))}\nOn licence: CC BY`,
  'indented, cut in the licence': DOCUMENT.slice(0, DOCUMENT.indexOf('.0.\n\nvia')).replace(
    'Content',
    '  Content',
  ),
  'no text at all: bytes': `${'\0'.repeat(200)}${DOCUMENT}`,
  'a byte-order mark and a remark': `\ufeff${below('A remark.')}`,
  'a control character': edited('First.', 'Fi\u0001rst.\u001f'),
  'one at the start of a line': edited('First.', '\u009fFirst.'),
  'more of them than are told': edited('First.', many(25, 'a\u0001')),
  'more remarks than are told': edited(LICENCE_LINE, many(25, 'A remark.')),
  'more lines than a menu carries': edited('First.', many(250_000, 'a')),
  'as many lines as a menu carries': edited('First.', many(250_000 - DOCUMENT.split('\n').length + 1, 'a')),
  'too many lines, and no source': edited('First.', many(250_000, 'a')).replace('https://news', 'news'),
  'a source of another scheme': source('file:///etc/passwd'),
  'a source of http': source('HTTP://news.example/a'),
  'a source of gopher': source('gopher://news.example/0/a'),
  'a source of gophers': source('gophers://news.example/0/a'),
  'a source of gemini': source('gemini://news.example/a'),
  'a source of ftp': source('ftp://news.example/a'),
  'a scheme within a source': source('xhttps://news.example/a'),
  'a source without a host': source('https:///a'),
  'a source with a backslash': source('https://news.example\\a'),
  'a host of one letter': source('https://n/a'),
  'a host that ends in a dash': source('https://news.example-/a'),
  'a host with a mark': source('https://news$/a'),
  'a host that ends in a dot': source('https://news.example./a'),
  'a host of IPv6': source('http://[2001:db8::1]/a'),
  'the own selector': source('/feeds/a/b.txt'),
  'the own selector in a larger folder': source('/feeds/group/a/b.txt'),
  'the own selector without its first folder': source('/a/b'),
  'another selector': source('/feeds/c.txt'),
  'a source that is no address': source('here/'),
  'a licence without version': licence('CC BY'),
  'a licence that is not known': licence('Ask my aunt'),
  'a licence of 80 characters': licence(`x${'y'.repeat(79)}`),
  'a licence of 81 characters': licence(`x${'y'.repeat(80)}`),
  'no licence': without(LICENCE_LINE),
  'a licence line, URI and id': below('License: https://creativecommons.org/licenses/by/4.0/ CC-BY-4.0'),
  'a licence line alone': instead('Licence: https://creativecommons.org/licenses/by/4.0/  CC-BY-4.0'),
  'a licence line of two licences': instead(
    'License: https://creativecommons.org/licenses/by/4.0/ CC-BY-3.0',
  ),
  'a licence line of one and a word': instead('License: CC-BY-4.0 word'),
  'a licence line of three words': instead('License: CC-BY-4.0 CC-BY-4.0 CC-BY-4.0'),
  'a licence line of 300 characters': instead(`License: CC-BY-4.0${' '.repeat(273)}CC-BY-4.0`),
  'a licence line of 301 characters': instead(`License: CC-BY-4.0${' '.repeat(283)}CC-BY-4.0`),
  'another licence in a line': below('License: CC-BY-ND-4.0'),
  'a version in a line': edited('CC BY 4.0.', 'CC BY.\nRights: CC-BY-4.0'),
  'other terms in a line': edited('CC BY 4.0.', 'CC BY.\nRights: CC-BY-ND-4.0'),
  'names that are like it': below('Licences: CC-BY-ND-4.0', 'Copyrights: CC-BY-ND-4.0', 'Rightsholder: Ann'),
  'a remark on a licence': below('licence : CC BY 4.0'),
  'a remark that begins with licence': below('licence:CC BY-ND 4.0', 'license CC BY 4.0'),
  'a remark in other words': below('On licenses: CC-BY-ND-4.0'),
  'a remark with licence within': below('my license: CC BY 4.0'),
  'a remark on creativecommons': below('see creativecommons here'),
  'a remark on CC0': below('all of it is cc0'),
  'a remark on CC-BY': below('all of it is CC-BY 3.0'),
  'a remark on CC BY': below('all of it is ccby 3.0'),
  'a remark on rights': below('All Rights Reserved'),
  'a remark that begins with rights': below('rights held by Ann'),
  'a remark on human rights': below('on human rights'),
};

/** All findings on `text`, a line each, and the licence under which it is served. */
function findings(text: string, surroundings: Surroundings = OWN): string[] {
  const verdict = judge(read(text), surroundings);
  const lines = verdict.diagnostics.map(
    ({ severity, code, line, column, message, fix }) =>
      `${line}:${column} ${severity} ${code}: ${message}; ${fix}`,
  );
  return [...lines, `-> ${verdict.licence?.id ?? 'held'} ${verdict.evidence ?? ''}`.trim()];
}

/** What of the article is not as in the layout, and where the parts stand. */
function differences(text: string): string[] {
  const { article, places } = read(text);
  const usual = Object.entries(read(DOCUMENT).article);
  const changed = Object.entries(article)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(new Map(usual).get(name)))
    .map(([name, value]) => `${name}: ${shown(JSON.stringify(value ?? null))}`);
  const lines = Object.entries(places).map(([name, { line }]) => `${name} ${line}`);
  return [...changed, `at ${lines.join(', ')}`];
}

const shown = (json: string): string =>
  json.length <= 300 ? json : `${json.slice(0, 200)}... ${json.length} characters`;

/** With `GOLDEN=write` it is made anew: look at each change. */
const GOLDEN = join(ROOT, 'tests/golden/findings');

test('every departure from the layout: what is read, what is said, and whether it is served', () => {
  const all = Object.entries(CASES).map(([name, text]) =>
    [`== ${name}`, ...findings(text), ...differences(text), ''].join('\n'),
  );
  const outcome = all.join('\n');
  if (process.env['GOLDEN'] === 'write') writeFileSync(GOLDEN, outcome);
  expect(outcome).toBe(readFileSync(GOLDEN, 'utf8'));
});

test('the default of the feed is for what states no licence and is whole', () => {
  const [byNd] = ['CC-BY-ND-4.0'].map(licenceById);
  if (byNd === undefined) throw new Error('the table has no CC-BY-ND-4.0');
  const surroundings = { ...OWN, defaultLicence: { licence: byNd, evidence: 'https://news.example/terms' } };
  expect(findings(DOCUMENT, surroundings)).toEqual(['-> CC-BY-4.0']);
  expect(findings(without(LICENCE_LINE), surroundings)).toEqual([
    `25:1 tolerated licence-default: no licence is stated; the feed's default applies: ${byNd.name}; it is proved by https://news.example/terms`,
    '-> CC-BY-ND-4.0 https://news.example/terms',
  ]);
  const cut = without(LICENCE_LINE).replace(`\n${VIA}\n`, '');
  expect(findings(cut, surroundings).at(-2)).toBe(
    '22:1 held licence-missing: no licence is named and the end of the footer is missing: the default is not applied; fetch the document again, or end it in "via SITE:" and the address that it was had at',
  );
  expect(findings(licence('Ask my aunt'), surroundings).at(-1)).toBe('-> held');
});
