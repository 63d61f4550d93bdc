/** Licences in the credits of pictures: they are not those of the text, and hide none of it. */
import { expect, test } from 'vitest';
import { licenceById } from '../../src/article/licences.ts';
import { parseHtml } from '../../src/html/dom.ts';
import { decideLicence } from '../../src/intake/read/decide-licence.ts';
import { licencesInHtml } from '../../src/intake/read/html-licences.ts';
import { statementsInText } from '../../src/intake/read/text-statements.ts';

const LINES = '<p>It rains.</p>'.repeat(8);
const licence = licenceById('CC-BY-4.0');
const feedGrants = licence && { licence, evidence: 'https://wire.example/republish' };

/** What becomes of an article that may be passed on under CC BY 4.0 by its feed, and holds `html`. */
function ofText(html: string): string {
  const decision = decideLicence(statementsInText(parseHtml(html).root, 'the item'), feedGrants, [
    'Example Wire',
  ]);
  return 'held' in decision ? `held: ${decision.held}` : decision.licence.id;
}

test.each([
  '<p><img src="x"></p><p>(CC BY 2.0)</p>',
  '<p>(Ann Lee, CC BY-SA 2.0)</p>',
  '<p>[Ann Lee / CC BY-SA 2.0]</p>',
  '<p>Photo by Ann Lee. CC BY-SA 2.0</p>',
  '<p>Image: Ann Lee. Licensed under CC BY-SA 2.0.</p>',
  '<p>Bild: Ann Lee. CC BY-SA 2.0.</p>',
  '<p>Foto: Ann Lee. Licencia CC BY-SA 2.0.</p>',
  '<figure><img src="x"></figure><p>CC BY-SA 2.0</p>',
  '<figure><img src="x"><figcaption>The mill</figcaption></figure> <p>Ann Lee. CC BY-SA 2.0</p>',
  '<p><img src="x"></p><p>CC BY-SA 2.0</p>',
])('a licence in the credit of a picture is not that of the text: %s', (credit) => {
  expect(ofText(`${LINES}${credit}${LINES}`)).toBe('CC-BY-4.0');
  expect(licencesInHtml(parseHtml(`${LINES}${credit}`).root, 'the item', 'item')).toEqual([]);
});

test.each([
  '<p>(This article is licensed under CC BY-NC 2.0)</p>',
  '<p>CC BY-NC 2.0</p>',
  '<p>Licensed under CC BY-NC 2.0.</p>',
  '<figure><img src="x"></figure><p>This article is licensed under CC BY-NC 2.0.</p>',
  '<figure><img src="x"></figure><p>It rains.</p><p>CC BY-NC 2.0</p>',
  '<p>Photo: Ann Lee. Text: CC BY-NC 2.0.</p>',
  '<p>Images: Ann Lee. This story is licensed under CC BY-NC 2.0.</p>',
  '<p>Photo: Ann Lee. All rights reserved.</p>',
])('the credit of a picture hides no licence of the text: %s', (line) => {
  expect(ofText(`${LINES}${line}${LINES}`)).toMatch(/^held: /);
});

test('what readers say of rights below a text takes nothing back', () => {
  const comment = '<section id="comments"><p>This article is under CC BY-NC 2.0, I think.</p></section>';
  expect(ofText(`${LINES}${comment}`)).toBe('CC-BY-4.0');
});
