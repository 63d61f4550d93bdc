/**
 * Folding a text to what a charset has. What the charset has stays; else a typographic character becomes its usual
 * substitute, a letter its base letter, anything else its transliteration, and what has none a question mark.
 */
import anyAscii from 'any-ascii';
import type { Charset } from './charset.ts';
import { TYPOGRAPHIC } from './clean.ts';

/** A folded text, and how many of its characters stand for others. */
export interface Folded {
  readonly text: string;
  readonly replaced: number;
}

// oxlint-disable-next-line no-control-regex -- what every charset has
const ASCII = /^[\u0000-\u007f]*$/;
/** Marks and format characters have no shape of their own: without the letter's form they are nothing. */
const SHAPELESS = /^[\p{M}\p{Default_Ignorable_Code_Point}]$/u;
/** A letter that any-ascii leaves out. */
const ALIF = '\u0627';
const HAN = /\p{Script=Han}/u;
const UNKNOWN = '?';

/** What stands for `character`, which `charset` has not. */
function substituteFor(character: string, charset: Charset): string {
  const typographic = TYPOGRAPHIC.get(character);
  if (typographic !== undefined) return typographic;
  if (SHAPELESS.test(character)) return '';
  const [base = ''] = character.normalize('NFD');
  if (base !== character && charset.has(base)) return base;
  if (character === ALIF) return 'a';
  const transliterated = anyAscii(character);
  return transliterated === '' ? UNKNOWN : transliterated;
}

/** Folds texts to one charset, and remembers what it has found of each character. */
export class Folder {
  readonly charset: Charset;
  readonly #substitutes = new Map<string, string>();

  constructor(charset: Charset) {
    this.charset = charset;
  }

  /** `text`, one line in NFC without controls, in characters of the charset alone. Cost: linear. */
  fold(text: string): Folded {
    if (this.charset.name === 'utf-8' || ASCII.test(text)) return { text, replaced: 0 };
    let folded = '';
    let replaced = 0;
    for (const character of text) {
      if (this.charset.has(character)) {
        folded += character;
        continue;
      }
      // each ideograph is a syllable, and often a word: run together nobody could read them
      if (HAN.test(character) && /[A-Za-z]$/.test(folded)) folded += ' ';
      folded += this.#substitute(character);
      // what has no shape is not missed
      if (!SHAPELESS.test(character)) replaced++;
    }
    return { text: folded, replaced };
  }

  #substitute(character: string): string {
    const known = this.#substitutes.get(character);
    if (known !== undefined) return known;
    const substitute = substituteFor(character, this.charset);
    this.#substitutes.set(character, substitute);
    return substitute;
  }
}
