/** Bringing here what is proved to be at the origin: lists, then withdrawals, then files. */
import { mapConcurrently } from '../library/concurrently.ts';
import type { Place } from '../library/durable.ts';
import { inTheWayOf } from '../library/in-the-way.ts';
import { folderOfFile, parsePart, type ManifestPart, type MirrorFile } from '../site/mirror-format.ts';
import type { Upstream } from './ask.ts';
import { Comparison, type Fetch, type Finding } from './compare.ts';
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

const folderOf = ({ selector }: Pick<ManifestPart, 'selector'>): string => folderOfPart(selector) ?? '';

export class Bringing {
  readonly #options: BringOptions;
  readonly #old: ReadonlyMap<string, MirrorFile>;
  readonly #oldFolders: ReadonlySet<string>;
  readonly #comparison: Comparison;
  readonly #place: MirrorPlace;
  readonly #tally: Tally = { refused: new Map(), left: new Set() };
  readonly #fetches: Fetch[] = [];
  readonly #drops: Extract<Finding, { kind: 'drop' }>[] = [];
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

  async all({ manifest, text, parts }: Known): Promise<Brought> {
    const { upstream, filters, listener, place } = this.#options;
    const wanted = manifest.parts
      .filter((part) => this.#oldFolders.has(folderOf(part)) || isWantedFolder(filters, folderOf(part)))
      .toSorted((a, b) => ageRank(folderOf(b)) - ageRank(folderOf(a)) || (a.selector < b.selector ? -1 : 1));
    checkSize(wanted, upstream);
    if (filters.feed !== '' && !manifest.parts.some((part) => isBelow(folderOf(part), filters.feed)))
      listener.onNote(`${upstream.name} has no feed ${filters.feed}.`);
    const texts = new Map(parts);
    // what was known is kept up, whatever there is room for
    await this.#askParts(
      wanted.filter((part) => this.#oldFolders.has(folderOf(part))),
      texts,
    );
    let unlisted = 0;
    const atOnce = Number.isFinite(this.#room) ? 1 : PARTS;
    for (let index = 0; index < wanted.length; index += atOnce) {
      const some = wanted.slice(index, index + atOnce);
      if (this.#room > 0) await this.#askParts(some, texts);
      for (const part of some) {
        const listed = texts.get(part.selector);
        if (listed === undefined) unlisted += part.files;
        else await this.#look(parsePart(listed) ?? []);
      }
    }
    const known = { manifest, text, parts: texts };
    const now = filesOfAll(known);
    await this.#withdraw(known, now);
    const fetches = this.#fetches.filter(({ file }) => now.has(file.selector));
    listener.onExpected(fetches.reduce((sum, { file }) => sum + file.bytes, 0));
    await new Fetching(upstream, this.#place, listener, this.#tally).all(fetches);
    await place.scratch.close();
    const { refused, left } = this.#tally;
    return { known, held: this.#held(), refused, left: left.size + unlisted };
  }

  async #askParts(parts: readonly ManifestPart[], texts: Map<string, string>): Promise<void> {
    const { upstream, place } = this.#options;
    const unknown = parts.filter(({ selector }) => !texts.has(selector));
    await mapConcurrently(unknown, PARTS, async (part) => {
      const text = await askPart(part, upstream);
      await keepPart(place, text);
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
        this.#drops.push(finding);
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

  /** Takes away what is no longer there, or no longer under a licence that is wanted. */
  async #withdraw({ manifest, parts }: Known, now: ReadonlyMap<string, MirrorFile>): Promise<void> {
    for (const { file, place } of this.#drops) await this.#remove(file, place, undefined);
    const unlisted = new Set(manifest.parts.filter(({ selector }) => !parts.has(selector)).map(folderOf));
    for (const selector of new Set([...this.#old.keys(), ...this.#options.before.held.keys()])) {
      if (now.has(selector) || unlisted.has(folderOfFile(selector))) continue;
      const place = placeOf(selector);
      if (place !== undefined) await this.#remove({ selector }, place, manifest.timeMs);
    }
  }

  async #remove(
    file: Pick<MirrorFile, 'selector'>,
    place: string,
    withdrawnMs: number | undefined,
  ): Promise<void> {
    const { selector } = file;
    const outcome = await this.#place.remove(file, place, withdrawnMs).catch((error: unknown): Outcome => {
      const { message, fix } = inTheWayOf(error) ?? {};
      if (message === undefined || fix === undefined) throw error;
      return { kind: 'kept', selector, reason: message, fix };
    });
    if (outcome !== undefined) this.#options.listener.onOutcome(outcome);
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
