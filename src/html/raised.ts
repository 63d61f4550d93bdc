/** Raised and lowered text on a line: signs stand where they keep numbers apart, words stay as they are. */
import { attribute, findElement, textOf, tokensOf, type Element } from './dom.ts';

/** What stands around the text: "^" and "". */
export interface Signs {
  readonly before: string;
  readonly after: string;
}

const NONE: Signs = { before: '', after: '' };
const NOTE = /^(?:(?:.*[-_])?(?:reference|footnote|noteref|fn|citation)s?(?:[-_].*)?)$/;
const MAX_MARK = 16;
/** Letters that end words in many languages: 19e, 1o, Mr. */
const ENDING = /^[aoers]$/i;

const isNote = (element: Element): boolean =>
  tokensOf(element, 'class').some((token) => NOTE.test(token)) ||
  findElement(element, (inner) => /^\s*#/.test(attribute(inner, 'href') ?? ''), MAX_MARK) !== undefined;

/** Whether the link `element` is the mark of a note that stands on the line. */
export const isNoteMark = (element: Element): boolean =>
  /^#./.test(attribute(element, 'href')?.trim() ?? '') &&
  (tokensOf(element, 'class').some((token) => NOTE.test(token)) ||
    attribute(element, 'role') === 'doc-noteref') &&
  /^[\p{L}\p{N}]{1,4}$/u.test(textOf(element, MAX_MARK).trim());

/** A note's mark and an exponent have "^" before them; "10th" is one word. `last` is the character before. */
export function signsOfRaised(element: Element, text: string, last: string): Signs {
  if (text === '' || last.trim() === '') return NONE;
  if (!/[\p{L}\p{N}]/u.test(text)) return NONE;
  if (isNote(element)) return { before: '^', after: '' };
  if (/[-+\u2212*/=]./u.test(text.slice(1))) return { before: '^(', after: ')' };
  const isWord = /^\p{L}/u.test(text) && (/\p{N}/u.test(last) || text.length > 1 || ENDING.test(text));
  return isWord ? NONE : { before: '^', after: '' };
}

/** "H2O" stays a word, "x_i" has its sign. */
export function signsOfLowered(text: string, last: string): Signs {
  if (text === '' || last.trim() === '') return NONE;
  return /^\d+$/.test(text) && /\p{L}/u.test(last) ? NONE : { before: '_', after: '' };
}
