/** Documents that were run together into one file: the words of one must not be served under the licence of another. */
import { held, type Diagnostic } from './diagnostic.ts';
import { END, isDots, MAX_HEADER_LINES, RULE } from './marks.ts';
import { isPublisherLine, licenceNameIn } from './parse-footer.ts';

/** What is indented deeper is quoted: a listing of the layout is no second document. */
const INDENT = /^ {0,3}(?=\S)/;
const LINK = /^\[\d{1,6}\] url:/i;

const isFooterLine = (line: string): boolean => isPublisherLine(line) || licenceNameIn(line) !== undefined;

/**
 * A finding where in `lines` another document begins or ends behind index `start`, at which the article's body begins;
 * `end` is the index of its last line. Whole lines decide: a sentence may speak of [END]. Cost: linear.
 */
export function secondDocument(lines: readonly string[], start: number, end: number): Diagnostic[] {
  const at = (index: number): string => (lines[index] ?? '').trimEnd().replace(INDENT, '');
  const isHeader = (index: number): boolean =>
    /^(?:\(c\)|\u00a9) /i.test(at(index)) &&
    lines.slice(index + 1, index + MAX_HEADER_LINES).some((_, next) => isDots(at(index + 1 + next)));
  const isEnd = (index: number): boolean => {
    if (at(index) !== END) return false;
    let next = index + 1;
    while (next < end && at(next) === '') next++;
    return at(next) === RULE || LINK.test(at(next)) || isFooterLine(at(next));
  };
  for (let index = start; index < lines.length; index++) {
    const isWithin = index < end && (isEnd(index) || isFooterLine(at(index)));
    if (!isWithin && !isHeader(index)) continue;
    const message = isWithin
      ? 'a document ends here, and the text goes on'
      : 'a second document begins here, in the same file';
    const fix = 'put each document into a file of its own; indent by four spaces what is only quoted';
    return [held('run-together', { line: index + 1 }, message, fix)];
  }
  return [];
}
