/** Tombstones in a mirror: those that it puts itself, and those of the people who run it. */
import { join } from 'node:path';
import { parseTombstone, tombstoneOf } from '../article/tombstone.ts';
import { isAbsent } from '../library/durable.ts';
import { readRegularFile } from '../library/read-file.ts';

export const MAX_TOMBSTONE_BYTES: number = 64 * 1024;

/** The reason that a mirror of the upstream called `name` gives. */
export const reasonOf = (name: string): string => `no longer at ${name}, of which this is a mirror`;

const isOfMirror = (reason: string): boolean => /^no longer at \S+, of which this is a mirror$/.test(reason);

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
