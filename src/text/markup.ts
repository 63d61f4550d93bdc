/** Text in markup, HTML as well as XML: escaped, and nothing in it that neither may hold. */
import { cleanLine } from './clean.ts';

/** `text`, a line, for use in an element or in an attribute between double quotes. */
export function escapeMarkup(text: string): string {
  return cleanLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
