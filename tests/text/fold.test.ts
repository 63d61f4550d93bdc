import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHARSET_NAMES, charsetOf, type CharsetName } from '../../src/text/charset.ts';
import { cleanLine } from '../../src/text/clean.ts';
import { columnsOf } from '../../src/text/columns.ts';
import { CharsetFolder } from '../../src/text/fold.ts';
import { Typesetter } from '../../src/text/typesetter.ts';
import { decodeAs } from '../support/charsets.ts';
import { isInstalled } from '../support/terminal.ts';

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
  '\u{1e030}\u{1e08f} а\u{1e08f}б',
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
      expect(decodeAs(name, charset.encode(folded))).toBe(folded);
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

test('no charset has the sign for what could not be read', () => {
  for (const name of CHARSET_NAMES.filter((known) => known !== 'utf-8'))
    expect(charsetOf(name).has('\ufffd'), name).toBe(false);
});

test.skipIf(!isInstalled('python3')).each([
  ['shift_jis', 'cp932'],
  ['big5', 'cp950'],
] as const)('%s is code page %s as python3 has it (skipped where it is not installed)', (name, codePage) => {
  const charset = charsetOf(name);
  const all = Array.from({ length: 0xfffd - 0xa0 }, (_, index) => String.fromCharCode(0xa0 + index));
  const characters = all.filter((character) => charset.has(character)).join('');
  expect(characters.length).toBeGreaterThan(7000);
  const program = `import sys; sys.stdout.buffer.write(sys.stdin.buffer.read().decode("${codePage}").encode("utf-8"))`;
  const { stdout } = spawnSync('python3', ['-c', program], { input: charset.encode(characters) });
  expect(stdout.toString('utf8')).toBe(characters);
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
  ['us-ascii', 'नया पुल', 'nya pul'],
  ['us-ascii', '新桥 a 新', 'Xin Qiao a Xin'],
  ['iso-8859-1', 'Łódź – déjà vu – €', 'Lódz - déjà vu - EUR'],
  ['iso-8859-15', '€ œ', '€ œ'],
  ['cp437', 'déjà “ça” ½', 'déjà "ça" ½'],
  ['koi8-r', 'Мост é', 'Мост e'],
  ['windows-1252', '“ça”—€', '“ça”—€'],
  ['utf-8', '“ça” 日本', '“ça” 日本'],
  // what denies still denies
  ['us-ascii', 'a≠b x∉A y∈B ∄ ≮ ⊄ ≢ ⇏', 'a!=b x not in A y in B not exists not < not subset of !== not =>'],
  ['cp437', 'x≠y ≢ ≰ ∌', 'x!=y !== not ≤ not contains'],
  ['iso-8859-1', '≠ ∦ s\u0336o\u0336 =\u20e5', '!= not || s-o- =/'],
  // numbers stay what they are
  ['us-ascii', '1½ 2¼ cups, ½ cup, 3¹⁄₂', '1 1/2 2 1/4 cups, 1/2 cup, 3 1/2'],
  ['us-ascii', '10³ 10⁻⁶ xⁿ⁻¹ Na⁺ ²³⁵U', '10^3 10^-6 x^(n-1) Na^+ ^235U'],
  ['cp437', 'x² + y³, 10²³, 3⅓, 3½', 'x² + y^3, 10^23, 3 1/3, 3½'],
  ['iso-8859-1', '10³ 10⁻³', '10³ 10^-3'],
  ['us-ascii', 'CO₂ log₂8 10₂ xₙ', 'CO2 log_2 8 10_2 x_n'],
  ['us-ascii', '①②, 10①, Ⓐ, 2·3, N·m', '(1)(2), 10(1), (A), 2*3, N-m'],
  ['us-ascii', '5‰ 20°C ⌀ 5 §5', '5 per mille 20 deg C diameter 5 section 5'],
  ['us-ascii', '5 μm 5 µm 10Ω 3 kΩ', '5 um 5 um 10 Ohm 3 kOhm'],
  ['shift_jis', '5 µm', '5 μm'],
  ['us-ascii', '← → ↔ ⇐ ≤ ⇔ ↑ ☐ ☑', '<- -> <-> <== <= <=> up [ ] [x]'],
  ['us-ascii', '√2 ∀x∈A A∪B ∅', 'sqrt 2 for all x in A A union B {}'],
  ['us-ascii', 'β-carotene Δt π', 'beta-carotene Delta t pi'],
  // a word is of one script
  ['cp437', 'Μια γατα κάθεται, π', 'Mia gata kathetai, π'],
  ['macroman', 'Ελένη Παπαδοπούλου ΤΟΥ', 'Eleni Papadopoulou TOU'],
  ['koi8-r', 'Украина Україна за\u0301мок, м’я', "Украина Ukraina замок, м'я"],
  ['koi8-r', "об'єднання", "ob'iednannya"],
  ['shift_jis', 'της πόλης', 'τησ πολησ'],
  ['us-ascii', 'Τι· η Γ. Β’', "Ti; i G. V'"],
  ['us-ascii', '3つ AIが 橋が ユーロ', '3 tsu AI ga Qiao ga yu-ro'],
  ['shift_jis', '新桥通车', '新 Qiao 通 Che'],
] as const)('%s: %s', (name, line, expected) => {
  expect(new CharsetFolder(charsetOf(name)).fold(line).text).toBe(expected);
});

test('every character of a word that is transliterated as a whole is counted, and no other', () => {
  const replaced = (name: CharsetName, line: string): number =>
    new CharsetFolder(charsetOf(name)).fold(line).replaced;
  expect(replaced('koi8-r', 'Украина Україна')).toBe(7);
  expect(replaced('us-ascii', 'της πόλης 10⁻⁶ 1½')).toBe(11);
  expect(replaced('shift_jis', 'της')).toBe(1);
  expect(replaced('us-ascii', 'x\u0302 y\u0331')).toBe(2);
  expect(replaced('us-ascii', 'a\u200bb\u00adc')).toBe(0);
  expect(replaced('gb18030', '\ue5e5')).toBe(1);
  const setter = new Typesetter(new CharsetFolder(charsetOf('us-ascii')), { kind: 'wrapped', columns: 40 });
  setter.labelled('[2] Url:', 'https://news.example/an/address/of/some/length/é');
  expect(setter.replaced).toBe(1);
});

test('no word of two scripts comes of one of Greek or Cyrillic letters', () => {
  const words = fc.stringMatching(/^(?:[\u0386-\u03e1]{2,12}|[\u0400-\u045f]{1,12})$/u).map(cleanLine);
  fc.assert(
    fc.property(words, charsets, (word, name) => {
      fc.pre(/^(?:\p{L}\p{M}*)+$/u.test(word));
      const { text: folded } = new CharsetFolder(charsetOf(name)).fold(word);
      expect(folded).not.toMatch(/(?=.*[A-Za-z])(?=.*[\p{Script=Greek}\p{Script=Cyrillic}])/u);
    }),
    { numRuns: 500 },
  );
});

test('no two characters that deny or count differently are folded to one text', () => {
  const pairs = ['=≠≡≢', '∈∉∋∌', '∃∄', '<≮≤≰', '>≯≥≱', '⊂⊄⊆⊈', '⇐≤←', '⇒≥→', '↔↮⇔⇎', '‰%', '1①¹₁'];
  for (const name of CHARSET_NAMES)
    for (const characters of pairs) {
      const folder = new CharsetFolder(charsetOf(name));
      const folded = Array.from(characters, (character) => folder.fold(`9${character}`).text);
      expect(new Set(folded).size, `${name}: ${folded.join(' ')}`).toBe(folded.length);
    }
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

test('[RFC3676-4.3] a flowed line is never the signature separator', () => {
  const setter = new Typesetter(new CharsetFolder(charsetOf('utf-8')), { kind: 'flowed' });
  const line = `-- https://news.example/${'a'.repeat(80)}`;
  expect(setter.lines(line)).toEqual([line]);
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
