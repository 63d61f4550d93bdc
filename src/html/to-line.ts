/** A piece of HTML as one line: titles. */
import { Converter } from './convert.ts';
import { parseHtml } from './dom.ts';
import { oneLine } from './flow.ts';

const MAX_CHARACTERS = 16_384;
/** What titles are marked with; what else stands in angle brackets is what they are about. */
const MARKS =
  'abbr|acronym|bdi|bdo|big|b|br|center|cite|code|del|div|em|font|h[1-6]|ins|i|kbd|li|mark|ol|p|q|rp|rt|ruby|samp|' +
  'small|span|strike|strong|sub|sup|s|time|tt|ul|u|var|wbr|math|semantics|m(?:[ino]|row|sup|sub|subsup|frac|sqrt|root|text|style)';
const UNMARKED = new RegExp(`<(?!/?(?:${MARKS})(?:\\s[^<>]*)?/?>)`, 'gi');
const CODE = /<(script|style)\b[^<>]*>[^<]*<\/\1\s*>|<!--[^<>]*-->/gi;
const LINKS_AND_IMAGES = /<\/?(?:a|img)(?:\s[^<>]*)?\/?>/gi;

/** No link of a title has a number. */
class LineConverter extends Converter {
  override numberFor(): string {
    return '';
  }
}

/** `html` as a line: "10^6 litres"; a tag that marks no text stands there as it is written. Cost: bounded. */
export function htmlToLine(html: string): string {
  const marked = html
    .slice(0, MAX_CHARACTERS)
    .replace(CODE, '')
    .replace(LINKS_AND_IMAGES, '')
    .replace(UNMARKED, '&lt;');
  return oneLine(new LineConverter({ base: '', source: '' }).paragraphs([parseHtml(marked).root]));
}
