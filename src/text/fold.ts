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

// oxlint-disable-next-line no-control-regex -- what not every charset has
const NOT_ASCII = /[^\u0000-\u007f]+/g;
const [SURROGATE_BITS, HIGH_SURROGATE] = [0xfc00, 0xd800];
const LETTER = /[\p{L}\p{N}]/u;
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

/** What stands for a character. */
interface Substitute {
  readonly text: string;
  /** 1 where a reader sees another character than the text has. */
  readonly replaced: 0 | 1;
  /** A syllable, and often a word: run together with its neighbour nobody could read it. */
  readonly isSyllable: boolean;
}

/** Folds texts to one charset, and remembers what it has found of each character. */
export class CharsetFolder {
  readonly charset: Charset;
  /** By code unit: what is not a pair of them. */
  readonly #substitutes: (Substitute | undefined)[] = [];

  constructor(charset: Charset) {
    this.charset = charset;
  }

  /** `text`, one line in NFC without controls, in characters of the charset alone. Cost: linear. */
  fold(text: string): Folded {
    if (this.charset.name === 'utf-8') return { text, replaced: 0 };
    let replaced = 0;
    const folded = text.replace(NOT_ASCII, (run, at: number) => {
      let substitutes = '';
      for (let index = 0; index < run.length; index++) {
        const isPair = (run.charCodeAt(index) & SURROGATE_BITS) === HIGH_SURROGATE;
        const substitute = isPair
          ? this.#find(run.slice(index, index + 2))
          : (this.#substitutes[run.charCodeAt(index)] ?? this.#find(run.charAt(index)));
        replaced += substitute.replaced;
        if (substitute.isSyllable && LETTER.test(text.charAt(at + index - 1))) substitutes += ' ';
        substitutes += substitute.text;
        if (isPair) index++;
      }
      return substitutes;
    });
    return { text: folded, replaced };
  }

  #find(character: string): Substitute {
    const isThere = this.charset.has(character);
    const found: Substitute = {
      text: isThere ? character : substituteFor(character, this.charset),
      // what has no shape is not missed
      replaced: isThere || SHAPELESS.test(character) ? 0 : 1,
      isSyllable: !isThere && HAN.test(character),
    };
    if (character.length === 1) this.#substitutes[character.charCodeAt(0)] = found;
    return found;
  }
}
