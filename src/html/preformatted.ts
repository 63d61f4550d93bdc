/** Text whose lines and spaces are the page's own. */
import { cleanText } from '../text/clean.ts';
import { attribute, textOf, type Element, type Node } from './dom.ts';
import { isBlock } from './elements.ts';
import { isUnseen, type Paragraph, type Writing } from './flow.ts';
import { formulaOf, isDisplayed } from './formulas.ts';
import { leftOutAs } from './left-out.ts';
import { isOnOwnLine, shownChildren } from './lines.ts';
import { countWords } from './measure.ts';
import { isFigure } from './pictures.ts';
import { noteOf } from './raised.ts';

/** What is written and counted besides text. */
export interface PreformattedWriting extends Writing {
  /** Counts something that is left out, with so many words. */
  omit(what: string, words: number): void;
  /** "[Embed: URL]"; empty where there is no address. */
  embedded(element: Element): string;
}

const INDENT = '    ';

/** Takes text, gives its lines. */
class Preformatted {
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

function write(nodes: readonly Node[], text: Preformatted, writing: PreformattedWriting): void {
  for (const node of nodes) {
    if (node.kind === 'text') {
      text.add(node.text);
      continue;
    }
    const what = leftOutAs(node);
    const isApart =
      isBlock(node.name) || isFigure(node) || what === 'embed' || isOnOwnLine(node) || isDisplayed(node);
    const note = noteOf(node);
    if (isApart) text.endLine();
    if (what !== undefined) {
      writing.omit(what, countWords(textOf(node)));
      if (what === 'embed') text.add(writing.embedded(node));
    } else if (node.name === 'br') text.add('\n');
    else if (node.name === 'img') writing.omit('image', 0);
    else if (node.name === 'math') text.add(formulaOf(node));
    else if (note !== undefined) text.add(`^${note}`);
    else {
      const before = text.seen;
      write(shownChildren(node), text, writing);
      if (node.name === 'a' && text.seen > before) text.add(writing.numberFor(attribute(node, 'href') ?? ''));
    }
    if (isApart) text.endLine();
  }
}

/** The paragraphs of preformatted `nodes`. */
export function preformatted(nodes: readonly Node[], writing: PreformattedWriting): Paragraph[] {
  const text = new Preformatted();
  write(nodes, text, writing);
  return text.paragraphs();
}
