/** What a page holds and does not show. */
import { attribute, elementsIn, textOf, tokensOf, type Element } from './dom.ts';
import { isBlock } from './elements.ts';
import { formulaBeside } from './formula-twins.ts';
import { besides, countWords, isSmall } from './measure.ts';

const HIDDEN_STYLE = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b/i;
const NOTHING = String.raw`\s*:\s*(?:0{1,4}(?:\.0{0,4})?|\.0{1,4})(?:%|[a-z]{1,4})?\s*(?:!|;|$)`;
const IS_SIZELESS = new RegExp(`(?:^|;)\\s*font-size${NOTHING}`, 'i');
const IS_TRANSPARENT = new RegExp(`(?:^|;)\\s*opacity${NOTHING}`, 'i');
/** Far beside the page: lesser ones hang numbers and quotation marks out. */
const OUTSIDE = String.raw`\s*:\s*-(?:\d{4,6}(?:px)?|\d{3,6}r?em)\s*(?:!|;|$)`;
const IS_INDENTED_OUT = new RegExp(`(?:^|;)\\s*text-indent${OUTSIDE}`, 'i');
const IS_MOVED_OUT = new RegExp(`(?:^|;)\\s*(?:left|top)${OUTSIDE}`, 'i');
const IS_POSITIONED = /(?:^|;)\s*position\s*:\s*(?:absolute|fixed)\b/i;
/** By another attribute a script finds what it lets appear. */
const INERT = new Set(['style', 'lang', 'dir', 'aria-hidden']);
const MAX_INSIDE = 64;
/** What a click opens is part of the article. */
const OPENED = /accordion|collaps|expand|toggle|spoiler|panel|reveal|faq|(?:^|[-_])tab(?:s|[-_]|$)/;
const SPOKEN = /^(?:visually-?hidden|sr-only|screen-reader(?:-text)?|element-invisible)$/;
/** A label of a field of Drupal's, and what is said of windows. */
const LABEL = /^field__label$/;
const WINDOW = /^\(?(?:link )?opens (?:in )?(?:a )?new (?:window|tab)\)?[.,]?$/i;
/** More words say more than what is shown beside them. */
const MAX_SPOKEN_WORDS = 8;
const MAX_SPOKEN_CHARACTERS = 4_000;

/** Whether `element` is for eyes only: readers aloud are to pass over it. */
export const isForEyes = (element: Element): boolean =>
  attribute(element, 'aria-hidden')?.trim().toLowerCase() === 'true';

const isOpened = (element: Element): boolean =>
  ['tabpanel', 'region'].includes(attribute(element, 'role')?.trim().toLowerCase() ?? '') ||
  element.attributes.has('aria-labelledby') ||
  [...tokensOf(element, 'class'), ...tokensOf(element, 'id')].some((token) => OPENED.test(token));

const isSpoken = (element: Element): boolean =>
  tokensOf(element, 'class').some((token) => SPOKEN.test(token));

/** Whether no text in `element` has a size: mails set that of columns to nothing, and give their text its own. */
const isSizeless = (element: Element): boolean =>
  IS_SIZELESS.test(attribute(element, 'style') ?? '') &&
  isSmall(element) &&
  [...elementsIn(element, MAX_INSIDE)].every(
    (inner) => inner === element || (!inner.attributes.has('style') && !inner.attributes.has('class')),
  );

/** Whether `element` is transparent for good; blocks are so until a reader comes to them. */
const isTransparent = (element: Element): boolean =>
  IS_TRANSPARENT.test(attribute(element, 'style') ?? '') &&
  !isBlock(element.name) &&
  [...element.attributes.keys()].every((name) => INERT.has(name));

/** Whether its own style keeps `element` from eyes. */
function isUnseenByStyle(element: Element): boolean {
  const style = attribute(element, 'style');
  if (style === undefined) return false;
  const isOutside = IS_INDENTED_OUT.test(style) || (IS_POSITIONED.test(style) && IS_MOVED_OUT.test(style));
  return HIDDEN_STYLE.test(style) || isOutside || isSizeless(element) || isTransparent(element);
}

/** Whether neither eyes nor, as far as their page says, readers aloud are to have `element`. */
export function isShut(element: Element): boolean {
  const hidden = attribute(element, 'hidden');
  const isHidden =
    (hidden !== undefined && hidden.trim().toLowerCase() !== 'until-found') || isUnseenByStyle(element);
  if (isHidden) return !isOpened(element) && formulaBeside(element) === undefined;
  return element.name === 'dialog' && !element.attributes.has('open') && isSmall(element);
}

const wordsOf = (element: Element): string =>
  textOf(element, MAX_SPOKEN_CHARACTERS).replace(/\s+/gu, ' ').trim();

/** Whether what stands beside `element` shows to eyes what `element` says. */
function hasTwin(element: Element, spoken: string): boolean {
  return besides(element).some((twin) => {
    if (!isForEyes(twin) || isShut(twin)) return false;
    const shown = wordsOf(twin);
    // blocks are read one after the other, and say each their own
    const isInLine =
      !isBlock(element.name) && !isBlock(twin.name) && besides(twin).filter(isSpoken).length === 1;
    const isShown = /[\p{L}\p{N}]/u.test(shown) && countWords(spoken) <= MAX_SPOKEN_WORDS;
    return shown === spoken || (isInLine && isShown);
  });
}

/** Whether `element` is read aloud instead of what is shown, or only says what a click does. */
export function isSpokenOnly(element: Element): boolean {
  if (!isSpoken(element)) return false;
  const spoken = wordsOf(element);
  if (spoken.length >= MAX_SPOKEN_CHARACTERS) return false;
  return (
    WINDOW.test(spoken) ||
    tokensOf(element, 'class').some((token) => LABEL.test(token)) ||
    hasTwin(element, spoken)
  );
}
