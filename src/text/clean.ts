/**
 * Characters that never reach a reader: they could forge a menu line, drive a terminal or turn a text around.
 * Nothing a person reads is lost: what separates words becomes a space, the rest has no shape of its own.
 */

const SEPARATORS = /[\t\n\v\f\r\u0085\u2028\u2029]/g;
const UNWANTED =
  // C0, DEL and C1 controls, bidi controls, byte-order mark, deprecated format characters, noncharacters
  // oxlint-disable-next-line no-control-regex -- removing control characters is what this is for
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;
const PLAIN = /^[ -~]*$/;

const TAB_COLUMNS = 8;

/** No writing needs more marks on one letter [UAX15-D3]; normalizing longer runs takes quadratic time. */
const LONG_RUN_OF_MARKS = /(\p{M}{30})/u;

/** NFC, in linear time: a run of more than 30 combining marks is normalized in parts. */
function normalize(text: string): string {
  if (!LONG_RUN_OF_MARKS.test(text)) return text.normalize('NFC');
  return text
    .split(LONG_RUN_OF_MARKS)
    .map((part) => part.normalize('NFC'))
    .join('');
}

/**
 * `text` as one line fit for a reader: NFC, without control or bidi characters, line breaks and TABs as spaces,
 * a lone surrogate as U+FFFD.
 */
export function cleanLine(text: string): string {
  if (PLAIN.test(text)) return text;
  return normalize(text.replace(SEPARATORS, ' ').replace(UNWANTED, '').replace(LONE_SURROGATE, '\ufffd'));
}

/** Anything but spaces and what has no shape of its own: controls, marks without a letter, noncharacters. */
const SEEN =
  /[^\p{Z}\p{M}\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]/u;

/** Whether nothing of `text` is left to be seen once it is clean. */
export const isBlank = (text: string): boolean => !SEEN.test(text);

/** Like {@link cleanLine}, with each TAB widened to the next multiple of eight characters, as terminals do. */
export function cleanText(line: string): string {
  if (!line.includes('\t')) return cleanLine(line);
  let text = '';
  for (const part of line.split('\t')) {
    text += cleanLine(part);
    text += ' '.repeat(TAB_COLUMNS - (text.length % TAB_COLUMNS));
  }
  return text.trimEnd();
}

/** The index of the first character of `text` that {@link cleanLine} would change to nothing or to a space; -1 if none. */
export function firstUnwanted(text: string): number {
  if (PLAIN.test(text)) return -1;
  const at = [text.search(SEPARATORS), text.search(UNWANTED), text.search(LONE_SURROGATE)].filter(
    (index) => index >= 0,
  );
  return at.length === 0 ? -1 : Math.min(...at);
}

/** The usual substitutes of typographic characters in ASCII. */
export const TYPOGRAPHIC: ReadonlyMap<string, string> = new Map([
  ['\u2018', "'"],
  ['\u2019', "'"],
  ['\u201a', "'"],
  ['\u201b', "'"],
  ['\u201c', '"'],
  ['\u201d', '"'],
  ['\u201e', '"'],
  ['\u201f', '"'],
  ['\u2010', '-'],
  ['\u2011', '-'],
  ['\u2012', '-'],
  ['\u2013', '-'],
  ['\u2014', '--'],
  ['\u2015', '--'],
  ['\u2026', '...'],
  ['\u2022', '*'],
  ['\u00a0', ' '],
  ['\u202f', ' '],
  ['\u2009', ' '],
  ['\u00ab', '<<'],
  ['\u00bb', '>>'],
]);
const TYPOGRAPHIC_CHARACTER = /[\u00a0\u00ab\u00bb\u2009-\u2015\u2018-\u201f\u2022\u2026\u202f]/g;

/** `text` with typographic punctuation as ASCII, for lists and navigation (the UMN client misplaces the rest of the screen). */
export function plainPunctuation(text: string): string {
  return text.replace(TYPOGRAPHIC_CHARACTER, (character) => TYPOGRAPHIC.get(character) ?? character);
}
