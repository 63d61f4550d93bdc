/** Raised and lowered text on a line: signs stand where they keep numbers apart, words stay as they are. */
import { attribute, elementsIn, findElement, textOf, tokensOf, type Element } from './dom.ts';
import { isBlank } from './measure.ts';

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

/** What stands in the brackets of the note's mark `element`: "[1]" would read as the link of that number. */
export function noteOf(element: Element): string | undefined {
  if (element.name !== 'sup' || !isNote(element)) return undefined;
  const isOnPage = [...elementsIn(element, MAX_MARK)].every(({ name, attributes }) =>
    name === 'a' ? /^\s*#/.test(attributes.get('href') ?? '#') : name === 'sup' || name === 'span',
  );
  const text = textOf(element, 2 * MAX_MARK).trim();
  return isOnPage ? /^\[\s*([\p{L}\p{N} ]{1,12}?)\s*\]$/u.exec(text)?.[1] : undefined;
}

/** Brackets around the reading `rt` of a word, where its page writes none. */
export function bracketsOf({ parent, index, children }: Element): Signs {
  if (parent?.name !== 'ruby' && parent?.name !== 'rtc') return NONE;
  if (children.every((child) => textOf(child, MAX_MARK).trim() === '')) return NONE;
  const next = parent.children[index - 1];
  const before = next !== undefined && isBlank(next) ? parent.children[index - 2] : next;
  const hasOwn = before?.kind === 'element' && before.name === 'rp' && textOf(before, MAX_MARK).trim() !== '';
  return hasOwn ? NONE : { before: '(', after: ')' };
}

/** Whether the link `element` is the mark of a note that stands on the line: not raised by itself. */
export const isNoteMark = (element: Element): boolean =>
  /^#./.test(attribute(element, 'href')?.trim() ?? '') &&
  (tokensOf(element, 'class').some((token) => NOTE.test(token)) ||
    attribute(element, 'role') === 'doc-noteref') &&
  findElement(element, ({ name }) => name === 'sup', MAX_MARK) === undefined &&
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
