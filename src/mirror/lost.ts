/** Whether a mirror still has all that it took: a file may be lost here while nothing changes at its origin. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { mapConcurrently } from '../library/concurrently.ts';
import { folderOfFile } from '../site/mirror-format.ts';
import {
  folderOfPart,
  isFeedFile,
  isWantedFolder,
  isWantedLicence,
  placeOf,
  type Filters,
} from './filters.ts';
import { filesOfAll } from './known.ts';
import type { State } from './state.ts';
import { tombstoneOf } from './tombstones.ts';
import { signatureOf } from './verify-mirror.ts';

/** Files that are looked at here at once. */
const LOOKS = 16;

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Whether a file that `filters` want, and that was taken, or a list of such files, or the signature is no longer at `root`. */
export async function isAnyLost(root: string, state: State, filters: Filters): Promise<boolean> {
  const { known, refused } = state;
  if (known === undefined || typeof signatureOf(state, known) === 'object') return true;
  const isListLost = known.manifest.parts.some(
    ({ selector }) => !known.parts.has(selector) && isWantedFolder(filters, folderOfPart(selector) ?? ''),
  );
  if (isListLost) return true;
  const places = Array.from(filesOfAll(known).values())
    .filter((file) => isWantedFolder(filters, folderOfFile(file.selector)))
    .filter((file) => isFeedFile(file) || isWantedLicence(filters, file.licence))
    .filter(({ selector, digest }) => refused.get(selector)?.digest !== digest)
    .map(({ selector }) => placeOf(selector));
  const found = await mapConcurrently(places, LOOKS, async (place) => {
    if (place === undefined || (await isThere(join(root, place)))) return true;
    return place.endsWith('.txt') && isThere(join(root, tombstoneOf(place)));
  });
  return found.includes(false);
}
