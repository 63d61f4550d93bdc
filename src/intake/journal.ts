/** The journal of an articles folder: the ledgers of its feeds, the documents that wait, and those that were replaced. */
import { createHash } from 'node:crypto';
import { lstat, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../error-code.ts';
import { readIfThere, syncFolder, type Place } from '../library/durable.ts';
import { MAX_DOCUMENT_BYTES } from '../library/document-file.ts';
import { parentOf } from '../library/folders.ts';
import { readRegularFile } from '../library/read-file.ts';
import { SCRATCH_NAME } from '../library/scratch.ts';
import { setBack } from './clock-ahead.ts';
import { Ledger, type Entry } from './ledger.ts';
import { addressKey } from './read/address.ts';

const FOLDER = `${SCRATCH_NAME}/intake`;

export const sha256Of = (data: Uint8Array | string): string =>
  createHash('sha256').update(data).digest('hex');

/** The folders of a feed's part of the journal, below the articles folder. */
export const journalFolder = (feed: string): string => `${FOLDER}/${feed.replaceAll('/', '~')}`;

/** Where the document of this digest waits. */
export const pendingFile = (feed: string, sha256: string): string =>
  `${journalFolder(feed)}/pending/${sha256}.txt`;
/** Where the document of this digest is kept that was replaced or withdrawn. */
export const editionFile = (feed: string, sha256: string): string =>
  `${journalFolder(feed)}/editions/${sha256}.txt`;
/** Where the HTML is kept from which the document of this digest was made. */
export const sourceFile = (feed: string, sha256: string): string =>
  `${journalFolder(feed)}/sources/${sha256}.html`;

/** The document of this digest that waits; `undefined` where it is gone, or has other bytes. */
export async function pendingDocument(
  { root }: Place,
  feed: string,
  sha256: string,
): Promise<Uint8Array | undefined> {
  const content = await readRegularFile(join(root, pendingFile(feed, sha256)), MAX_DOCUMENT_BYTES);
  return 'bytes' in content && sha256Of(content.bytes) === sha256 ? content.bytes : undefined;
}

/** An id that means one thing everywhere: an address, a tag or a URN. Others are those of their feed alone. */
const GLOBAL_ID = /^(?:[a-z][a-z0-9+.-]*:\/\/|tag:|urn:)/i;

/** The names in `folder`; none where there is none. */
async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
    return [];
  });
}

/** All ledgers of an articles folder. */
export class Journal {
  readonly place: Place;
  readonly #ledgers = new Map<string, Ledger>();
  /** The feeds that were the first to have an id or an address in this run. */
  readonly #claims = new Map<string, string>();

  private constructor(place: Place) {
    this.place = place;
  }

  /** Reads every ledger. Rejects with the system's error where one cannot be read. */
  static async read(place: Place): Promise<Journal> {
    const journal = new Journal(place);
    for (const name of await namesIn(join(place.root, FOLDER))) {
      // a stray file is nobody's ledger
      const isFolder = await lstat(join(place.root, FOLDER, name)).then((stats) => stats.isDirectory());
      if (isFolder) await journal.ledgerOf(name.replaceAll('~', '/'));
    }
    return journal;
  }

  get feeds(): readonly string[] {
    return [...this.#ledgers.keys()].toSorted();
  }

  /** The ledger of a feed; an empty one where nothing of it is known. */
  async ledgerOf(feed: string): Promise<Ledger> {
    const ledger = this.#ledgers.get(feed) ?? (await Ledger.read(this.place, journalFolder(feed)));
    this.#ledgers.set(feed, ledger);
    return ledger;
  }

  /**
   * The feed other than `feed` that shows an item already, or where it waits; where none has, it is this one's for the
   * rest of the run, or until it is {@link disclaim}ed: feeds are asked side by side.
   */
  claim(feed: string, id: string, url: string): string | undefined {
    const given = GLOBAL_ID.test(id) ? [id, url] : [url];
    const [first = url] = given;
    for (const [other, ledger] of this.#ledgers) {
      const state = other === feed ? undefined : ledger.find(first, url)?.state;
      if (state === 'published' || state === 'waiting') return other;
    }
    const names = given.map(addressKey);
    const claimed = names.map((name) => this.#claims.get(name)).find((other) => other !== undefined);
    if (claimed !== undefined && claimed !== feed) return claimed;
    for (const name of names) this.#claims.set(name, feed);
    return undefined;
  }

  /** Leaves an item to other feeds. */
  disclaim(feed: string, id: string, url: string): void {
    for (const name of [id, url].map(addressKey))
      if (this.#claims.get(name) === feed) this.#claims.delete(name);
  }

  /**
   * Removes what a killed run has left of a feed: documents that wait for nobody, and those that were withdrawn; and
   * sets back what was written while the clock was ahead.
   */
  async tidy(feed: string, nowMs: number): Promise<void> {
    const ledger = await this.ledgerOf(feed);
    await ledger.mend();
    for (const entry of [...ledger.entries]) {
      const early = setBack(entry, nowMs);
      if (early !== undefined) ledger.stage(early);
    }
    await ledger.commit();
    const entries = [...ledger.entries];
    const waiting = new Set(
      entries.flatMap(({ state, sha256 }) => (state === 'waiting' ? [`${sha256}.txt`] : [])),
    );
    const pending = join(this.place.root, journalFolder(feed), 'pending');
    for (const name of await namesIn(pending)) if (!waiting.has(name)) await unlink(join(pending, name));
    for (const entry of entries.filter(({ state }) => state === 'withdrawn'))
      await this.removeWithdrawn(entry);
  }

  /** Removes the document of a withdrawn entry where it still stands. */
  async removeWithdrawn({ file, sha256 }: Entry): Promise<void> {
    if (file === '') return;
    const there = await readIfThere(join(this.place.root, file));
    if (there === undefined || sha256Of(there) !== sha256) return;
    await unlink(join(this.place.root, file));
    await syncFolder(join(this.place.root, parentOf(file)));
  }
}
