import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { CHARSET_NAMES, charsetOf } from '../../src/text/charset.ts';
import { cleanLine } from '../../src/text/clean.ts';
import { columnsOf } from '../../src/text/columns.ts';
import { CharsetFolder } from '../../src/text/fold.ts';
import { Typesetter } from '../../src/text/typesetter.ts';

const script = fc.constantFrom(
  'The town’s “new” bridge — it cost €4 … • ok',
  'Çà et là, l’œuvre naïve coûte 3 €',
  'Η πόλη έχει γέφυρα',
  'Новый мост через реку',
  'Zażółć gęślą jaźń',
  'الجسر الجديد مفتوح',
  'नया पुल खुला है',
  '新しい橋が開通しました。',
  '新桥今天通车了。',
  '👩‍👩‍👧‍👦 🇫🇷 1️⃣ ✓',
  'https://news.example/a/rather/long/address/of/a/story/that/is/longer/than/lines',
  'e\u0323\u0301 \u00ad \u200b \u00a0x \u{20bb7}',
);
const text = fc
  .array(fc.oneof(script, fc.string({ unit: 'grapheme', maxLength: 20 })), { maxLength: 8 })
  .map((parts) => cleanLine(parts.join(' ')));
const charsets = fc.constantFrom(...CHARSET_NAMES);
const columns = fc.integer({ min: 32, max: 132 });
const squeezed = (line: string): string => line.replace(/\s+/gu, '');

test('what is folded is encoded without loss, and nothing is silently a question mark', () => {
  fc.assert(
    fc.property(text, charsets, (line, name) => {
      const charset = charsetOf(name);
      const { text: folded, replaced } = new CharsetFolder(charset).fold(line);
      expect(iconv.decode(Buffer.from(charset.encode(folded)), name, { stripBOM: false })).toBe(folded);
      for (const character of folded) expect(charset.has(character), character).toBe(true);
      if (replaced === 0)
        expect(folded).toBe(
          line.replace(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, (mark) =>
            charset.has(mark) ? mark : '',
          ),
        );
    }),
    { numRuns: 1000 },
  );
});

test('what a charset has stays as it is, and is not counted', () => {
  for (const name of CHARSET_NAMES) {
    const charset = charsetOf(name);
    const folder = new CharsetFolder(charset);
    for (let codePoint = 0x20; codePoint < 0x3000; codePoint++) {
      const character = String.fromCodePoint(codePoint);
      if (charset.has(character)) expect(folder.fold(character)).toEqual({ text: character, replaced: 0 });
    }
  }
});

test.each([
  ['us-ascii', '’‘“”–—…•*€', `''""---...**EUR`],
  ['us-ascii', 'Ça va, Łódź, Straße, œuvre', 'Ca va, Lodz, Strasse, oeuvre'],
  ['us-ascii', 'Мост Γέφυρα', 'Most Gefyra'],
  ['us-ascii', 'الجسر', 'aljsr'],
  ['us-ascii', '新桥 a 新', 'Xin Qiao a Xin'],
  ['iso-8859-1', 'Łódź – déjà vu – €', 'Lódz - déjà vu - EUR'],
  ['iso-8859-15', '€ œ', '€ œ'],
  ['cp437', 'déjà “ça” ½', 'déjà "ça" ½'],
  ['koi8-r', 'Мост é', 'Мост e'],
  ['windows-1252', '“ça”—€', '“ça”—€'],
  ['utf-8', '“ça” 日本', '“ça” 日本'],
] as const)('%s: %s', (name, line, expected) => {
  expect(new CharsetFolder(charsetOf(name)).fold(line).text).toBe(expected);
});

test('in every charset and width no line is wider than asked, but for one unbreakable URL, and no character is lost', () => {
  fc.assert(
    fc.property(text, charsets, columns, (line, name, width) => {
      const folder = new CharsetFolder(charsetOf(name));
      const setter = new Typesetter(folder, { kind: 'wrapped', columns: width });
      const lines = setter.lines(line);
      for (const part of lines) if (columnsOf(part) > width) expect(part).toMatch(/^\S*:\/\/\S*$/);
      const folded = folder.fold(line);
      expect(squeezed(lines.join(''))).toBe(squeezed(folded.text));
      expect(setter.replaced).toBe(folded.replaced);
    }),
    { numRuns: 1000 },
  );
});

test('unwrapped is one line; [RFC3676-4.2] flowed lines put together are the text', () => {
  fc.assert(
    fc.property(text, charsets, (line, name) => {
      const folder = new CharsetFolder(charsetOf(name));
      const { text: folded } = folder.fold(line);
      expect(new Typesetter(folder, { kind: 'unwrapped' }).lines(line)).toEqual([folded.trimEnd()]);
      const flowed = new Typesetter(folder, { kind: 'flowed' }).lines(line);
      const unstuffed = flowed.map((part) => part.replace(/^ /, ''));
      expect(unstuffed.join('')).toBe(folded.trimEnd());
      for (const part of flowed.slice(0, -1)) expect(part).toMatch(/ $/);
      expect(flowed.at(-1)).not.toMatch(/ $/);
    }),
    { numRuns: 1000 },
  );
});
