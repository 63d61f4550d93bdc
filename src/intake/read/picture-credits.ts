/** Paragraphs that credit a picture: the licence that they name is the picture's. */
import { attribute, textOf, type Element } from '../../html/dom.ts';
import { findLicence } from '../../article/licence-names.ts';
import { isBlock } from '../../html/elements.ts';
import { besides } from '../../html/measure.ts';
import { isMarked, isPicture } from './html-marks.ts';
import { plainLine } from './plain.ts';
import { elementsBut } from './walk.ts';
import { isOnItself } from './withheld.ts';

/** What is longer says more than who made a picture. */
const MAX_CHARACTERS = 300;
const IN_BRACKETS = /^[([][^()[\]]*[)\]]\.?$/u;
const BEGINS_WITH_PICTURE =
  /^[^\p{L}]*(?:photo\w*|images?|pictures?|illustrations?|fotos?|fotograf\p{L}*|bild(?:er|quelle|rechte)?|titelbild|abbildung\p{L}*|im[a\u00e1]gen(?:es)?|imagem|imagens|immagin[ei]|afbeelding\p{L}*|cr\u00e9dits? photo\w*|zdj\u0119ci\p{L}*|\u0444\u043e\u0442\u043e\p{L}*)(?!\p{L})/iu;
/** What names the text beside the picture is on both. */
const NAMES_TEXT =
  /(?<!\p{L})(?:text\p{L}*|texto?s?|tekst\p{L}*|articles?|artikel\p{L}*|art[i\u00ed]culos?|articol[oi]|artigos?|artyku\u0142\p{L}*|beitr\u00e4?a?g\p{L}*|stor(?:y|ies)|contents?|contenus?|contenidos?|inhalte?n?|works?|posts?|pages?|sites?|\u0442\u0435\u043a\u0441\u0442\p{L}*|\u0441\u0442\u0430\u0442\p{L}+)(?!\p{L})/iu;

/** Addresses and names of what is drawn, but no picture of an article: logos, badges, what counts readers. */
const DRAWN =
  /(?<![\p{L}])(?:logo|badge|icon|pixel|tracker|counter|spacer|emoji|avatar|gravatar)(?![\p{L}])|creativecommons\.org|88x31|80x15/iu;
const MIN_PIXELS = 3;

/** Whether `element` shows a picture that somebody may have made: of 3 pixels or more, and no logo. */
function isShownPicture(element: Element): boolean {
  if (element.name === 'figure') return isPicture(element);
  if (element.name !== 'img') return false;
  const isTiny = ['width', 'height'].some((side) => {
    const pixels = Number.parseInt(attribute(element, side) ?? '', 10);
    return pixels < MIN_PIXELS;
  });
  return !isTiny && !['src', 'alt', 'class'].some((name) => DRAWN.test(attribute(element, name) ?? ''));
}

/** Whether a picture stands in `line`; the badge of a licence is none. */
export const hasPicture = (line: Element): boolean => [...elementsBut(line, isMarked)].some(isShownPicture);

/** Whether `before`, which stands right before a line, is a picture without words of its own. */
export const isBehindPicture = (before: Element | undefined): boolean =>
  before !== undefined && hasPicture(before) && (before.name === 'figure' || textOf(before, 9).trim() === '');

/** Whether what stands right before `element` is a picture. */
const standsBehindPicture = (element: Element): boolean =>
  besides(element).some((beside) => beside.index < element.index && isBehindPicture(beside));

/** Whether a parenthesis names somebody besides a licence, as the credit of a picture does. */
const namesMaker = (text: string): boolean =>
  !/^\W*licen/iu.test(text) && findLicence(text.replace(/^[([]|[)\]]\.?$/gu, '')) === 'unknown';

/** Whether `element` is a paragraph that says whose a picture is, and nothing of the text. Cost: bounded by its own size. */
export function isPictureCredit(element: Element): boolean {
  if (!isBlock(element.name)) return false;
  const text = plainLine(textOf(element, 2 * MAX_CHARACTERS));
  if (text === '' || text.length > MAX_CHARACTERS || isOnItself(text) || NAMES_TEXT.test(text)) return false;
  if (IN_BRACKETS.test(text) && namesMaker(text)) return true;
  return BEGINS_WITH_PICTURE.test(text) || standsBehindPicture(element);
}
