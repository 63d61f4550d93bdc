/** Sets text for one screen: folded to its charset, then laid out, so that widths are those of what is shown. */
import type { CharsetFolder } from './fold.ts';
import { layOut, type Layout } from './layout.ts';
import { MAX_URL_CHARACTERS } from './wrap.ts';

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

  /** What tells a reader that characters stand for others, so that nobody takes them for the publisher's spelling. */
  renderingNote(): string | undefined {
    const count = this.#replaced;
    if (count === 0) return undefined;
    return `Rendering: ${this.#folder.charset.name}, ${count} character${count === 1 ? '' : 's'} transliterated`;
  }

  /** An address behind a label; below it and unbroken, where both are too long for one line. */
  labelled(label: string, address: string): string[] {
    const lines = this.lines(`${label} ${address}`);
    return lines.length === 1 || address.length > MAX_URL_CHARACTERS
      ? lines
      : [...this.lines(label), this.fold(address)];
  }
}
