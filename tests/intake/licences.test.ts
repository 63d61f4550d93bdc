/** Licences with evidence: what is stated, where, and what is held. */
import { expect, test } from 'vitest';
import { licenceById } from '../../src/article/licences.ts';
import { parseHtml } from '../../src/html/dom.ts';
import type { LicenceStatement } from '../../src/intake/offer.ts';
import { decideLicence } from '../../src/intake/read/decide-licence.ts';
import { licencesInHtml } from '../../src/intake/read/html-licences.ts';
import { meaningOf } from '../../src/intake/read/rights.ts';

const item = (words: string): LicenceStatement => ({ words, where: 'rights of the item', scope: 'item' });
const feed = (words: string): LicenceStatement => ({ words, where: 'rights of the feed', scope: 'feed' });
const BY = 'https://creativecommons.org/licenses/by/4.0/';
const licence = licenceById('CC-BY-ND-4.0');
const byDefault = licence === undefined ? undefined : { licence, evidence: 'https://wire.example/republish' };

function decided(statements: readonly LicenceStatement[], feedDefault = byDefault): string {
  const decision = decideLicence(statements, feedDefault);
  return 'held' in decision ? `held: ${decision.held}` : `${decision.licence.id} (${decision.evidence})`;
}

test.each<[string, readonly LicenceStatement[], string]>([
  [
    'the item stands before the feed',
    [item(BY), feed('CC BY-SA 4.0')],
    `CC-BY-4.0 (rights of the item: ${BY})`,
  ],
  [
    'the feed stands before the default',
    [feed('CC BY-SA 4.0')],
    'CC-BY-SA-4.0 (rights of the feed: CC BY-SA 4.0)',
  ],
  ['the default stands last', [], 'CC-BY-ND-4.0 (the default of feed.toml: https://wire.example/republish)'],
  [
    'whose a text is takes nothing back',
    [item('© 2025 The Wire'), item(BY)],
    `CC-BY-4.0 (rights of the item: ${BY})`,
  ],
  [
    'two licences are a conflict',
    [item(BY), item('CC BY-NC 4.0')],
    `held: two licences are stated: "${BY}" (rights of the item) and "CC BY-NC 4.0" (rights of the item)`,
  ],
  [
    'reserved rights are no licence',
    [item('All rights reserved'), feed(BY)],
    'held: what is said of the rights is no licence that is known here: "All rights reserved" (rights of the item)',
  ],
  [
    'terms of somebody else are not known',
    [feed('https://wire.example/terms')],
    'held: what is said of the rights is no licence that is known here: "https://wire.example/terms" (rights of the feed)',
  ],
  [
    'what is given as a licence is one',
    [{ words: 'GFDL', where: 'cc:license of the item', scope: 'item' }],
    'held: what is said of the rights is no licence that is known here: "GFDL" (cc:license of the item)',
  ],
  [
    'a name without version is completed by the default',
    [item('CC BY-ND')],
    'CC-BY-ND-4.0 ("CC BY-ND" (rights of the item); the default of feed.toml: https://wire.example/republish)',
  ],
  [
    'but not by other terms',
    [item('CC BY')],
    'held: the licence is named without its version: "CC BY" (rights of the item)',
  ],
  ['and by the address beside it', [item('CC BY'), item(BY)], `CC-BY-4.0 (rights of the item: ${BY})`],
])('%s', (_, statements, expected) => {
  expect(decided(statements)).toBe(expected);
});

test('without anything stated, and without a default, an article is held', () => {
  expect(decideLicence([], undefined)).toEqual({
    held: 'no licence is stated, neither with the item nor with the feed',
    fix: 'where the publisher grants one for everything, give it in feed.toml as default with its evidence',
  });
});

test.each([
  ['This article is republished under a Creative Commons BY-ND 4.0 licence.', 'CC-BY-ND-4.0'],
  ['This work is licensed under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).', 'CC-BY-4.0'],
  ['Except where otherwise noted, content on this site is licensed under CC BY 4.0.', 'CC-BY-4.0'],
  ['© 2025 The Wire. Licensed under CC BY-SA 3.0. Photos: all by their makers.', 'CC-BY-SA-3.0'],
  ['This text is licensed under CC BY 4.0, except the poem.', 'unknown'],
  ['This text is not licensed under CC BY 4.0.', 'unknown'],
  ['It may not be republished without permission.', 'unknown'],
  ['CC BY 4.0 https://creativecommons.org/licenses/by-nd/4.0/', 'unknown'],
  ['Licensed under CC BY 4.0. All rights reserved.', 'unknown'],
  ['Text under CC BY 4.0. Data under CC BY-SA 4.0.', 'unknown'],
  ['This article is under a Creative Commons BY-ND licence.', 'no-version'],
  ['This article is under a Creative Commons licence.', 'nothing'],
  ['Under Creative Commons – attribution, no derivatives.', 'no-version'],
  ['© 2025 The Wire. Some rights reserved.', 'nothing'],
  ['Copyright 2025, The Wire', 'nothing'],
  ['Ann Lee', 'nothing'],
])('"%s"', (words, expected) => {
  const meaning = meaningOf(words);
  expect(meaning.kind === 'licence' ? meaning.licence.id : meaning.kind).toBe(expected);
});

const wordsIn = (html: string): string[] =>
  licencesInHtml(parseHtml(html).root, 'the item', 'item').map(({ words }) => words);

test.each<[string, string, readonly string[]]>([
  ['a link with rel=license', `<p>x</p><p><a rel="license" href="${BY}">x</a></p>`, [BY]],
  [
    'a sentence of the last lines',
    '<p>It rains.</p><p>This article is under CC BY 4.0.</p>',
    ['This article is under CC BY 4.0.'],
  ],
  [
    'a link in such a sentence',
    `<p>This article is republished under a <a href="${BY}">Creative Commons licence</a>.</p>`,
    [BY],
  ],
  ['one that names its terms', `<p>Republished under <a href="${BY}">CC BY</a>.</p>`, [BY]],
  [
    'the licence of a picture',
    `<figure><img src="x"><figcaption>Ann Lee <a rel="license" href="${BY}">CC BY</a></figcaption></figure>`,
    [],
  ],
  ['the licence of a picture, in a paragraph', '<p>Photo: Ann Lee, CC BY 2.0.</p>', []],
  [
    'the licence of a picture, by class',
    `<div class="wp-caption-text"><a rel="license" href="${BY}">x</a></div>`,
    [],
  ],
  ['what the text is about', '<p>Wikipedia has long been under CC BY-SA 4.0.</p>', []],
  ['a quotation', '<blockquote><p>This work is under CC BY 4.0.</p></blockquote>', []],
  ['reserved rights', '<p>Copyright The Wire. All rights reserved.</p>', ['All rights reserved.']],
])('in HTML: %s', (_, html, expected) => {
  expect(wordsIn(html)).toEqual(expected);
});
