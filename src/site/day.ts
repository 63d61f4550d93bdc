/** The articles of a day. Those of which only the month is known belong to no day. */
import type { PartialDate } from '../article/article.ts';
import { writeDate } from '../article/date.ts';
import type { Entry } from './library.ts';

/** The articles of one day. */
export function entriesOf(entries: readonly Entry[], date: PartialDate): Entry[] {
  const wanted = writeDate(date);
  return entries.filter((entry) => entry.date !== undefined && writeDate(entry.date) === wanted);
}

/** A day on which articles were published, and how many. */
export interface Day {
  readonly date: PartialDate;
  readonly count: number;
}

/** The days of `entries`, which are sorted by date, in their order. */
export function daysOf(entries: readonly Entry[]): Day[] {
  const days = new Map<string, Day>();
  for (const { date } of entries) {
    if (date?.day === undefined) continue;
    const name = writeDate(date);
    days.set(name, { date, count: (days.get(name)?.count ?? 0) + 1 });
  }
  return Array.from(days.values());
}
