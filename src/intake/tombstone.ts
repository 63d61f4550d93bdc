/** Putting a tombstone in the place of a document that was withdrawn. */
import { parseDate } from '../article/date.ts';
import { tombstoneOf, writeTombstone } from '../article/tombstone.ts';
import { writeAll, type Place } from '../library/durable.ts';
import type { Entry } from './entry.ts';

/** Writes the tombstone of `entry`, which was withdrawn at its last change, through to the disk. */
export async function placeTombstone(
  place: Place,
  { file, at, reason = '', title, url: source }: Entry,
): Promise<void> {
  const withdrawn = parseDate(at)?.date;
  const bytes = Buffer.from(writeTombstone({ withdrawn, reason, title, source }));
  await writeAll(place, [{ file: tombstoneOf(file), bytes, replaces: true }]);
}
