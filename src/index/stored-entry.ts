/** Articles as rows of the database. */
import { dateOfRank } from '../article/date.ts';
import { licenceById } from '../article/licences.ts';
import type { Entry } from '../site/library.ts';
import type { Row } from './sqlite.ts';

/** What a row must have. */
export const ENTRY_COLUMNS = 'path, feed, date, title, publisher, licence, bytes, modified';

/** The article of `row`; `undefined` when its licence is not known any more. */
export function entryOfRow(row: Row): Entry | undefined {
  const licence = licenceById(String(row['licence']));
  if (licence === undefined) return undefined;
  return {
    path: String(row['path']),
    feed: String(row['feed']),
    title: String(row['title']),
    publisher: String(row['publisher']),
    date: dateOfRank(Number(row['date'])),
    licence,
    bytes: Number(row['bytes']),
    modifiedMs: Number(row['modified']),
  };
}
