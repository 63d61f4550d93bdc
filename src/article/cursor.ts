/** Going through a document line by line. */
import type { Place } from './diagnostic.ts';

/** The lines of a document and a place in them; `next` skips blank lines. */
export class Cursor {
  readonly lines: readonly string[];
  at = 0;

  constructor(text: string) {
    this.lines = text.split('\n');
  }

  /** The index of the next line that is not blank, from `start`; the number of lines when there is none. */
  nextFilled(start: number = this.at): number {
    let index = start;
    while (this.lines[index]?.trim() === '') index++;
    return index;
  }

  line(index: number): string {
    return this.lines[index]?.trim() ?? '';
  }

  /** Where the line stands; behind the last line, that one. */
  placeOf(index: number): Place {
    return { line: Math.min(index, this.lines.length - 1) + 1 };
  }
}
