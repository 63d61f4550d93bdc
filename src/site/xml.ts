/** XML for other programs: escaped text, and nothing that XML 1.0 does not allow. */
import { cleanLine } from '../text/clean.ts';

/** `text`, a line, for use in an element or a quoted attribute. */
export function escapeXml(text: string): string {
  return cleanLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

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
