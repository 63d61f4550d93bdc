/** Text whose lines and spaces are the page's own. */
import { cleanText } from '../text/clean.ts';
import { isUnseen, type Paragraph } from './flow.ts';

const INDENT = '    ';

/** The lines of `text`, indented; an empty line parts paragraphs. */
export function preformattedParagraphs(text: string): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  let lines: string[] = [];
  for (const line of [...text.split(/\r\n?|\n/), '']) {
    const clean = cleanText(line).replaceAll('\u00a0', ' ').trimEnd();
    if (!isUnseen(clean)) lines.push(INDENT + clean);
    else if (lines.length > 0) {
      paragraphs.push({ kind: 'pre', lines });
      lines = [];
    }
  }
  return paragraphs;
}

/** `inner` behind `text`, apart from it and from what follows. */
export function onLinesOfItsOwn(text: string, inner: string): string {
  const before = text === '' || text.endsWith('\n') ? '' : '\n';
  return text + before + inner + (inner.endsWith('\n') ? '' : '\n');
}
