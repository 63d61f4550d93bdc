/** Putting files in their places and taking them away, so that at any moment each is whole and known as ours. */
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isTombstone, tombstoneOf } from '../article/tombstone.ts';
import { readIfThere, syncFolder, writeAll, type Place, type Write } from '../library/durable.ts';
import { parentOf } from '../library/folders.ts';
import { inTheWayOf } from '../library/in-the-way.ts';
import type { MirrorFile } from '../site/mirror-format.ts';
import { keptFinding, type Comparison, type Fetch } from './compare.ts';
import type { Outcome } from './outcome.ts';
import { noteHeld } from './state.ts';
import { tombstoneFor } from './tombstones.ts';

/** A file that was fetched and may be shown. */
export type Fetched = Fetch & { readonly bytes: Uint8Array };

const isDocument = (place: string): boolean => place.endsWith('.txt');

/** The articles folder of a mirror. */
export class MirrorPlace {
  readonly place: Place;
  readonly #comparison: Comparison;
  /** The name of the upstream. */
  readonly #name: string;

  constructor(place: Place, comparison: Comparison, name: string) {
    this.place = place;
    this.#comparison = comparison;
    this.#name = name;
  }

  /** Puts `files` in their places, through to the disk, but for those where something of somebody else's stands by now. */
  async put(files: readonly Fetched[]): Promise<Outcome[]> {
    if (files.length === 0) return [];
    await noteHeld(
      this.place,
      files.map(({ file }) => file),
    );
    try {
      return await this.#putAll(files);
    } catch (error) {
      const { message, fix } = inTheWayOf(error) ?? {};
      if (message === undefined || fix === undefined) throw error;
      const [only] = files;
      if (files.length === 1 && only !== undefined)
        return [{ kind: 'kept', selector: only.file.selector, reason: message, fix }];
      // what is in the way of one is not in that of all
      const outcomes: Outcome[] = [];
      for (const file of files) outcomes.push(...(await this.put([file])));
      return outcomes;
    }
  }

  async #putAll(files: readonly Fetched[]): Promise<Outcome[]> {
    const fit: Fetched[] = [];
    const outcomes: Outcome[] = [];
    for (const each of files) {
      // fetching may have taken long, and a tombstone of ours may stand there since its document went
      const { file, place, replaces } = each;
      const mayStand = replaces || isTombstone(place);
      const stands = mayStand ? await this.#comparison.standsAt(file.selector, place) : undefined;
      const isHiding = isTombstone(place) && (await this.#comparison.isOverruled(file.selector, place));
      if (stands === false || isHiding) outcomes.push(keptFinding(file.selector));
      else fit.push({ ...each, replaces: replaces || stands === true });
    }
    for (const { file, place } of fit) await this.#raise(file, place);
    const writes = fit.map(({ place, bytes, replaces }): Write => ({ file: place, bytes, replaces }));
    const placed = await writeAll(this.place, writes);
    for (const [index, { file, place, replaces }] of fit.entries())
      if (placed[index] === true) {
        // of a withdrawal is told when its document goes
        if (isTombstone(place)) continue;
        outcomes.push({ kind: replaces ? 'changed' : 'new', selector: file.selector });
      } else outcomes.push(keptFinding(file.selector));
    return outcomes;
  }

  /** Takes away the tombstone that this mirror has put in the place of a document that is back: both at once would hide it for good. */
  async #raise({ selector }: MirrorFile, place: string): Promise<void> {
    if (!isDocument(place)) return;
    const stands = await this.#comparison.standsAt(tombstoneOf(selector), tombstoneOf(place));
    if (stands === true) await unlink(join(this.place.root, tombstoneOf(place)));
  }

  /**
   * Takes `file` away, and where it is a document that was withdrawn at `withdrawnMs`, says so in its place; `undefined`
   * where nothing stands there, and for a tombstone.
   */
  async remove(
    { selector }: Pick<MirrorFile, 'selector'>,
    place: string,
    withdrawnMs: number | undefined,
  ): Promise<Outcome | undefined> {
    const stands = await this.#comparison.standsAt(selector, place);
    if (stands === undefined) return undefined;
    if (!stands) return isTombstone(place) ? undefined : keptFinding(selector);
    const { root } = this.place;
    try {
      if (withdrawnMs !== undefined && isDocument(place)) await this.#mark(selector, place, withdrawnMs);
    } finally {
      // whatever can be said in its place, it is shown no longer
      await unlink(join(root, place));
    }
    await syncFolder(join(root, parentOf(place)));
    if (isTombstone(place)) return undefined;
    return { kind: withdrawnMs === undefined ? 'dropped' : 'withdrawn', selector };
  }

  /** Says in the place of a document that its origin has it no longer, where nothing is said there yet: what the origin says of it takes the place of that. */
  async #mark(selector: string, place: string, withdrawnMs: number): Promise<void> {
    const [tombstone, file] = [tombstoneOf(selector), tombstoneOf(place)];
    try {
      if ((await this.#comparison.standsAt(tombstone, file)) !== undefined) return;
      const document = (await readIfThere(join(this.place.root, place))) ?? new Uint8Array();
      const bytes = tombstoneFor(document, this.#name, withdrawnMs);
      await writeAll(this.place, [{ file, bytes, replaces: false }]);
    } catch (error) {
      if (inTheWayOf(error) === undefined) throw error;
    }
  }
}
