/** XML for other programs. */
import { escapeMarkup } from '../text/markup.ts';

/** `<name attributes>text</name>`, or an empty element without text. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  text?: string,
): string {
  const written = Object.entries(attributes)
    .flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escapeMarkup(value)}"`]))
    .join('');
  return text === undefined ? `<${name}${written}/>` : `<${name}${written}>${escapeMarkup(text)}</${name}>`;
}
