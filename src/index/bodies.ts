/** The texts of the articles that searches find most: read once, and ready to be looked through. */
import { join } from 'node:path';
import { readBody } from '../article/parse.ts';
import { MAX_DOCUMENT_BYTES } from '../library/document-file.ts';
import { readRegularFileSync } from '../library/read-file.ts';
import type { Entry } from '../site/library.ts';
import { foldedText } from '../text/search-words.ts';

/** Characters of all that is kept, as read and folded. */
const MAX_CHARACTERS = 1_000_000;

/** The paragraphs of an article. */
export class Body {
  readonly paragraphs: readonly string[];
  /** Of as many as were looked at. */
  readonly #folded: string[] = [];

  constructor(paragraphs: readonly string[]) {
    this.paragraphs = paragraphs;
  }

  /** The paragraph at `index`, folded, between spaces. */
  folded(index: number): string {
    return (this.#folded[index] ??= ` ${foldedText(this.paragraphs[index] ?? '')} `);
  }
}

export class Bodies {
  readonly #root: string;
  readonly #kept = new Map<string, Body>();
  #characters = 0;

  /** `root` is the real path of the articles folder. */
  constructor(root: string) {
    this.#root = root;
  }

  /** The text of `entry`; `undefined` when the document is no longer as the catalogue knows it. */
  of({ path, bytes, modifiedMs }: Entry): Body | undefined {
    const key = `${path} ${bytes} ${modifiedMs}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const content = readRegularFileSync(join(this.#root, `${path}.txt`), MAX_DOCUMENT_BYTES);
    if (!('bytes' in content)) return undefined;
    const { size, mtimeMs } = content.stats;
    if (size !== bytes || mtimeMs !== modifiedMs) return undefined;
    const body = new Body(readBody(content.bytes));
    if (this.#characters > MAX_CHARACTERS) this.#forget();
    this.#kept.set(key, body);
    this.#characters += 2 * bytes;
    return body;
  }

  #forget(): void {
    this.#kept.clear();
    this.#characters = 0;
  }
}
