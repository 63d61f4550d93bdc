/**
 * Symbols in words and signs of ASCII that mean the same. The near shapes of a plain transliteration do not: it makes
 * "=" of "≠", "E" of both "∈" and "∉", and 1 of ①, which behind a 10 reads as 101.
 */
import anyAscii from 'any-ascii';

/** What is read as a word: it stands apart from letters and numbers. */
const WORDS: readonly (readonly [text: string, characters: string])[] = [
  ['for all', '∀'],
  ['exists', '∃'],
  ['in', '∈∊'],
  ['contains', '∋∍'],
  ['and', '∧⋀'],
  ['or', '∨⋁'],
  ['xor', '⊻'],
  ['nand', '⊼'],
  ['nor', '⊽'],
  ['union', '∪⋃'],
  ['intersect', '∩⋂'],
  ['subset of', '⊂'],
  ['superset of', '⊃'],
  ['subset of or equal to', '⊆'],
  ['superset of or equal to', '⊇'],
  ['proper subset of', '⊊'],
  ['proper superset of', '⊋'],
  ['precedes', '≺'],
  ['succeeds', '≻'],
  ['precedes or equals', '≼'],
  ['succeeds or equals', '≽'],
  ['proves', '⊢'],
  ['models', '⊨'],
  ['true', '⊤'],
  ['perp', '⊥⟂'],
  ['proportional to', '∝'],
  ['therefore', '∴'],
  ['because', '∵'],
  ['complement', '∁'],
  ['Delta', '∆'],
  ['nabla', '∇'],
  ['prod', '∏'],
  ['coprod', '∐'],
  ['sum', '∑'],
  ['sqrt', '√'],
  ['cube root', '∛'],
  ['fourth root', '∜'],
  ['inf', '∞'],
  ['angle', '∠∡∢'],
  ['right angle', '∟'],
  ['integral', '∫'],
  ['double integral', '∬'],
  ['triple integral', '∭'],
  ['contour integral', '∮'],
  ['hbar', 'ℏ'],
  ['diameter', '⌀'],
  ['natural', '♮'],
  ['per mille', '‰'],
  ['per ten thousand', '‱'],
  ['deg', '°'],
  ['deg C', '℃'],
  ['deg F', '℉'],
  ['section', '§'],
  ['No.', '№'],
  ['up', '↑⇑⬆'],
  ['down', '↓⇓⬇'],
  ['up-down', '↕⇕'],
  ['up-left', '↖'],
  ['up-right', '↗'],
  ['down-right', '↘'],
  ['down-left', '↙'],
];

/** What is read as a sign. */
const SIGNS: readonly (readonly [text: string, characters: string])[] = [
  ['!=', '≠'],
  ['===', '≡'],
  ['!==', '≢'],
  ['~=', '≃≅'],
  ['=?', '≟'],
  ['{}', '∅'],
  ['o', '∘'],
  ['(+)', '⊕'],
  ['(-)', '⊖'],
  ['(x)', '⊗'],
  ['(/)', '⊘'],
  ['(.)', '⊙'],
  ['ceil(', '⌈'],
  ['floor(', '⌊'],
  [')', '⌉⌋'],
  ['...', '⋯'],
  ['<-', '←↩⬅'],
  ['->', '→↪➡'],
  ['<->', '↔⇄⇆'],
  ['|->', '↦'],
  // "<=" is less or equal
  ['<==', '⇐'],
  ['=>', '⇒'],
  ['<=>', '⇔⇌⇋'],
  ['<--', '⟵'],
  ['-->', '⟶'],
  ['<-->', '⟷'],
  ['<===', '⟸'],
  ['==>', '⟹'],
  ['<==>', '⟺'],
  ['[ ]', '☐'],
  ['[x]', '☑'],
  ['[X]', '☒'],
  ['(currency)', '¤'],
  ['-', 'ー'],
];

const charactersOf = (list: typeof WORDS): (readonly [string, string])[] =>
  list.flatMap(([text, characters]) => Array.from(characters, (character) => [character, text] as const));
const words = new Map(charactersOf(WORDS));
const signs = new Map(charactersOf(SIGNS));

/** Numbers and letters in a circle, on a die or in a recycling sign. */
const ENCLOSED =
  /[\u2460-\u2473\u24b6-\u24ff\u2673-\u2679\u2680-\u2685\u2776-\u2793\u3244-\u325f\u328a-\u32bf]/;
/** Fractions in one character. */
const FRACTION = /[\u00bc-\u00be\u2150-\u215f\u2189]/;
/** Marks that cross a character out. */
const SLASH = /[\u0337\u0338\u20d2\u20d3\u20e0\u20e5\u20eb]/;
const STROKE = /[\u0335\u0336]/;

/** From what a substitute stands apart, by a space, so that it can be told from its neighbour. */
export type Apartness = 'none' | 'letters and numbers' | 'digits';

/** A symbol in ASCII. */
export interface Spelling {
  readonly text: string;
  readonly apart: Apartness;
}

const spell = (text: string, apart: Apartness): Spelling => ({ text, apart });

/** A symbol in ASCII, or `undefined` for a character that has no meaning to be guarded: letters, ornaments, emoji. */
export function spellSymbol(character: string): Spelling | undefined {
  const word = words.get(character);
  if (word !== undefined) return spell(word, 'letters and numbers');
  const sign = signs.get(character);
  if (sign !== undefined) return spell(sign, 'none');
  if (SLASH.test(character)) return spell('/', 'none');
  if (STROKE.test(character)) return spell('-', 'none');
  if (ENCLOSED.test(character)) return spell(`(${anyAscii(character)})`, 'none');
  return FRACTION.test(character) ? spell(anyAscii(character), 'digits') : undefined;
}

/** What `character` denies: "∈" of "∉"; `undefined` where it denies nothing. */
export function deniedBy(character: string): string | undefined {
  const [base, overlay] = character.normalize('NFD');
  return overlay === '\u0338' ? base : undefined;
}
