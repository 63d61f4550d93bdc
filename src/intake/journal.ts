/** The journal of an articles folder: the ledgers of its feeds, the documents that wait, and those that were replaced. */
import { createHash } from 'node:crypto';
import { existsSync, type Dirent } from 'node:fs';
import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder, type Place, type Write } from '../library/durable.ts';
import { MAX_DOCUMENT_BYTES } from '../library/document-file.ts';
import { parentOf } from '../library/folders.ts';
import { InTheWay, inTheWayOf, isFolderAt } from '../library/in-the-way.ts';
import { readRegularFile } from '../library/read-file.ts';
import { SCRATCH_NAME } from '../library/scratch.ts';
import { setBack } from './clock-ahead.ts';
import { publishedAt, type Entry } from './entry.ts';
import { Ledger } from './ledger.ts';
import { addressKey } from './read/address.ts';
import { placeTombstone } from './tombstone.ts';

const FOLDER = `${SCRATCH_NAME}/intake`;

export const sha256Of = (data: Uint8Array | string): string =>
  createHash('sha256').update(data).digest('hex');

/** File systems have no longer names. */
const MAX_NAME_BYTES = 255;
/** No folder of a feed has a tilde in its name, or none: two in a row stand in shortened names alone. */
const SHORTENED = '~~';
const MAX_LABEL_BYTES = 64 * 1024;
/** Where the path of a feed stands whose folder has a shortened name. */
const LABEL = 'feed.txt';

/** The name for what lies directly in the articles folder, and so in no feed. */
const TOP = '~';

/** The name of a feed's folder in the journal, its alone: its path, or the beginning of that and the digest. */
function folderName(feed: string): string {
  if (feed === '') return TOP;
  const name = feed.replaceAll('/', '~');
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return name;
  const end = SHORTENED + sha256Of(feed);
  // names of feeds are ASCII
  return name.slice(0, MAX_NAME_BYTES - end.length).replace(/~$/, '') + end;
}

/** The folder of a feed's part of the journal, below the articles folder. */
export const journalFolder = (feed: string): string => `${FOLDER}/${folderName(feed)}`;

/** The file by which a feed is known whose folder has a shortened name. */
function labelOf(feed: string): Omit<Write, 'replaces'> | undefined {
  const folder = journalFolder(feed);
  return folder.includes(SHORTENED)
    ? { file: `${folder}/${LABEL}`, bytes: Buffer.from(`${feed}\n`) }
    : undefined;
}

/** The feed whose folder in the journal of `root` has this name; `undefined` where that is not known. */
async function feedOfFolder(root: string, name: string): Promise<string | undefined> {
  if (name === TOP) return '';
  if (!name.includes(SHORTENED)) return name.replaceAll('~', '/');
  const content = await readRegularFile(join(root, FOLDER, name, LABEL), MAX_LABEL_BYTES);
  const feed = 'bytes' in content ? Buffer.from(content.bytes).toString().trimEnd() : '';
  return folderName(feed) === name ? feed : undefined;
}

/** Where the document of this digest waits. */
export const pendingFile = (feed: string, sha256: string): string =>
  `${journalFolder(feed)}/pending/${sha256}.txt`;
/** Where the document of this digest is kept that was replaced or withdrawn. */
export const editionFile = (feed: string, sha256: string): string =>
  `${journalFolder(feed)}/editions/${sha256}.txt`;
/** Where the HTML is kept from which the document of this digest was made. */
export const sourceFile = (feed: string, sha256: string): string =>
  `${journalFolder(feed)}/sources/${sha256}.html`;

/** The document of this digest at `file`; `undefined` where it is gone, or has other bytes. */
async function documentAt({ root }: Place, file: string, sha256: string): Promise<Uint8Array | undefined> {
  const content = await readRegularFile(join(root, file), MAX_DOCUMENT_BYTES);
  return 'bytes' in content && sha256Of(content.bytes) === sha256 ? content.bytes : undefined;
}

/** The document of this digest that waits; `undefined` where it is gone, or has other bytes. */
export const pendingDocument = (
  place: Place,
  feed: string,
  sha256: string,
): Promise<Uint8Array | undefined> => documentAt(place, pendingFile(feed, sha256), sha256);

/** The document of this digest that was replaced or withdrawn; `undefined` where it is gone, or has other bytes. */
export const formerDocument = (place: Place, feed: string, sha256: string): Promise<Uint8Array | undefined> =>
  documentAt(place, editionFile(feed, sha256), sha256);

/** Whether the document of `entry` stands in its place, whatever its state. */
export const isInPlace = async (place: Place, { file, sha256 }: Entry): Promise<boolean> =>
  file !== '' && (await documentAt(place, file, sha256)) !== undefined;

/** An id that means one thing everywhere: an address, a tag or a URN. Others are those of their feed alone. */
const GLOBAL_ID = /^(?:[a-z][a-z0-9+.-]*:\/\/|tag:|urn:)/i;

/** What lies in `folder`; nothing where there is none. Rejects where it is no folder, or cannot be read. */
async function entriesIn(folder: string): Promise<readonly Dirent[]> {
  return (await isFolderAt(folder)) ? readdir(folder, { withFileTypes: true }) : [];
}

/** All ledgers of an articles folder. */
export class Journal {
  readonly place: Place;
  readonly #ledgers = new Map<string, Ledger>();
  readonly #broken = new Map<string, InTheWay>();
  /** The feeds that were the first to have an id or an address in this run. */
  readonly #claims = new Map<string, string>();

  private constructor(place: Place) {
    this.place = place;
  }

  /**
   * Reads every ledger; those that cannot be read are {@link broken}. Rejects with the system's error, or with
   * {@link InTheWay}, where none can.
   */
  static async read(place: Place): Promise<Journal> {
    const journal = new Journal(place);
    const { root } = place;
    if (!(await isFolderAt(join(root, SCRATCH_NAME)))) return journal;
    for (const entry of await entriesIn(join(root, FOLDER))) {
      const feed = await feedOfFolder(root, entry.name);
      // a stray file is nobody's ledger
      if (feed === undefined || (entry.isFile() && !existsSync(join(root, feed)))) continue;
      await journal.ledgerOf(feed).catch((error: unknown) => {
        if (!(error instanceof InTheWay)) throw error;
      });
    }
    return journal;
  }

  /** What is in the way of the feeds whose ledgers cannot be read. */
  get broken(): ReadonlyMap<string, InTheWay> {
    return this.#broken;
  }

  get feeds(): readonly string[] {
    return [...this.#ledgers.keys()].toSorted();
  }

  /** The ledger of a feed; an empty one where nothing of it is known. Rejects with {@link InTheWay} where it cannot be read. */
  async ledgerOf(feed: string): Promise<Ledger> {
    const ledger = this.#ledgers.get(feed) ?? (await this.#read(feed));
    this.#ledgers.set(feed, ledger);
    return ledger;
  }

  async #read(feed: string): Promise<Ledger> {
    const folder = journalFolder(feed);
    try {
      await isFolderAt(join(this.place.root, folder));
      return await Ledger.read(this.place, folder, labelOf(feed));
    } catch (error) {
      const obstacle = inTheWayOf(error);
      if (obstacle === undefined) throw error;
      this.#broken.set(feed, obstacle);
      throw obstacle;
    }
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
   * Makes good what a killed run has left of a feed: what it has shown is published; documents that wait for nobody go,
   * and those that were withdrawn. Sets back what was written while the clock was ahead.
   */
  async tidy(feed: string, nowMs: number): Promise<void> {
    const ledger = await this.ledgerOf(feed);
    await ledger.mend();
    for (const entry of ledger.entries) {
      const early = setBack(entry, nowMs);
      if (early !== undefined) ledger.stage(early);
    }
    const now = new Date(nowMs).toISOString();
    for (const entry of [...ledger.entries].filter(({ state }) => state === 'waiting'))
      if (await isInPlace(this.place, entry))
        ledger.stage({ ...publishedAt(entry, now), formerId: undefined });
    await ledger.commit();
    const entries = [...ledger.entries];
    const waiting = new Set(
      entries.flatMap(({ state, sha256 }) => (state === 'waiting' ? [`${sha256}.txt`] : [])),
    );
    const pending = join(this.place.root, journalFolder(feed), 'pending');
    for (const { name } of await entriesIn(pending))
      if (!waiting.has(name)) await unlink(join(pending, name));
    for (const entry of entries.filter(({ state }) => state === 'withdrawn'))
      await this.finishWithdrawal(entry);
  }

  /** Puts the tombstone of a withdrawn entry in the place of its document, where that still stands. */
  async finishWithdrawal(entry: Entry): Promise<void> {
    if (!(await isInPlace(this.place, entry))) return;
    await placeTombstone(this.place, entry);
    const { file } = entry;
    await unlink(join(this.place.root, file));
    await syncFolder(join(this.place.root, parentOf(file)));
  }
}
