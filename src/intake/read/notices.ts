/** Notices that say whose a text is: "© 2026 Example Wire". That of somebody else is no leave to pass it on. */
import { forMatching } from '../../article/matching.ts';

/** What may stand before the sign, where a notice is on the text: "All text and images copyright". */
export const SIGN: RegExp =
  /^\W*(?:(?:all|this|these|the|our|texts?|words|content|articles?|story|stories|images?|photos?|pictures?|materials?|and|is|are)[\s,:&]+)*(?:©|\(c\)(?=\s)|copyright(?!\p{L}))[\s:,]*/iu;
/** Words of a notice that name nobody. */
const FILLER = new Set(
  (
    'c copyright by the a an of and all its their author authors contributors inc ltd llc gmbh ag ev plc co company ' +
    'foundation trust media group org some rights reserved und et y e i de'
  ).split(' '),
);
const MAX_WORDS = 10;
/** Without a year, what follows the word may be a sentence on copyright. */
const MAX_WORDS_WITHOUT_YEAR = 5;
const YEAR = /(?<!\d)(?:19|20)\d\d(?!\d)/u;

const wordsOf = (text: string): string[] =>
  forMatching(text)
    .toLowerCase()
    .replace(/https?:\/\/(?:www\.)?/gu, ' ')
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** Whether `words` name none but `owners`, each in whatever of its words. */
function namesOnly(words: string, owners: readonly string[]): boolean {
  const known = new Set(owners.flatMap(wordsOf));
  const together = owners.map((owner) => wordsOf(owner).join(''));
  const named = wordsOf(words).filter((word) => !FILLER.has(word) && !/^\d{4}$|^\d\d$/u.test(word));
  return (
    named.every((word) => known.has(word) || together.includes(word)) || together.includes(named.join(''))
  );
}

/** Whether `words` of a field on rights say no more than that `owners` own the text. */
export const isBareNotice = (words: string, owners: readonly string[]): boolean =>
  words
    .split(/(?<=[.;!?])\s+/u)
    .every((sentence) => namesOnly(sentence.replace(/^[^\p{L}]*creative ?commons\W*$/iu, ''), owners));

/** Whether `sentence` is a notice that begins with its sign. */
export function isNotice(sentence: string): boolean {
  const text = forMatching(sentence);
  const sign = SIGN.exec(text)?.[0];
  if (sign === undefined) return false;
  const rest = text.slice(sign.length);
  const name = rest.replace(/^[\W\d]*(?:by )?/iu, '');
  const most = YEAR.test(rest) || sign.includes('©') ? MAX_WORDS : MAX_WORDS_WITHOUT_YEAR;
  return !/^\p{Ll}/u.test(name) && wordsOf(name).length <= most;
}

/** Whether `sentence` is a notice of somebody who is none of `owners`. */
export const isNoticeOfOther = (sentence: string, owners: readonly string[]): boolean =>
  isNotice(sentence) && !namesOnly(sentence.replace(SIGN, ''), owners);
