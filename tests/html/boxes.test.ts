/** Boxes beside an article, in several languages and without a class; what an author gives stays. */
import { expect, test } from 'vitest';
import { proofOf } from '../../src/html/proof.ts';
import { htmlToText } from '../../src/html/to-text.ts';

const SOURCE = 'https://news.example/2025/story';
const convert = (html: string) => htmlToText(html, { base: SOURCE, source: SOURCE });
const LINKS = '<ul><li><a href="/a">The mill</a></li><li><a href="/b">The brook</a></li></ul>';

test.each([
  ...[
    'Read also:',
    'Related stories',
    'Lesen Sie auch',
    'À lire aussi :',
    'Lea también',
    'Leia também',
    'Leggi anche',
    'Czytaj także',
    'Lees ook',
    'Читайте также',
    'Читайте також',
  ].map((heading) => [`<aside><p>${heading}</p>${LINKS}</aside>`, '1 related list']),
  [`<div><h3>Read more</h3><a href="https://www.news.example/a">The mill</a></div>`, '1 related list'],
  [`<h3>Mehr zum Thema</h3>\n${LINKS}`, '1 list heading, 1 related list'],
  ...['Support us', 'Jetzt spenden', 'Soutenez-nous', 'Apóyanos', 'Steun ons', 'Поддержите нас'].map(
    (plea) => [`<div><p>${plea}</p><a href="/donate">→</a></div>`, '1 donation box'],
  ),
  ['<div class="donate"><p>Spenden Sie noch heute</p><a href="/d">Ja</a></div>', '1 donation box'],
  ['<div class="related"><h4>Podobne artykuły</h4><a href="/a">The mill</a></div>', '1 related list'],
  ['<ul class="wp-block-latest-posts"><li><a href="/a">The mill</a></li></ul>', '1 related list'],
  ['<div class="newsletter"><p>Zapisz się na biuletyn</p></div>', '1 newsletter box'],
  ['<div class="kg-card kg-signup-card"><p>Abonnez-vous</p><a href="/s">Oui</a></div>', '1 newsletter box'],
  [
    '<div class="kg-card kg-cta-card"><p>Join the mill. It is free.</p><a href="/j">Join</a></div>',
    '1 call to action',
  ],
  ['<div class="share-buttons"><span>Udostępnij</span><a href="/f">F</a></div>', '1 share bar'],
  ['<form><p>Napisz do nas. Odpowiemy.</p><input type="email"></form>', '1 form'],
])('%s', (html, what) => {
  const page = `<p>It rains.</p>${html}<p>Still.</p>`;
  const { paragraphs, omissions } = convert(page);
  expect(paragraphs).toEqual(['It rains.', 'Still.']);
  const counted = omissions.map((one) => `${one.count} ${one.what}`).join(', ');
  expect(counted).toBe(what);
  expect(proofOf(page, paragraphs)).toEqual({ isWhole: true });
});

test.each([
  [`<h3>Sources</h3>${LINKS}`, 'Sources'],
  [`<div><h3>Further reading</h3>${LINKS}</div>`, 'Further reading'],
  [`<aside><h3>See also</h3>${LINKS}</aside>`, 'See also'],
  ['<p>Read also: <a href="/a">The mill</a></p>', 'Read also: The mill [2]'],
  ['<p><strong>Support us</strong> <a href="/d">here</a></p>', 'Support us here [2]'],
  [`<div><p>Read more</p><p>It said so on the door.</p>${LINKS}</div>`, 'Read more'],
  [
    '<div><h3>Read more</h3><a href="https://a.example/">One</a> <a href="https://b.example/">Two</a></div>',
    'Read more',
  ],
  ['<h3>Read more</h3><p>That is what she told them to do.</p>', 'Read more'],
  ['<h3>Read more</h3><ul><li><a href="/a">The mill</a>, a book on mills</li></ul>', 'Read more'],
  [
    '<div class="donate"><p>They donate blood. Each of them does.</p></div>',
    'They donate blood. Each of them does.',
  ],
  [
    '<section class="related"><p>The two are related. Their mother said so.</p></section>',
    'The two are related. Their mother said so.',
  ],
  ['<div>Read more</div>', 'Read more'],
])('%s stays', (html, first) => {
  const { paragraphs, omissions } = convert(`${html}<p>Still.</p>`);
  expect(paragraphs[0]).toBe(first);
  expect(omissions).toEqual([]);
});
