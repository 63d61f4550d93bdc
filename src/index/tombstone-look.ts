/** The tombstones of a folder, looked at for the database: only those that have changed are read. */
import { join } from 'node:path';
import { documentOf } from '../article/tombstone.ts';
import { readRegularFileSync, stampOf } from '../library/read-file.ts';
import { MAX_SIDE_FILE_BYTES } from '../library/side-files.ts';
import { hasTombstoneSelector, tombstoneText } from '../library/tombstone-text.ts';
import { isFresh, statsOf } from './document-look.ts';
import type { Index, IndexedTombstone } from './index.ts';

/** One that cannot be read says nothing; without a stamp it is looked at again. */
const unread = (knownStamp: string | undefined, stamp: string): 'same' | IndexedTombstone =>
  knownStamp === stamp ? 'same' : { stamp, text: '' };

/** What is found of the tombstone at `path`, of which `knownStamp` is remembered; `settle` leaves what may still be written to. */
function lookAt(
  path: string,
  knownStamp: string | undefined,
  settle: boolean,
): 'same' | 'gone' | 'unsettled' | IndexedTombstone {
  const stats = statsOf(path);
  if ('code' in stats) return stats.code === 'vanished' ? 'gone' : unread(knownStamp, '');
  const isInDoubt = isFresh(stats);
  if (settle && isInDoubt) return 'unsettled';
  // what may be another in a moment is read again with the same stamp
  const stamp = isInDoubt ? '' : stampOf(stats);
  if (knownStamp === stamp && !isInDoubt) return 'same';
  const content = readRegularFileSync(path, MAX_SIDE_FILE_BYTES);
  if ('bytes' in content) return { stamp, text: tombstoneText(content.bytes) };
  if (content.code === 'vanished') return 'gone';
  return unread(knownStamp, content.code === 'unreadable' ? '' : stamp);
}

/**
 * Keeps in `index` what the `tombstones` of `folder`, files below `root`, say, and forgets all others of it; whether one
 * may still be written to, and whether one is to be looked at again.
 */
export function lookAtTombstones(
  folder: string,
  tombstones: readonly string[],
  root: string,
  index: Index,
  { settle, now }: { readonly settle: boolean; readonly now: number },
): { readonly isUnsettled: boolean; readonly isFailing: boolean } {
  const known = new Map(index.known.tombstones(folder));
  let [isUnsettled, isFailing] = [false, false];
  for (const file of tombstones) {
    const path = documentOf(file).slice(0, -'.txt'.length);
    if (!hasTombstoneSelector(path)) continue;
    const look = lookAt(join(root, file), known.get(path), settle);
    if (look === 'gone') continue;
    if (look === 'unsettled') isUnsettled = true;
    if (typeof look === 'object') index.putTombstone(path, look, now);
    isFailing ||= (typeof look === 'object' ? look.stamp : known.get(path)) === '';
    known.delete(path);
  }
  for (const path of known.keys()) index.putTombstone(path, undefined, now);
  return { isUnsettled, isFailing };
}
