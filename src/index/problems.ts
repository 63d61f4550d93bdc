/** What is told of a catalogue that cannot be kept as it should, each thing once until all is well again. */
export class Problems {
  /** The file of the database. */
  readonly #path: string;
  readonly #onProblem: (message: string) => void;
  #last = '';

  constructor(path: string, onProblem: (message: string) => void) {
    this.#path = path;
    this.#onProblem = onProblem;
  }

  /** The disk is full, or fails. */
  unwritten(error: unknown): void {
    const problem = error instanceof Error ? error.message : String(error);
    this.#tell(
      `the catalogue cannot be written (${problem}): what was known is served, until there is room in ${this.#path}`,
    );
  }

  unreadable(error: unknown): void {
    this.#tell(`the catalogue cannot be read: ${String(error)}`);
  }

  remade(why: 'damaged' | 'gone'): void {
    const state = why === 'damaged' ? 'is damaged' : 'was gone';
    this.#tell(`the catalogue ${this.#path} ${state}: it is made anew`);
  }

  /** What was told may be told again. */
  areOver(): void {
    this.#last = '';
  }

  #tell(message: string): void {
    if (message === this.#last) return;
    this.#last = message;
    this.#onProblem(message);
  }
}
