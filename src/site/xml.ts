/** XML for other programs, in ASCII: the same bytes in every view. */
import { escapeMarkup } from '../text/markup.ts';

const NOT_ASCII = /[^ -~]/gu;

/** `text`, a line, for use in an element or a quoted attribute; what is not ASCII by its number. */
export const escapeXml = (text: string): string =>
  escapeMarkup(text).replace(NOT_ASCII, (character) => `&#${character.codePointAt(0) ?? 0};`);

/** `<name attributes>text</name>`, or an empty element without text. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  text?: string,
): string {
  const written = Object.entries(attributes)
    .flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escapeXml(value)}"`]))
    .join('');
  return text === undefined ? `<${name}${written}/>` : `<${name}${written}>${escapeXml(text)}</${name}>`;
}
