/** What stays in the place of a document that was withdrawn. */
import { writeAll, type Place } from '../library/durable.ts';
import { cleanLine } from '../text/clean.ts';

/** What a tombstone says. */
export interface Tombstone {
  /** `YYYY-MM-DD` */
  readonly withdrawn: string;
  readonly reason: string;
  readonly title: string;
  /** The source URL. */
  readonly source: string;
}

/** Writes the tombstone of the document `file` (a path below the articles folder, with `.txt`), through to the disk. */
export async function writeTombstone(
  place: Place,
  file: string,
  { withdrawn, reason, title, source }: Tombstone,
): Promise<void> {
  const lines = [
    `Withdrawn: ${withdrawn}`,
    `Reason: ${cleanLine(reason)}`,
    `Title: ${cleanLine(title)}`,
    `Source: ${cleanLine(source)}`,
  ];
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  await writeAll(place, [{ file: file.replace(/\.txt$/, '.withdrawn'), bytes, replaces: true }]);
}
