/** Fragments of HTML, as feeds put them into titles and names, as plain lines. */
import { htmlToLine } from '../../html/to-line.ts';
import { Parser } from 'htmlparser2';
import { cleanLine } from '../../text/clean.ts';
import { MAX_TITLE_CHARACTERS } from '../offer.ts';

/** [ECMA48-5.4] what drives a terminal: without its ESC, the rest would stand there as words. */
// oxlint-disable-next-line no-control-regex -- removing it is what this is for
const CONTROL_SEQUENCE = /(?:\u001b\[|\u009b)[\d;?]{0,20}[ -/]{0,5}[@-~]?/g;
const SPACES = /[\s\u00a0]+/gu;
const PLAIN = /^[ -~]*$/;

const ESCAPED = /&#(?:0{0,8}27|x0{0,8}1b);?/gi;

/** `html` without what drives a terminal, however it is written. Cost: linear. */
const withoutControls = (html: string): string =>
  html.replace(ESCAPED, '\u001b').replace(CONTROL_SEQUENCE, '');

/** A clean line of `text` with single spaces, at most `maxCharacters` UTF-16 units. */
export function plainLine(text: string, maxCharacters = 1000): string {
  // most lines are such already
  if (text.length <= maxCharacters && !text.includes('  ') && PLAIN.test(text)) return text.trim();
  const line = cleanLine(text.slice(0, maxCharacters * 4).replace(CONTROL_SEQUENCE, ''))
    .replace(SPACES, ' ')
    .trim();
  return line.length <= maxCharacters ? line : cleanLine(line.slice(0, maxCharacters)).trim();
}

/** The words of `html`, markup taken off and entities read once; as they stand, line breaks and all. Cost: linear. */
export function wordsOfHtml(html: string): string {
  if (!/[<&]/.test(html)) return html;
  const parts: string[] = [];
  let unseen = 0;
  const parser = new Parser({
    onopentagname: (name) => {
      if (name === 'script' || name === 'style') unseen++;
      if (name === 'br' || name === 'p' || name === 'div' || name === 'li') parts.push(' ');
    },
    onclosetag: (name) => {
      if (name === 'script' || name === 'style') unseen--;
    },
    ontext: (text) => {
      if (unseen === 0) parts.push(text);
    },
  });
  parser.end(html);
  return parts.join('');
}

/** Where a title is cut: one that long is held. */
const MAX_LINE_CHARACTERS = 2 * MAX_TITLE_CHARACTERS;

/** A title in plain text as a clean line. */
export const plainTitle = (text: string): string => plainLine(text, MAX_LINE_CHARACTERS);

/** A title as a clean line; see {@link htmlToLine}. */
export const titleLine = (html: string): string => plainTitle(htmlToLine(withoutControls(html)));

/** Plain text as HTML: a paragraph for each part between blank lines, its line breaks kept. */
export function htmlOfPlain(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .split(/(?:\r?\n[ \t]*){2,}/u)
    .filter((part) => part.trim() !== '')
    .map((part) => `<p>${part.trim().replace(/\r?\n/g, '<br>')}</p>`)
    .join('\n');
}
