/** Words as they are compared where rights depend on them: what looks the same is the same. */

/** [UTS39] letters that look like Latin ones; between Latin letters they are meant for those. */
const [LETTERS, LATIN] = ['авеһіјкмнорсѕтухԁαικνορτυ', 'abehijkmhopcstyxdaikvoptu'];
const ALIKE: ReadonlyMap<string, string> = new Map(
  Array.from(LETTERS, (letter, index) => [letter, LATIN[index] ?? letter]),
);
const OF_TWO_SCRIPTS = /\p{sc=Latin}[\p{sc=Cyrillic}\p{sc=Greek}]|[\p{sc=Cyrillic}\p{sc=Greek}]\p{sc=Latin}/u;
/** The signs of Creative Commons, as Unicode has them. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/🅭/gu, 'CC'],
  [/🅯/gu, '-BY'],
  [/🄏/gu, '-NC'],
  [/⊜/gu, '-ND'],
  [/🄎/gu, '-SA'],
  [/🄍/gu, '0'],
  [/[Ⓒⓒ🄫]/gu, '©'],
];
const INVISIBLE = /[\p{Cf}\p{Variation_Selector}\u034f\u115f\u1160\u3164]/gu;
const DASHES = /[\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d]/gu;
const APOSTROPHES = /[\u2018\u2019\u02bc\uff07]/gu;
const PLAIN = /^[ -~]*$/u;

const inLatin = (word: string): string =>
  OF_TWO_SCRIPTS.test(word)
    ? word.replace(/\P{sc=Latin}/gu, (letter) => ALIKE.get(letter.toLowerCase()) ?? letter)
    : word;

/**
 * `text` for comparing: NFKC, without soft hyphens and other characters that are not seen, one kind of dash and of
 * apostrophe, lookalikes of Latin letters as those. Only for comparing: people are shown what is written. Cost: linear.
 */
export function forMatching(text: string): string {
  if (PLAIN.test(text)) return text;
  let matched = text.replace(INVISIBLE, '');
  for (const [sign, words] of SIGNS) matched = matched.replace(sign, words);
  return matched
    .normalize('NFKC')
    .replace(DASHES, '-')
    .replace(APOSTROPHES, "'")
    .replace(/\p{L}+/gu, inLatin);
}

/**
 * The same in small letters, for patterns without the flag `i`: with it and `\p{L}` a pattern takes tens of milliseconds
 * until it matches for the first time. A capital I with a dot is an i. Cost: linear.
 */
export const inSmallLetters = (text: string): string =>
  forMatching(text).replaceAll('\u0130', 'i').toLowerCase();
