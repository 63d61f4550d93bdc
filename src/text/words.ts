/** Words that are spelled out as a whole: half a word in Greek letters and half in Latin ones is no word at all. */
import type { Spelling } from './symbols.ts';

/** What the characters of one word have in common; `exponent` and `index` are raised and lowered characters. */
export type WordKind = 'greek' | 'cyrillic' | 'exponent' | 'index' | 'dot';

/** [UAX24] the letters of the two scripts of which a charset may have a part. */
const GREEK = /^(?:\p{Script=Greek}\p{M}*)+$/u;
const CYRILLIC = /^(?:\p{Script=Cyrillic}\p{M}*)+$/u;
const LETTER = /^\p{L}/u;
const EXPONENT = /^[\u00b2\u00b3\u00b9\u2070\u2071\u2074-\u207f]$/;
const INDEX = /^[\u2080-\u208e\u2090-\u209c]$/;
const MIDDLE_DOT = '\u00b7';

/** The kind of words that `character` stands in; `undefined` where it is folded by itself, as all beyond the first plane. */
export function wordKindOf(character: string): WordKind | undefined {
  if (character.length > 1) return undefined;
  if (LETTER.test(character) && GREEK.test(character)) return 'greek';
  if (LETTER.test(character) && CYRILLIC.test(character)) return 'cyrillic';
  if (EXPONENT.test(character)) return 'exponent';
  if (INDEX.test(character)) return 'index';
  return character === MIDDLE_DOT ? 'dot' : undefined;
}

/** The same letter in another shape. */
const TWINS: ReadonlyMap<string, string> = new Map([
  ['ς', 'σ'],
  ['\u00b5', 'μ'],
  ['μ', '\u00b5'],
]);

/** Characters of the same script that may stand for `character`: another shape of it, or the letter without accents. */
export function nearest(character: string): readonly string[] {
  const [base = ''] = character.normalize('NFD');
  const twin = TWINS.get(character);
  return [...(twin === undefined ? [] : [twin]), ...(base === character ? [] : [base])];
}

/** Whether words of `kind` are words of a language. */
export const isOfLetters = (kind: WordKind): boolean => kind === 'greek' || kind === 'cyrillic';

const OU = /^[οόΟΌ][υύΥΎ]$/;

/** [ELOT743] the letter at `index`, by itself `spelled`: an upsilon, by itself y, makes ou of an omicron before it. */
export function spellLetter(spelled: string, text: string, index: number): string {
  const isUpsilon = spelled === 'y' || spelled === 'Y';
  if (!isUpsilon || !OU.test(text.slice(index - 1, index + 1))) return spelled;
  return spelled === 'y' ? 'u' : 'U';
}

/** Greek letters that stand alone are symbols; but η and ο are words. */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    α: 'alpha',
    β: 'beta',
    γ: 'gamma',
    δ: 'delta',
    ε: 'epsilon',
    ζ: 'zeta',
    θ: 'theta',
    ι: 'iota',
    κ: 'kappa',
    λ: 'lambda',
    μ: 'mu',
    ν: 'nu',
    ξ: 'xi',
    π: 'pi',
    ρ: 'rho',
    σ: 'sigma',
    τ: 'tau',
    υ: 'upsilon',
    φ: 'phi',
    χ: 'chi',
    ψ: 'psi',
    ω: 'omega',
    Γ: 'Gamma',
    Δ: 'Delta',
    Θ: 'Theta',
    Λ: 'Lambda',
    Ξ: 'Xi',
    Π: 'Pi',
    Σ: 'Sigma',
    Φ: 'Phi',
    Ψ: 'Psi',
    Ω: 'Omega',
  }),
);
const INITIAL = /^[.'\u2019]/;

function spellGreek(word: string, spelled: string, before: string, after: string): Spelling {
  const name = NAMES.get(word);
  if (name === undefined) return { text: spelled, apart: 'none' };
  if (word === 'μ' && LETTER.test(after)) return { text: 'u', apart: 'none' };
  if (word === 'Ω' && /\d ?$|[kMGm]$/.test(before))
    return { text: /\d$/.test(before) ? ' Ohm' : 'Ohm', apart: 'none' };
  const isInitial = INITIAL.test(after) && (word < 'α' || !after.startsWith('.'));
  return isInitial ? { text: spelled, apart: 'none' } : { text: name, apart: 'letters and numbers' };
}

export const FRACTION_SLASH = '\u2044';
const DIGIT_LAST = /\d$/;
const DIGIT_FIRST = /^\d/;
const OPERATOR_INSIDE = /.[-+=]./;

function spellExponent(spelled: string, after: string): Spelling {
  if (after.startsWith(FRACTION_SLASH)) return { text: spelled, apart: 'digits' };
  return { text: OPERATOR_INSIDE.test(spelled) ? `^(${spelled})` : `^${spelled}`, apart: 'digits' };
}

/** "CO2" for carbon dioxide, but never a digit right beside another number. */
function spellIndex(spelled: string, before: string, after: string): Spelling {
  const isClear = /^\d+$/.test(spelled) && !DIGIT_LAST.test(before) && !DIGIT_FIRST.test(after);
  const isPlain = isClear || before.endsWith(FRACTION_SLASH);
  return { text: isPlain ? spelled : `_${spelled}`, apart: 'digits' };
}

/** [ELOT743] the Greek ano teleia is a semicolon; between numbers the dot multiplies. */
function signOfDot(before: string, after: string): string {
  if (GREEK.test(before.slice(-1))) return ';';
  return DIGIT_LAST.test(before) || DIGIT_FIRST.test(after) ? '*' : '-';
}

/**
 * How `word` is written in ASCII; `spelled` is its characters one by one, `before` and `after` are a few of its
 * neighbours in the text.
 */
export function spellWord(
  kind: WordKind,
  word: string,
  spelled: string,
  before: string,
  after: string,
): Spelling {
  switch (kind) {
    case 'greek':
      return spellGreek(word, spelled, before, after);
    case 'cyrillic':
      return { text: spelled, apart: 'none' };
    case 'exponent':
      return spellExponent(spelled, after);
    case 'index':
      return spellIndex(spelled, before, after);
    case 'dot':
      return { text: signOfDot(before, after).repeat(word.length), apart: 'none' };
  }
}
