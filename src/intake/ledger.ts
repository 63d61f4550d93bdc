/** The ledger of a feed: what became of everything that its upstream has offered. Lines are appended, and the last one on an item counts. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, writeAll, type Place, type Write } from '../library/durable.ts';
import { InTheWay } from '../library/in-the-way.ts';
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
  /** The id of its licence, where the default of feed.toml alone gives it. */
  readonly defaultLicence?: string | undefined;
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

const UNWANTED: readonly string[] = ['refused', 'withdrawn'];

/** Whether an article is not to be taken again. */
export const isUnwanted = ({ state }: Entry): boolean => UNWANTED.includes(state);

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
const APPEND = constants.O_APPEND | constants.O_WRONLY | constants.O_NOFOLLOW;
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
  'defaultLicence',
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

/** What `line` says; `undefined` where it is no JSON. */
function valueOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const lineOf = (entry: Entry): string => `${JSON.stringify(entry)}\n`;

/** The text `name` of what a line says. */
function textIn(value: unknown, name: string): string | undefined {
  const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** A line that is no entry, and what was known of its item before. */
interface OddLine {
  readonly line: string;
  readonly before: Entry | undefined;
}

const NEVER = new Date(0).toISOString();

/** What is known of an item from an odd line alone: it may have been refused, so it is not taken. */
const unread = (id: string, value: unknown): Entry => ({
  id,
  url: textIn(value, 'url') ?? id,
  title: textIn(value, 'title') ?? id,
  state: 'refused',
  file: '',
  sha256: '',
  offered: '',
  seen: NEVER,
  at: NEVER,
  reason: 'its line in the ledger cannot be read',
  fix: 'put the line right, or remove it',
});

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
    const isRefusal = UNWANTED.includes(textIn(value, 'state') ?? '');
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
