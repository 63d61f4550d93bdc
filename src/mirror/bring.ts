/** Bringing here what is proved to be at the origin: lists, then withdrawals, then files. */
import { mapConcurrently } from '../library/concurrently.ts';
import type { Place } from '../library/durable.ts';
import { inTheWayOf } from '../library/in-the-way.ts';
import { folderOfFile, parsePart, type ManifestPart, type MirrorFile } from '../site/mirror-format.ts';
import type { Upstream } from './ask.ts';
import { Comparison, type Fetch, type Finding, type Removal } from './compare.ts';
import { Fetching, type Tally } from './fetch-files.ts';
import { ageRank, folderOfPart, isBelow, isWantedFolder, placeOf, type Filters } from './filters.ts';
import { filesOfAll, type Known } from './known.ts';
import { askPart, checkSize } from './learn.ts';
import type { MirrorListener, Outcome } from './outcome.ts';
import { MirrorPlace } from './place.ts';
import { keepPart, type State } from './state.ts';

/** Files that are looked at here at once. */
const LOOKS = 16;
/** Lists that are asked for at once. */
const PARTS = 4;

export interface BringOptions {
  readonly upstream: Upstream;
  readonly place: Place;
  readonly before: State;
  readonly filters: Filters;
  readonly maxBytes: number;
  readonly listener: MirrorListener;
  /** Whether all that was wanted before is here. */
  readonly isComplete: boolean;
}

/** What is known afterwards. */
export type Brought = Pick<State, 'held' | 'refused'> & { readonly known: Known; readonly left: number };

/** What is to be done, but for the files that are to go. */
interface Plan {
  readonly known: Known;
  readonly fetches: readonly Fetch[];
  /** How many files stand in lists that were not asked for. */
  readonly unlisted: number;
}

const folderOf = ({ selector }: Pick<ManifestPart, 'selector'>): string => folderOfPart(selector) ?? '';

export class Bringing {
  readonly #options: BringOptions;
  readonly #old: ReadonlyMap<string, MirrorFile>;
  readonly #oldFolders: ReadonlySet<string>;
  readonly #comparison: Comparison;
  readonly #place: MirrorPlace;
  readonly #tally: Tally = { refused: new Map(), left: new Set() };
  readonly #fetches: Fetch[] = [];
  readonly #removals: Removal[] = [];
  /** How many more bytes may be fetched. */
  #room: number;

  constructor(options: BringOptions) {
    this.#options = options;
    const { place, filters, before, upstream, isComplete } = options;
    const parts = before.known?.parts ?? new Map<string, string>();
    this.#old = filesOfAll({ parts });
    this.#oldFolders = new Set(Array.from(parts.keys(), (selector) => folderOf({ selector })));
    this.#comparison = new Comparison(place.root, filters, before, this.#old, isComplete);
    this.#place = new MirrorPlace(place, this.#comparison, upstream.name);
    this.#room = options.maxBytes;
  }

  /** Brings here what is wanted of `proved`. Rejects with the first error; what is whole by then is here. */
  async all(proved: Known): Promise<Brought> {
    const { upstream, listener, place } = this.#options;
    const { known, fetches, unlisted } = await this.#plan(proved, (part) => keepPart(place, part));
    await this.#remove((removal) => this.#place.remove(removal));
    listener.onExpected(fetches.reduce((sum, { file }) => sum + file.bytes, 0));
    await new Fetching(upstream, this.#place, listener, this.#tally).all(fetches);
    await place.scratch.close();
    const { refused, left } = this.#tally;
    return { known, held: this.#held(), refused, left: left.size + unlisted };
  }

  /** Tells what {@link all} would do, as far as that can be seen from the lists: nothing is written, and no file asked for. */
  async foresee(proved: Known): Promise<Pick<Brought, 'refused' | 'left'>> {
    const { fetches, unlisted } = await this.#plan(proved, () => Promise.resolve());
    await this.#remove((removal) => this.#comparison.removal(removal));
    for (const { file, place, replaces } of fetches) {
      const { selector, bytes } = file;
      this.#options.listener.onOutcome({ kind: replaces ? 'changed' : 'new', selector, file: place, bytes });
    }
    const { refused, left } = this.#tally;
    return { refused, left: left.size + unlisted };
  }

  /** Asks for the lists that are wanted, each of which is told to `keep`, and finds what is to be fetched and what is to go. */
  async #plan({ manifest, text, parts }: Known, keep: (part: string) => Promise<void>): Promise<Plan> {
    const { upstream, filters, listener } = this.#options;
    const wanted = manifest.parts
      .filter((part) => this.#oldFolders.has(folderOf(part)) || isWantedFolder(filters, folderOf(part)))
      .toSorted((a, b) => ageRank(folderOf(b)) - ageRank(folderOf(a)) || (a.selector < b.selector ? -1 : 1));
    checkSize(wanted, upstream);
    if (filters.feed !== '' && !manifest.parts.some((part) => isBelow(folderOf(part), filters.feed)))
      listener.onNote(`${upstream.name} has no feed ${filters.feed}.`);
    const texts = new Map(parts);
    const ask = (some: readonly ManifestPart[]): Promise<void> => this.#askParts(some, texts, keep);
    // what was known is kept up, whatever there is room for
    await ask(wanted.filter((part) => this.#oldFolders.has(folderOf(part))));
    let unlisted = 0;
    const atOnce = Number.isFinite(this.#room) ? 1 : PARTS;
    for (let index = 0; index < wanted.length; index += atOnce) {
      const some = wanted.slice(index, index + atOnce);
      if (this.#room > 0) await ask(some);
      for (const part of some) {
        const listed = texts.get(part.selector);
        if (listed === undefined) unlisted += part.files;
        else await this.#look(parsePart(listed) ?? []);
      }
    }
    const known = { manifest, text, parts: texts };
    const now = filesOfAll(known);
    this.#findWithdrawn(known, now);
    return { known, fetches: this.#fetches.filter(({ file }) => now.has(file.selector)), unlisted };
  }

  async #askParts(
    parts: readonly ManifestPart[],
    texts: Map<string, string>,
    keep: (part: string) => Promise<void>,
  ): Promise<void> {
    const unknown = parts.filter(({ selector }) => !texts.has(selector));
    await mapConcurrently(unknown, PARTS, async (part) => {
      const text = await askPart(part, this.#options.upstream);
      await keep(text);
      texts.set(part.selector, text);
    });
  }

  async #look(files: readonly MirrorFile[]): Promise<void> {
    const findings = await mapConcurrently(files, LOOKS, (file) => this.#comparison.look(file));
    for (const finding of findings) this.#take(finding);
  }

  #take(finding: Finding): void {
    const { listener } = this.#options;
    switch (finding.kind) {
      case 'nothing':
        return;
      case 'fetch':
        if (finding.file.bytes > this.#room) this.#tally.left.add(finding.file.selector);
        else {
          this.#room -= finding.file.bytes;
          this.#fetches.push(finding);
        }
        return;
      case 'drop':
        this.#removals.push({
          selector: finding.file.selector,
          place: finding.place,
          withdrawnMs: undefined,
        });
        return;
      case 'refused': {
        const { selector, reason } = finding.file;
        this.#tally.refused.set(selector, finding.file);
        listener.onOutcome({ kind: 'refused', selector, reason });
        return;
      }
      case 'kept':
        this.#tally.left.add(finding.selector);
        listener.onOutcome(finding);
    }
  }

  /** What was listed before, in a folder whose lists are known, and is not among what there is `now`. */
  #findWithdrawn({ manifest, parts }: Known, now: ReadonlyMap<string, MirrorFile>): void {
    const unlisted = new Set(manifest.parts.filter(({ selector }) => !parts.has(selector)).map(folderOf));
    for (const selector of new Set([...this.#old.keys(), ...this.#options.before.held.keys()])) {
      if (now.has(selector) || unlisted.has(folderOfFile(selector))) continue;
      const place = placeOf(selector);
      if (place !== undefined) this.#removals.push({ selector, place, withdrawnMs: manifest.timeMs });
    }
  }

  /** Has `remove` take away what is to go, and tells what became of it. */
  async #remove(remove: (removal: Removal) => Promise<Outcome | undefined>): Promise<void> {
    for (const removal of this.#removals) {
      const outcome = await remove(removal).catch((error: unknown): Outcome => {
        const { message, fix } = inTheWayOf(error) ?? {};
        if (message === undefined || fix === undefined) throw error;
        return { kind: 'kept', selector: removal.selector, reason: message, fix };
      });
      if (outcome !== undefined) this.#options.listener.onOutcome(outcome);
    }
  }

  /** Of the files that are not as the lists say, the digests that they may have here. */
  #held(): State['held'] {
    const { held } = this.#options.before;
    const entries = [...this.#tally.left, ...this.#tally.refused.keys()].map(
      (selector): [string, ReadonlySet<string>] => {
        const old = this.#old.get(selector)?.digest;
        return [selector, new Set([...(held.get(selector) ?? []), ...(old === undefined ? [] : [old])])];
      },
    );
    return new Map(entries.filter(([, digests]) => digests.size > 0));
  }
}
