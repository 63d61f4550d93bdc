/** What takes a text back, in whatever words and signs: of two mistakes, the one that asks an editor to look is chosen. */
import { expect, test } from 'vitest';
import { licenceById } from '../../src/article/licences.ts';
import { parseHtml } from '../../src/html/dom.ts';
import type { LicenceStatement } from '../../src/intake/offer.ts';
import { decideLicence } from '../../src/intake/read/decide-licence.ts';
import { licencesInHtml } from '../../src/intake/read/html-licences.ts';
import { statementsInText } from '../../src/intake/read/text-statements.ts';

const LINES = '<p>It rains.</p>'.repeat(8);
const BY = 'https://creativecommons.org/licenses/by/4.0/';
const BY_NC_ND = 'https://creativecommons.org/licenses/by-nc-nd/4.0/';
const licence = licenceById('CC-BY-4.0');
const grant = licence && { licence, evidence: 'https://wire.example/republish' };
const OWNERS = ['Example Wire', 'Ann Example'];

function decided(statements: readonly LicenceStatement[], feedDefault: typeof grant): string {
  const decision = decideLicence(statements, feedDefault, OWNERS);
  return 'held' in decision ? `held: ${decision.held}` : decision.licence.id;
}

const statementsOf = (html: string): LicenceStatement[] => {
  const { root } = parseHtml(html);
  return [...licencesInHtml(root, 'the item', 'item'), ...statementsInText(root, 'the item')];
};

/** What becomes of a text that ends with `line`, where its feed may be passed on under CC BY 4.0, and where nothing is known of it. */
const underDefault = (line: string): string => decided(statementsOf(`${LINES}<p>${line}</p>`), grant);
const alone = (html: string): string => decided(statementsOf(`${LINES}${html}`), undefined);

/** Held, or under the licence that is named. */
const NOT_BY = /^held: |^CC-BY-N[CD](?:-ND)?-4\.0$/;

const TRANSLATED = [
  "Licence Creative Commons Attribution - Pas d'Utilisation Commerciale - Pas de Modification 4.0 International",
  'Licencia Creative Commons Atribución-NoComercial-SinDerivadas 4.0 Internacional',
  'Reconocimiento-NoComercial-SinObraDerivada 4.0',
  'Esta obra está bajo una licencia de Creative Commons Reconocimiento-NoComercial 4.0 Internacional.',
  'Dieser Artikel steht unter einer Creative Commons Namensnennung-Nicht kommerziell-Keine Bearbeitung 4.0 Lizenz.',
  'Lizenz: Namensnennung-Keine Bearbeitungen 4.0',
  'Licença Creative Commons Atribuição-NãoComercial-SemDerivações 4.0',
  'Atribuição-NãoComercial-SemDerivações 4.0',
  'Attribuzione - Non commerciale - Non opere derivate 4.0',
  'Licenza Creative Commons Attribuzione - Non commerciale 4.0 Internazionale',
  'Naamsvermelding-NietCommercieel-GeenAfgeleideWerken 4.0',
  'Creative Commons Uznanie autorstwa-Użycie niekomercyjne 4.0',
  '🅭🅯🄏⊜ 4.0',
  '<img src="nd.png" alt="CC BY-NC-ND 4.0">',
  'CC BY\u2011NC\u2011ND 4.0',
  'C&shy;C BY-NC-ND 4.0',
];

test.each(TRANSLATED)('a licence is not that of the feed, in whatever language: %s', (line) => {
  expect(underDefault(line)).toMatch(NOT_BY);
});

const RESERVED = [
  'Wszelkie prawa zastrzeżone.',
  'Alla rättigheter förbehållna.',
  'Alle rettigheder forbeholdes.',
  'Alle rettigheter forbeholdt.',
  'Všechna práva vyhrazena.',
  'Tüm hakları saklıdır.',
  'Her hakkı saklıdır.',
  'TÜM HAKLARI SAKLIDIR.',
  'Kaikki oikeudet pidätetään.',
  'Minden jog fenntartva.',
  'Toate drepturile rezervate.',
  'Με επιφύλαξη παντός δικαιώματος.',
  'Όλα τα δικαιώματα διατηρούνται.',
  'Усі права захищено.',
  'Всі права застережено.',
  'جميع الحقوق محفوظة',
  '無断転載を禁じます。',
  '著作権所有',
  '版权所有',
  '保留所有权利',
  '版權所有，不得轉載',
  '무단 전재 및 재배포 금지',
  'Tots els drets reservats.',
  'Reservados todos los derechos.',
  'Alle Rechte bleiben vorbehalten.',
  'Sämtliche Rechte sind dem Verlag vorbehalten.',
  'Tous droits de reproduction réservés.',
  'All right reserved.',
  'All rights re&shy;served.',
  'All ri&#8203;ghts reserved.',
  'All rights r\u0435served.',
  'Ａｌｌ ｒｉｇｈｔｓ ｒｅｓｅｒｖｅｄ',
];

const ASKED = [
  'Re-publication requires permission.',
  'Reuse is not permitted.',
  'Please contact us before republishing this article.',
  'Contact desk@wire.example for permission to reuse this article.',
  'Any republication must be agreed with us first.',
  'Please don’t republish.',
  'This content is protected by copyright. Sharing it is illegal.',
  'Reprints: see our terms.',
  'Sadly we can not let others republish this piece',
  'Copyright 2026 The Associated Press.',
  'All text and images copyright Reuters.',
  '© Reuters',
  'Non-commercial use only.',
  'Free for non-commercial use.',
  'This article may be shared for noncommercial purposes only.',
  'Commercial use needs our permission.',
];

const ON_BOTH = [
  'Text and photos: CC BY-NC-ND 4.0',
  'Licence for text and photos: CC BY-NC-ND 4.0',
  'Words and images: CC BY-NC-ND 4.0',
  'The text and images are licensed under CC BY-NC-ND 4.0.',
  'This video report and its transcript are published under CC BY-NC-ND 4.0.',
  '(Licence: CC BY-NC-ND 4.0)',
  '[CC BY-NC-ND 4.0]',
];

test.each([...RESERVED, ...ASKED])('no default overrules "%s"', (line) => {
  expect(underDefault(line)).toMatch(/^held: /);
});

/** Whose capitals are those of the same letters: no &shy;, and no dotless i. */
const IN_CAPITALS = RESERVED.filter((line) => !/[&ı]/u.test(line)).map((line) => line.toUpperCase());

test.each(IN_CAPITALS)('nor does it in capitals: %s', (line) => {
  expect(underDefault(line)).toMatch(/^held: /);
});

test.each(ON_BOTH)('what is said of text and pictures is said of the text: %s', (line) => {
  expect(underDefault(line)).toMatch(NOT_BY);
});

const ND_LINE = `Licensed under <a href="${BY_NC_ND}">CC BY-NC-ND 4.0</a>`;

test.each([
  `<p><img src="/count.gif" width="1" height="1"></p><p>${ND_LINE}</p>`,
  `<p><img src="/logo.png" alt="Example Wire"></p><p>${ND_LINE}</p>`,
  `<figure><p><a rel="license" href="${BY_NC_ND}">this article’s licence</a></p></figure>`,
])('what stands behind no picture is on the text: %s', (html) => {
  expect(decided(statementsOf(`${LINES}${html}`), grant)).toMatch(NOT_BY);
});

const field = (words: string, where = 'rights of the item'): LicenceStatement => ({
  words,
  where,
  scope: 'item',
});

test.each([
  'Reuters only, ask first',
  'Copyright Reuters. Do not copy.',
  'Subscribers only',
  'No reuse',
  'Proprietary',
  '© Reuters',
  'Copyright 2026 Reuters',
  'Alla rättigheter förbehållna',
])('a field on rights that says "%s" holds', (words) => {
  expect(decided([field(words)], grant)).toMatch(/^held: /);
  expect(decided([field(words), field(BY)], undefined)).toMatch(/^held: /);
});

test.each([
  '© 2026 Example Wire',
  'Copyright Example Wire',
  'Copyright (c) 2020-2026, Example Wire Ltd.',
  '© Ann Example, Example Wire',
  '2026',
  '© 2026 Example Wire. Some rights reserved.',
])('a field on rights that says "%s" says whose it is, and no more', (words) => {
  expect(decided([field(words)], grant)).toBe('CC-BY-4.0');
});

const NAMED = 'licensed under CC BY 4.0';

test.each([
  `This article draws on work by Bob, which is ${NAMED}.`,
  `This article draws on work by Bob, which is licensed under <a href="${BY}">CC BY</a>.`,
  `This story uses charts that are ${NAMED}.`,
  `This article uses charts by the Low Ford Institute, ${NAMED}.`,
  'This piece quotes a report published under CC BY 4.0.',
  `This article is about a book ${NAMED}.`,
  `Our code is ${NAMED}.`,
  `Our software is ${NAMED}.`,
])('what a text speaks of grants nothing: %s', (line) => {
  expect(alone(`<p>${line}</p>`)).toMatch(/^held: /);
});

test.each([
  `<p hidden>This article is ${NAMED}.</p>`,
  `<p style="display: none">This article is ${NAMED}.</p>`,
  `<p style="font-size:0">This article is ${NAMED}.</p>`,
  `<p><span style="font-size:0px">This article is ${NAMED}.</span></p>`,
  `<p><del>This article is ${NAMED}.</del></p>`,
  `<p><s>This article is ${NAMED}.</s></p>`,
  `<p hidden><a rel="license" href="${BY}">Licence</a></p>`,
  `<section id="comments"><p><a rel="license" href="${BY}">my licence</a></p></section>`,
])('what is hidden, struck out or said by readers grants nothing: %s', (html) => {
  expect(alone(html)).toMatch(/^held: /);
});

test.each([
  `This article is ${NAMED}. Commercial use needs our permission.`,
  `This article is ${NAMED}; commercial use requires a fee.`,
  `Licensed under <a href="${BY}">CC BY 4.0</a>. Commercial use needs our permission.`,
  `Licensed under <a href="${BY}">CC BY 4.0</a>; commercial use requires a fee.`,
  `Licensed under CC BY 4.0. Do not sell it.`,
  `Licensed under <a href="${BY}">CC BY 4.0</a>. Do not sell it.`,
  `<a href="${BY}">CC BY NC ND</a>`,
  'Licensed under CC BY 4.0 or CC BY-NC-ND 4.0.',
  `Licensed under <a href="${BY}">CC BY 4.0</a> or CC BY-NC-ND 4.0.`,
])('a grant that takes itself back is none: %s', (line) => {
  expect(alone(`<p>${line}</p>`)).toMatch(/^held: /);
});

test.each([
  `This article is ${NAMED}.`,
  `This article by Ann Example is ${NAMED}.`,
  `Except where otherwise noted, this text is ${NAMED}.`,
  'Licensed under CC BY 4.0',
  'Text: CC BY 4.0',
  `This article is republished from Example Wire under a <a href="${BY}">Creative Commons licence</a>.`,
  `Republish our articles for free, online or in print, under a <a href="${BY}">Creative Commons licence</a>.`,
  `© 2026 Example Wire. Licensed under <a href="${BY}">CC BY 4.0</a>.`,
  `You may republish this article under <a href="${BY}">CC BY 4.0</a>.`,
  `<a rel="license" href="${BY}">CC BY 4.0</a>`,
])('what is said of the text grants: %s', (line) => {
  expect(alone(`<p>${line}</p>`)).toBe('CC-BY-4.0');
});

test.each([
  'Republish our articles for free, online or in print, under a Creative Commons licence.',
  'You are free to republish this article both online and in print; we ask that you follow a few guidelines.',
  'Parliament voted on copyright law, and the ministry will license the boats next year.',
  'The ministry sells a licence to fish, and the reproduction of seals is protected.',
  'The reproduction of seals is slow, and not all of the pups live.',
  'The author’s rights group reserved a table at the inn.',
  'The band needs permission from the mayor to play there, and has to ask for it each year.',
  'Drones need a permit for commercial use.',
  'Copyright law is a matter for judges.',
  'The mill was rebuilt without permission, and the court let it stand.',
  'Reuse of water saves a third of it, and needs only a second tank.',
  '© 2026 Example Wire',
  'Photos © Cem Beispiel',
  '(c) The council pays for the bridge and for the road that leads to it from the ferry.',
])('what tells of rights, or grants, takes nothing back: %s', (line) => {
  expect(underDefault(line)).toBe('CC-BY-4.0');
});
