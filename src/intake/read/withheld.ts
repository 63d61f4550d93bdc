/** Sentences of a text that take it back, wherever they stand: who forbids in one what a feed grants means it. */
import { forMatching, inSmallLetters } from '../../article/matching.ts';
import { reservesRights } from '../../article/reserved.ts';
import { limitsReuse } from './reuse.ts';
import { isOnPictures } from './rights.ts';

/** The text in which a sentence stands, in small letters and the languages of {@link reservesRights}: "this article", "unser Beitrag". */
const SELF = new RegExp(
  `(?<!\\p{L})(?:${[
    String.raw`(?:th(?:is|ese)|our|all|its) (?:[\p{L}-]+ ){0,2}(?:articles?|texts?|stor(?:y|ies)|works?|posts?|pieces?|content|essays?|reports?|pages?|interviews?|columns?|translations?|publications?|materials?)`,
    String.raw`(?:the (?:articles?|text|story|post|content)|no part of)`,
    String.raw`(?:die(?:s(?:e[rsmn]?)?)?|de[rs]|das|unser[emnrs]*|alle) (?:\p{L}+ )?(?:texte?s?|artikels?n?|beitr(?:ag|ags|\u00e4gen?)|werke?s?|inhalte?n?)`,
    String.raw`(?:cet?(?:te)?|ces|nos|notre|le|les|l['\u2019]) ?(?:articles?|textes?|\u0153uvres?|contenus?|r\u00e9cits?|billets?|reportages?)`,
    String.raw`(?:est[eao]s?|el|la|nuestr[oa]s?) (?:art\u00edculos?|textos?|obras?|contenidos?|notas?|historias?|trabajos?|reportajes?)`,
    String.raw`(?:es[stt]?[ea]s?|o|a) (?:artigos?|textos?|obras?|conte\u00fados?|trabalhos?|mat\u00e9rias?|reportage(?:m|ns))`,
    String.raw`(?:quest[oaie]|quest['\u2019]|il|l['\u2019]|gli) ?(?:articol[oi]|test[oi]|opere?|contenut[oi]|stori[ae])`,
    String.raw`(?:dit|deze|het|onze) (?:artikel(?:en)?|teksten|tekst|werk(?:en)?|inhoud|verhaal|verhalen|stuk|bericht(?:en)?)`,
    String.raw`(?:\u044d\u0442\p{L}+|\u0434\u0430\u043d\u043d\p{L}+|\u0432\u0441\u0435|\u043d\u0430\u0448\p{L}*) (?:\u0441\u0442\u0430\u0442\p{L}+|\u0442\u0435\u043a\u0441\u0442\p{L}*|\u043c\u0430\u0442\u0435\u0440\u0438\u0430\u043b\p{L}*|\u043f\u0440\u043e\u0438\u0437\u0432\u0435\u0434\u0435\u043d\p{L}+)`,
  ].join('|')})(?!\\p{L})`,
  'u',
);
const AGAIN = String.raw`(?:re-?(?:publish|print|produc|post|distribut)|copi|syndicat)ed`;
/** That a text may not be passed on, whatever stands around it. */
export const FORBIDS: RegExp = new RegExp(
  [
    String.raw`\b(?:(?:may|must|shall|should) (?:not|only) be (?:[a-z]+,? (?:or )?){0,3}${AGAIN}|can ?(?:not|only) be re-?(?:published|printed|posted))`,
    String.raw`\b(?:do not|don['\u2019]t|please do not|never) (?:republish|reprint|reproduce|repost|copy|redistribute|syndicate) (?:this|our|the|any|these|it)\b`,
    String.raw`\bno (?:republication|reproduction|reprint(?:s|ing)?|syndication|part of (?:this|the|our|it)\b.{0,80}\b(?:may|can|must|shall) (?:[a-z]+ ){0,3}(?:re)?(?:produc|publish|print|us|copi)ed)\b`,
    String.raw`\bnot (?:for|to be|available for|permitted for) (?:re(?:publication|production|print(?:ing|ed)?|distribution|published|produced|distributed)|syndication|copied)`,
    String.raw`\b(?:republication|reproduction|reprint(?:s|ing)?|syndication)\b.{0,80}\b(?:prohibited|forbidden|not (?:allowed|permitted|authori[sz]ed)|(?:requires?|needs?|only)\b.{0,60}\bpermission|by (?:[a-z]+ ){0,3}permission)`,
    String.raw`\b(?:not (?:[a-z]+ ){0,2}(?:covered|included|licen[cs]ed|available|offered|released|published|part)|excluded|exempt(?:ed)?)\b.{0,60}\b(?:creative commons|cc|our (?:[a-z]+ ){0,2}licen[cs]es?)\b`,
    String.raw`(?:darf|d\u00fcrfen) (?:nicht|nur)\b.{0,80}(?:ver\u00f6ffentlicht|vervielf\u00e4ltigt|nachgedruckt|\u00fcbernommen|verbreitet)`,
    String.raw`(?:nachdruck|vervielf\u00e4ltigung|\u00fcbernahme|weiterverbreitung)\b.{0,80}(?:verboten|untersagt|nicht gestattet|nur mit|ohne)`,
    String.raw`reproduction\b.{0,60}(?:interdite|soumise)|ne (?:peu(?:t|vent)|doi(?:t|vent)) (?:pas )?\u00eatre (?:re(?:produit|publi|pris)|copi)`,
    String.raw`prohibid[ao]s?\b.{0,60}(?:reproducci\u00f3n|republicaci\u00f3n|copia)|no (?:se )?(?:puede|pueden|podr\u00e1n?|debe|deben) (?:ser )?(?:reproduc|republica|copia)`,
    String.raw`proibid[ao]s?\b.{0,60}(?:reprodu\u00e7\u00e3o|republica\u00e7\u00e3o|c\u00f3pia)|n\u00e3o pode(?:m|r\u00e1)? ser (?:reproduzid|republicad|copiad)`,
    String.raw`riproduzione\b.{0,40}(?:riservata|vietata)|vietat[ao]\b.{0,40}riproduzione|non (?:pu\u00f2|possono) essere (?:riprodott|ripubblicat|copiat)`,
    String.raw`(?:mag|mogen) niet\b.{0,60}(?:overgenomen|gereproduceerd|gepubliceerd|verveelvoudigd|verspreid)|(?:overname|reproductie)\b.{0,60}(?:verboden|niet toegestaan|zonder toestemming)`,
    String.raw`(?:\u043f\u0435\u0440\u0435\u043f\u0435\u0447\u0430\u0442\u043a\u0430|\u0432\u043e\u0441\u043f\u0440\u043e\u0438\u0437\u0432\u0435\u0434\u0435\u043d\u0438\u0435|\u043a\u043e\u043f\u0438\u0440\u043e\u0432\u0430\u043d\u0438\u0435).{0,60}(?:\u0437\u0430\u043f\u0440\u0435\u0449|\u0442\u043e\u043b\u044c\u043a\u043e \u0441|\u0431\u0435\u0437)`,
  ].join('|'),
  'iu',
);
/** That is forbidden of much else: only of the text itself it counts. */
export const FORBIDS_OF_ITSELF: RegExp =
  /\b(?:may|must|can|shall|should) ?(?:not|only) be (?:re)?(?:published|printed|produced|used|distributed|broadcast|shared|sold|copied)|(?:publi|produc|print|\bus|copi|copy|shar|distribut)\w*\b.{0,60}\bwithout (?:[a-z]+ ){0,4}(?:permission|consent)|permission (?:is )?(?:required|needed)|\b(?:copying|redistribution)\b.{0,60}\b(?:prohibited|forbidden|not (?:allowed|permitted))|\b(?:not (?:[a-z]+ ){0,2}(?:covered|included|available|licen[cs]ed|published|released|offered|under|part)|excluded|exempt(?:ed)?)\b.{0,60}\b(?:licen[cs]e|creative commons)/iu;
export const BY_PERMISSION: RegExp =
  /\b(?:re)?(?:published|produced|printed|posted|used|distributed)\b.{0,30}\b(?:with|by)\b(?: [a-z]+){0,3} permission/iu;
/** What a text tells of others. */
const REPORTED =
  /\b(?:said|says|ruled|argued|argues|told|wrote|decided|claimed|warned|asked|courts?|judges?|laws?|lawsuit|sued)\b/iu;
const QUOTED_RESERVATION =
  /["\u201c\u201e\u00ab\u2018'](?:[^"\u201c\u201d\u00bb]{0,60})reserv\p{L}*[.,]?["\u201d\u00bb\u2019']/iu;
const IS_PAST = /\b(?:was|were|had|been)\b/iu;
const MAX_SHORT_WORDS = 14;

const isShort = (sentence: string): boolean => sentence.split(/\s+/u).length <= MAX_SHORT_WORDS;

/** Whether a sentence is on the text in which it stands, by what it names: "this article", "unser Beitrag". */
export const isOnItself = (sentence: string): boolean => SELF.test(inSmallLetters(sentence));

/** Whether a sentence, in any of eight languages, keeps the text in which it stands from being passed on. Reports on others do not. */
export function withholds(written: string): boolean {
  const sentence = forMatching(written);
  if (reservesRights(sentence)) return !QUOTED_RESERVATION.test(sentence);
  const isSelf = isOnItself(sentence);
  if (isOnPictures(sentence) && !isSelf) return false;
  if (BY_PERMISSION.test(sentence)) return isSelf || (isShort(sentence) && !IS_PAST.test(sentence));
  const isReported = REPORTED.test(sentence) && !/\b(?:this|our)\b/iu.test(sentence);
  if (FORBIDS.test(sentence)) return !isReported;
  if (limitsReuse(sentence, isSelf)) return !isReported;
  return isSelf && FORBIDS_OF_ITSELF.test(sentence) && !IS_PAST.test(sentence) && !isReported;
}
