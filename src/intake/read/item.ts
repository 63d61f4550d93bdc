/** An item in the words of its feed to one of ours: clean, absolute, dated, credited. */
import { parseHtml } from '../../html/dom.ts';
import type { Offer, UpstreamItem } from '../offer.ts';
import { absoluteUrl, canonicalUrl } from './address.ts';
import { licencesInHtml } from './html-licences.ts';
import { isoInstant } from './instant.ts';
import { creditsIn } from './names.ts';
import { htmlOfPlain, plainLine, plainTitle, titleLine, wordsOfHtml } from './plain.ts';
import type { RawItem, RawText } from './raw-item.ts';
import { statementsInText } from './text-statements.ts';

/** What an item needs to know of its feed. */
export interface Around {
  /** The feed's address. */
  readonly where: string;
  readonly title: string | undefined;
  /** Against which it says that addresses are resolved. */
  readonly base: string | undefined;
  readonly language: string | undefined;
  readonly names: readonly string[];
  readonly licences: UpstreamItem['licences'];
}

/** How a text ends that goes on elsewhere. */
const GOES_ON =
  /(?:\[(?:\u2026|\.\.\.)\]|\b(?:continue reading|read more|read the (?:rest|full|whole)\b[^.]{0,80}|keep reading|\(more\u2026?\)))\s*(?:["\u201c\u201d'][^"\u201d]{0,200}["\u201d])?[\s\u2192\u00bb>.\u2026]*$/iu;
/** What WordPress writes below every item. */
const APPEARED_ON = /\s*The post .{1,400} (?:first )?appeared (?:first )?on .{1,200}$/su;
/** [BCP47-2.1] the shape of a tag. */
const LANGUAGE = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/;
const TAIL_CHARACTERS = 4_000;
const MAX_ENDING_CHARACTERS = 800;
const FIX = 'tell the publisher; what else the feed holds is taken';

/** The title or another short text as a clean line; empty when there is none. */
export const lineOf = (text: RawText | undefined): string =>
  text === undefined ? '' : text.isHtml ? titleLine(text.text) : plainTitle(text.text);

/** `tag` as the tag of a language, when it has the shape of one; some systems write en_US. */
export function languageTag(tag: string | undefined): string | undefined {
  const trimmed = tag?.trim().replaceAll('_', '-');
  return trimmed !== undefined && LANGUAGE.test(trimmed) ? trimmed : undefined;
}

/** Whether `html` only begins a text: it says that it goes on. */
function isExcerpt(html: string): boolean {
  const tail = wordsOfHtml(html.slice(-TAIL_CHARACTERS)).replace(/\s+/gu, ' ').trim();
  const words = tail.slice(-MAX_ENDING_CHARACTERS);
  return GOES_ON.test(words.replace(APPEARED_ON, '').trim());
}

const PARAGRAPH = /<p[\s>]|<br\s*\/?>\s*<br/gi;
/** No summary has so many paragraphs and words: some systems know no other place for the whole text. */
const [WHOLE_PARAGRAPHS, WHOLE_WORDS] = [3, 100];

/** Whether the summary of an item that has nothing else is the article all the same. */
function isArticle(summary: string): boolean {
  if ((summary.match(PARAGRAPH)?.length ?? 0) < WHOLE_PARAGRAPHS) return false;
  const words = wordsOfHtml(summary).trim();
  return (words.match(/\S+/g)?.length ?? 0) >= WHOLE_WORDS && !/(?:\u2026|\.\.\.)\W*$/u.test(words);
}

const htmlOf = (text: RawText | undefined): string =>
  text === undefined ? '' : text.isHtml ? text.text : htmlOfPlain(text.text);

/** `text` in memory of its own: a part of a string keeps all of it, and ids are kept longer than their feed. */
const apart = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');

/** `raw` as an item; `undefined` when it has no address, without which nothing is passed on. */
function itemOf(raw: RawItem, around: Around): UpstreamItem | undefined {
  const feedBase = around.base ?? around.where;
  const base = raw.base === undefined ? around.base : (absoluteUrl(raw.base, feedBase)?.href ?? around.base);
  const url = raw.addresses.flatMap((address) => canonicalUrl(address, base ?? around.where) ?? [])[0];
  if (url === undefined) return undefined;
  const html = htmlOf(raw.content ?? raw.summary);
  const { root } = parseHtml(html);
  const inText = [...licencesInHtml(root, 'the item', 'item'), ...statementsInText(root, 'the item')];
  return {
    id: apart(plainLine(raw.id ?? url)),
    url,
    title: lineOf(raw.title),
    ...creditsIn(raw.names.length > 0 ? raw.names : around.names, around.title),
    published: isoInstant(raw.published),
    updated: isoInstant(raw.updated),
    language: languageTag(raw.language) ?? around.language,
    html,
    base: base ?? url,
    isWhole: (raw.content === undefined ? isArticle(html) : html.trim() !== '') && !isExcerpt(html),
    licences: [...raw.licences, ...inText, ...around.licences],
  };
}

/** What cannot be taken, for people. */
export const faulty = (where: string, message: string): Offer => ({
  kind: 'faulty',
  where,
  message,
  fix: FIX,
});

/** The offer that `read` reads, which stands at `place`. What cannot be read costs itself alone. */
export function offerOf(read: () => RawItem | undefined, place: string, around: Around): Offer {
  let raw: RawItem | undefined;
  try {
    raw = read();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { message } = error.cause instanceof Error ? error.cause : error;
    return faulty(place, `the item cannot be read: ${plainLine(message, 200)}`);
  }
  if (raw === undefined) return faulty(place, 'the item is empty');
  const item = itemOf(raw, around);
  return item === undefined
    ? faulty(place, 'the item has no address at which it can be read')
    : { kind: 'item', item };
}
