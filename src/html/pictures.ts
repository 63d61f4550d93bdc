/** Images and embeds, as far as text can show them. */
import { cleanLine } from '../text/clean.ts';
import { attribute, elementsIn, findElement, textOf, tokensOf, type Element, type Node } from './dom.ts';
import { isUnseen } from './flow.ts';
import { leftOutAs } from './left-out.ts';
import { countWords } from './measure.ts';

const FIGURE = /^(?:wp-caption|thumb|image-caption-wrapper|captioned-image|file-image|media--image)$/;
const CAPTION =
  /^(?:wp-caption-text|wp-caption-dd|thumbcaption|image-caption|caption-text|field--name-field-caption)$/;
const CREDIT =
  /^(?:(?:.*[-_])?credits?(?:[-_](?:line|text))?|attribution|(?:.*[-_])?attribution|photographer|copyright)$/;
/** What a camera or a program calls an image. */
const FILE_NAME = /^\S*\.(?:jpe?g|png|gif|webp|svg|avif)$|^(?:img|dsc|image|photo|screenshot)[-_ ]?\d*$/i;
const IMAGE_ADDRESS = /\.(?:jpe?g|png|gif|webp|avif|svg|tiff?)(?:$|[?#])/i;
const PICTOGRAM = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200d|\ufe0f)+$/u;
const SOURCES = ['src', 'data-src', 'srcset', 'data-srcset', 'data-lazy-src'];
const MAX_ALT_CHARACTERS = 1_000;

const hasClass = (element: Element, pattern: RegExp): boolean =>
  tokensOf(element, 'class').some((token) => pattern.test(token));

export const isFigure = (element: Element): boolean =>
  element.name === 'figure' || (element.name === 'div' && hasClass(element, FIGURE));

/** Whether `element` says who made an image. */
export const isCredit = (element: Element): boolean => hasClass(element, CREDIT);

/** Whether `reference` leads to nothing but an image. */
export const isImageAddress = (reference: string): boolean => IMAGE_ADDRESS.test(reference);

/** What the page says for those who do not see `image`; empty when it says nothing. */
export function altOf(image: Element): string {
  if (!SOURCES.some((name) => (attribute(image, name) ?? '').trim() !== '')) return '';
  const alt = cleanLine(attribute(image, 'alt') ?? '')
    .slice(0, MAX_ALT_CHARACTERS)
    .replace(/[\s\u00a0]+/g, ' ')
    .replaceAll('[', '(')
    .replaceAll(']', ')')
    .trim();
  return FILE_NAME.test(alt) ? '' : alt;
}

/** Whether `alt` is a small picture that text can show. */
export const isPictogram = (alt: string): boolean => alt.length <= 16 && PICTOGRAM.test(alt);

/** The address that `element` shows, as the page gives it; empty when it gives none. */
export function embeddedBy(element: Element): string {
  const source = findElement(element, (inner) =>
    ['src', 'data-src', 'data'].some((name) => inner.attributes.has(name)),
  );
  if (source === undefined) return '';
  const [address = ''] = ['src', 'data-src', 'data']
    .flatMap((name) => attribute(source, name)?.trim() ?? [])
    .filter((value) => value !== '' && value !== 'about:blank');
  return address;
}

/** An image with its caption, and nothing else. */
export interface Picture {
  readonly image: Element;
  readonly caption: Element;
  /** What stands beside them and is left out. */
  readonly leftOut: readonly LeftOut[];
}

interface LeftOut {
  readonly what: string;
  readonly element: Element;
}

/** Figures with more elements or characters are more than a picture. */
const MAX_FIGURE = 2_000;

function imagesIn(element: Element): Element[] {
  const what = leftOutAs(element);
  if (what !== undefined) return what === 'embed' ? [element] : [];
  if (element.name === 'img') return [element];
  return element.children.flatMap((child) => (child.kind === 'element' ? imagesIn(child) : []));
}

function leftOutIn(element: Element, caption: Element): LeftOut[] {
  if (element === caption) return [];
  const what = leftOutAs(element);
  if (what !== undefined) return [{ what, element }];
  return element.children.flatMap((child) => (child.kind === 'element' ? leftOutIn(child, caption) : []));
}

/** How many words of `node` are not left out. */
function countShown(node: Node): number {
  if (node.kind === 'text') return countWords(node.text);
  return leftOutAs(node) === undefined ? node.children.reduce((sum, child) => sum + countShown(child), 0) : 0;
}

/** The picture that the figure `element` is; `undefined` when it has no caption, or more than one thing to show. */
export function pictureOf(element: Element): Picture | undefined {
  const isLarge =
    [...elementsIn(element, 4 * MAX_FIGURE)].length > MAX_FIGURE ||
    textOf(element, 4 * MAX_FIGURE).length > MAX_FIGURE;
  if (isLarge) return undefined;
  const [image, ...others] = imagesIn(element);
  const caption = findElement(element, (inner) => inner.name === 'figcaption' || hasClass(inner, CAPTION));
  if (image?.name !== 'img' || others.length > 0 || caption === undefined) return undefined;
  if (countShown(element) > countShown(caption)) return undefined;
  return { image, caption, leftOut: leftOutIn(element, caption) };
}

/** Whether `caption` says who made the image, and no more. */
export const isCreditAlone = (caption: Element): boolean =>
  caption.children.every((child) => isUnseen(textOf(child)) || (child.kind === 'element' && isCredit(child)));

/** What stands for an image with the caption `text`. */
export function describe(alt: string, text: string, isCreditOnly: boolean): string {
  if (text === '') return alt;
  return isCreditOnly && alt !== '' ? `${alt} (${text})` : text;
}
