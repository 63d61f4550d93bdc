/** Whether a mirror still has all files that it took: some may be lost here while nothing changes at its origin. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { mapConcurrently } from '../library/concurrently.ts';
import { counterpartOf } from '../article/tombstone.ts';
import { parentOf } from '../library/folders.ts';
import { folderOfFile, type MirrorFile } from '../site/mirror-format.ts';
import { Comparison } from './compare.ts';
import { isFree, isWantedFolder, isWantedLicence, placeOf, type Filters } from './filters.ts';
import { filesOfAll } from './known.ts';
import type { State } from './state.ts';

/** Folders that are looked at here at once. */
const LOOKS = 16;

interface Placed {
  readonly selector: string;
  readonly place: string;
}

/** The places of those of `files` that `filters` want, and that were taken, by folder. */
function placesByFolder(
  files: Iterable<MirrorFile>,
  refused: State['refused'],
  filters: Filters,
): ReadonlyMap<string, readonly Placed[]> {
  const places = new Map<string, Placed[]>();
  for (const file of files) {
    const { selector, digest, licence } = file;
    const isWanted =
      isWantedFolder(filters, folderOfFile(selector)) && (isFree(file) || isWantedLicence(filters, licence));
    const place = placeOf(selector);
    if (!isWanted || place === undefined || refused.get(selector)?.digest === digest) continue;
    const folder = parentOf(place);
    const own = places.get(folder);
    if (own === undefined) places.set(folder, [{ selector, place }]);
    else own.push({ selector, place });
  }
  return places;
}

/** Whether a file that `filters` want, and that was taken, is no longer at `root`. Cost: one look at each folder, and at each file that is not there. */
export async function isAnyLost(root: string, before: State, filters: Filters): Promise<boolean> {
  const { known, refused } = before;
  if (known === undefined) return true;
  const files = filesOfAll(known);
  const comparison = new Comparison(root, filters, before, files, false);
  const lost = await mapConcurrently(
    [...placesByFolder(files.values(), refused, filters)],
    LOOKS,
    async ([folder, places]) => {
      const names = new Set(await readdir(join(root, folder)).catch(() => []));
      const isThere = (place: string): boolean =>
        names.has(place.slice(folder === '' ? 0 : folder.length + 1));
      for (const { selector, place } of places) {
        // a tombstone of ours, left by a run that was killed, hides a document
        const isHidden = isThere(counterpartOf(place) ?? '');
        const isAsLeft = isThere(place) && !isHidden;
        if (!isAsLeft && !(await comparison.isOverruled(selector, place))) return true;
      }
      return false;
    },
  );
  return lost.includes(true);
}
