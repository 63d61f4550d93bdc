/** Putting a tombstone in the place of a document that was withdrawn. */
import { TOMBSTONE_END, writeTombstone, type Tombstone } from '../article/tombstone.ts';
import { writeAll, type Place } from '../library/durable.ts';

/** Writes `tombstone` for the document `file` (a path below the articles folder, with `.txt`), through to the disk. */
export async function placeTombstone(place: Place, file: string, tombstone: Tombstone): Promise<void> {
  const bytes = Buffer.from(writeTombstone(tombstone));
  await writeAll(place, [{ file: file.replace(/\.txt$/, TOMBSTONE_END), bytes, replaces: true }]);
}
