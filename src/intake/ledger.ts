/** The ledger of a feed: what became of everything that its upstream has offered. Lines are appended, and the last one on an item counts. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, readIfThere, syncFolder, writeAll, type Place, type Write } from '../library/durable.ts';
import { addressKey, areApart, broadAddressKey } from './read/address.ts';

/** One item. Times are ISO 8601 in UTC. */
export interface Entry {
  /** By which the upstream knows it. */
  readonly id: string;
  readonly url: string;
  /** By which the upstream knew it before. */
  readonly formerId?: string | undefined;
  readonly title: string;
  readonly state: 'published' | 'waiting' | 'held' | 'refused' | 'withdrawn';
  /** The document's path below the articles folder, which stays the same for ever; empty while it is held. */
  readonly file: string;
  /** The digest of the document's bytes; empty while it is held. */
  readonly sha256: string;
  /** The digest of the document that is shown while this one, a new edition of it, waits. */
  readonly stands?: string | undefined;
  /** The publisher's words on the document that is shown, while `agreed` are those on the one that waits. */
  readonly standsAgreed?: string | undefined;
  /** The digest of what was offered, by which a change is known. */
  readonly offered: string;
  /** When it was first offered, and when the publisher says that it was published. */
  readonly seen: string;
  readonly dated?: string | undefined;
  /** What proves its licence, where the document does not. */
  readonly evidence?: string | undefined;
  /** When it was first shown here. */
  readonly shown?: string | undefined;
  /** When this line was written. */
  readonly at: string;
  /** Whether the operator has selected it; `agreed` are the publisher's words. */
  readonly isApproved?: boolean | undefined;
  readonly agreed?: string | undefined;
  /** Why it is held, refused or withdrawn, and what to do. */
  readonly reason?: string | undefined;
  readonly fix?: string | undefined;
}

/** Whether readers see an article, in this edition or in the one before. */
export const isShown = ({ state, stands }: Entry): boolean => state === 'published' || stands !== undefined;

/** Whether an article is not to be taken again. */
export const isUnwanted = ({ state }: Entry): boolean => state === 'refused' || state === 'withdrawn';

/** `entry` as it is once its document is shown; `at` is an ISO instant. */
export const publishedAt = (entry: Entry, at: string): Entry => ({
  ...entry,
  state: 'published',
  stands: undefined,
  standsAgreed: undefined,
  shown: entry.shown ?? at,
  at,
  reason: undefined,
});

/** `entry` as readers see it: without the edition that waits. */
export const withoutEdition = (entry: Entry): Entry =>
  entry.stands === undefined
    ? entry
    : {
        ...entry,
        sha256: entry.stands,
        agreed: entry.standsAgreed,
        stands: undefined,
        standsAgreed: undefined,
      };

/** An entry of which nothing is approved. */
export const unapproved = (entry: Entry): Entry => ({ ...entry, isApproved: undefined, agreed: undefined });

const LEDGER = 'ledger.jsonl';
/** No link is followed. */
const APPEND = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_NOFOLLOW;
const TEXTS = ['id', 'url', 'title', 'state', 'file', 'sha256', 'offered', 'seen', 'at'];
/** A ledger is written anew when it is so many times as long as it need be, and not a short one. */
const MAX_RATIO = 2;
const FEW_LINES = 100;

const OPTIONAL_TEXTS = [
  'formerId',
  'stands',
  'standsAgreed',
  'dated',
  'evidence',
  'shown',
  'agreed',
  'reason',
  'fix',
];
const STATES: readonly unknown[] = ['published', 'waiting', 'held', 'refused', 'withdrawn'];
const DIGEST = /^(?:[0-9a-f]{64})?$/;

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const of = (name: string): unknown => Reflect.get(value, name);
  const isText = (name: string): boolean => typeof of(name) === 'string';
  return (
    TEXTS.every(isText) &&
    OPTIONAL_TEXTS.every((name) => of(name) === undefined || isText(name)) &&
    STATES.includes(of('state')) &&
    [of('sha256'), of('stands') ?? ''].every((digest) => DIGEST.test(String(digest))) &&
    ['boolean', 'undefined'].includes(typeof of('isApproved'))
  );
}

function parseLine(line: string): Entry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? value : undefined;
  } catch {
    return undefined; // torn by a power cut: nobody had been told of it yet
  }
}

const lineOf = (entry: Entry): string => `${JSON.stringify(entry)}\n`;

/** The ledger in memory, and what has been staged for the file. */
export class Ledger {
  /** Of the feed's part of the journal, below the articles folder. */
  readonly folder: string;
  readonly #place: Place;
  readonly #label: Omit<Write, 'replaces'> | undefined;
  readonly #byId = new Map<string, Entry>();
  /** By {@link addressKey}. */
  readonly #byUrl = new Map<string, Entry>();
  /** The ids of what was not wanted once, by {@link broadAddressKey}. */
  readonly #unwanted = new Map<string, Set<string>>();
  #staged: Entry[] = [];

  private constructor(place: Place, folder: string, label: Omit<Write, 'replaces'> | undefined) {
    this.#place = place;
    this.#label = label;
    this.folder = folder;
  }

  /**
   * Reads the ledger in `folder`; `label` is a file that a new one has beside it. Rejects with {@link InTheWay} where it
   * is there and cannot be read.
   */
  static async read(place: Place, folder: string, label?: Omit<Write, 'replaces'>): Promise<Ledger> {
    const ledger = new Ledger(place, folder, label);
    const text = await ledger.#text();
    // what stands behind the last line break was cut by a kill
    for (const line of text.split('\n').slice(0, -1)) {
      const entry = line === '' ? undefined : parseLine(line);
      if (entry !== undefined) ledger.#keep(entry);
    }
    return ledger;
  }

  async #text(): Promise<string> {
    const bytes = await readIfThere(join(this.#place.root, this.folder, LEDGER), Infinity);
    return new TextDecoder().decode(bytes);
  }

  /** Makes the file whole and short again where it is torn or long. */
  async mend(): Promise<void> {
    const text = await this.#text();
    const lines = text.split('\n').length - 1;
    const isTorn = text !== '' && !text.endsWith('\n');
    if (!isTorn && lines <= Math.max(FEW_LINES, this.#byId.size * MAX_RATIO)) return;
    const bytes = Buffer.from(Array.from(this.#byId.values(), lineOf).join(''));
    await writeAll(this.#place, [{ file: `${this.folder}/${LEDGER}`, bytes, replaces: true }]);
  }

  get entries(): Iterable<Entry> {
    return this.#byId.values();
  }

  byId(id: string): Entry | undefined {
    return this.#byId.get(id);
  }

  /** The item that was the last to have this address, however it is written. */
  byUrl(url: string): Entry | undefined {
    return this.#byUrl.get(addressKey(url));
  }

  /** An item that is not wanted and may have this address: in doubt it has. */
  unwantedAt(url: string): Entry | undefined {
    return [...(this.#unwanted.get(broadAddressKey(url)) ?? [])]
      .map((id) => this.#byId.get(id))
      .find((entry) => entry !== undefined && isUnwanted(entry) && !areApart(entry.url, url));
  }

  /** The item of this id or address. */
  find(id: string, url: string): Entry | undefined {
    return this.byId(id) ?? this.byUrl(url);
  }

  /** Whether what is known of `entry` is not yet in the file. */
  isStaged(entry: Entry): boolean {
    return this.#staged.includes(entry);
  }

  /** From now on this is known of the item; {@link commit} writes it. */
  stage(entry: Entry): void {
    this.#keep(entry);
    this.#staged.push(entry);
  }

  /** Appends what was staged, through to the disk. Rejects with the system's error; the file is as before then. */
  async commit(): Promise<void> {
    if (this.#staged.length === 0) return;
    const bytes = Buffer.from(this.#staged.map(lineOf).join(''));
    const { root } = this.#place;
    for (const parent of await makeFolder(root, this.folder)) await syncFolder(parent);
    const file = await open(join(root, this.folder, LEDGER), APPEND, 0o644);
    const { size } = await file.stat();
    try {
      if (size === 0 && this.#label !== undefined)
        await writeAll(this.#place, [{ ...this.#label, replaces: true }]);
      await file.writeFile(bytes);
      await file.datasync();
    } catch (error) {
      await file.truncate(size).catch(() => undefined);
      throw error;
    } finally {
      await file.close();
    }
    if (size === 0) await syncFolder(join(root, this.folder));
    this.#staged = [];
  }

  #keep(entry: Entry): void {
    const { formerId = entry.id } = entry;
    const former = this.#byId.get(formerId);
    if (formerId !== entry.id) this.#byId.delete(formerId);
    // its former address leads to it, unless that is another's by now
    if (former !== undefined && this.byUrl(former.url) === former)
      this.#byUrl.set(addressKey(former.url), entry);
    this.#byId.set(entry.id, entry);
    this.#byUrl.set(addressKey(entry.url), entry);
    if (!isUnwanted(entry)) return;
    const key = broadAddressKey(entry.url);
    this.#unwanted.set(key, (this.#unwanted.get(key) ?? new Set()).add(entry.id));
  }
}
