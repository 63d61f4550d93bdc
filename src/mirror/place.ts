/** Putting files in their places and taking them away, so that at any moment each is whole and known as ours. */
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArticle } from '../article/parse.ts';
import type { Article } from '../article/article.ts';
import { isTombstone, tombstoneOf } from '../article/tombstone.ts';
import { readIfThere, syncFolder, writeAll, type Place, type Write } from '../library/durable.ts';
import { parentOf } from '../library/folders.ts';
import { inTheWayOf } from '../library/in-the-way.ts';
import { keptFinding, type Comparison, type Fetch, type Removal } from './compare.ts';
import type { Outcome } from './outcome.ts';
import { noteHeld } from './state.ts';
import { tombstoneFor } from './tombstones.ts';

/** A file that was fetched and may be shown; a document has a title. */
export type Fetched = Fetch & { readonly bytes: Uint8Array; readonly title: string | undefined };

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
    for (const { file, place } of fit) await this.#raise(file.selector, place);
    const writes = fit.map(({ place, bytes, replaces }): Write => ({ file: place, bytes, replaces }));
    const placed = await writeAll(this.place, writes);
    for (const [index, { file, place, replaces, title }] of fit.entries())
      if (placed[index] === true) {
        const { selector } = file;
        outcomes.push({ kind: replaces ? 'changed' : 'new', selector, file: place, title });
      } else outcomes.push(keptFinding(file.selector));
    return outcomes;
  }

  /** Takes away the tombstone that this mirror has put in the place of a document that is back: both at once would hide it for good. */
  async #raise(selector: string, place: string): Promise<void> {
    if (!isDocument(place)) return;
    const stands = await this.#comparison.standsAt(tombstoneOf(selector), tombstoneOf(place));
    if (stands === true) await unlink(join(this.place.root, tombstoneOf(place)));
  }

  /** Takes a file away, and where it is a document that was withdrawn says so in its place; `undefined` where there was nothing to take. */
  async remove(removal: Removal): Promise<Outcome | undefined> {
    const outcome = await this.#comparison.removal(removal);
    if (outcome?.file === undefined) return outcome;
    const { place } = removal;
    const { root } = this.place;
    const bytes = isDocument(place) ? await readIfThere(join(root, place)) : undefined;
    const article = bytes && parseArticle(bytes).article;
    try {
      if (article !== undefined) await this.#mark(removal, article);
    } finally {
      // whatever can be said in its place, it is shown no longer
      await unlink(join(root, place));
    }
    await syncFolder(join(root, parentOf(place)));
    return { ...outcome, title: article?.title };
  }

  /**
   * Says in the place of a document that was withdrawn that its origin has it no longer, where nothing is said there yet: what the
   * origin says of it takes the place of that.
   */
  async #mark({ selector, place, withdrawnMs }: Removal, article: Article): Promise<void> {
    if (withdrawnMs === undefined) return;
    const [tombstone, file] = [tombstoneOf(selector), tombstoneOf(place)];
    try {
      if ((await this.#comparison.standsAt(tombstone, file)) !== undefined) return;
      const bytes = tombstoneFor(article, this.#name, withdrawnMs);
      await writeAll(this.place, [{ file, bytes, replaces: false }]);
    } catch (error) {
      if (inTheWayOf(error) === undefined) throw error;
    }
  }
}
