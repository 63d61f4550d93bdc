/** What of a page is no part of the article, and is left out on purpose: the one rule for the converter and for the proof. */
import { appendedAs } from './appended.ts';
import { boxOf, isAskingForm, isButton, isHeadingMark } from './boxes.ts';
import { attribute, type Element } from './dom.ts';
import { showsFormula } from './formula-twins.ts';
import { isForEyes, isShut, isSpokenOnly } from './hidden.ts';
import { leadingOnAs } from './leading-on.ts';
import { isSmall } from './measure.ts';

/** Names of elements that are left out, and what they are. */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    embed: 'embed',
    head: 'page head',
    iframe: 'embed',
    input: 'form',
    link: 'style',
    noembed: 'duplicate',
    noframes: 'duplicate',
    script: 'script',
    select: 'form',
    style: 'style',
    svg: 'drawing',
    template: 'script',
    textarea: 'form',
    title: 'page head',
  }),
);
/** What holds more than a box does was not meant to be one: an end tag is missing, or a page stands in it. */
const SMALL_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    audio: 'embed',
    canvas: 'drawing',
    nav: 'navigation part',
    noscript: 'duplicate',
    object: 'embed',
    video: 'embed',
  }),
);
const TINY_STYLE = /(?:^|;)\s*(?:width|height)\s*:\s*[01](?:px)?\s*(?:!important\s*)?(?:;|$)/i;
const COUNTER =
  /^(?:https?:)?\/\/(?:counter\.|pixel\.|stats\.|analytics\.|b\.scorecardresearch|www\.google-analytics|www\.googletagmanager|[^/]*doubleclick\.|www\.facebook\.com\/tr|feeds\.feedburner\.com\/~|[^/]*\/~(?:r|ff)\/|[^/]*\/(?:pixel|tracker|count)\.(?:gif|png|js)|[^?]*[?&]republication-pixel)/i;

const isTiny = (element: Element): boolean =>
  ['width', 'height'].some((name) => /^[01](?:px)?$/.test(attribute(element, name)?.trim() ?? '')) ||
  TINY_STYLE.test(attribute(element, 'style') ?? '');

const isTracker = (element: Element): boolean =>
  ['img', 'iframe', 'embed'].includes(element.name) &&
  (isTiny(element) || COUNTER.test(attribute(element, 'src')?.trim() ?? ''));

function byName(element: Element): string | undefined {
  const small = SMALL_NAMES.get(element.name);
  if (small !== undefined) return isSmall(element) ? small : undefined;
  if (element.name === 'button') return isButton(element) ? 'button' : undefined;
  if (element.name === 'form') return isAskingForm(element) ? 'form' : undefined;
  return NAMES.get(element.name);
}

/** What `element` is, if it is left out with all that is in it: "share bar"; `undefined` when it is part of the article. */
export function leftOutAs(element: Element): string | undefined {
  if (isTracker(element)) return 'tracker';
  const named = byName(element);
  if (named !== undefined) return named;
  if (isShut(element) || isSpokenOnly(element)) return 'hidden part';
  if ((element.name === 'img' || isForEyes(element)) && showsFormula(element)) return 'formula picture';
  return isHeadingMark(element) ?? appendedAs(element) ?? boxOf(element) ?? leadingOnAs(element);
}
