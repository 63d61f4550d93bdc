/**
 * How a text becomes words that can be found: without case, accents and the many shapes of one letter, in every script.
 *
 * An apostrophe parts words. Whoever looks for "état" finds "l'état"; whoever writes "don't" or "l'état" looks for its
 * parts in a row, whichever of the apostrophes the text has. Joined, words behind an elision would be found by nobody.
 */

/** Scripts written without spaces: each of their letters is a word, so that a phrase is found within a run. [UAX24] */
const ALONE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc]$/u;
const LETTER_OR_NUMBER = /^[\p{L}\p{N}]$/u;
const SPACING_MARK = /^\p{Mc}$/u;
const DIGIT = /^\p{Nd}$/u;
const HANGUL = /^[\uac00-\ud7a3]$/;
/** [UAX15] marks change no word; what has no shape of its own does not part any. */
const UNSEEN = /^[\p{M}\p{Default_Ignorable_Code_Point}\p{Cf}]$/u;
/** The zero-width space parts words. */
const PARTING = '\u200b';
/** In the scripts of India and Tibet a mark is as much as a letter elsewhere, but for the dots of borrowed sounds. */
const SPELLING_MARK = /^[\u0900-\u0dff\u0f00-\u0fff]$/;
const NUKTA = /^[\u093c\u09bc\u0a3c\u0abc\u0b3c]$/;

/** Letters that no decomposition makes plain, and letters that are none: apostrophes, the stroke that lengthens Arabic. */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['ς', 'σ'],
  ['ı', 'i'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ħ', 'h'],
  ['ł', 'l'],
  ['ŧ', 't'],
  ['ŋ', 'ng'],
  ['ĸ', 'k'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['þ', 'th'],
  ['ƶ', 'z'],
  ['ǥ', 'g'],
  ['ɨ', 'i'],
  ['ƀ', 'b'],
  ['\u02bb', ' '],
  ['\u02bc', ' '],
  ['\u0640', ''],
]);

/** [UAX44-4.2.9] digits stand ten in a row, zero first. */
function asciiDigit(digit: string): string {
  const codePoint = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (DIGIT.test(String.fromCodePoint(codePoint - before - 1))) before++;
  return String(before % 10);
}

/** One character of a decomposition in lower case. */
function foldLetter(letter: string): string {
  const known = LETTERS.get(letter);
  if (known !== undefined) return known;
  if (DIGIT.test(letter)) return asciiDigit(letter);
  if (LETTER_OR_NUMBER.test(letter)) return letter;
  if (SPELLING_MARK.test(letter) && UNSEEN.test(letter)) return NUKTA.test(letter) ? '' : letter;
  return UNSEEN.test(letter) && letter !== PARTING ? '' : ' ';
}

function foldPart(part: string): string {
  const isAlone = ALONE.test(part) && (LETTER_OR_NUMBER.test(part) || SPACING_MARK.test(part));
  if (isAlone && !DIGIT.test(part)) return ` ${part} `;
  if (HANGUL.test(part)) return part;
  return Array.from(part.normalize('NFD'), foldLetter).join('');
}

/** What `character`, a code point, is in folded words; spaces part it from its neighbours. */
function foldCharacter(character: string): string {
  const plain = character.normalize('NFKC').toLowerCase();
  return Array.from(plain, foldPart).join('').toLowerCase();
}

const [FIRST_PLANE, MAX_KNOWN_BEYOND] = [0x10000, 10_000];
/** By code unit, so far as they were asked for; made when the first is. */
let known: (string | undefined)[] | undefined;
/** Of the planes beyond the first. */
const knownBeyond = new Map<string, string>();

function foldPair(pair: string): string {
  const found = knownBeyond.get(pair);
  if (found !== undefined) return found;
  if (knownBeyond.size >= MAX_KNOWN_BEYOND) knownBeyond.clear();
  const folded = foldCharacter(pair);
  knownBeyond.set(pair, folded);
  return folded;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** The length in code units of the character of `text` at `index`. */
const lengthAt = (text: string, index: number): 1 | 2 =>
  isHigh(text.charCodeAt(index)) && isLow(text.charCodeAt(index + 1)) ? 2 : 1;

/** The character of `text` at `index`, of `length` code units, as {@link foldCharacter} has it. */
function foldedAt(text: string, index: number, length: 1 | 2): string {
  if (length === 2) return foldPair(text.slice(index, index + 2));
  known ??= Array.from({ length: FIRST_PLANE });
  return (known[text.charCodeAt(index)] ??= foldCharacter(text.charAt(index)));
}

/** Syllables in pieces: Hangul of single letters, kana beside their sound marks, narrow kana. */
const IN_PIECES =
  /[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]+|[\u3041-\u30fe\uff66-\uff9d][\u3099\u309a\uff9e\uff9f]/g;
const HAS_PIECES = /[\u1100-\u11ff\u3099\u309a\ua960-\ua97c\ud7b0-\ud7fb\uff9e\uff9f]/;

const composed = (text: string): string =>
  HAS_PIECES.test(text) ? text.replace(IN_PIECES, (piece) => piece.normalize('NFKC')) : text;

/** What becomes one code unit, or nothing, by its code unit: most do. Zero is not known yet. */
const plain = new Uint16Array(FIRST_PLANE);
const [NOTHING, SPACE] = [0xffff, 0x20];
/** A call takes so many arguments everywhere. */
const MAX_ARGUMENTS = 8_192;

function textOf(units: Uint16Array): string {
  let text = '';
  for (let at = 0; at < units.length; at += MAX_ARGUMENTS)
    // to spread them takes four times as long
    text += Reflect.apply(String.fromCharCode, undefined, units.subarray(at, at + MAX_ARGUMENTS));
  return text;
}

/** `units`, or larger ones with the same in them where there is no room for `length` of them. */
function withRoom(units: Uint16Array<ArrayBuffer>, length: number): Uint16Array<ArrayBuffer> {
  if (length <= units.length) return units;
  const larger = new Uint16Array(2 * length);
  larger.set(units);
  return larger;
}

/** The character of `text` at `index`, folded; remembered where it is plain. */
function foldedAnew(text: string, index: number, length: 1 | 2): string {
  const folded = foldedAt(text, index, length);
  const unit = text.charCodeAt(index);
  // half a pair may be whole elsewhere
  if (folded.length <= 1 && !isHigh(unit)) plain[unit] = folded === '' ? NOTHING : folded.charCodeAt(0);
  return folded;
}

/**
 * The words of `text`, joined by single spaces: letters and digits of any script, in lower case, without marks, and of
 * ASCII letters and digits alone. What is folded already stays as it is. Cost: linear.
 */
export function foldedText(text: string): string {
  const whole = composed(text);
  let units = new Uint16Array(whole.length);
  let count = 0;
  let last = SPACE;
  for (let index = 0; index < whole.length;) {
    const only = plain[whole.charCodeAt(index)] ?? 0;
    if (only !== 0) {
      index++;
      if (only === NOTHING || (only === SPACE && last === SPACE)) continue;
      units[count++] = last = only;
      continue;
    }
    const length = lengthAt(whole, index);
    const folded = foldedAnew(whole, index, length);
    index += length;
    units = withRoom(units, count + folded.length + whole.length - index);
    for (let at = 0; at < folded.length; at++) {
      const unit = folded.charCodeAt(at);
      if (unit !== SPACE || last !== SPACE) units[count++] = last = unit;
    }
  }
  return textOf(units.subarray(0, last === SPACE && count > 0 ? count - 1 : count));
}

/** The words of `text`, in order; see {@link foldedText}. */
export function wordsOf(text: string): string[] {
  const folded = foldedText(text);
  return folded === '' ? [] : folded.split(' ');
}

/** Whether `word` is a character that is always a word by itself. */
export const standsAlone = (word: string): boolean => ALONE.test(word);

/** A word, and where it begins and ends in its text, in code units. */
export interface PlacedWord {
  readonly word: string;
  readonly at: number;
  /** Behind its last letter and the marks on it. */
  readonly end: number;
}

/** The words of `text`, an NFC text, and where each stands. Cost: linear, at many times that of {@link wordsOf}. */
export function placedWordsOf(text: string): PlacedWord[] {
  const words: PlacedWord[] = [];
  let word = '';
  let at = 0;
  let end = 0;
  const add = (): void => {
    if (word !== '') words.push({ word, at, end });
    word = '';
  };
  for (let index = 0; index < text.length;) {
    const length = lengthAt(text, index);
    for (const letter of foldedAt(text, index, length)) {
      if (letter === ' ') add();
      else {
        if (word === '') at = index;
        word += letter;
        end = index + length;
      }
    }
    index += length;
    // what is not seen belongs to the letter before
    if (word !== '') end = index;
  }
  add();
  return words;
}
