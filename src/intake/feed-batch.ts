/** What is to be written for a feed: many documents at once, and then one line each in the ledger. */
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { sourceOf } from '../article/article.ts';
import { parseArticle } from '../article/parse.ts';
import { readIfThere, syncFolder, writeAll, type Write } from '../library/durable.ts';
import { parentOf } from '../library/folders.ts';
import { editionFile, sha256Of, type Journal } from './journal.ts';
import type { Entry } from './entry.ts';
import type { Ledger } from './ledger.ts';
import { isMadeHere } from './make-document.ts';

/** A batch is written when it has so many entries, or bytes. */
const MAX_ENTRIES = 128;
const MAX_BYTES = 8 * 1024 * 1024;

/** A document that is to appear, and its entry. */
interface Appearance {
  readonly entry: Entry;
  readonly write: Write;
}

/** The order of writing is that in which a kill at any moment loses nothing: copies, documents, ledger, removals. */
export class FeedBatch {
  readonly #feed: string;
  readonly #journal: Journal;
  readonly #ledger: Ledger;
  readonly #isDry: boolean;
  #copies: Write[] = [];
  #documents: Appearance[] = [];
  #removals: string[] = [];
  #entries = 0;
  #bytes = 0;

  constructor(feed: string, journal: Journal, ledger: Ledger, isDry: boolean) {
    this.#feed = feed;
    this.#journal = journal;
    this.#ledger = ledger;
    this.#isDry = isDry;
  }

  get isFull(): boolean {
    return this.#entries >= MAX_ENTRIES || this.#bytes >= MAX_BYTES;
  }

  /** A file of the journal. */
  keep(file: string, bytes: Uint8Array): void {
    this.#copies.push({ file, bytes, replaces: true });
    this.#bytes += bytes.length;
  }

  /** A file that goes once the ledger says so. */
  remove(file: string): void {
    this.#removals.push(file);
  }

  /** What is known of an item from now on. */
  note(entry: Entry): void {
    this.#ledger.stage(entry);
    this.#entries++;
  }

  /** The document of `entry`; it never takes the place of another article. */
  show(entry: Entry, bytes: Uint8Array, replaces: boolean): void {
    this.#documents.push({ entry, write: { file: entry.file, bytes, replaces } });
    this.#bytes += bytes.length;
    this.note(entry);
  }

  /**
   * Writes all of it. `renamed` gives another path to a document whose place somebody else has taken. Rejects with the
   * system's error.
   */
  async commit(renamed: (entry: Entry) => Promise<string>): Promise<void> {
    const { place } = this.#journal;
    if (!this.#isDry && this.#entries > 0) {
      await writeAll(place, this.#copies);
      let documents = this.#documents;
      while (documents.length > 0) {
        const placed = await writeAll(
          place,
          documents.map(({ write }) => write),
        );
        const others = documents.filter((_, index) => placed[index] === false);
        documents = [];
        for (const other of others) {
          const { entry, write } = other;
          const own = await this.#ownAt(other);
          if (own !== undefined) {
            documents.push(...own);
            continue;
          }
          const moved = { ...entry, file: await renamed(entry) };
          this.#ledger.stage(moved);
          documents.push({ entry: moved, write: { ...write, file: moved.file } });
        }
      }
      await this.#ledger.commit();
      for (const file of this.#removals) await unlink(join(place.root, file)).catch(() => undefined);
      for (const folder of new Set(this.#removals.map(parentOf))) await syncFolder(join(place.root, folder));
    }
    this.#copies = [];
    this.#documents = [];
    this.#removals = [];
    this.#entries = 0;
    this.#bytes = 0;
  }

  /**
   * What is still to be written where the article itself stands in its place: of a run that was killed before the
   * ledger knew. `undefined` where somebody else's does.
   */
  async #ownAt({ entry, write }: Appearance): Promise<readonly Appearance[] | undefined> {
    const { place } = this.#journal;
    const there = await readIfThere(join(place.root, write.file));
    if (there === undefined) return [{ entry, write }];
    const sha256 = sha256Of(there);
    if (sha256 === entry.sha256) return [];
    const { article } = parseArticle(there);
    if (sourceOf(article) !== sourceOf(parseArticle(write.bytes).article)) return undefined;
    if (!isMadeHere(article)) {
      // a document is kept byte for byte
      this.#ledger.stage({ ...entry, sha256 });
      return [];
    }
    await writeAll(place, [{ file: editionFile(this.#feed, sha256), bytes: there, replaces: true }]);
    return [{ entry, write: { ...write, replaces: true } }];
  }
}
