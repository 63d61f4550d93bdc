/** What a document says of the rights in it, in whatever line: a licence is no licence where another line takes it back. */
import { noticeOf, type Article, type Extension } from './article.ts';
import { findLicence, saysTermsOf, type LicenceProblem } from './licence-names.ts';
import type { Licence } from './licences.ts';
import { forMatching } from './matching.ts';
import { licenceNameIn } from './parse-footer.ts';
import { reservesRights } from './reserved.ts';

/** One statement of the document on its licence. */
export interface Statement {
  readonly words: string;
  readonly licence: Licence | LicenceProblem;
  /** Whether it stands where a document names its licence; other lines can only agree or not. */
  readonly isNaming: boolean;
}

/** No licence has a longer name, and no line of credit is longer. */
const MAX_STATEMENT_CHARACTERS = 300;
/** Words that speak of rights; "republished" alone tells where a text comes from. */
const RIGHTS =
  /licen[cs]|creative ?commons|\bcc[ -]?(?:by|0)\b|copyright|^rights\b|republication|republish(?!ed)|reprint(?!ed)|\breproduc|\bre-?us(?:e|ing|able)\b|redistribut|syndicat|permitted|prohibited|forbidden|\b(?:may|must|can|shall) ?not be\b|\bnot (?:allowed|for)\b|without (?:\w+ ){0,3}(?:permission|consent)|permission (?:is )?(?:required|needed)|non-?commercial|personal use|\bterms (?:of use|and conditions)/i;
/** Names of extension lines on rights, whatever they say. */
const RIGHTS_NAME =
  /rights|licen[cs]|copyright|copyleft|\bterms\b|\bconditions?\b|republi|reprint|reproduc|re-?us(?:e|ing)\b|\busage\b|permission|restrict|except|exclu|syndicat/i;
const LICENCE_NAME = /^(?:licen[cs]e|rights)$/i;
/** Extension lines on what a text is about, or what was done to it. */
const DESCRIPTIVE_NAME = /^(?:changes|description|keywords|section|series|subject|summary|tags|topics)$/i;
const ANY_COMMONS_LICENCE = /^creative ?commons(?: licen[cs]e)?$/i;

const speaksOfRights = (text: string): boolean => reservesRights(text) || RIGHTS.test(forMatching(text));

/** The words of a name, without those that stand around it in a line of credit. */
const bareName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\(c\)|\bcopyright\b|\bby\b|\b\d{4}\b/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Whether `words` say whose the text is and no more: "2025 Example Wire". */
function namesOwner(words: string, { publisher, authors }: Article): boolean {
  if (words.length > MAX_STATEMENT_CHARACTERS || reservesRights(words)) return false;
  return ['', ...[publisher, ...authors].map(bareName)].includes(bareName(words));
}

/** The licence of a `License: URI SPDX-ID` line; either may stand alone, and both must agree. */
function licenceOfLine(value: string): Licence | LicenceProblem {
  const whole = findLicence(value);
  const parts = value.length > MAX_STATEMENT_CHARACTERS ? [] : value.split(/\s+/u);
  if (whole !== 'unknown' || parts.length !== 2) return whole;
  const found = parts.map((part) => findLicence(part));
  const [first = 'unknown'] = found;
  return found.every((licence) => licence === first) ? first : 'unknown';
}

function ofExtension({ name, value }: Extension, article: Article): Statement[] {
  const isNaming = LICENCE_NAME.test(name);
  const isOnRights = RIGHTS_NAME.test(name) || (!DESCRIPTIVE_NAME.test(name) && speaksOfRights(value));
  if (!isOnRights || (!isNaming && namesOwner(value, article))) return [];
  return [{ words: value, licence: licenceOfLine(value), isNaming }];
}

function ofRemark(line: string, article: Article): Statement[] {
  if (!speaksOfRights(line) || namesOwner(line, article)) return [];
  const words = licenceNameIn(line) ?? line.replace(/^(?:licen[cs]e|rights)\s*:/i, '').trim();
  return [{ words, licence: licenceOfLine(words), isNaming: true }];
}

/** A sentence on origin that names a licence: "republished under CC BY 4.0". One that says no more than Creative Commons restricts nothing. */
function ofSentence(sentence: string): Statement[] {
  if (!speaksOfRights(sentence)) return [];
  const isShort = sentence.length <= MAX_STATEMENT_CHARACTERS;
  const [, words = sentence] =
    (isShort ? /\bunder (?:an? |the )?(.+?)(?: and is unaltered)?[.;]?$/i.exec(sentence) : null) ?? [];
  if (ANY_COMMONS_LICENCE.test(words)) return [];
  return [{ words, licence: licenceOfLine(words), isNaming: false }];
}

/** What header and publisher say: "All rights reserved" is no part of a name. */
function ofHeader({ notice, publisher }: Article): Statement[] {
  const rest = notice.replace(noticeOf(publisher, false).slice(0, -1), '');
  const sentences = rest.split(/(?<=[.;])\s+|\n/u).flatMap((sentence) => ofSentence(sentence.trim()));
  if (!reservesRights(publisher)) return sentences;
  return [...sentences, { words: publisher, licence: 'unknown', isNaming: false }];
}

/** Everything that `article` says of its licence, the sentence of the layout first. Cost: linear. */
export function statementsOf(article: Article): Statement[] {
  const { licenceName, extensions, remarks } = article;
  return [
    ...(licenceName === ''
      ? []
      : [{ words: licenceName, licence: findLicence(licenceName), isNaming: true }]),
    ...extensions.flatMap((extension) => ofExtension(extension, article)),
    ...remarks.flatMap((line) => ofRemark(line, article)),
    ...ofHeader(article),
  ];
}

/** A name without version is completed by a line that has one, where both say the same terms. */
export function agrees({ words, licence }: Statement, found: Licence): boolean {
  return licence === found || (licence === 'version-missing' && saysTermsOf(words, found));
}
