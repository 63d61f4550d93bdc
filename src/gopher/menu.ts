/** Menus: items and text, wrapped so that no client cuts them, ended by a Lastline. */
import { wrap } from '../text/wrap.ts';
import {
  displayString,
  errorLine,
  infoLine,
  itemLine,
  type Host,
  type ItemType,
  type Selector,
} from './item.ts';

/** UMN gopher cuts a display string after 67 columns, bombadillo breaks it after 69. */
export const MENU_COLUMNS = 67;

/** [RFC1436-3.4] the period that ends a menu. */
export const LASTLINE = '.\r\n';

/** What an item leads to. */
export interface Target {
  readonly type: ItemType;
  readonly selector: Selector;
  readonly host?: Host | undefined;
}

/** Gathers the lines of one menu. */
export class MenuBuilder {
  #text = '';
  readonly #self: Host;

  constructor(self: Host) {
    this.#self = self;
  }

  /** Text as info lines of at most 67 columns; an empty string is a blank line. */
  text(text: string): this {
    for (const line of wrap(displayString(text), MENU_COLUMNS)) this.#text += infoLine(displayString(line));
    return this;
  }

  /** Lines that are wrapped already, as info lines. */
  lines(lines: readonly string[]): this {
    for (const line of lines) this.#text += infoLine(displayString(line));
    return this;
  }

  blank(): this {
    return this.text('');
  }

  /** An item; what its label is too long for goes on in info lines below, under `indent` spaces. */
  item(target: Target, label: string, indent = 2): this {
    const [first = '', ...rest] = wrap(displayString(label).trim(), MENU_COLUMNS);
    this.#text += itemLine({ ...target, display: displayString(first) }, this.#self);
    for (const line of rest.flatMap((part) => wrap(part.trim(), MENU_COLUMNS - indent))) {
      this.#text += infoLine(displayString(`${' '.repeat(indent)}${line}`));
    }
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

/** [RFC1436-3.8] the reply to what cannot be answered: one item of type 3 that says why, and a Lastline. */
export function errorMenu(sentence: string): string {
  return errorLine(displayString(sentence)) + LASTLINE;
}
