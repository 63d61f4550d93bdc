/** Licences with evidence: what is stated, where, and what is held. */
import { expect, test } from 'vitest';
import { licenceById } from '../../src/article/licences.ts';
import { parseHtml } from '../../src/html/dom.ts';
import type { LicenceStatement } from '../../src/intake/offer.ts';
import { decideLicence } from '../../src/intake/read/decide-licence.ts';
import { licencesInHtml } from '../../src/intake/read/html-licences.ts';
import { meaningOf } from '../../src/intake/read/rights.ts';
import { statementsInText } from '../../src/intake/read/text-statements.ts';
import { itemOf, rssOf, sync, takingFrom } from '../support/intake.ts';
import { startUpstream } from '../support/upstream.ts';

const item = (words: string): LicenceStatement => ({ words, where: 'rights of the item', scope: 'item' });
const feed = (words: string): LicenceStatement => ({ words, where: 'rights of the feed', scope: 'feed' });
const BY = 'https://creativecommons.org/licenses/by/4.0/';
const licence = licenceById('CC-BY-ND-4.0');
const byDefault = licence === undefined ? undefined : { licence, evidence: 'https://wire.example/republish' };

function decided(statements: readonly LicenceStatement[], feedDefault = byDefault): string {
  const decision = decideLicence(statements, feedDefault, ['The Wire', 'Example Wire']);
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
  expect(decideLicence([], undefined, [])).toEqual({
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
  [
    'the licence of a picture, in a line of credit',
    `<p>It rains.</p><p><em>Image credit: <a rel="license" href="${BY}">Ann Lee</a></em></p>`,
    [],
  ],
  [
    'the licence of a picture, in the line behind it',
    `<p><img src="x"></p><p><em>Ann Lee, <a rel="license" href="${BY}">some rights reserved</a></em></p>`,
    [],
  ],
  [
    'the licence of a picture, in its own line',
    `<p><img src="x"><br><a rel="license" href="${BY}">Ann Lee</a></p>`,
    [],
  ],
  [
    'the licence of a box beside',
    `<p>It rains.</p><div class="widget photo-day"><p>Day by day <a rel="license" href="${BY}">x</a></p></div>`,
    [],
  ],
  [
    'the badge of a licence',
    `<p><a rel="license" href="${BY}"><img src="https://i.creativecommons.org/l/by/4.0/88x31.png"></a></p>`,
    [BY],
  ],
  ['what the text is about', '<p>Wikipedia has long been under CC BY-SA 4.0.</p>', []],
  ['a quotation', '<blockquote><p>This work is under CC BY 4.0.</p></blockquote>', []],
  ['reserved rights', '<p>Copyright The Wire. All rights reserved.</p>', ['All rights reserved.']],
])('in HTML: %s', (_, html, expected) => {
  expect(wordsIn(html)).toEqual(expected);
});

const LINES = '<p>It rains.</p>'.repeat(8);
const BY_ITSELF = licenceById('CC-BY-4.0');
const feedGrants = BY_ITSELF && { licence: BY_ITSELF, evidence: 'https://wire.example/republish' };

/** What becomes of an article that may be passed on under CC BY 4.0 by its feed, and holds `html`. */
const ofText = (html: string): string =>
  decided(statementsInText(parseHtml(html).root, 'the item'), feedGrants);

test.each([
  'This article is licensed under CC BY-NC-ND 4.0.',
  'This story is under <a href="https://creativecommons.org/licenses/by-nc-nd/4.0/">this licence</a>.',
  'Dieser Text steht unter der Lizenz CC BY-NC-ND 3.0 DE.',
  'Publicado bajo licencia CC BY-SA 3.0',
  'bajo licencia CC BY-SA 3.0',
  'Cet article est publié sous licence CC BY-NC-ND 4.0.',
  'Este texto está sob a licença CC BY-SA 4.0.',
  'Quest’opera è distribuita con licenza CC BY-NC 4.0.',
  'Dit artikel valt onder CC BY-NC 4.0.',
  'Эта статья доступна по лицензии CC BY-NC 4.0.',
  'Ten tekst jest na licencji CC BY-SA 4.0.',
  'この記事はCC BY-NC 4.0。',
  'Alle Rechte vorbehalten.',
  'Tous droits r&eacute;serv&eacute;s.',
  '© 2026 Example Wire, all rights reserved',
  'Todos los derechos reservados.',
  'Todos os direitos reservados.',
  'Tutti i diritti riservati.',
  'Alle rechten voorbehouden.',
  'Все права защищены.',
  'Example Wire articles may not be republished without permission.',
  'This one is not covered by our Creative Commons licence and may not be republished.',
  'This article is not available under a Creative Commons licence.',
  'Copyright 2026 Example Wire. Reproduced with permission.',
  'No part of this may be reproduced.',
  'Do not republish this story.',
  'Please ask first: republication is only possible with our written permission.',
  'This article is excluded from the licence.',
  'You may not use our stories without permission.',
  'Copying of this article is prohibited.',
  'This story may not be used in other papers.',
  'Der Nachdruck ist nur mit Genehmigung erlaubt.',
  'Dieser Beitrag darf nicht weiter ver&ouml;ffentlicht werden.',
  'Toute reproduction est interdite.',
  'Queda prohibida la reproducción de este texto.',
  'É proibida a reprodução deste texto.',
  'Riproduzione riservata.',
  'Dit artikel mag niet worden overgenomen.',
  'Перепечатка запрещена.',
  'We keep it:<br>All rights<br>reserved.',
])('what a text takes back is not granted, wherever it stands: %s', (sentence) => {
  for (const html of [`<p>${sentence}</p>${LINES}`, `${LINES}<div>${sentence}<p>Yes.</p></div>${LINES}`])
    expect(ofText(html)).toMatch(/^held: its licence would be CC BY 4\.0, and a sentence says otherwise: "/);
});

test.each([
  'Her song was used in a film without permission, and the court at Low Ford gave her half of what it had earned.',
  'The poem was printed with permission.',
  'The library let its copyright on the old maps lapse, and anyone may now print them, sell them or hang them up.',
  'Wikipedia has long been under CC BY-SA 4.0, which is why its words turn up in so many other places.',
  'The judge ruled that the letters could not be reproduced until all of the heirs had agreed; none of them has.',
  'On each sleeve the band had printed "All rights reserved", though nobody had asked them which rights they meant.',
  'The results could not be reproduced by two other laboratories, and the paper was taken back within a year.',
  'Taxis that are not covered by the new licence must stop; drivers over seventy are excluded from the licence.',
  'The story does not end there: the inn lost its licence. No part of the bridge is left, and none may cross.',
  'Our reporters work without the consent of the police. Redistribution of land requires a permission of the chief.',
  'The photo of the bridge is CC BY 2.0. The reading room is open to all, and nobody needs a permission to come in.',
  'This article is republished under a Creative Commons licence. You may republish it as it is.',
  'This article is under CC BY 4.0. Photos may not be republished without permission.',
])('a text that tells of rights takes nothing back: %s', (words) => {
  expect(ofText(`${LINES}<p>${words}</p>`)).toMatch(/^CC-BY-4\.0 /);
});

test('what a caption or a picture line says takes nothing back from the text', () => {
  const html = `<figure><figcaption>Ann Lee. All rights reserved.</figcaption></figure><p>Photo: Ann Lee, CC BY-SA 2.0</p>`;
  expect(ofText(`${html}${LINES}`)).toMatch(/^CC-BY-4\.0 /);
});

test('what the credits of a text say is said of the text', () => {
  expect(ofText(`${LINES}<div class="credits"><p>Tous droits réservés.</p></div>`)).toMatch(/^held: /);
});

test('an item is held for a sentence in the middle of it', async () => {
  const upstream = await startUpstream();
  const html = `${LINES}<p>This article may not be republished.</p>${LINES}`;
  upstream.set('/feed', { type: 'application/rss+xml', body: rssOf([itemOf({ html })]) });
  const { stdout } = await sync(await takingFrom(`${upstream.origin}/feed`));
  expect(stdout.toString()).toContain('"This article may not be republished." (the text of the item)');
});
