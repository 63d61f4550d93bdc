/** What a run tells one by one: the first of it. */

/** So many are shown; --json has all. */
const MAX_SHOWN = 10;

export class ShortList {
  #lines: string[] = [];
  #count = 0;

  /** Adds something that is told in `lines`. */
  add(...lines: readonly string[]): void {
    if (++this.#count <= MAX_SHOWN) this.#lines.push(...lines);
  }

  /** The lines of the first, and how many more there are; they are told once. */
  take(): readonly string[] {
    const more = this.#count - MAX_SHOWN;
    const lines = more > 0 ? [...this.#lines, `  ... and ${more} more: --json tells all`] : this.#lines;
    this.#lines = [];
    this.#count = 0;
    return lines;
  }
}
