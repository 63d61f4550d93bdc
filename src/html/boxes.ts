/** Boxes beside an article: known by a class, by what kind of element they are, and by holding little but links and fields. */
import { ASKS_TO_SHARE, LEADS_ON, ON_DONATIONS, ON_NEWSLETTERS } from './box-words.ts';
import { attribute, elementsIn, findElement, textOf, tokensOf, type Element, type Node } from './dom.ts';
import { countWords, isSmall } from './measure.ts';

interface Box {
  readonly what: string;
  /** Whole classes or ids. */
  readonly pattern: RegExp;
  /** What its words outside of links and fields say, if they are more than a name. */
  readonly words?: RegExp;
}

const BOXES: readonly Box[] = [
  {
    what: 'share bar',
    pattern:
      /^(?:sharedaddy|sd-(?:sharing|block|like).*|a2a_kit|addtoany.*|addthis.*|sharethis.*|(?:social|article|post|entry)?[-_]*shar(?:e|ing)(?:[-_](?:bar|box|buttons?|icons?|links?|tools?|list|widget|this|post|block|wrapper|container))*|social[-_]?(?:bar|box|buttons?|icons?|links?|media-links?|widget)|wp-block-social-links|republish[-_]?(?:bar|box|button)s?)$/,
    words: ASKS_TO_SHARE,
  },
  {
    what: 'newsletter box',
    pattern:
      /^(?:(?:.*[-_])?newsletter(?:[-_].*)?|mc_embed_signup|(?:.*[-_])?sign-?up(?:[-_](?:card|form|box|block|container|wrapper))?|(?:wp-block-jetpack-)?subscri(?:be|ptions?)(?:[-_](?:box|form|card|block|widget).*)?|mailing-list(?:[-_].*)?)$/,
    words: ON_NEWSLETTERS,
  },
  {
    what: 'related list',
    pattern:
      /^(?:jp-relatedposts|related(?:[-_](?:posts?|articles?|stories|story|content|links|box|block|list))?|(?:wp-block-)?(?:[a-z]+-)?related-(?:posts?|articles?|stories)|read-?(?:also|more-?box)|also-read|yarpp.*|wp-block-(?:latest-posts|newspack-blocks-homepage-articles))$/,
    words: new RegExp(`${LEADS_ON.source}|^see also:?$`, 'iu'),
  },
  {
    what: 'navigation part',
    pattern: /^(?:navbox|vertical-navbox|catlinks|toc|printfooter|breadcrumbs?|noprint)$/,
  },
  {
    what: 'player control',
    pattern: /^(?:kg-(?:audio|video)-player|mejs-.*)$/,
    words: /^[\s\d:./\u00d7]*$/,
  },
  {
    what: 'donation box',
    pattern:
      /^(?:(?:[a-z]+[-_])?donat(?:e|ions?)(?:[-_](?:box|block|banner|form|cta|button))?|support-us(?:[-_](?:box|block|banner|cta))?|wp-block-jetpack-(?:donations|recurring-payments))$/,
    words: ON_DONATIONS,
  },
];
/** [Ghost] cards by which a site asks its readers for something. */
const CALL = 'kg-cta-card';
const CONTAINERS = new Set(['div', 'section', 'aside', 'nav', 'header', 'footer', 'form']);
const LISTS = new Set(['ul', 'ol', 'menu']);
const FIELDS = new Set(['input', 'select', 'textarea', 'button']);
const CONTROLS = new Set(['a', 'iframe', 'svg', ...FIELDS]);
const CODE = new Set(['script', 'style']);
/** Longer is no name, but a burden. */
const isName = (token: string): boolean => token.length <= 64;
const SENTENCE = /\p{L}[.?\u2026]["'\u201d\u2019)]*(?:\s|$)/u;
/** So many words outside of links and fields are a name, and so many that say what it is. */
const [MAX_LOOSE_WORDS, MAX_LABEL_WORDS] = [3, 12];
/** A table of contents may be long. */
const MAX_LOOSE_CHARACTERS = 2_000;
const MAX_ELEMENTS = 2_000;
/** Newsletters ask for addresses with so many words. */
const MAX_ASKING_WORDS = 80;

/** Whether `element` is a field that one sees. */
const isField = (element: Element): boolean =>
  FIELDS.has(element.name) && attribute(element, 'type')?.toLowerCase() !== 'hidden';

/** The text outside of links and fields; it ends early where it is long. */
export function looseText(element: Element): string {
  const parts: string[] = [];
  let left = MAX_LOOSE_CHARACTERS;
  const visit = (node: Node): boolean => {
    if (left <= 0) return false;
    left--;
    if (node.kind === 'element')
      return CONTROLS.has(node.name) || CODE.has(node.name) || node.children.every(visit);
    parts.push(node.text);
    left -= node.text.length;
    return true;
  };
  visit(element);
  return left <= 0 ? 'x '.repeat(MAX_LOOSE_CHARACTERS) : parts.join(' ');
}

const hasControl = (element: Element): boolean =>
  findElement(element, ({ name }) => CONTROLS.has(name), MAX_ELEMENTS) !== undefined;

function isBox(element: Element, { what, words }: Box, isOfClass: boolean): boolean {
  const text = looseText(element);
  const count = countWords(text.replace(/[^\p{L}\s]/gu, ' '));
  const hasControls = hasControl(element);
  if (!isOfClass || LISTS.has(element.name)) return hasControls && count <= 1;
  const isPlain = !SENTENCE.test(text);
  const isSaid = words?.test(text.replace(/\s+/gu, ' ').trim()) === true;
  if (isPlain && count <= MAX_LABEL_WORDS && isSaid) return true;
  if (isPlain && count <= MAX_LOOSE_WORDS && hasControls) return true;
  const isAsking = what === 'newsletter box' || what === 'donation box';
  return isAsking && count <= MAX_ASKING_WORDS && findElement(element, isField, MAX_ELEMENTS) !== undefined;
}

/** What kind of box `element` is: "share bar"; `undefined` when that is not certain. Cost: bounded. */
export function boxOf(element: Element): string | undefined {
  const isTable = element.name === 'table';
  if (!isTable && !CONTAINERS.has(element.name) && !LISTS.has(element.name)) return undefined;
  const role = attribute(element, 'role')?.trim().toLowerCase();
  const classes = tokensOf(element, 'class').filter(isName);
  const ids = tokensOf(element, 'id').filter(isName);
  const isNavigation = element.name === 'nav' || role === 'navigation' || role === 'search';
  if (!isNavigation && classes.length === 0 && ids.length === 0) return undefined;
  if (classes.includes(CALL) && isSmall(element) && hasControl(element)) return 'call to action';
  for (const box of BOXES) {
    // tables of links are how wikis lead on
    if (isTable && box.what !== 'navigation part') continue;
    const isOfClass =
      classes.some((token) => box.pattern.test(token)) || (isNavigation && box.what === 'navigation part');
    if (!isOfClass && !ids.some((token) => box.pattern.test(token))) continue;
    if (box.what !== 'navigation part' && !isSmall(element)) continue;
    if (isBox(element, box, isOfClass)) return box.what;
  }
  return undefined;
}

/** Whether `field` is for an address, whatever the language says around it. */
const isForMail = (field: Element): boolean =>
  field.name === 'input' && attribute(field, 'type')?.trim().toLowerCase() === 'email';
const MAIL = /\be-?mail\b/i;
/** What some systems put around a whole page. */
const AROUND_PAGE = /^(?:aspnetform|__viewstate)$/i;
const PARTS = new Set(['article', 'main', 'h1', 'figure', 'blockquote']);

/** Whether `form` only asks: it has fields, few words, and no part of an article in it. Cost: bounded. */
export function isAskingForm(form: Element): boolean {
  if (!isSmall(form)) return false;
  const inside = [...elementsIn(form, MAX_ELEMENTS)];
  const isAround = inside.some((element) => AROUND_PAGE.test(attribute(element, 'id') ?? ''));
  if (isAround || !inside.some(isField) || inside.some(({ name }) => PARTS.has(name))) return false;
  const text = looseText(form);
  const asksForMail = inside.some(isForMail) || ON_NEWSLETTERS.test(text) || MAIL.test(text);
  return countWords(text) <= (SENTENCE.test(text) && !asksForMail ? 0 : MAX_ASKING_WORDS);
}

/** Whether `button` is no heading that opens what stands below it, and no text. Cost: bounded. */
export const isButton = (button: Element): boolean =>
  !/^(?:h[1-6]|dt|summary)$/.test(button.parent?.name ?? '') &&
  isSmall(button) &&
  countWords(textOf(button)) <= MAX_LABEL_WORDS;

/** Whether `element` is a sign that leads to its own heading, or the link to an editor. */
export function isHeadingMark(element: Element): 'permalink' | 'edit link' | undefined {
  const classes = tokensOf(element, 'class');
  const text = textOf(element, 64);
  if (classes.includes('mw-editsection') && text.length < 64) return 'edit link';
  const isLink = classes.some((token) =>
    /^(?:headerlink|header-anchor|anchor-link|heading-anchor|anchor)$/.test(token),
  );
  return isLink && !/[\p{L}\p{N}]/u.test(text) && text.length < 4 ? 'permalink' : undefined;
}
