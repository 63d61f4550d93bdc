/** The walk through a page that writes its text. */
import { Addresses, stretchesOf } from './addresses.ts';
import { attribute, textOf, type Element, type Node } from './dom.ts';
import { isBlock } from './elements.ts';
import { Flow, oneLine, type Convert, type OpenLink, type Paragraph } from './flow.ts';
import { formulaOf, isDisplayed } from './formulas.ts';
import { leftOutAs } from './left-out.ts';
import { isOnOwnLine } from './lines.ts';
import { countWords } from './measure.ts';
import { definitionParagraphs, listParagraphs, quoteParagraphs } from './lists.ts';
import type { Omission } from './omission.ts';
import {
  altOf,
  describe,
  embeddedBy,
  isCredit,
  isCreditAlone,
  isFigure,
  isImageAddress,
  isPictogram,
  pictureOf,
} from './pictures.ts';
import { preformatted, type PreformattedWriting } from './preformatted.ts';
import { bracketsOf, isNoteMark, noteOf, signsOfLowered, signsOfRaised, type Signs } from './raised.ts';
import { tableParagraphs } from './tables.ts';
import type { Origin } from './origin.ts';

/** Around what an element marks: quotation marks as browsers draw them; what was struck out must not read as if it stood. */
const MARKS: ReadonlyMap<string, string> = new Map([
  ['q', '"'],
  ['del', '~~'],
  ['s', '~~'],
  ['strike', '~~'],
]);
/** What is a level of its own; all other blocks only hold others. */
const WRITERS: ReadonlyMap<string, (element: Element, convert: Convert) => Paragraph[]> = new Map([
  ['ul', listParagraphs],
  ['ol', listParagraphs],
  ['menu', listParagraphs],
  ['dir', listParagraphs],
  ['blockquote', ({ children }, convert) => quoteParagraphs(convert(children))],
  ['dl', definitionParagraphs],
  ['table', tableParagraphs],
]);
const PREFORMATTED = new Set(['pre', 'listing', 'xmp', 'plaintext']);
/** Deeper lists and quotations stand on the level of those around them. */
const MAX_LEVELS = 12;
/** As much of a raised or lowered text tells whether it needs a sign. */
const MAX_SIGNED = 64;

/** Writes paragraphs, numbers links, and counts what is left out. */
export class Converter implements PreformattedWriting {
  readonly addresses: Addresses;
  link: OpenLink | undefined;
  readonly #omissions = new Map<string, { count: number; words: number }>();
  #isInCaption = false;
  #depth = 0;

  constructor(origin: Origin) {
    this.addresses = new Addresses(origin);
  }

  get omissions(): Omission[] {
    return Array.from(this.#omissions, ([what, { count, words }]) => ({ what, count, words }));
  }

  numberFor(reference: string): string {
    const number = this.addresses.numberOf(reference);
    return number === undefined ? '' : ` [${number}]`;
  }

  omit(what: string, words: number): void {
    const { count, words: before } = this.#omissions.get(what) ?? { count: 0, words: 0 };
    this.#omissions.set(what, { count: count + 1, words: before + words });
  }

  /** The paragraphs of what `nodes` hold. */
  paragraphs(nodes: readonly Node[]): Paragraph[] {
    const flow = new Flow(this);
    for (const node of nodes) this.#node(node, flow);
    flow.endParagraph();
    return flow.paragraphs;
  }

  #children(element: Element, flow: Flow): void {
    for (const child of element.children) this.#node(child, flow);
  }

  #node(node: Node, flow: Flow): void {
    if (node.kind === 'text') this.#text(node.text, flow);
    else {
      const what = leftOutAs(node);
      if (what === undefined) this.#element(node, flow);
      else this.#leaveOut(what, node, flow);
    }
  }

  #text(text: string, flow: Flow): void {
    if (this.link !== undefined || !text.includes('://')) {
      flow.text(text);
      return;
    }
    for (const stretch of stretchesOf(text)) {
      flow.text(stretch.text);
      if (stretch.isAddress) flow.number(this.numberFor(stretch.text));
    }
  }

  #leaveOut(what: string, element: Element, flow: Flow): void {
    const isCode = what === 'script' || what === 'style';
    this.omit(what, isCode ? 0 : countWords(textOf(element)));
    if (isBlock(element.name)) flow.endParagraph();
    if (what !== 'embed') return;
    const line = this.embedded(element);
    flow.add(line === '' ? [] : [{ kind: 'text', lines: [line] }]);
  }

  #element(element: Element, flow: Flow): void {
    const { name } = element;
    const isApart = !isBlock(name) && isOnOwnLine(element);
    const note = noteOf(element);
    const mark = MARKS.get(name);
    if (isApart) flow.startLine();
    if (name === 'math') this.#formula(element, flow);
    else if (note !== undefined) this.#note(note, flow);
    else if (name === 'br') flow.breakLine();
    else if (name === 'img') this.#image(element, flow);
    else if (name === 'a') this.#link(element, flow);
    else if (name === 'sup' || name === 'sub') this.#signed(element, flow, this.#signsOf(element, flow));
    else if (name === 'rt') this.#signed(element, flow, bracketsOf(element));
    else if (mark !== undefined) this.#signed(element, flow, { before: mark, after: mark });
    else if (this.#isInCaption && isCredit(element)) this.#credit(element, flow);
    else if (isFigure(element)) this.#figure(element, flow);
    else if (isBlock(name)) this.#block(element, flow);
    else this.#children(element, flow);
    if (isApart) flow.startLine();
  }

  #formula(element: Element, flow: Flow): void {
    const isApart = isDisplayed(element);
    if (isApart) flow.startLine();
    flow.text(formulaOf(element));
    if (isApart) flow.startLine();
  }

  #note(note: string, flow: Flow): void {
    if (flow.trimmedLast !== '') flow.sign('^');
    flow.text(note);
  }

  #block(element: Element, flow: Flow): void {
    flow.endParagraph();
    const write = this.#depth < MAX_LEVELS ? WRITERS.get(element.name) : undefined;
    if (element.name === 'hr') flow.add([{ kind: 'rule', lines: ['---'] }]);
    else if (PREFORMATTED.has(element.name)) flow.add(preformatted(element.children, this));
    else if (write === undefined) {
      // straight into the flow: what was handed up level by level would cost a step for each
      this.#children(element, flow);
      flow.endParagraph();
    } else {
      this.#depth++;
      flow.add(write(element, (nodes) => this.paragraphs(nodes)));
      this.#depth--;
    }
  }

  #signsOf(element: Element, flow: Flow): Signs {
    const text = textOf(element, MAX_SIGNED).trim();
    return element.name === 'sup' ? signsOfRaised(element, text, flow.last) : signsOfLowered(text, flow.last);
  }

  #signed(element: Element, flow: Flow, { before, after }: Signs): void {
    if (before !== '') flow.sign(before);
    this.#children(element, flow);
    if (after !== '') flow.sign(after);
  }

  #credit(element: Element, flow: Flow): void {
    const text = textOf(element).trim();
    this.#isInCaption = false;
    if (text === '' || text.startsWith('(') || !flow.isBegun || flow.trimmedLast === ':')
      this.#children(element, flow);
    else {
      flow.sign(' (');
      this.#children(element, flow);
      flow.sign(')');
    }
    this.#isInCaption = true;
  }

  #link(element: Element, flow: Flow): void {
    const outer = this.link;
    const link: OpenLink = { reference: attribute(element, 'href') ?? '', hasText: false, isNumbered: false };
    this.link = link;
    if (isNoteMark(element) && flow.trimmedLast !== '') flow.sign('^');
    this.#children(element, flow);
    this.link = outer;
    if (link.hasText && !link.isNumbered) flow.number(this.numberFor(link.reference));
    if (outer !== undefined) outer.hasText ||= link.hasText;
  }

  #image(image: Element, flow: Flow): void {
    this.omit('image', 0);
    const alt = altOf(image);
    if (alt === '') return;
    if (isPictogram(alt)) flow.sign(alt);
    else {
      flow.sign(` [Image: ${alt}] `);
      if (this.link !== undefined) this.link.hasText ||= !isImageAddress(this.link.reference);
    }
  }

  /** An image and its caption in one; whatever else a figure may hold, as it comes. */
  #figure(element: Element, flow: Flow): void {
    flow.endParagraph();
    const picture = pictureOf(element);
    if (picture === undefined) {
      this.#children(element, flow);
      flow.endParagraph();
      return;
    }
    const { image, caption } = picture;
    this.omit('image', 0);
    for (const { what, element: part } of picture.leftOut) this.omit(what, countWords(textOf(part)));
    const outer = this.#isInCaption;
    this.#isInCaption = true;
    const text = oneLine(this.paragraphs(caption.children));
    this.#isInCaption = outer;
    const shown = describe(altOf(image), text, isCreditAlone(caption));
    flow.add(shown === '' ? [] : [{ kind: 'text', lines: [`[Image: ${shown}]`] }]);
  }

  /** "[Embed: URL]"; empty where there is no address. */
  embedded(element: Element): string {
    const address = this.addresses.resolve(embeddedBy(element));
    return address === undefined ? '' : `[Embed: ${address}]`;
  }
}
