/** Who wrote a text: names as written, institutions apart, nothing made up. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { creditsIn } from '../../src/intake/read/names.ts';

test.each<[string, readonly string[], readonly string[]]>([
  ['Ann Lee', ['Ann Lee'], []],
  ['By Ann Lee', ['Ann Lee'], []],
  ['Written by Ann Lee and Bo Ray', ['Ann Lee', 'Bo Ray'], []],
  ['Ann Lee, Bo Ray & Cy Dee', ['Ann Lee', 'Bo Ray', 'Cy Dee'], []],
  ['Ann Lee, Bo Ray, and Cy Dee', ['Ann Lee', 'Bo Ray', 'Cy Dee'], []],
  ['Ann Lee; Bo Ray', ['Ann Lee', 'Bo Ray'], []],
  ['Ann Lee, Professor of Rain, University of Somewhere', ['Ann Lee'], ['University of Somewhere']],
  ['Ann Lee, University of Somewhere', ['Ann Lee'], ['University of Somewhere']],
  ['Ann Lee, Professor of Rain, University of Somewhere, Lowford', ['Ann Lee'], []],
  ['Ann Lee, Director of the Institute of Rain', ['Ann Lee'], []],
  ['Ann Lee and Bo Ray, Professor of Rain, Somewhere University', ['Ann Lee', 'Bo Ray'], []],
  ['Ann Lee & Bo Ray for The Wire', ['Ann Lee', 'Bo Ray'], []],
  ['Ann Lee | The Wire', ['Ann Lee'], ['The Wire']],
  ['By Ann Lee June 10, 2025', ['Ann Lee'], []],
  ['By Ann Lee 5 min read', ['Ann Lee'], []],
  ['Ann Lee, opinion contributor', ['Ann Lee'], []],
  ['By Ann Lee, ProExample, and Bo Ray, The Low Ford Tribune', ['Ann Lee', 'Bo Ray'], []],
  ['By Ann Lee, Example, and Bo Ray, Sample', ['Ann Lee', 'Bo Ray'], []],
  [
    'By Ann Lee, Bo Ray and Ada van der Moss, The Wire, and Cy Dee, Low Ford Times',
    ['Ann Lee', 'Bo Ray', 'Ada van der Moss', 'Cy Dee'],
    [],
  ],
  [
    'Ann Lee, Bo Ray, Cy Dee, Di Eff, Ed Gee and madonna',
    ['Ann Lee', 'Bo Ray', 'Cy Dee', 'Di Eff', 'Ed Gee', 'madonna'],
    [],
  ],
  [
    'Ann Lee, Professor of Music and Art History, University of Somewhere',
    ['Ann Lee'],
    ['University of Somewhere'],
  ],
  [
    'Ann Lee, Professor of Law, Rain, and Public Policy',
    ['Ann Lee, Professor of Law, Rain, and Public Policy'],
    [],
  ],
  ['Ann Lee, Example', ['Ann Lee, Example'], []],
  ['Ann Lee @annlee', ['Ann Lee'], []],
  ['Ann Lee (@annlee)', ['Ann Lee'], []],
  ['Von Anna Berg', ['Anna Berg'], []],
  ['Par Zoé Li et Ann Lee', ['Zoé Li', 'Ann Lee'], []],
  ['Por Anna Berg', ['Anna Berg'], []],
  ['Von der Mühle', ['Von der Mühle'], []],
  ['Übersetzung: Bo Ray', [], []],
  ['Translation Agency', [], ['Translation Agency']],
  ['Von Mill', ['Von Mill'], []],
  ['Translated by Bo Ray', [], []],
  ['Ann Lee, translated by Bo Ray', ['Ann Lee'], []],
  ['Ann Lee; Bo Ray (translator)', ['Ann Lee'], []],
  ['王小明、李明', ['王小明', '李明'], []],
  ['Lee, Ann', ['Lee, Ann'], []],
  ['Ann Lee, PhD', ['Ann Lee, PhD'], []],
  ['ann@wire.example (Ann Lee)', ['Ann Lee'], []],
  ['Ann Lee <ann@wire.example>', ['Ann Lee'], []],
  ['mailto:ann@wire.example', [], []],
  ['<a href="/ann">Ann&nbsp;Lee</a>', ['Ann Lee'], []],
  ['Ludwig van der Berg and Zoé Li', ['Ludwig van der Berg', 'Zoé Li'], []],
  ['María Ortega y Gasset', ['María Ortega y Gasset'], []],
  ['Bysshe Shelley', ['Bysshe Shelley'], []],
  ['Madonna', ['Madonna'], []],
  ['李明', ['李明'], []],
  ['Rain and Shine', ['Rain and Shine'], []],
  ['Institute of Rain and Wind', [], ['Institute of Rain and Wind']],
  ['The Wire', [], ['The Wire']],
  ['Wire staff', [], ['Wire staff']],
  ['AFP', [], ['AFP']],
  ['Backgroundurl Avatar_Large', [], []],
  ['Backgroundurl Avatar', [], []],
  ['admin', [], []],
  ['https://wire.example/ann', [], []],
  ['Posted on June 10, 2025', [], []],
  ['{{author}}', [], []],
  ['', [], []],
  ['...', [], []],
  ['Ann\r\nLee\u001b[31m', ['Ann Lee'], []],
  ['Ann\r\nLee', ['Ann Lee'], []],
])('"%s"', (written, authors, institutions) => {
  expect(creditsIn([written], 'The Wire')).toEqual({ authors, institutions });
});

test('a name that is there twice is there once, as it was written first', () => {
  expect(creditsIn(['Ann Lee', 'ANN LEE', 'Ann  Lee', 'Bo Ray'])).toEqual({
    authors: ['Ann Lee', 'Bo Ray'],
    institutions: [],
  });
});

test('nothing that comes back has words that were not written', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[^<&]{0,60}$/), { maxLength: 5 }), (values) => {
      const { authors, institutions } = creditsIn(values);
      const written = values.join(' ').normalize('NFC');
      for (const word of [...authors, ...institutions].flatMap((name) => name.split(/[\s,]+/u)))
        expect(written).toContain(word);
    }),
  );
});
