/** The names of a feed's documents: readable, each one's own, and the same for ever. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sourceOf, type PartialDate } from '../article/article.ts';
import { parseArticle } from '../article/parse.ts';
import { parseTombstone, TOMBSTONE_END, type Tombstone } from '../article/tombstone.ts';
import { folderFor, MAX_NAMESAKES, nameFor } from '../library/add.ts';
import { isAbsent, readIfThere } from '../library/durable.ts';
import { charsetOf } from '../text/charset.ts';
import { cleanLine } from '../text/clean.ts';
import { CharsetFolder } from '../text/fold.ts';
import { ownDocuments } from './own-documents.ts';
import { addressKey } from './read/address.ts';

const ascii = new CharsetFolder(charsetOf('us-ascii'));

/** Where a document is to be written, and what of the same source stands there already. */
export interface ChosenName {
  readonly file: string;
  readonly there: Uint8Array | undefined;
  /** The tombstone there of an article of the same source. */
  readonly tombstone?: Tombstone;
}

/** Names of one feed, which no other process gives at the same time. */
export class Names {
  readonly #root: string;
  readonly #feed: string;
  readonly #taken: Set<string>;
  /** The number to look at next, by the path without it. */
  readonly #next = new Map<string, number>();
  /** Whether the ledger knows nothing: it may be lost, and the documents there. */
  readonly #isLost: boolean;
  #own: Promise<ReadonlyMap<string, string>> | undefined;

  /** `taken` are the documents' paths that the ledger knows. */
  constructor(root: string, feed: string, taken: Iterable<string>) {
    this.#root = root;
    this.#feed = feed;
    this.#taken = new Set(taken);
    this.#isLost = this.#taken.size === 0;
  }

  /** The path for an article below the articles folder, without number and `.txt`. */
  plain(title: string, date: PartialDate | undefined): string {
    const words = ascii.fold(cleanLine(title)).text.replaceAll("'", '');
    return `${folderFor(this.#feed, date)}/${nameFor(words)}`;
  }

  /**
   * The place of what stands there of this source; else `plain` with `.txt`, numbered where another article has it.
   * `undefined` where too many have the like.
   */
  async choose(plain: string, source: string): Promise<ChosenName | undefined> {
    const own = this.#isLost ? await this.#ownOf(source) : undefined;
    return own ?? this.#chooseNew(plain, source);
  }

  /** What stands there of this source, whatever it was called. */
  async #ownOf(source: string): Promise<ChosenName | undefined> {
    this.#own ??= ownDocuments(this.#root, this.#feed);
    const path = (await this.#own).get(addressKey(source));
    if (path === undefined || this.#taken.has(`${path}.txt`)) return undefined;
    const file = `${path}.txt`;
    this.#taken.add(file);
    const tombstone = await this.#tombstoneAt(path);
    if (tombstone !== undefined) return { file, there: undefined, tombstone };
    return { file, there: await readIfThere(join(this.#root, file)) };
  }

  async #chooseNew(plain: string, source: string): Promise<ChosenName | undefined> {
    for (let number = this.#next.get(plain) ?? 1; number <= MAX_NAMESAKES; number++) {
      const path = number === 1 ? plain : `${plain}-${number}`;
      const file = `${path}.txt`;
      if (this.#taken.has(file)) continue;
      const tombstone = await this.#tombstoneAt(path);
      if (tombstone?.source === source) return { file, there: undefined, tombstone };
      if (tombstone !== undefined) continue;
      const there = await readIfThere(join(this.#root, file));
      if (there !== undefined && sourceOf(parseArticle(there).article) !== source) continue;
      this.#taken.add(file);
      this.#next.set(plain, number + 1);
      return { file, there };
    }
    return undefined;
  }

  async #tombstoneAt(path: string): Promise<Tombstone | undefined> {
    const place = join(this.#root, path + TOMBSTONE_END);
    if (isAbsent(place)) return undefined;
    const text = await readFile(place, 'utf8').catch(() => undefined);
    return text === undefined ? undefined : parseTombstone(text);
  }
}
