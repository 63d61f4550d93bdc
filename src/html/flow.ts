/** Text as it runs: put together into lines and paragraphs, whatever spaces and breaks it comes with. */
import { cleanLine } from '../text/clean.ts';
import type { Node } from './dom.ts';

/** A paragraph of a document. What is not text keeps its lines as they are. */
export interface Paragraph {
  readonly kind: 'text' | 'list' | 'table' | 'pre' | 'rule';
  readonly lines: readonly string[];
}

/** Writes the paragraphs of nodes. */
export type Convert = (nodes: readonly Node[]) => Paragraph[];

/** A link that is open: its number stands behind its first text. */
export interface OpenLink {
  readonly reference: string;
  /** Whether text of it has come. */
  hasText: boolean;
  isNumbered: boolean;
}

/** What is written across paragraphs. */
export interface Writing {
  link: OpenLink | undefined;
  /** " [2]"; empty when `reference` has no number. */
  numberFor(reference: string): string;
}

const SPACES = /[ \u00a0]+/g;
const NO_SINGLE_SPACES = /\u00a0| {2}/;
const withSingleSpaces = (text: string): string =>
  NO_SINGLE_SPACES.test(text) ? text.replace(SPACES, ' ') : text;
const UNSEEN = /[\s\p{Default_Ignorable_Code_Point}]/gu;
const WORD_END = /[\p{L}\p{N}]$/u;
/** The rest of a word that a link began; scripts without spaces have no such words. */
const WORD_REST =
  /^(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])[\p{L}\p{N}\p{M}])+/u;

/** Most texts have a sign of ASCII near their beginning. */
const SEEN_AT_ONCE = /[!-~]/;

/** Whether nothing of `text` would be seen. */
export const isUnseen = (text: string): boolean =>
  !SEEN_AT_ONCE.test(text) && text.replace(UNSEEN, '') === '';

/** Takes text and breaks, gives paragraphs. */
export class Flow {
  readonly paragraphs: Paragraph[] = [];
  readonly #writing: Writing;
  #lines: string[] = [];
  #parts: string[] = [];
  /** The end of the line as it stands. */
  #end = '';
  #due = '';

  constructor(writing: Writing) {
    this.#writing = writing;
  }

  /** The last character of the line; empty at its beginning. */
  get last(): string {
    return this.#end.slice(-1);
  }

  /** The last character that is no space, if it is one of the last two. */
  get trimmedLast(): string {
    return this.#end.trimEnd().slice(-1);
  }

  /** Whether the paragraph has begun. */
  get isBegun(): boolean {
    return this.#lines.length > 0 || !this.#parts.every(isUnseen);
  }

  /** Words of the page. */
  text(text: string): void {
    const { link } = this.#writing;
    const isSeen = !isUnseen(text);
    if (link !== undefined && isSeen) link.hasText = true;
    if (this.#due === '' || text === '') {
      this.#put(text);
      return;
    }
    const rest = WORD_END.test(this.#end) ? (WORD_REST.exec(text)?.[0] ?? '') : '';
    this.#put(rest);
    if (rest.length < text.length || !isSeen) this.#settle();
    this.#put(text.slice(rest.length));
  }

  /** What the page does not say: signs, numbers, descriptions of images. */
  sign(sign: string): void {
    this.#settle();
    this.#put(sign);
  }

  /** A number that stands behind the word. */
  number(number: string): void {
    this.#due += number;
  }

  /** A line ends; behind an empty one, the paragraph does. */
  breakLine(): void {
    if (!this.#endLine()) this.endParagraph();
  }

  /** What follows begins a line, if it does not yet. */
  startLine(): void {
    this.#endLine();
  }

  endParagraph(): void {
    const { link } = this.#writing;
    if (link !== undefined && link.hasText && !link.isNumbered) {
      link.isNumbered = true;
      this.number(this.#writing.numberFor(link.reference));
    }
    this.#endLine();
    if (this.#lines.length > 0) this.paragraphs.push({ kind: 'text', lines: this.#lines });
    this.#lines = [];
  }

  /** Paragraphs that are ready. */
  add(paragraphs: readonly Paragraph[]): void {
    this.endParagraph();
    for (const paragraph of paragraphs) this.paragraphs.push(paragraph);
  }

  #put(text: string): void {
    if (text === '') return;
    this.#parts.push(text);
    this.#end = text.length > 1 ? text.slice(-2) : this.#end.slice(-1) + text;
  }

  #settle(): void {
    const due = this.#due;
    this.#due = '';
    if (due !== '') this.#put(/\s$/.test(this.#end) ? `${due.trimStart()} ` : due);
  }

  /** Whether the line that ends holds anything. */
  #endLine(): boolean {
    if (this.#due !== '' && this.#parts.length === 0 && this.#lines.length > 0)
      this.#lines.push((this.#lines.pop() ?? '') + this.#due);
    else this.#settle();
    this.#due = '';
    const line = withSingleSpaces(cleanLine(this.#parts.join(''))).trim();
    this.#parts = [];
    this.#end = '';
    if (isUnseen(line)) return false;
    this.#lines.push(line);
    return true;
  }
}

const ITEM = /^ *\* /;

/** The paragraphs as one line; the items of lists are parted by semicolons. */
export const oneLine = (paragraphs: readonly Paragraph[]): string =>
  paragraphs
    .filter(({ kind }) => kind !== 'rule')
    .map(({ kind, lines }) =>
      kind === 'list'
        ? lines.map((line) => line.replace(ITEM, '').trim()).join('; ')
        : lines.map((line) => line.trim()).join(' '),
    )
    .join(' ');
