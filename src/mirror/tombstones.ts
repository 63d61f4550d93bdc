/** Tombstones in a mirror: those that it puts itself, and those of the people who run it. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { parseTombstone, TOMBSTONE_END } from '../article/tombstone.ts';
import { readRegularFile } from '../library/read-file.ts';

const MAX_TOMBSTONE_BYTES = 64 * 1024;

/** The file of the tombstone beside the document at `place`. */
export const tombstoneOf = (place: string): string => place.replace(/\.txt$/, TOMBSTONE_END);

/** The reason that a mirror of the upstream called `name` gives. */
export const reasonOf = (name: string): string => `no longer at ${name}, of which this is a mirror`;

const isOfMirror = (reason: string): boolean => /^no longer at \S+, of which this is a mirror$/.test(reason);

/** Whether nothing is at `path`. In a first copy that is so of every file, twice: to ask for it in a thread takes twenty times as long. */
export function isAbsent(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false; // whoever reads it is told why
  }
}

/** By whom the document at `place` was withdrawn here; `undefined` where it was not. */
export async function withdrawnBy(root: string, place: string): Promise<'mirror' | 'people' | undefined> {
  if (!place.endsWith('.txt')) return undefined;
  const path = join(root, tombstoneOf(place));
  if (isAbsent(path)) return undefined;
  const content = await readRegularFile(path, MAX_TOMBSTONE_BYTES);
  if (!('bytes' in content)) return content.code === 'vanished' ? undefined : 'people';
  const { reason } = parseTombstone(Buffer.from(content.bytes).toString('utf8'));
  return isOfMirror(reason) ? 'mirror' : 'people';
}
