/** Menus: items and text, wrapped so that no client cuts them, ended by a Lastline. */
import { plainPunctuation } from '../text/clean.ts';
import { columnsOf } from '../text/columns.ts';
import { wrap } from '../text/wrap.ts';
import { displayString, errorLine, infoLine, itemLine, selector, type Host } from './item.ts';
import type { Facts, PageWriter, Target } from './page-writer.ts';
import { urlOfSelector } from './url-page.ts';

/** UMN gopher cuts a display string after 67 columns, bombadillo breaks it after 69. */
export const MENU_COLUMNS = 67;

/** [RFC1436-3.4] the period that ends a menu. */
export const LASTLINE = '.\r\n';

const INDENT = '  ';
const NOT_ASCII = /[^ -~]/;

/** What a menu is made for. */
export interface MenuScreen {
  /** At most {@link MENU_COLUMNS}. */
  readonly columns: number;
  /** What stands before every selector of this server but those of web addresses; empty for none. */
  readonly prefix: string;
  /** Whether the menu is sent as UTF-8: selectors of other servers are UTF-8, and in another charset would be others. */
  readonly isUtf8: boolean;
  /** A clean text in the characters that the screen has. */
  fold(text: string): string;
}

/** Gathers the lines of one menu. */
export class MenuBuilder implements PageWriter {
  #text = '';
  readonly #self: Host;
  readonly #screen: MenuScreen;

  constructor(self: Host, screen: MenuScreen) {
    this.#self = self;
    this.#screen = screen;
  }

  /** The most columns of a line. */
  get columns(): number {
    return this.#screen.columns;
  }

  title(text: string): this {
    return this.text(plainPunctuation(text));
  }

  heading(text: string): this {
    return this.text(text);
  }

  /** Text as info lines; an empty string is a blank line. */
  text(text: string): this {
    for (const line of this.#wrap(text, this.columns)) this.#text += infoLine(displayString(line));
    return this;
  }

  beneath(text: string): this {
    for (const line of this.#wrap(text, this.columns - INDENT.length))
      this.#text += infoLine(displayString(INDENT + line));
    return this;
  }

  #wrap(text: string, columns: number): string[] {
    return wrap(this.#screen.fold(displayString(text)), columns);
  }

  /** Lines that are wrapped already, as info lines. */
  lines(lines: readonly string[]): this {
    for (const line of lines) this.#text += infoLine(displayString(this.#screen.fold(line)));
    return this;
  }

  drawing(draw: (columns: number) => readonly string[]): this {
    return this.lines(draw(this.columns));
  }

  blank(): this {
    return this.text('');
  }

  /** An item, or its label as text where the selector cannot be sent; what the label is too long for goes on in info lines below, under `indent` spaces. */
  item(target: Target, label: string, indent: number = INDENT.length): this {
    if (!this.#screen.isUtf8 && NOT_ASCII.test(target.selector)) return this.text(label);
    const [first = '', ...rest] = this.#wrap(label.trim(), this.columns);
    const isOwn = target.host === undefined && urlOfSelector(target.selector) === undefined;
    const own = isOwn ? selector(this.#screen.prefix + target.selector) : target.selector;
    this.#text += itemLine({ ...target, selector: own, display: displayString(first) }, this.#self);
    for (const line of rest.flatMap((part) => wrap(part.trim(), this.columns - indent))) {
      this.#text += infoLine(displayString(`${' '.repeat(indent)}${line}`));
    }
    return this;
  }

  /** An item with its date before the label; a longer label goes on under itself. The date stands first so that others can subscribe. */
  listed(target: Target, label: string, { date }: Facts = {}): this {
    const plain = plainPunctuation(label);
    return date === undefined
      ? this.item(target, plain)
      : this.item(target, `${date} ${plain}`, date.length + 1);
  }

  wayOn(): this {
    return this;
  }

  /** The lines so far, without a Lastline. */
  get content(): string {
    return this.#text;
  }

  /** The whole menu. */
  toString(): string {
    return this.#text + LASTLINE;
  }
}

const FIRST_SENTENCE = /^(.+?\.)(?: (.+))?$/s;

/**
 * [RFC1436-3.8] the reply to what cannot be answered: one item of type 3 that says why, `items` as lines of a menu, and a
 * Lastline. What is wider than `columns` goes on in info lines behind the first sentence; some clients show no more than
 * that.
 */
export function errorMenu(sentences: string, columns: number = MENU_COLUMNS, items = ''): string {
  const [, head = sentences, rest = ''] =
    columnsOf(sentences) <= columns ? [] : (FIRST_SENTENCE.exec(sentences) ?? []);
  const [first = '', ...more] = [head, rest]
    .filter((text) => text !== '')
    .flatMap((text) => wrap(text, columns));
  return [
    errorLine(displayString(first)),
    ...more.map((line) => infoLine(displayString(line))),
    items,
    LASTLINE,
  ].join('');
}
