import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { distanceOf, nearest, slipsAtBeginning } from '../../src/text/near.ts';
import { foldedText, placedWordsOf, wordsOf } from '../../src/text/search-words.ts';

test.each([
  ['The Bridge, opened: on MONDAY!', 'the bridge opened on monday'],
  ['Straße STRASSE ẞ ﬁne', 'strasse strasse ss fine'],
  ['İstanbul ıstanbul ISTANBUL', 'istanbul istanbul istanbul'],
  ['ΌΔΟΣ όδος Γέφυρα', 'οδοσ οδοσ γεφυρα'],
  ['Ёлка МОЙ мой', 'елка мои мои'],
  ['déjà vu Łódź Ørsted Æsir œuvre Þór đak', 'deja vu lodz orsted aesir oeuvre thor dak'],
  ['e\u0301te\u0301 été', 'ete ete'],
  ['ＡＢＣ　１２ ½ x² CO₂ Ⅳ ㍿', 'abc 12 1 2 x2 co2 iv 株 式 会 社'],
  ['كِتَـاب ٣٤ ۵۶', 'كتاب 34 56'],
  ['新しい橋、ガード', '新 し い 橋 ガ ー ド'],
  ['ｶﾞｰﾄﾞ か\u3099', 'ガ ー ド が'],
  ['한국어 \u1112\u1161\u11ab', '한국어 한'],
  ['हिन्दी ज़मीन', 'हिन्दी जमीन'],
  ['สะพาน', 'ส ะ พ า น'],
  ["don't don’t l'état п\u02bcять", 'don t don t l etat п ять'],
  ['soft\u00adhyphen zero\u200bwidth well-known snake_case', 'softhyphen zero width well known snake case'],
  ['🌉 … — « »', ''],
  ['\u202eabc\0def\ud800', 'abc def'],
])('%s', (text, folded) => {
  expect(foldedText(text)).toBe(folded);
});

test('every character is folded to letters and digits that stay as they are', () => {
  const strange: string[] = [];
  for (let codePoint = 0; codePoint < 0x110000; codePoint++) {
    const folded = foldedText(String.fromCodePoint(codePoint));
    if (foldedText(folded) !== folded || !/^(?:[a-z0-9\u0080-\uffff]+(?: |$))*$/.test(folded))
      strange.push(codePoint.toString(16));
  }
  expect(strange).toEqual([]);
});

const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));

test('words are free of all that parts them, and folding twice changes nothing', () => {
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      const words = wordsOf(a);
      expect(words.join(' ')).toBe(foldedText(a));
      for (const word of words) expect(word).toMatch(/^[a-z0-9\u0080-\uffff]+$/);
      expect(wordsOf(words.join(' '))).toEqual(words);
      expect(wordsOf(`${a} ${b}`)).toEqual([...words, ...wordsOf(b)]);
    }),
  );
});

test('placed words are the same words, each at its place', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (any) => {
      const text = any.normalize('NFC');
      const placed = placedWordsOf(text);
      expect(placed.map(({ word }) => word)).toEqual(wordsOf(text));
      for (const [index, { word, at, end }] of placed.entries()) {
        expect(end).toBeGreaterThan(at);
        // one character may be the end of a word and the beginning of the next
        if ((placed[index - 1]?.end ?? 0) > at) continue;
        expect(wordsOf(text.slice(at))).toContain(word);
        if ((placed[index + 1]?.at ?? end) >= end) expect(wordsOf(text.slice(at, end))).toEqual([word]);
      }
    }),
  );
});

test.each(['a', '\u0301', 'a\u0327\u0301', '\ud800', '\u{20000}', '\u1100', ' ', '"', 'か\u3099'])(
  'a million times %j',
  (character) => {
    expect(foldedText(character.repeat(1e6)).length).toBeLessThan(3e6);
  },
);

test('near spellings: one slip in short words, two in long ones, the common first', () => {
  const counted = (...words: string[]): { word: string; count: number }[] =>
    words.map((word, index) => ({ word, count: index }));
  expect(nearest('brigde', counted('brigde', 'bride', 'bridge', 'bridges', 'badge', 'br'))).toEqual([
    'bridge',
    'bride',
    'bridges',
  ]);
  expect(nearest('lake', counted('bake', 'like', 'laker', 'lover', 'brake'))).toEqual([
    'laker',
    'like',
    'bake',
  ]);
  expect(nearest('to', counted('too', 'no'))).toEqual([]);
  expect(nearest('x'.repeat(5000), counted('x'.repeat(5001)))).toEqual([]);
  expect(nearest('мость', counted('мост', 'гость'))).toEqual(['гость', 'мост']);
});

test('slips at the beginning are one slip away, and begin with other letters', () => {
  expect([...slipsAtBeginning('lake', 2)]).toEqual(
    expect.arrayContaining(['alke', 'lkae', 'ake', 'lke', 'bake', 'blake', 'like', 'leake']),
  );
  expect([...slipsAtBeginning('мост', 1)]).toEqual(expect.arrayContaining(['омст', 'ост', 'хост', 'эмост']));
  expect(slipsAtBeginning('to', 2).size + slipsAtBeginning('橋橋', 2).size).toBe(0);
  const word = fc.string({ unit: fc.constantFrom('a', 'k', 'z', '9', 'ж', 'ω', '橋'), maxLength: 9 });
  fc.assert(
    fc.property(word, fc.integer({ min: 1, max: 4 }), (some, count) => {
      const slips = [...slipsAtBeginning(some, count)];
      expect(slips.length).toBeLessThan(count * 140);
      for (const slip of slips) {
        expect(distanceOf(Array.from(some), Array.from(slip), 2)).toBe(1);
        expect(slip.startsWith(some.slice(0, count))).toBe(false);
      }
    }),
  );
});

test('the distance is the same both ways, and none to itself', () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 7 });
  fc.assert(
    fc.property(words, words, (a, b) => {
      expect(distanceOf(a, b, 9)).toBe(distanceOf(b, a, 9));
      expect(distanceOf(a, a, 2)).toBe(0);
      expect(distanceOf(a, b, 2)).toBe(Math.min(3, distanceOf(a, b, 9)));
    }),
  );
});
