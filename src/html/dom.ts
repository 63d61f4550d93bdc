/** HTML as a tree, whatever is wrong with it. */
import { Tokenizer } from 'htmlparser2';
import { isBlock, RAW, VOID } from './elements.ts';
import { closedBy, isApart, isParagraphWall, wallsOfEnd } from './end-tags.ts';

export interface Text {
  readonly kind: 'text';
  /** With its entities decoded. */
  readonly text: string;
}

export interface Element {
  readonly kind: 'element';
  /** In small letters. */
  readonly name: string;
  /** By their names in small letters. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Node[];
  /** The element that it stands in; the root stands in none. */
  readonly parent: Element | undefined;
  /** Its place among the children of `parent`. */
  readonly index: number;
}

export type Node = Text | Element;

/** A page, or a part of one. */
export interface Dom {
  /** Holds everything; it has no name. */
  readonly root: Element;
  /** Whether there was more than the most nodes that are read: what stood behind them is missing. */
  readonly isCut: boolean;
  /** Whether elements were nested too deep: the text in them is there, beside them. */
  readonly isFlattened: boolean;
  /** Elements that hold no part of an article and whose own end tag is missing: what is in them may be one. */
  readonly unended: readonly Element[];
  /** What stands in the comment or the tag in which the page ends; empty where it ends in neither. */
  readonly swallowed: string;
}

/** The most nodes that are read of one page. */
export const MAX_NODES = 500_000;
/** Deeper elements stand beside each other. */
const MAX_DEPTH = 256;
const MAX_ATTRIBUTES = 64;
const MAX_ATTRIBUTE_CHARACTERS = 65_536;

const NONE: ReadonlyMap<string, string> = new Map();

interface Building {
  readonly kind: 'element';
  readonly name: string;
  readonly attributes: Map<string, string> | ReadonlyMap<string, string>;
  readonly children: (Building | Text)[];
  readonly parent: Building | undefined;
  readonly index: number;
}

const elementOf = (
  name: string,
  parent: Building | undefined,
  attributes: ReadonlyMap<string, string> = NONE,
): Building => ({
  kind: 'element',
  name,
  attributes,
  children: [],
  parent,
  index: parent?.children.length ?? 0,
});

/** Builds the tree from tokens; [htmlparser2] its own parser looks through all that is open for each end tag. */
class Builder {
  readonly root = elementOf('', undefined);
  isCut = false;
  isFlattened = false;
  readonly unended: Building[] = [];
  swallowed = '';
  readonly #html: string;
  readonly #open: Building[] = [this.root];
  /** How many elements of a name are open and stand beside their content. */
  readonly #flattened = new Map<string, number>();
  #nodes = 0;
  /** Where the tag began that has not ended. */
  #tagAt: number | undefined;
  #name = '';
  #attributes = new Map<string, string>();
  #attribute = '';
  #value: string[] = [];
  #text: string[] = [];

  constructor(html: string) {
    this.#html = html;
  }

  ontext(start: number, end: number): void {
    this.#text.push(this.#html.slice(start, end));
  }

  ontextentity(codePoint: number): void {
    this.#text.push(String.fromCodePoint(codePoint));
  }

  onopentagname(start: number, end: number): void {
    this.#tagAt = start;
    this.#name = this.#html.slice(start, end).toLowerCase();
    this.#attributes = new Map();
  }

  onattribname(start: number, end: number): void {
    this.#attribute = this.#html.slice(start, end).toLowerCase();
    this.#value = [];
  }

  onattribdata(start: number, end: number): void {
    this.#value.push(this.#html.slice(start, end));
  }

  onattribentity(codePoint: number): void {
    this.#value.push(String.fromCodePoint(codePoint));
  }

  onattribend(): void {
    if (this.#attributes.size >= MAX_ATTRIBUTES || this.#attributes.has(this.#attribute)) return;
    this.#attributes.set(this.#attribute, this.#value.join('').slice(0, MAX_ATTRIBUTE_CHARACTERS));
  }

  onopentagend(): void {
    this.#tagAt = undefined;
    this.#openElement(this.#name === 'image' ? 'img' : this.#name);
  }

  onselfclosingtag(): void {
    const name = this.#name;
    this.onopentagend();
    if (!VOID.has(name) && this.isInForeignContext()) this.#close(name);
  }

  onclosetag(start: number, end: number): void {
    const name = this.#html.slice(start, end).toLowerCase().trim();
    if (name === 'br') this.#openElement('br');
    else this.#close(name);
  }

  onend(): void {
    this.#endText();
    this.#unendedFrom(1);
    if (this.#tagAt !== undefined) this.swallowed = this.#html.slice(this.#tagAt);
  }

  // no comment is for readers; one that has an end has ">" there
  oncomment(start: number, end: number): void {
    if (end >= this.#html.length) this.swallowed = this.#html.slice(start);
  }
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  oncdata(start: number, end: number): void {
    if (this.isInForeignContext()) this.ontext(start, end);
  }

  /** [HTML 13.2.6.5] in drawings and formulas a tag may close itself. */
  isInForeignContext(): boolean {
    return this.#open.some(({ name }) => name === 'svg' || name === 'math');
  }

  get #top(): Building {
    return this.#open.at(-1) ?? this.root;
  }

  #endText(): void {
    if (this.#text.length === 0) return;
    this.#add({ kind: 'text', text: this.#text.join('') });
    this.#text = [];
  }

  #add(node: Building | Text): void {
    this.isCut ||= this.#nodes++ >= MAX_NODES;
    if (!this.isCut) this.#top.children.push(node);
  }

  #openElement(name: string): void {
    this.#endText();
    if (isBlock(name)) this.#closeNearest(['p'], isParagraphWall);
    if (name === 'a' && this.#top.name === 'a') this.#open.pop();
    const closing = closedBy(name);
    if (closing !== undefined) this.#closeNearest(closing.names, (open) => closing.within.includes(open));
    const opened = elementOf(name, this.#top, this.#attributes.size === 0 ? NONE : this.#attributes);
    this.#add(opened);
    if (VOID.has(name)) return;
    if (this.#open.length < MAX_DEPTH || RAW.has(name)) {
      this.#open.push(opened);
      return;
    }
    this.isFlattened = true;
    this.#flattened.set(name, (this.#flattened.get(name) ?? 0) + 1);
  }

  #close(name: string): void {
    this.#endText();
    const flattened = this.#flattened.get(name) ?? 0;
    if (flattened > 0) {
      this.#flattened.set(name, flattened - 1);
      // what follows is not in its line
      if (isBlock(name)) this.#add(elementOf(name, this.#top));
      return;
    }
    this.#closeNearest([name], wallsOfEnd(name));
  }

  #unendedFrom(index: number): void {
    for (const element of this.#open.slice(index)) if (isApart(element.name)) this.unended.push(element);
  }

  #closeNearest(names: readonly string[], isWall: (name: string) => boolean): void {
    for (let index = this.#open.length - 1; index > 0; index--) {
      const { name } = this.#open[index] ?? this.root;
      if (names.includes(name)) {
        this.#unendedFrom(index + 1);
        this.#open.length = index;
        return;
      }
      if (isWall(name)) return;
    }
  }
}

const CHUNK_CHARACTERS = 65_536;

/** The tree of `html`, a page or a part of one. Never throws. Cost: linear. */
export function parseHtml(html: string): Dom {
  const builder = new Builder(html);
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, builder);
  for (let start = 0; start < html.length && !builder.isCut; start += CHUNK_CHARACTERS)
    tokenizer.write(html.slice(start, start + CHUNK_CHARACTERS));
  tokenizer.end();
  const { root, isCut, isFlattened, unended, swallowed } = builder;
  return { root, isCut, isFlattened, unended, swallowed };
}

/** `node` and all elements in it, in the order of the page; of a large one the first `most`. Cost: linear in what is asked for. */
export function* elementsIn(node: Node, most: number = Infinity): Generator<Element> {
  if (node.kind === 'text' || most < 1) return;
  yield node;
  const open = [{ children: node.children, at: 0 }];
  for (let seen = 1; seen < most; seen++) {
    let level = open.at(-1);
    while (level !== undefined && level.at === level.children.length) {
      open.pop();
      level = open.at(-1);
    }
    const next = level?.children[level.at++];
    if (next === undefined) return;
    if (next.kind === 'text') continue;
    yield next;
    open.push({ children: next.children, at: 0 });
  }
}

/** The first element in `node` that `isWanted`, itself or below it; of a large one it looks at `most`. */
export function findElement(
  node: Node,
  isWanted: (element: Element) => boolean,
  most: number = Infinity,
): Element | undefined {
  for (const found of elementsIn(node, most)) if (isWanted(found)) return found;
  return undefined;
}

/** The value of the attribute `name`; `undefined` when it is missing. */
export const attribute = (element: Element, name: string): string | undefined => element.attributes.get(name);

/** The words of the attribute `name`, in small letters: classes, relations. */
export function tokensOf(element: Element, name: string): string[] {
  const value = element.attributes.get(name);
  return value === undefined ? [] : (value.toLowerCase().match(/[^\s]+/g) ?? []);
}

/** All text in `node`, as it stands; it ends early where characters and nodes are more than `most` together. */
export function textOf(node: Node, most: number = Infinity): string {
  const parts: string[] = [];
  let left = most;
  const visit = (visited: Node): boolean => {
    if (left <= 0) return false;
    left--;
    if (visited.kind === 'element') return visited.children.every(visit);
    parts.push(visited.text);
    left -= visited.text.length;
    return true;
  };
  visit(node);
  return parts.join('');
}
