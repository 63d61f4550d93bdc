/** What of a text in HTML is of a picture, or stands beside the article: what is said of rights there is said of other things. */
import { appendedAs } from '../../html/appended.ts';
import { attribute, findElement, textOf, tokensOf, type Element } from '../../html/dom.ts';

const PICTURE_NAMES = new Set(['figure', 'figcaption', 'picture']);
const PICTURE_CLASS = /(?:^|[-_])(?:caption|credits?|image|photo|figure|thumbnail|gallery|media)(?:$|[-_])/;
const BESIDE_NAMES = new Set(['aside', 'nav', 'blockquote', 'script', 'style']);
const BESIDE_CLASS =
  /^(?:(?:widget|sidebar|related|teasers?|promo|comments?)(?:[-_].*)?|(?:left|right|site|page|primary|secondary)[-_]sidebar|author-(?:bio|box))$/;
/** Their classes are on the kind of page: "has-sidebar", "has-post-thumbnail". */
const LARGE = new Set(['', 'html', 'body', 'main', 'article']);
const ON_PAGE = /^(?:has|no|with|without)[-_]/;
const CC_ADDRESS = /^(?:https?:)?\/\/(?:www\.)?creativecommons\.org\/(?:licenses|publicdomain)\//i;

/** Whether `href` is the address of a Creative Commons licence. */
export const isCommonsAddress = (href: string): boolean => CC_ADDRESS.test(href);

/** Whether `element` says by a mark which licence holds. */
export const isMarked = (element: Element): boolean =>
  (['a', 'link'].includes(element.name) && tokensOf(element, 'rel').includes('license')) ||
  tokensOf(element, 'itemprop').includes('license');

const hasClass = (element: Element, pattern: RegExp): boolean =>
  !LARGE.has(element.name) &&
  tokensOf(element, 'class').some((name) => pattern.test(name) && !ON_PAGE.test(name));

const SHOWS = new Set(
  'img picture video audio iframe object embed svg canvas table pre blockquote figcaption amp-img noscript'.split(
    ' ',
  ),
);

/** Whether `element` is a picture by its name; a figure that shows nothing is a box like others. */
const isPictureElement = (element: Element): boolean =>
  element.name === 'figure'
    ? findElement(element, ({ name }) => SHOWS.has(name)) !== undefined
    : PICTURE_NAMES.has(element.name);

/** Whether `element` is a picture, its caption or its credit. */
export const isPicture = (element: Element): boolean =>
  isPictureElement(element) || (hasClass(element, PICTURE_CLASS) && !isLong(element));

const MAX_CAPTION_CHARACTERS = 1000;

/** Some call a whole article by what it has: "post-with-image". */
const isLong = (element: Element): boolean =>
  textOf(element, MAX_CAPTION_CHARACTERS).length >= MAX_CAPTION_CHARACTERS - 2;

const CAPTION_CLASS = /(?:^|[-_])(?:caption|image|photo|thumbnail|gallery)(?:$|[-_])/;

/** Whether `element` is a picture or its caption for sure: credits may be those of an article. */
export const isCaption = (element: Element): boolean =>
  isPictureElement(element) || (hasClass(element, CAPTION_CLASS) && !isLong(element));

/** Whether `element` is no part of the text that says something of the article: a picture, a quotation, a box. */
export const isOfOther = (element: Element): boolean =>
  BESIDE_NAMES.has(element.name) ||
  isPicture(element) ||
  hasClass(element, BESIDE_CLASS) ||
  appendedAs(element) === 'comments section';

const STRUCK = new Set(['del', 's', 'strike']);
const HIDING_STYLE =
  /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:font-size|opacity|max-height|height|width)\s*:\s*0(?:\.0+)?(?:px|em|rem|pt|%)?\s*(?:!important\s*)?(?:;|$))/iu;

/** Whether what `element` says is struck out, or hidden from readers: nobody grants so. */
export const isUnsaid = (element: Element): boolean =>
  STRUCK.has(element.name) ||
  element.name === 'template' ||
  attribute(element, 'hidden') !== undefined ||
  HIDING_STYLE.test(attribute(element, 'style') ?? '');
