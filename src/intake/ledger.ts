/** The ledger of a feed: what became of everything that its upstream has offered. Lines are appended, and the last one on an item counts. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, writeAll, type Place, type Write } from '../library/durable.ts';
import { InTheWay } from '../library/in-the-way.ts';
import { isUnwanted, type Entry } from './entry.ts';
import { isEntry, lineOf, textIn, unread, valueOf } from './ledger-line.ts';
import { addressKey, areApart, broadAddressKey } from './read/address.ts';

const LEDGER = 'ledger.jsonl';
/** No link is followed. */
const APPEND = constants.O_APPEND | constants.O_WRONLY | constants.O_NOFOLLOW;
/** A ledger is written anew when it is so many times as long as it need be, and not a short one. */
const MAX_RATIO = 2;
const FEW_LINES = 100;

/** A line that is no entry, and what was known of its item before. */
interface OddLine {
  readonly line: string;
  readonly before: Entry | undefined;
}

const damaged = (path: string, what: string): InTheWay =>
  new InTheWay(
    `${path} is damaged: ${what}`,
    'put it back from a backup; or remove it: then all is taken as if new, what was refused too',
  );

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
  /** By the ids of their items. */
  readonly #odd = new Map<string, OddLine>();
  #isNew = false;
  #staged: Entry[] = [];

  private constructor(place: Place, folder: string, label: Omit<Write, 'replaces'> | undefined) {
    this.#place = place;
    this.#label = label;
    this.folder = folder;
  }

  /**
   * Reads the ledger in `folder`; `label` is a file that a new one has beside it. Rejects with {@link InTheWay} where it
   * is there and cannot be read, or holds lines of which nobody knows what they were on.
   */
  static async read(place: Place, folder: string, label?: Omit<Write, 'replaces'>): Promise<Ledger> {
    const ledger = new Ledger(place, folder, label);
    const text = await ledger.#text();
    ledger.#isNew = text === undefined;
    // what stands behind the last line break was cut by a kill
    for (const [index, line] of (text ?? '').split('\n').slice(0, -1).entries()) {
      if (line !== '' && !ledger.#take(line))
        throw damaged(ledger.#path, `its line ${index + 1} cannot be read`);
    }
    // a new one appears with its first lines, whole
    if (text !== undefined && ledger.#byId.size === 0) throw damaged(ledger.#path, 'it has no whole line');
    return ledger;
  }

  get #path(): string {
    return join(this.#place.root, this.folder, LEDGER);
  }

  async #text(): Promise<string | undefined> {
    const bytes = await readIfThere(this.#path, Infinity);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  }

  /** Takes in what a line says; false where nobody can tell on what it is. */
  #take(line: string): boolean {
    const value = valueOf(line);
    if (isEntry(value)) {
      this.#keep(value);
      return true;
    }
    const id = textIn(value, 'id');
    if (id === undefined) return false;
    const before = this.#byId.get(id);
    const isRefusal = isUnwanted({ state: textIn(value, 'state') });
    if (before === undefined || isRefusal) this.#keep({ ...unread(id, value), file: before?.file ?? '' });
    this.#odd.set(id, { line: `${line}\n`, before });
    return true;
  }

  /** The lines on the item of `entry`: an odd one stays until somebody has looked at it. */
  #linesOn(entry: Entry): string {
    const odd = this.#odd.get(entry.id);
    if (odd === undefined) return lineOf(entry);
    return (odd.before === undefined ? '' : lineOf(odd.before)) + odd.line;
  }

  /** Makes the file whole and short again where it is torn or long. */
  async mend(): Promise<void> {
    const text = (await this.#text()) ?? '';
    const lines = text.split('\n').length - 1;
    const isTorn = text !== '' && !text.endsWith('\n');
    if (!isTorn && lines <= Math.max(FEW_LINES, this.#byId.size * MAX_RATIO)) return;
    await this.#write(Array.from(this.entries, (entry) => this.#linesOn(entry)).join(''));
  }

  /** Writes the whole file; it appears at once. */
  async #write(text: string): Promise<void> {
    const file = `${this.folder}/${LEDGER}`;
    await writeAll(this.#place, [{ file, bytes: Buffer.from(text), replaces: true }]);
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

  /** Writes what was staged, through to the disk. Rejects with the system's error; the file is as before then. */
  async commit(): Promise<void> {
    if (this.#staged.length === 0) return;
    const text = this.#staged.map(lineOf).join('');
    if (this.#isNew) {
      if (this.#label !== undefined) await writeAll(this.#place, [{ ...this.#label, replaces: true }]);
      await this.#write(text);
    } else {
      await this.#append(text);
    }
    this.#isNew = false;
    this.#staged = [];
  }

  async #append(text: string): Promise<void> {
    const file = await open(this.#path, APPEND, 0o644);
    const { size } = await file.stat();
    try {
      await file.writeFile(text);
      await file.datasync();
    } catch (error) {
      await file.truncate(size).catch(() => undefined);
      throw error;
    } finally {
      await file.close();
    }
  }

  #keep(entry: Entry): void {
    const { formerId = entry.id } = entry;
    const former = this.#byId.get(formerId);
    if (formerId !== entry.id) this.#byId.delete(formerId);
    // its former address leads to it, unless that is another's by now
    if (former !== undefined && this.byUrl(former.url) === former)
      this.#byUrl.set(addressKey(former.url), entry);
    this.#odd.delete(formerId);
    this.#odd.delete(entry.id);
    this.#byId.set(entry.id, entry);
    this.#byUrl.set(addressKey(entry.url), entry);
    if (!isUnwanted(entry)) return;
    const key = broadAddressKey(entry.url);
    this.#unwanted.set(key, (this.#unwanted.get(key) ?? new Set()).add(entry.id));
  }
}
