/** Text whose lines and spaces are the page's own. */
import { cleanText } from '../text/clean.ts';
import { isUnseen, type Paragraph } from './flow.ts';

const INDENT = '    ';

/** Takes text, gives its lines. */
export class Preformatted {
  readonly #parts: string[] = [];
  #isLineEnded = true;
  #seen = 0;

  /** How many pieces of text that one sees were added. */
  get seen(): number {
    return this.#seen;
  }

  add(text: string): void {
    if (text === '') return;
    this.#parts.push(text);
    this.#isLineEnded = text.endsWith('\n');
    if (!isUnseen(text)) this.#seen++;
  }

  /** What follows begins a line. */
  endLine(): void {
    if (!this.#isLineEnded) this.add('\n');
  }

  /** The lines, indented; an empty one parts paragraphs. */
  paragraphs(): Paragraph[] {
    const done: Paragraph[] = [];
    let lines: string[] = [];
    for (const line of [...this.#parts.join('').split(/\r\n?|\n/), '']) {
      const clean = cleanText(line).replaceAll('\u00a0', ' ').trimEnd();
      if (!isUnseen(clean)) lines.push(INDENT + clean);
      else if (lines.length > 0) {
        done.push({ kind: 'pre', lines });
        lines = [];
      }
    }
    return done;
  }
}
