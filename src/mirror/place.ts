/** Putting files in their places and taking them away, so that at any moment each is whole and known as ours. */
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArticle } from '../article/parse.ts';
import { sourceOf, type Article } from '../article/article.ts';
import { tombstoneOf, writeTombstone } from '../article/tombstone.ts';
import { readIfThere, syncFolder, writeAll, type Place, type Write } from '../library/durable.ts';
import { parentOf } from '../library/folders.ts';
import { inTheWayOf } from '../library/in-the-way.ts';
import { keptFinding, type Comparison, type Fetch, type Removal } from './compare.ts';
import type { Outcome } from './outcome.ts';
import { noteHeld } from './state.ts';
import { reasonOf, withdrawnBy } from './tombstones.ts';

/** A file that was fetched and may be shown. */
export type Fetched = Fetch & { readonly bytes: Uint8Array };

/** The article that is to stand at `place`; `undefined` where that is another file. */
const articleOf = (place: string, bytes: Uint8Array): Article | undefined =>
  place.endsWith('.txt') ? parseArticle(bytes).article : undefined;

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
      // fetching may have taken long
      const stands = each.replaces
        ? await this.#comparison.standsAt(each.file.selector, each.place)
        : undefined;
      if (stands === false) outcomes.push(keptFinding(each.file.selector));
      else fit.push(each);
    }
    const writes = fit.map(({ place, bytes, replaces }): Write => ({ file: place, bytes, replaces }));
    const placed = await writeAll(this.place, writes);
    for (const [index, { file, place, replaces, bytes }] of fit.entries())
      if (placed[index] === true) {
        if (!replaces) await this.#raise(place);
        const { selector } = file;
        const title = articleOf(place, bytes)?.title;
        outcomes.push({ kind: replaces ? 'changed' : 'new', selector, file: place, title });
      } else outcomes.push(keptFinding(file.selector));
    return outcomes;
  }

  /** Takes away the tombstone that this mirror has put in the place of a document that is back. */
  async #raise(place: string): Promise<void> {
    const { root } = this.place;
    if ((await withdrawnBy(root, place)) === 'mirror') await unlink(join(root, tombstoneOf(place)));
  }

  /** Takes a file away, and where it was withdrawn says so in its place; `undefined` where nothing stands there. */
  async remove(removal: Removal): Promise<Outcome | undefined> {
    const outcome = await this.#comparison.removal(removal);
    if (outcome?.file === undefined) return outcome;
    const { place, withdrawnMs } = removal;
    const { root } = this.place;
    const path = join(root, place);
    const article = articleOf(place, (await readIfThere(path)) ?? new Uint8Array());
    if (withdrawnMs !== undefined && article !== undefined) {
      const on = new Date(withdrawnMs);
      const text = writeTombstone({
        withdrawn: { year: on.getUTCFullYear(), month: on.getUTCMonth() + 1, day: on.getUTCDate() },
        reason: reasonOf(this.#name),
        title: article.title,
        source: sourceOf(article) ?? '',
      });
      await writeAll(this.place, [{ file: tombstoneOf(place), bytes: Buffer.from(text), replaces: true }]);
    }
    await unlink(path);
    await syncFolder(join(root, parentOf(place)));
    return { ...outcome, title: article?.title };
  }
}
