/** Whether a mirror still has all files that it took: some may be lost here while nothing changes at its origin. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { mapConcurrently } from '../library/concurrently.ts';
import { tombstoneOf } from '../article/tombstone.ts';
import { parentOf } from '../library/folders.ts';
import { folderOfFile } from '../site/mirror-format.ts';
import { isFeedFile, isWantedFolder, isWantedLicence, placeOf, type Filters } from './filters.ts';
import { filesOfAll, type Known } from './known.ts';
import type { State } from './state.ts';

/** Folders that are looked at here at once. */
const LOOKS = 16;

/** The places of the files that `filters` want, and that were taken, by folder. */
function placesByFolder(
  known: Known,
  refused: State['refused'],
  filters: Filters,
): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>();
  for (const file of filesOfAll(known).values()) {
    const { selector, digest, licence } = file;
    const isWanted =
      isWantedFolder(filters, folderOfFile(selector)) &&
      (isFeedFile(file) || isWantedLicence(filters, licence));
    const place = placeOf(selector);
    if (!isWanted || place === undefined || refused.get(selector)?.digest === digest) continue;
    const folder = parentOf(place);
    const own = places.get(folder);
    if (own === undefined) places.set(folder, [place]);
    else own.push(place);
  }
  return places;
}

/** Whether a file that `filters` want, and that was taken, is no longer at `root`. Cost: one look at each folder. */
export async function isAnyLost(root: string, { known, refused }: State, filters: Filters): Promise<boolean> {
  if (known === undefined) return true;
  const lost = await mapConcurrently(
    [...placesByFolder(known, refused, filters)],
    LOOKS,
    async ([folder, places]) => {
      const names = new Set(await readdir(join(root, folder)).catch(() => []));
      const isThere = (place: string): boolean =>
        names.has(place.slice(folder === '' ? 0 : folder.length + 1));
      return places.some(
        (place) => !isThere(place) && !(place.endsWith('.txt') && isThere(tombstoneOf(place))),
      );
    },
  );
  return lost.includes(true);
}
