/** The look for stems passes over no sentence that is on rights: whatever a pattern on rights matches has a stem. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { RESERVED, RESERVED_WITHIN } from '../../src/article/reserved.ts';
import { isNotice, SIGN } from '../../src/intake/read/notices.ts';
import { AGAIN, COMMERCIAL, PROTECTED } from '../../src/intake/read/reuse.ts';
import { CC_LINK, NAME_BEGINS, namesCommons } from '../../src/intake/read/rights.ts';
import { mayBeOnRights } from '../../src/intake/read/rights-stems.ts';
import { BY_PERMISSION, FORBIDS, FORBIDS_OF_ITSELF, withholds } from '../../src/intake/read/withheld.ts';

/** `pattern`, which is for small letters, for any. */
const anyLetters = ({ source }: RegExp): RegExp => new RegExp(source, 'iu');

/** Of which one matches whatever withholds a text, names a licence or says whose it is. */
const PATTERNS = {
  RESERVED: anyLetters(RESERVED),
  RESERVED_WITHIN: anyLetters(RESERVED_WITHIN),
  FORBIDS,
  FORBIDS_OF_ITSELF,
  BY_PERMISSION,
  AGAIN,
  COMMERCIAL,
  PROTECTED,
  NAME_BEGINS,
  CC_LINK,
  SIGN,
};

/** `source` in what words can be made of: what only looks around left out, any letter as one of a few. */
const makeable = (source: string): string =>
  source
    .replaceAll(/\(\?<?[!=](?:[^()\\]|\\.)*\)/g, '')
    .replaceAll(/\\b(?!\w)|\\b(?=\w)/g, '')
    .replaceAll('[\\p{L}]', '[a-zé]')
    .replaceAll("[\\p{L}'-]", "[a-zé'-]")
    .replaceAll('\\p{L}', '[a-zé]')
    .replaceAll('\\W*', '"?')
    .replaceAll(/\.\{0,\d+\}/g, '(?: [a-z]{1,8} )?');

const matchesOf = (pattern: RegExp): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^(?:${makeable(pattern.source)})$`, 'u')).map((text) => text.trim());

const inAnyCase = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.constantFrom('as it is', 'large', 'wide')).map(([words, form]) => {
    if (form === 'large') return words.toUpperCase();
    return form === 'wide'
      ? words.replace(/[a-z]/gu, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0))
      : words;
  });

test.each(Object.entries(PATTERNS))('what %s matches has a stem', (_, pattern) => {
  let matched = 0;
  fc.assert(
    fc.property(matchesOf(pattern), (text) => {
      for (const words of [text, text.toUpperCase()])
        if (pattern.test(words)) {
          matched++;
          expect({ words, isSeen: mayBeOnRights(words) }).toEqual({ words, isSeen: true });
        }
    }),
    { numRuns: 4_000 },
  );
  expect(matched).toBeGreaterThan(1_000);
});

const OTHER_WORDS =
  'the river was high and people of the town said that this rain is over but our boats may be out'.split(' ');

test('no sentence that withholds a text, names a licence or is a notice is passed over', () => {
  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...OTHER_WORDS) },
    { weight: 2, arbitrary: inAnyCase(fc.oneof(...Object.values(PATTERNS).map(matchesOf))) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        'this article',
        'Dieser Beitrag',
        'no',
        'not be',
        '\u00ad',
        '\uffa0',
        '\u0430',
      ),
    },
  );
  const sentence = fc
    .tuple(fc.array(piece, { minLength: 1, maxLength: 9 }), fc.constantFrom(' ', '\u00a0', '-', ', '))
    .map(([pieces, between]) => pieces.join(between));
  let said = 0;
  fc.assert(
    fc.property(sentence, (words) => {
      if (!withholds(words) && !namesCommons(words) && !isNotice(words)) return;
      said++;
      expect({ words, isSeen: mayBeOnRights(words) }).toEqual({ words, isSeen: true });
    }),
    { numRuns: 10_000 },
  );
  expect(said).toBeGreaterThan(1_000);
});

test('what says nothing on rights is passed over', () => {
  expect(mayBeOnRights(`${OTHER_WORDS.join(' ')}.`)).toBe(false);
});
