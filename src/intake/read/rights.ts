/** What words say of the rights in a text: a licence, or that there is none. */
import { findLicence } from '../../article/licence-names.ts';
import { NAME_BY_TERMS } from '../../article/licence-terms.ts';
import type { Licence } from '../../article/licences.ts';
import { forMatching } from '../../article/matching.ts';
import { reservesRights } from '../../article/reserved.ts';

/** What one statement means. */
export type Meaning =
  | { readonly kind: 'licence'; readonly licence: Licence }
  /** A name that leaves its version open. */
  | { readonly kind: 'no-version'; readonly name: string }
  /** Words on rights that are understood as no licence. */
  | { readonly kind: 'unknown' }
  /** Whose the text is, and no more. */
  | { readonly kind: 'nothing' };

const MAX_CHARACTERS = 2000;
const MAX_SENTENCES = 20;
const MAX_NAME_WORDS = 24;

const FORBIDDEN =
  /without (?:\w+ ){0,4}(?:permission|consent)|\b(?:may|must|can|shall) ?not be (?:re)?(?:published|produced|printed|used|posted|distributed|broadcast)|\bno (?:republication|reproduction|part of)|(?:republication|reproduction|reprinting) (?:is )?(?:prohibited|forbidden|not)/iu;
const ON_RIGHTS =
  /licen[cs]|creative ?commons|\bcc[ -]?(?:by|0)\b|\brights\b|permission|republi(?:sh|cation)|reproduc|public domain|\bterms\b|prohibited|personal use|non-?commercial/iu;
/** Which of them is not said, nor is anything taken back. */
const ANY_COMMONS_LICENCE = /^creative ?commons(?: licen[cs]es?)?$/iu;
export const NAME_BEGINS: RegExp = new RegExp(
  String.raw`\b(?:creative ?commons|cc[ -]?(?:by|0|zero)|attribution[ -]|public domain mark|by-n[cd]|by-sa)|${NAME_BY_TERMS}`,
  'iu',
);
const CC_ADDRESS = /https?:\/\/(?:www\.)?creativecommons\.org\/(?:licenses|publicdomain)\/[^\s"'<>()[\]]+/giu;
export const CC_LINK: RegExp = /\/\/(?:www\.)?creativecommons\.org\/(?:licenses|publicdomain)\//iu;
const ON_PICTURES =
  /(?<!\p{L})(?:photo\w*|images?|pictures?|illustrations?|graphics?|videos?|header|thumbnail|flickr|unsplash|wikimedia|getty|cartoons?|drawing|map|fotos?|fotograf\p{L}*|bild(?:er|quelle|rechte)?|titelbild|abbildung\p{L}*|karte|im\u00e1gen(?:es)?|imagen|ilustraci\p{L}+|imagem|imagens|immagin[ei]|afbeelding\p{L}*|\u0444\u043e\u0442\u043e\p{L}*)(?!\p{L})/iu;
/** Words on text and pictures together are on the text. */
const [TEXTS, PICTURES, AND] = [
  String.raw`(?:texts?|words|stor(?:y|ies)|articles?|contents?|transcripts?|reports?|texte?o?s?|artikel|beitrag)`,
  String.raw`(?:photo\w*|images?|pictures?|illustrations?|graphics?|videos?|audio|fotos?|bilder|im\u00e1genes|imagens|immagini|afbeeldingen)`,
  String.raw`\s*(?:,|&|\+|/|and|und|et|y|e|en)\s*(?:(?:all|the|its|our) ){0,2}`,
];
const ON_BOTH = new RegExp(
  String.raw`(?<!\p{L})(?:${TEXTS}${AND}${PICTURES}|${PICTURES}${AND}${TEXTS}|this (?:video|photo) (?:report|essay|story))(?!\p{L})`,
  'iu',
);
const DENIED = /\b(?:not|no longer|never|isn't|aren't|cannot|neither)\b/iu;
const LIMITED =
  /\b(?:except|unless|but|excluding|only|not|without|other than|however|permission|fees?|pay|paid|sell|sold|commercial\w*)\b/iu;
/** What may stand right behind a name. */
const BEHIND =
  /^(?:$|[^\s\p{L}\p{N}\-/|+~]|licen\p{L}+|lizenz\p{L}*|and|which|that|with|from|on|at|in|to|by|for|as|where|so|you|de|international|unported|generic|deed|https?|is|are|was|of|here|via|via|see|\u00a9|\d{4}\b)/iu;
/** How publishers mark a whole site. */
const MARKING =
  /^(?:except|unless) (?:where|when|as)?\s*(?:otherwise|noted|indicated|stated|specified)[^,]*,/iu;

const UNKNOWN: Meaning = { kind: 'unknown' };
const NOTHING: Meaning = { kind: 'nothing' };

const meaningOfName = (name: string): Meaning | undefined => {
  const found = findLicence(name);
  if (found === 'unknown') return undefined;
  return found === 'version-missing' ? { kind: 'no-version', name } : { kind: 'licence', licence: found };
};

/** The longest beginning of `words` that names a licence, if what follows it limits nothing. */
function nameAtStart(text: string): Meaning {
  const words = text.split(/\s+/u).slice(0, MAX_NAME_WORDS);
  for (let count = words.length; count > 0; count--) {
    const name = words
      .slice(0, count)
      .join(' ')
      .replace(/[\s.,;:!]+$/u, '');
    const bare = name.replace(/\s+licen[cs]e$/iu, '');
    const meaning =
      meaningOfName(name) ?? meaningOfName(bare) ?? (ANY_COMMONS_LICENCE.test(name) ? NOTHING : undefined);
    if (meaning !== undefined) {
      const rest = words.slice(count).join(' ');
      const isEnded = /[.,;:!)\]]$/u.test(words[count - 1] ?? '');
      return LIMITED.test(rest) || NAME_BEGINS.test(rest) || !(isEnded || BEHIND.test(rest))
        ? UNKNOWN
        : meaning;
    }
  }
  return UNKNOWN;
}

function meaningOfSentence(written: string): Meaning {
  // [creativecommons.org] by which they mark that there is a licence
  const sentence = written.replace(/\bsome rights reserved\b/iu, '');
  if (reservesRights(sentence) || FORBIDDEN.test(sentence)) return UNKNOWN;
  const address = sentence.match(CC_ADDRESS)?.[0].replace(/[.,;:]+$/u, '');
  const begin = sentence.search(NAME_BEGINS);
  if (begin < 0 && address === undefined) return ON_RIGHTS.test(sentence) ? UNKNOWN : NOTHING;
  const before = sentence.slice(0, begin < 0 ? sentence.indexOf(address ?? '') : begin).replace(MARKING, '');
  if (DENIED.test(before) || LIMITED.test(before)) return UNKNOWN;
  const linked = address === undefined ? undefined : (meaningOfName(address) ?? UNKNOWN);
  if (begin < 0) return linked ?? UNKNOWN;
  const named = nameAtStart(
    sentence
      .slice(begin)
      .replace(CC_ADDRESS, ' ')
      .replace(/[()[\]<>]\s*[()[\]<>]/gu, ' '),
  );
  if (linked === undefined) return named;
  return named.kind === 'no-version' ||
    named.kind === 'nothing' ||
    (named.kind === 'licence' && sameLicence(named, linked))
    ? linked
    : UNKNOWN;
}

const sameLicence = (a: Meaning, b: Meaning): boolean =>
  a.kind === 'licence' && b.kind === 'licence' && a.licence === b.licence;

/** All sentences of `words`; a dot in a version ends none. Cost: linear. */
export const allSentencesOf = (words: string): string[] => words.split(/(?<=[.;!?\u3002])\s+/u);

/** The sentences of `words`, a short text. */
export const sentencesOf = (words: string): string[] =>
  allSentencesOf(words.slice(0, MAX_CHARACTERS)).slice(0, MAX_SENTENCES);

/** Whether a Creative Commons licence is named in a sentence. */
export const namesCommons = (sentence: string): boolean =>
  NAME_BEGINS.test(forMatching(sentence)) || CC_LINK.test(sentence);

/** What of a sentence stands before the licence that it names, how publishers mark a whole site apart. */
export function beforeLicence(sentence: string): string {
  const text = forMatching(sentence);
  const begin = text.search(NAME_BEGINS);
  return (begin < 0 ? text : text.slice(0, begin)).replace(MARKING, '');
}

/** Whether a sentence is on the rights in pictures alone, which are not those in the text. */
export const isOnPictures = (sentence: string): boolean =>
  ON_PICTURES.test(sentence) && !ON_BOTH.test(sentence);

/** What `words`, an address, a name or a few sentences, say of the rights in a text. What contradicts itself is unknown. */
export function meaningOf(words: string): Meaning {
  const text = forMatching(words).replace(/\s+/gu, ' ').trim();
  const whole = meaningOfName(text);
  if (whole !== undefined) return whole;
  if (text.length > MAX_CHARACTERS) return UNKNOWN;
  // an address that is none of Creative Commons
  if (/^(?:https?:)?\/\/\S+$/iu.test(text)) return UNKNOWN;
  const said = sentencesOf(text)
    .filter((sentence) => !isOnPictures(sentence) || reservesRights(sentence))
    .map(meaningOfSentence)
    .filter(({ kind }) => kind !== 'nothing');
  const [first = NOTHING] = said;
  const agrees = said.every(
    (one) => sameLicence(one, first) || (one.kind === 'no-version' && first.kind === 'no-version'),
  );
  return agrees || said.length < 2 ? first : UNKNOWN;
}
