/** An item of a feed, and the page that it leads to. */
import type { UpstreamItem } from '../offer.ts';
import { wordsOfHtml } from './plain.ts';

const START_CHARACTERS = 20_000;
const MAX_COMPARED_WORDS = 20;
const MIN_TITLE_SHARE = 0.5;
const MIN_SUMMARY_SHARE = 0.7;
/** No message, question or wall has so many words. */
export const MIN_ARTICLE_WORDS = 150;
/** Titles of what is shown in place of an article. */
export const ANOTHER_TITLE: RegExp = new RegExp(
  `^(?:${[
    String.raw`(?:error\s*)?(?:40[0134]|410|429|50[0234])(?: error| not found| forbidden)?`,
    String.raw`.{0,20}(?:page|seite|página|pagina|strona|страница|сторінка)\s.{0,20}(?:not found|nicht gefunden|introuvable|no encontrada|não encontrada|non trovata|niet gevonden|nie znaleziona|не найдена|не знайдена).{0,60}`,
    String.raw`(?:not found|access denied|forbidden|just a moment|checking your browser|attention required|service unavailable|are you (?:a robot|human)|please wait|security check)\b.{0,60}`,
    String.raw`(?:cookies?|(?:your |we value your )?privacy(?: choices| settings)?|consent|datenschutz|before you continue)`,
    String.raw`(?:log|sign) ?in|anmelden|connexion|iniciar sesión|accedi|inloggen|zaloguj się`,
    String.raw`(?:subscribe|register)(?: (?:now|to continue|to read))?`,
  ].join('|')})(?:\\s*[-:|\u2013\u2014].{0,60})?$`,
  'iu',
);

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Which part of `words` stands in `text`; 0 where there are none. */
function shareIn(words: readonly string[], text: readonly string[]): number {
  const found = new Set(text);
  return words.length === 0 ? 0 : words.filter((word) => found.has(word)).length / words.length;
}

const isFront = (url: string): boolean => /^https?:\/\/[^/?#]+\/?(?:$|[?#])/iu.test(url);

/**
 * Whether `page` may be that of `item`: a link may lead to a front page, a message or a question on cookies, but an
 * article need not hold the words of its title, nor those of a summary that somebody else has written.
 */
function isPageOf(item: UpstreamItem, page: UpstreamItem): boolean {
  const title = wordsOf(item.title);
  const isTitled = shareIn(title, wordsOf(page.title)) >= MIN_TITLE_SHARE;
  if (!isTitled && isFront(page.url) && !isFront(item.url)) return false;
  const text = wordsOf(wordsOfHtml(page.html.slice(0, START_CHARACTERS)));
  const summary = wordsOf(wordsOfHtml(item.html)).slice(0, MAX_COMPARED_WORDS);
  const isTold = shareIn(title, text) >= MIN_TITLE_SHARE || shareIn(summary, text) >= MIN_SUMMARY_SHARE;
  if (isTold || title.length === 0) return true;
  // of a text that is known, a page that does not show it says nothing
  if (item.isWhole) return isTitled;
  // the title of a page stays where its text is kept behind a wall
  const isAnother = ANOTHER_TITLE.test(page.title.trim()) || text.length < MIN_ARTICLE_WORDS;
  return !isAnother && (isTitled || page.url === item.url);
}

/** `item` with what its own page says besides; what the feed says stands. Another page gives nothing. */
export function mergePage(item: UpstreamItem, page: UpstreamItem): UpstreamItem {
  if (!isPageOf(item, page)) return item;
  const isCompleted = !item.isWhole && page.isWhole;
  const credits = item.authors.length > 0 ? item : page;
  return {
    ...item,
    title: item.title === '' ? page.title : item.title,
    authors: credits.authors,
    institutions: [...new Set([...item.institutions, ...page.institutions])],
    published: item.published ?? page.published,
    updated: item.updated ?? page.updated,
    language: item.language ?? page.language,
    html: isCompleted ? page.html : item.html,
    base: isCompleted ? page.base : item.base,
    ...(isCompleted && page.doubt !== undefined ? { doubt: page.doubt } : {}),
    isWhole: item.isWhole || isCompleted,
    licences: [...item.licences, ...page.licences],
  };
}
