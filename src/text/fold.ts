/**
 * Folding a text to what a charset has. What the charset has stays; else a typographic character becomes its usual
 * substitute, a symbol what means the same, a letter its base letter, anything else its transliteration, and what has
 * none a question mark. A word of which the charset has not every letter is transliterated as a whole.
 */
import anyAscii from 'any-ascii';
import type { Charset } from './charset.ts';
import { TYPOGRAPHIC } from './clean.ts';
import { deniedBy, spellSymbol, type Apartness, type Spelling } from './symbols.ts';
import {
  FRACTION_SLASH,
  isOfLetters,
  nearest,
  spellLetter,
  spellWord,
  wordKindOf,
  type WordKind,
} from './words.ts';

/** A folded text, and how many of its characters stand for others. */
export interface Folded {
  readonly text: string;
  readonly replaced: number;
}

/** Runs that are not ASCII; an apostrophe parts no word. */
// oxlint-disable-next-line no-control-regex -- what not every charset has
const NOT_ASCII = /[^\u0000-\u007f]+(?:'[^\u0000-\u007f]+)*/g;
const [SURROGATE_BITS, HIGH_SURROGATE] = [0xfc00, 0xd800];
const LETTER_OR_NUMBER = /[\p{L}\p{N}]/u;
const DIGIT = /\d/;
const MARK = /^\p{M}$/u;
const APOSTROPHE = /^['\u2019\u02bc]$/;
/** What has no shape of its own and changes none is not missed. */
const IGNORABLE = /^\p{Default_Ignorable_Code_Point}$/u;
/** A letter that any-ascii leaves out. */
const ALIF = '\u0627';
/** [UAX24] */
const HAN = /\p{Script=Han}/u;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const CYRILLIC_A = '\u0430';
const UNKNOWN = '?';
/** What tells a word's place: a letter, a number, a number and a space. */
const NEIGHBOURS = 2;

const WORDS: Apartness = 'letters and numbers';
/** What stands apart from its neighbours; a syllable of kana only from other scripts. */
type Spacing = Apartness | 'kana';

/** What stands for a part of a text. */
interface Piece {
  readonly text: string;
  /** How many characters a reader sees that are others than the text has. */
  readonly replaced: number;
  readonly spacing: Spacing;
  /** In code units of the text. */
  readonly length: number;
}

/** What stands for a character. */
interface Substitute extends Piece {
  /** Whether `text` is the character itself. */
  readonly isThere: boolean;
  readonly wordKind: WordKind | undefined;
  readonly isMark: boolean;
  readonly isApostrophe: boolean;
  /** Whether `text` is of the script of its word. */
  readonly isInScript: boolean;
  /** What stands for it where its word is spelled out. */
  readonly spelled: string;
}

const transliterate = (character: string): string => anyAscii(character) || UNKNOWN;

/** What stands for `character`, which `charset` has not. */
function substituteFor(character: string, charset: Charset): Spelling {
  const typographic = TYPOGRAPHIC.get(character);
  if (typographic !== undefined) return { text: typographic, apart: 'none' };
  const symbol = spellSymbol(character);
  if (symbol !== undefined) return symbol;
  const denied = deniedBy(character);
  if (denied !== undefined) {
    const sign = charset.has(denied) ? denied : substituteFor(denied, charset).text;
    return { text: `not ${sign}`, apart: WORDS };
  }
  if (MARK.test(character)) return { text: anyAscii(character), apart: 'none' };
  if (IGNORABLE.test(character)) return { text: '', apart: 'none' };
  const near = nearest(character).find((other) => charset.has(other));
  return { text: near ?? (character === ALIF ? 'a' : transliterate(character)), apart: 'none' };
}

function spacingOf(character: string, { apart }: Spelling): Spacing {
  if (HAN.test(character)) return WORDS;
  return KANA.test(character) ? 'kana' : apart;
}

const [IS_LETTER_OR_NUMBER, IS_OTHER] = [1, 2];
/** By code unit; 0 = not yet asked. */
const known = new Uint8Array(0x10000);

function isLetterOrNumber(character: string): boolean {
  if (character === '') return false;
  const found = (known[character.charCodeAt(0)] ||= LETTER_OR_NUMBER.test(character)
    ? IS_LETTER_OR_NUMBER
    : IS_OTHER);
  return found === IS_LETTER_OR_NUMBER;
}

/** The space, or nothing, between `before`, which ends a text, and `after`, which begins one. */
function gap(before: string, spacing: Spacing, after: string, next: Spacing): string {
  if (spacing === next && (next === 'none' || next === 'kana')) return '';
  const isOfDigits = spacing !== 'kana' && next !== 'kana' && spacing !== WORDS && next !== WORDS;
  const [last, first] = [before.charAt(before.length - 1), after.charAt(0)];
  const isParted = isOfDigits
    ? DIGIT.test(last) && DIGIT.test(first)
    : isLetterOrNumber(last) && isLetterOrNumber(first);
  return isParted ? ' ' : '';
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
      const substitute = this.#foldRun(text, at, at + run.length);
      replaced += substitute.replaced;
      return substitute.text;
    });
    return { text: folded, replaced };
  }

  #foldRun(text: string, start: number, end: number): Folded {
    let folded = '';
    let before = text.charAt(start - 1);
    let spacing: Spacing = 'none';
    let replaced = 0;
    for (let index = start; index < end;) {
      const character = this.#at(text, index);
      const piece =
        character.wordKind === undefined ? character : this.#foldWord(text, index, end, character.wordKind);
      index += piece.length;
      replaced += piece.replaced;
      if (piece.text === '') continue;
      folded += gap(before, spacing, piece.text, piece.spacing);
      folded += piece.text;
      before = piece.text;
      spacing = piece.spacing;
    }
    return { text: folded + gap(before, spacing, text.charAt(end), 'none'), replaced };
  }

  /** The word of `kind` that begins at `start`, in its script where the charset has all of it. */
  #foldWord(text: string, start: number, end: number, kind: WordKind): Piece {
    let replaced = 0;
    let kept = '';
    let isExact = true;
    let index = start;
    for (; index < end; index++) {
      const character = this.#at(text, index);
      if (character.wordKind !== kind && !this.#isInside(character, text, index, kind)) break;
      if (!character.isInScript) return this.#spellWord(text, start, end, kind);
      if (isExact && !character.isThere) {
        isExact = false;
        kept = text.slice(start, index);
      }
      if (!isExact) kept += character.text;
      replaced += character.replaced;
    }
    if (kind === 'exponent' && text.charAt(index) === FRACTION_SLASH)
      return this.#spellWord(text, start, end, kind);
    const word = isExact ? text.slice(start, index) : kept;
    return { text: word, replaced, spacing: 'none', length: index - start };
  }

  #spellWord(text: string, start: number, end: number, kind: WordKind): Piece {
    let spelled = '';
    let replaced = 0;
    let index = start;
    for (; index < end; index++) {
      const character = this.#at(text, index);
      if (character.wordKind === kind) {
        spelled += spellLetter(character.spelled, text, index);
        replaced++;
      } else if (this.#isInside(character, text, index, kind)) {
        spelled += character.text;
        replaced += character.replaced;
      } else break;
    }
    const length = index - start;
    if (isOfLetters(kind) && length > 1) return { text: spelled, replaced, spacing: 'none', length };
    const before = text.slice(Math.max(0, start - NEIGHBOURS), start);
    const after = text.slice(index, index + NEIGHBOURS);
    const spelling = spellWord(kind, text.slice(start, index), spelled, before, after);
    return { text: spelling.text, replaced, spacing: spelling.apart, length };
  }

  /** Whether `character`, at `index`, stands within a word of `kind` that has begun before it. */
  #isInside({ isMark, isApostrophe }: Substitute, text: string, index: number, kind: WordKind): boolean {
    return isMark || (isApostrophe && index + 1 < text.length && this.#at(text, index + 1).wordKind === kind);
  }

  #at(text: string, index: number): Substitute {
    const unit = text.charCodeAt(index);
    const isPair = (unit & SURROGATE_BITS) === HIGH_SURROGATE;
    if (isPair) return this.#find(text.slice(index, index + 2));
    return (this.#substitutes[unit] ??= this.#find(text.charAt(index)));
  }

  #find(character: string): Substitute {
    const { charset } = this;
    const kind = wordKindOf(character);
    // where nothing of the script can stay, letter by letter is the same, and faster
    const wordKind = kind === 'cyrillic' && !charset.has(CYRILLIC_A) ? undefined : kind;
    const isThere = charset.has(character);
    const found = isThere ? undefined : substituteFor(character, charset);
    return {
      text: found?.text ?? character,
      replaced: found === undefined || IGNORABLE.test(character) ? 0 : 1,
      spacing: found === undefined ? 'none' : spacingOf(character, found),
      length: character.length,
      isThere,
      wordKind,
      isMark: character.length === 1 && MARK.test(character),
      isApostrophe: APOSTROPHE.test(character),
      isInScript: wordKind === undefined || isThere || nearest(character).some((other) => charset.has(other)),
      spelled: transliterate(character),
    };
  }
}
