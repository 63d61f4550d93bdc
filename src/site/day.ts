import type { PartialDate } from '../article/article.ts';
import { writeDate } from '../article/date.ts';
import type { Entry } from './library.ts';

/** The articles of one day. Those of which only the month is known belong to no day. */
export function entriesOf(entries: readonly Entry[], date: PartialDate): Entry[] {
  const wanted = writeDate(date);
  return entries.filter((entry) => entry.date !== undefined && writeDate(entry.date) === wanted);
}
