/** Who wrote a text, from the ways in which feeds and pages write it. */
import { MAX_AUTHORS } from '../offer.ts';
import { plainLine, wordsOfHtml } from './plain.ts';

/** Those that wrote a text: people, and what is no person. */
export interface Credits {
  /** As written, each once. */
  readonly authors: readonly string[];
  readonly institutions: readonly string[];
}

const MAX_CHARACTERS = 4_000;
/** One more than are taken, so that it is seen. */
const MAX_NAMES = MAX_AUTHORS + 1;
const MAX_NAME_CHARACTERS = 80;
const MAX_NAME_WORDS = 7;
/** A list that cannot be taken apart. */
const MAX_LIST_CHARACTERS = 240;

const ADDRESS = /[<([]?\s*(?:mailto:)?[^\s<>()[\],;]{1,64}@[^\s<>()[\],;]{1,255}\s*[>)\]]?/giu;
const WEB_ADDRESS = /\b(?:https?:\/\/|www\.)\S+/giu;
/** By what somebody is known elsewhere: "@ann". */
const HANDLE = /(?<=\s)\(?@[\w.]{1,64}\)?/gu;
/** "By" in other languages, where a full name follows; it may be a part of a shorter one. */
const LEAD_ELSEWHERE =
  /^(?:[Vv]on|[Pp]ar|[Pp]or|[Dd]oor|Text von|Texte (?:par|de)|Tekst)[ :]+(?=\p{Lu}\S*\s+(?:\S+\s+)*\p{Lu})/u;
/** Who translates is no author; from here on to the end of what is written. */
const TRANSLATED =
  /(?:^|[\s,;(|/-]{1,9})(?:(?:translated|\u00fcbersetzt|traduit|traducido|traduzid[oa]|tradotto|vertaald)\b|aus dem \p{L}+ von\b|(?:translation|\u00fcbersetzung|traduction|traducci\u00f3n|tradu\u00e7\u00e3o|traduzione|vertaling|\u043f\u0435\u0440\u0435\u0432\u043e\u0434)(?:\s?:|\s(?:by|von|de|par|di|do|da|van|door)\s)).*$/iu;
const TRANSLATOR =
  /\((?:translat(?:or|ion)|trans\.|\u00fcbersetz(?:er|erin|ung)|traduc\p{L}*|tradut\p{L}*|traduzione)\)/iu;
const LEAD =
  /^(?:(?:written|reported|text|words|story|posted|report|reporting|article|an? (?:article|story|report)) by:?|by(?=[\s:]):?|authors?:)\s+/iu;
/**
 * Accounts that programs for websites make themselves, or name by what they may do: WordPress, Drupal, Joomla and
 * Ghost all have them. Nobody is called so.
 */
const ACCOUNTS = new Set(
  (
    'admin|administrator|site admin|webmaster|web master|root|wordpress|super user|superuser|user|guest|author|' +
    'editor|contributor|subscriber|noreply|no-reply|no reply|donotreply|ghost|test|unknown|none|null|undefined|n/a|nan'
  ).split('|'),
);
/** What stands in no name: marks of programs, files and addresses. */
const GARBAGE =
  /[{}=_<>|\\^~*#%$@]|\d{3}|:\/\/|\bavatar\b|\bbackgroundurl\b|\bprofile (?:picture|photo)\b|\.(?:jpe?g|png|gif|webp|svg|php|html?)\b|\bfollow (?:us|on)\b|\bmin(?:ute)?s? read\b|\bposted\b|\bpublished\b|\bupdated\b/iu;
/** Words that only bodies have in their names. */
const BODY =
  /\b(?:agency|alliance|association|bureau|cent(?:er|re)|coalition|collective|college|committee|commons|company|consortium|council|department|desk|editorial|editors|federation|foundation|fund|gmbh|inc|institut[eo]?|international|journal|lab|laboratory|llc|ltd|magazine|media|ministry|museum|network|news|newsroom|newspaper|office|organi[sz]ation|podcast|press|project|radio|redaktion|r\u00e9daction|redacci\u00f3n|review|school|service|society|staff|team|times|tribune|tv|union|universit(?:y|\u00e9|\u00e4t|ies)|universidad|wire|wikipedia|wikinews)\b|\.(?:com|org|net|news|info)\b/iu;
/** Where someone works, or as what. */
const ROLE =
  /\b(?:professor|lecturer|fellow|researcher|reader in|scholar|student|candidate|director|editor|reporter|correspondent|contributor|journalist|columnist|writer|photographer|head of|chair|chief|associate|assistant|senior|manager|president|postdoctoral|phd candidate)\b/iu;
const SUFFIX = /^(?:jr|sr|ph\.?\s?d|m\.?d|ii|iii|iv|esq|dds|rn|mp)\.?$/iu;
const PARTICLE = /^(?:al|bin|da|das|de|del|della|den|der|di|do|dos|du|el|ibn|la|le|ten|ter|van|von|y|zu|e)$/u;

/** Between names, or between a name and where someone works. */
const SEPARATOR = /\s*;\s*|\s+[|/\u2022\u00b7]\s+|\s*[\u3001\uff0c\uff1b]\s*/u;
/** What stands behind a name in a by-line: when it was written, how long it takes to read. */
const BEHIND =
  /\s+(?:(?:on|posted|published|updated|last)\s+){0,3}(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+\d{1,2},?\s+\d{4}|\d{1,2}\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+\d{4}|\d{1,3}\s+min(?:ute)?s?\s+read)\b.*$/iu;

const wordsOf = (text: string): string[] => text.split(' ').filter((word) => word !== '');

/** Whether a part of a list may stand alone as the full name of a person: two words or more, each with a capital. */
function isFullName(text: string): boolean {
  const words = wordsOf(text);
  const looksRight = words.every(
    (word) => PARTICLE.test(word) || /^\p{P}?(?:\p{Lu}|\p{Lt}|\p{Lo})/u.test(word),
  );
  return words.length >= 2 && words.length <= 5 && looksRight && !BODY.test(text) && !ROLE.test(text);
}

/** A piece of a list: what stands between commas, or before and behind "and". */
interface Piece {
  readonly text: string;
  /** Whether "and" stands before it. */
  readonly isAdded: boolean;
}

const AND = /^(?:and|&|und|et|with)\s+/iu;
const isWord = (text: string): boolean => /^\p{L}[\p{L}'\u2019.-]*$/u.test(text);

/** Parts at "and", where both sides are names: the second may be one word, "Ann Lee and Bo". */
function splitWord(text: string): string[] {
  const parts = text.split(/\s+(?:and|&|und|et|with)\s+/iu);
  const [first = ''] = parts;
  return parts.length > 1 && isFullName(first) && parts.every((part) => isFullName(part) || isWord(part))
    ? parts
    : [text];
}

const bare = (piece: string): string => piece.replace(/,.*$/u, '');
const isOf = (text: string): boolean => BODY.test(text) || ROLE.test(text) || /^the\s/iu.test(text);

/** The pieces of a list; a suffix stays with its name. */
function piecesOf(text: string): Piece[] {
  const joined: string[] = [];
  for (const part of text.split(/,\s*/u)) {
    const last = joined.at(-1);
    if (last !== undefined && SUFFIX.test(part)) joined[joined.length - 1] = `${last}, ${part}`;
    else if (part !== '') joined.push(part);
  }
  return joined.flatMap((part) =>
    splitWord(part.replace(AND, '')).map((piece, index) => ({
      text: piece,
      isAdded: index > 0 || AND.test(part),
    })),
  );
}

/** Bodies at which authors work, and which are called so at the end of a by-line. */
const SCHOOL = /(?<!\p{L})(?:universit(?:y|\u00e9|\u00e4t)|universidad|institut[eo]?|college)(?!\p{L})/iu;

/** "University of Somewhere" behind the one name and the role of a by-line; with more names it is not sure whose it is. */
function affiliationIn(pieces: readonly Piece[]): string[] {
  const last = pieces.at(-1)?.text ?? '';
  const isOne = pieces.slice(1).every((piece) => !isFullName(bare(piece.text)) && !piece.isAdded);
  const isBehindRole = pieces.slice(1, -1).every(({ text }) => ROLE.test(text));
  return isOne && isBehindRole && SCHOOL.test(last) && BODY.test(last) && !ROLE.test(last) ? [last] : [];
}

/** The names among `pieces`, where the others say for whom or as what they work; `undefined` when that is not sure. */
function namesAmong(pieces: readonly Piece[]): string[] | undefined {
  const isPerson = (piece: Piece | undefined): boolean => piece !== undefined && isFullName(bare(piece.text));
  const names = pieces.filter(isPerson);
  const texts = (some: readonly Piece[]): string[] => some.map(({ text }) => text);
  if (!isPerson(pieces[0])) return undefined;
  if (names.length === pieces.length) return texts(pieces);
  const others = pieces.filter((piece) => !isPerson(piece));
  if (others.some(({ text }) => isOf(text))) {
    const isAfterSubject = pieces.some(
      (piece, index) =>
        !isPerson(piece) && !isOf(piece.text) && !piece.isAdded && ROLE.test(pieces[index - 1]?.text ?? ''),
    );
    // "Professor of Law, Economics, and Public Policy": the last is no name
    if (isAfterSubject && names.length > 1) return undefined;
    const named = pieces.filter((piece) => isPerson(piece) || (piece.isAdded && isWord(piece.text)));
    return [...texts(named), ...affiliationIn(pieces)];
  }
  if (names.length < 2 || !others.every(({ text }) => isWord(text))) return undefined;
  // "Ann Lee, Example, and Bo Ray, Sample"
  const isByTurns = pieces.every(
    (piece, index) => isPerson(piece) === (index % 2 === 0) && !(index % 2 === 1 && piece.isAdded),
  );
  return isByTurns && pieces.length % 2 === 0 ? texts(names) : texts(pieces);
}

/** The names of a list such as "Ann Lee, Bo Ray and Cy Dee"; one name when it cannot be taken apart. */
function partsOf(text: string): string[] {
  const parts = text.split(SEPARATOR);
  if (parts.length > 1) return parts.flatMap((part) => partsOf(part.trim()));
  const pieces = piecesOf(text);
  return (pieces.length > 1 ? namesAmong(pieces) : undefined) ?? [text];
}

/** One person of RSS: "ann@wire.example (Ann Lee)", "Ann Lee <ann@wire.example>", "mailto:ann@wire.example". */
function withoutAddresses(text: string): string {
  if (!text.includes('@') && !/\/\/|www\./iu.test(text)) return text;
  const rest = text.replace(ADDRESS, ' ').replace(WEB_ADDRESS, ' ').replace(HANDLE, ' ').trim();
  const [, inner = rest] = /^\((.*)\)$/su.exec(rest) ?? [];
  return inner.replace(/[\s,(<[-]+$/u, '');
}

function isName(text: string): boolean {
  const isOne = text.length <= MAX_NAME_CHARACTERS && wordsOf(text).length <= MAX_NAME_WORDS;
  const isShort = isOne || (text.length <= MAX_LIST_CHARACTERS && text.includes(','));
  return isShort && /\p{L}/u.test(text) && !GARBAGE.test(text) && !ACCOUNTS.has(text.toLowerCase());
}

const keyOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[.,\s]+/gu, ' ')
    .trim();

/** "Ann Lee for The Wire" without what says for whom. */
function withoutSite(list: string, site: string | undefined): string {
  const tail = ` for ${site ?? ''}`;
  const isForSite = site !== undefined && site !== '' && list.toLowerCase().endsWith(tail.toLowerCase());
  return isForSite ? list.slice(0, -tail.length) : list;
}

/** `site`, its publisher, is no person, whatever it is called. */
function isInstitution(name: string, site: string | undefined): boolean {
  const isInitials = /^\p{Lu}{2,6}$/u.test(name);
  const isSite = site !== undefined && keyOf(site) === keyOf(name);
  return isSite || isInitials || /^the\s/iu.test(name) || BODY.test(name);
}

/**
 * The people and institutions that `values` name, in order: tags, addresses, "By", translators and what is no name taken
 * off, lists taken apart where it is sure what is a name; others stay as they are. Nothing is made up: what is no name gives nothing.
 */
export function creditsIn(values: readonly string[], site?: string): Credits {
  const found = new Map<string, string>();
  for (const value of values.slice(0, MAX_NAMES)) {
    const line = withoutAddresses(plainLine(wordsOfHtml(value.slice(0, MAX_CHARACTERS * 4)), MAX_CHARACTERS));
    const list = plainLine(line, MAX_CHARACTERS)
      .replace(TRANSLATED, '')
      .replace(LEAD, '')
      .replace(LEAD_ELSEWHERE, '')
      .replace(BEHIND, '')
      .replace(/[\s,;:|\u2022-]+$/u, '');
    const isSite = keyOf(list) === keyOf(site ?? '');
    for (const part of isSite ? [list] : partsOf(withoutSite(list, site))) {
      const name = part.replace(LEAD, '').trim();
      if (TRANSLATOR.test(name)) continue;
      if (isName(name) && !found.has(keyOf(name)) && found.size < MAX_NAMES) found.set(keyOf(name), name);
    }
  }
  const names = [...found.values()];
  return {
    authors: names.filter((name) => !isInstitution(name, site)),
    institutions: names.filter((name) => isInstitution(name, site)),
  };
}
