/** Sentences in English that ask, forbid or limit where somebody wants to pass a text on. */
import { namesCommons } from './rights.ts';

export const AGAIN: RegExp =
  /\b(?:re-?publi(?:sh|cation)|re-?print|reproduc|re-?us(?:e|es|ed|ing|able)\b|re-?post|re-?distribut|syndicat)/iu;
const LIMITS =
  /\b(?:not|cannot|never|no|without|requires?|only|permission|consent|agreed?|agreement|contact|ask|e-?mail|before|prior|terms|illegal|prohibited|forbidden|fees?|paid|pay)\b|n't\b/iu;
const ASKS = /\b(?:permission|consent|fees?|pay|paid|ask|agree\w*)\b/iu;
/** Who grants may still say how. */
const GRANTS =
  /\b(?:you (?:may|can|are (?:free|welcome|permitted))|feel free|for free|let us know|tell us|wholesale|automatically|separately|credit\w*|attribut\w*|edit\w*)\b(?! ?(?:not|only)\b)/iu;
const BEGINS_SO =
  /^\W*(?:any |all |no )?(?:re-?publi(?:shing|cation)|re-?prints?(?:ing)?|re-?use|re-?posting|re-?distribution|syndication)(?: ?:| (?:is|are|must|may|requires?|needs?|only|by|with|without|in any|and|or)\b| of (?:this|our|the (?:article|text|story|content))\b)/iu;
const ADDRESSED = /\b(?:please|contact|ask (?:us|first))\b/iu;
export const COMMERCIAL: RegExp =
  /\bnon-?commercial(?:ly)?\b|\bcommercial (?:re-?use|use|purposes|exploitation)\b|\b(?:do not|don't|never|not be|may not|must not|cannot) (?:re-?)?s(?:ell|old)\b/iu;
const BEGINS_COMMERCIAL =
  /^\W*(?:(?:free|only|just|available) for non-?commercial|non-?commercial (?:use|purposes|re-?use)|(?:no |any |all )?commercial (?:re-?use|use)(?! of (?!this|our|the (?:article|text|story)))|for non-?commercial|(?:please )?(?:do not|don't|never) (?:re-?)?sell (?:it|this|our|them)\b)/iu;
export const PROTECTED: RegExp =
  /\bprotected by (?:\p{L}+ )?copyright|\bcopyright-protected\b|\b(?:is|are) copyright(?:ed)?\b/iu;
const IS_PAST = /\b(?:was|were|had|been|could)\b/iu;
const MAX_SHORT_WORDS = 20;

/** Whether `sentence`, matched as in {@link forMatching}, limits how a text is passed on; `isSelf` says whether it is on its own text. */
export function limitsReuse(sentence: string, isSelf: boolean): boolean {
  if (IS_PAST.test(sentence)) return false;
  if (isSelf && PROTECTED.test(sentence)) return true;
  const isShort = sentence.split(/\s+/u).length <= MAX_SHORT_WORDS;
  if (COMMERCIAL.test(sentence) && !namesCommons(sentence))
    if (isSelf || (isShort && BEGINS_COMMERCIAL.test(sentence))) return true;
  if (!AGAIN.test(sentence) || (GRANTS.test(sentence) && !ASKS.test(sentence))) return false;
  if (isShort && BEGINS_SO.test(sentence)) return LIMITS.test(sentence);
  return LIMITS.test(sentence) && (isSelf || (isShort && ADDRESSED.test(sentence)));
}
