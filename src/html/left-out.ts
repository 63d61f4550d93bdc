/** What of a page is no part of the article, and is left out on purpose: the one rule for the converter and for the proof. */
import { attribute, textOf, tokensOf, type Element } from './dom.ts';

/** Names of elements that are left out, and what they are. */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    annotation: 'formula source',
    'annotation-xml': 'formula source',
    audio: 'embed',
    button: 'button',
    canvas: 'drawing',
    embed: 'embed',
    form: 'form',
    head: 'page head',
    iframe: 'embed',
    input: 'form',
    link: 'style',
    nav: 'navigation part',
    noembed: 'duplicate',
    noframes: 'duplicate',
    noscript: 'duplicate',
    object: 'embed',
    script: 'script',
    select: 'form',
    style: 'style',
    svg: 'drawing',
    template: 'script',
    textarea: 'form',
    title: 'page head',
    video: 'embed',
  }),
);

/** Whole classes or ids. */
const CLASSES: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    'share bar',
    /^(?:sharedaddy|sd-(?:sharing|block|like).*|a2a_kit|addtoany.*|addthis.*|sharethis.*|(?:social|article|post|entry)?[-_]*shar(?:e|ing)(?:[-_](?:bar|box|buttons?|icons?|links?|tools?|list|widget|this|post|block|wrapper|container))*|social[-_]?(?:bar|box|buttons?|icons?|links?|media-links?|widget)|wp-block-social-links|republish[-_]?(?:bar|box|button)s?)$/,
  ],
  [
    'newsletter box',
    /^(?:(?:.*[-_])?newsletter(?:[-_].*)?|mc_embed_signup|(?:.*[-_])?sign-?up(?:[-_](?:card|form|box|block|container|wrapper))?|(?:wp-block-jetpack-)?subscri(?:be|ptions?)(?:[-_](?:box|form|card|block|widget).*)?|mailing-list(?:[-_].*)?)$/,
  ],
  ['related list', /^(?:jp-relatedposts|related(?:[-_](?:posts|articles|stories|content|links))|yarpp.*)$/],
  ['edit link', /^mw-editsection$/],
  [
    'navigation part',
    /^(?:navbox|vertical-navbox|catlinks|toc|mw-jump-link|printfooter|breadcrumbs?|noprint)$/,
  ],
  ['permalink', /^(?:headerlink|header-anchor|anchor-link|heading-anchor|anchor)$/],
  ['hidden part', /^(?:visually-?hidden|sr-only|screen-reader(?:-text)?|element-invisible)$/],
  ['player control', /^(?:kg-(?:audio|video)-player|mejs-.*)$/],
  ['donation box', /^(?:donat(?:e|ion)[-_](?:box|block|banner|form|cta))$/],
];
/** Longer is no name, but a burden. */
const isName = (token: string): boolean => token.length <= 64;
/** A page as a whole may have any class. */
const TOO_LARGE = new Set(['', 'html', 'body', 'main', 'article']);
/** What is longer is no box beside an article. */
const MAX_BOX_WORDS = 150;
const MAX_BOX_CHARACTERS = 4_000;
const HIDDEN_STYLE = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b/i;
const TINY_STYLE = /(?:^|;)\s*(?:width|height)\s*:\s*[01](?:px)?\s*(?:!important\s*)?(?:;|$)/i;
const COUNTER =
  /^(?:https?:)?\/\/(?:counter\.|pixel\.|stats\.|analytics\.|b\.scorecardresearch|www\.google-analytics|www\.googletagmanager|[^/]*doubleclick\.|www\.facebook\.com\/tr|feeds\.feedburner\.com\/~|[^/]*\/~(?:r|ff)\/|[^/]*\/(?:pixel|tracker|count)\.(?:gif|png|js)|[^?]*[?&]republication-pixel)/i;

/** How many words stand in `text`. */
export const countWords = (text: string): number => text.match(/[^\s]+/g)?.length ?? 0;

const isTiny = (element: Element): boolean =>
  ['width', 'height'].some((name) => /^[01](?:px)?$/.test(attribute(element, name)?.trim() ?? '')) ||
  TINY_STYLE.test(attribute(element, 'style') ?? '');

const isTracker = (element: Element): boolean =>
  ['img', 'iframe', 'embed'].includes(element.name) &&
  (isTiny(element) || COUNTER.test(attribute(element, 'src')?.trim() ?? ''));

function isHidden(element: Element): boolean {
  const { attributes } = element;
  return (
    attributes.has('hidden') ||
    attributes.get('aria-hidden')?.toLowerCase() === 'true' ||
    HIDDEN_STYLE.test(attributes.get('style') ?? '') ||
    (element.name === 'dialog' && !attributes.has('open'))
  );
}

function isSmall(element: Element): boolean {
  const text = textOf(element, MAX_BOX_CHARACTERS);
  return text.length < MAX_BOX_CHARACTERS && countWords(text) <= MAX_BOX_WORDS;
}

function boxOf(element: Element): string | undefined {
  if (TOO_LARGE.has(element.name)) return undefined;
  const role = attribute(element, 'role')?.trim().toLowerCase();
  if (role === 'navigation' || role === 'search') return 'navigation part';
  const tokens = [...tokensOf(element, 'class'), ...tokensOf(element, 'id')].filter(isName);
  if (tokens.length === 0) return undefined;
  const what = CLASSES.find(([, pattern]) => tokens.some((token) => pattern.test(token)))?.[0];
  if (what === undefined || (what === 'permalink' && textOf(element, 9).trim().length > 1)) return undefined;
  return what === 'navigation part' || isSmall(element) ? what : undefined;
}

/** What `element` is, if it is left out with all that is in it: "share bar"; `undefined` when it is part of the article. */
export function leftOutAs(element: Element): string | undefined {
  if (isTracker(element)) return 'tracker';
  const byName = NAMES.get(element.name);
  if (byName !== undefined) return byName;
  return isHidden(element) ? 'hidden part' : boxOf(element);
}
