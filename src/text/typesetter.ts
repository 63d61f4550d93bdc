/** Sets text for one screen: folded to its charset, then laid out, so that widths are those of what is shown. */
import type { CharsetFolder } from './fold.ts';
import { layOut, type Layout } from './layout.ts';
import { columnsOf } from './columns.ts';
import { MAX_URL_CHARACTERS, wrap } from './wrap.ts';

const HANGING = '  ';

/** Sets one document; counts what was replaced in it. */
export class Typesetter {
  readonly layout: Layout;
  readonly #folder: CharsetFolder;
  #replaced = 0;

  constructor(folder: CharsetFolder, layout: Layout) {
    this.#folder = folder;
    this.layout = layout;
  }

  /** How many characters of what was set so far stand for others. */
  get replaced(): number {
    return this.#replaced;
  }

  /** `text`, a clean line, in the charset of the screen. */
  fold(text: string): string {
    const { text: folded, replaced } = this.#folder.fold(text);
    this.#replaced += replaced;
    return folded;
  }

  /** What {@link fold} would give, without counting it. */
  preview(text: string): string {
    return this.#folder.fold(text).text;
  }

  /** `text`, a clean line, as lines of the screen. */
  lines(text: string): string[] {
    return layOut(this.fold(text), this.layout);
  }

  /** Like {@link lines}, with two spaces before each line but the first, where lines are wrapped. */
  hanging(text: string): string[] {
    const { layout } = this;
    const folded = this.fold(text);
    const lines = layOut(folded, layout);
    if (layout.kind !== 'wrapped' || lines.length === 1) return lines;
    const columns = layout.columns - HANGING.length;
    const [first = '', ...rest] = wrap(folded, columns);
    // an address that is longer than the screen has its line to itself
    return [first, ...rest.map((line) => (columnsOf(line) > columns ? line : HANGING + line))];
  }

  /** What tells a reader that characters stand for others, so that nobody takes them for the publisher's spelling. */
  renderingNote(): string | undefined {
    const count = this.#replaced;
    if (count === 0) return undefined;
    return `Rendering: ${this.#folder.charset.name}, ${count} character${count === 1 ? '' : 's'} transliterated`;
  }

  /** An address behind a label; below it and unbroken, where both are too long for one line. */
  labelled(label: string, address: string): string[] {
    const whole = `${label} ${address}`;
    const isOneLine = layOut(this.preview(whole), this.layout).length === 1;
    return isOneLine || address.length > MAX_URL_CHARACTERS
      ? this.lines(whole)
      : [...this.lines(label), this.fold(address)];
  }
}
