/** What is remembered of a feed's upstream from one run to the next. */
import { join } from 'node:path';
import { readIfThere, writeAll, type Place } from '../../library/durable.ts';
import type { Content } from '../http/fetched.ts';
import { journalFolder } from '../journal.ts';

/** By which an upstream says whether anything has changed. */
export interface Validators {
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

interface Remembered {
  /** What feed.toml said then. */
  readonly settings: string;
  /** By the address that feed.toml gives, or that a page does. */
  readonly validators: Readonly<Record<string, Validators>>;
  /** Where an upstream wishes to be asked instead. */
  readonly moved: Readonly<Record<string, string>>;
  /** When each thing was last asked for, ISO 8601. */
  readonly asked?: Readonly<Record<string, string>>;
  /** Since this instant it rests, and until the other. */
  readonly restedAt?: string | undefined;
  readonly notBefore?: string | undefined;
}

const FILE = 'state.json';
const NOTHING: Remembered = { settings: '', validators: {}, moved: {} };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isRemembered = (value: unknown): value is Remembered =>
  isRecord(value) &&
  typeof value['settings'] === 'string' &&
  [value['validators'], value['moved'], value['asked'] ?? {}].every(isRecord);

async function load(path: string): Promise<Remembered> {
  try {
    const bytes = await readIfThere(path);
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isRemembered(value) ? value : NOTHING;
  } catch {
    return NOTHING; // all is asked for once more
  }
}

/** The memory of one feed's upstream. It is saved once all that was found is on the disk. */
export class UpstreamMemory {
  readonly #place: Place;
  readonly #file: string;
  readonly #settings: string;
  readonly #validators: Map<string, Validators>;
  readonly #moved: Map<string, string>;
  readonly #asked: Map<string, string>;
  #restedAt: string | undefined;
  #notBefore: string | undefined;

  private constructor(place: Place, file: string, settings: string, remembered: Remembered) {
    this.#place = place;
    this.#file = file;
    this.#settings = settings;
    // what was held may not be, by what feed.toml says now
    const isSame = remembered.settings === settings;
    this.#validators = new Map(isSame ? Object.entries(remembered.validators) : []);
    this.#moved = new Map(Object.entries(remembered.moved));
    this.#asked = new Map(Object.entries(remembered.asked ?? {}));
    this.#restedAt = isSame ? remembered.restedAt : undefined;
    this.#notBefore = isSame ? remembered.notBefore : undefined;
  }

  /** What is known of the feed's upstream; `settings` is the digest of what feed.toml says. */
  static async load(place: Place, feed: string, settings: string): Promise<UpstreamMemory> {
    const file = `${journalFolder(feed)}/${FILE}`;
    return new UpstreamMemory(place, file, settings, await load(join(place.root, file)));
  }

  /** Has the upstream of `feed` be asked in the next run, for everything. Rejects with the system's error. */
  static async expire(place: Place, feed: string, nowMs: number): Promise<void> {
    const file = `${journalFolder(feed)}/${FILE}`;
    const remembered = await load(join(place.root, file));
    const memory = new UpstreamMemory(place, file, remembered.settings, remembered);
    memory.forget();
    memory.rest(nowMs, undefined);
    await memory.save();
  }

  /** The instant before which the upstream is not asked; `undefined` where it may be now. */
  waitsUntil(nowMs: number): string | undefined {
    // a clock that was ahead when it was asked says nothing
    const isPast = Date.parse(this.#restedAt ?? '') <= nowMs;
    return isPast && Date.parse(this.#notBefore ?? '') > nowMs ? this.#notBefore : undefined;
  }

  /** From now on the upstream is not asked for so long. */
  rest(nowMs: number, restMs: number | undefined): void {
    this.#restedAt = new Date(nowMs).toISOString();
    this.#notBefore = restMs === undefined ? undefined : new Date(nowMs + restMs).toISOString();
  }

  /** Where what feed.toml calls `url` is asked for. */
  addressOf(url: string): string {
    return this.#moved.get(url) ?? url;
  }

  /** The conditions under which `url` is asked for; none where it never was. */
  validatorsOf(url: string): Validators {
    return this.#validators.get(url) ?? {};
  }

  /** When `url` was last asked for, in milliseconds since 1970; 0 where it never was. */
  readonly askedMs = (url: string): number => Date.parse(this.#asked.get(url) ?? '') || 0;

  /** `url` is asked for now. */
  asks(url: string, nowMs: number): void {
    this.#asked.set(url, new Date(nowMs).toISOString());
  }

  /** `content` is what was at `url`. */
  found(url: string, { etag, lastModified, isPermanentlyMoved, url: address }: Content): void {
    this.#validators.set(url, { etag, lastModified });
    if (isPermanentlyMoved) this.#moved.set(url, address);
  }

  /** What had moved from `url` is there again. */
  returned(url: string): void {
    this.#moved.delete(url);
  }

  /** What was found was not all taken: it is asked for again. */
  forget(): void {
    this.#validators.clear();
  }

  /** Writes it, through to the disk. Rejects with the system's error. */
  async save(): Promise<void> {
    const remembered: Remembered = {
      settings: this.#settings,
      validators: Object.fromEntries(this.#validators),
      moved: Object.fromEntries(this.#moved),
      asked: Object.fromEntries(this.#asked),
      restedAt: this.#restedAt,
      notBefore: this.#notBefore,
    };
    const bytes = Buffer.from(`${JSON.stringify(remembered)}\n`);
    await writeAll(this.#place, [{ file: this.#file, bytes, replaces: true }]);
  }
}
