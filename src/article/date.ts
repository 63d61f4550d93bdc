import type { PartialDate } from './article.ts';

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** `2025-06` or `2025-06-30`. */
export function writeDate(date: PartialDate): string {
  const month = `${pad(date.year, 4)}-${pad(date.month, 2)}`;
  return date.day === undefined ? month : `${month}-${pad(date.day, 2)}`;
}

/** Days of a month in the Gregorian calendar. */
function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(2000, month, 0)).getUTCDate() - (month === 2 && !isLeap(year) ? 1 : 0);
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/**
 * The date at the start of `text`, and whether it is all of `text`; `undefined` when there is none or it is not in
 * the calendar. What follows (a time of day) is no part of a document's date.
 */
export function parseDate(text: string): { date: PartialDate; whole: boolean } | undefined {
  const match = /^(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)/.exec(text);
  if (match === null) return undefined;
  const [year, month] = [Number(match[1]), Number(match[2])];
  if (month < 1 || month > 12) return undefined;
  const whole = match[0].length === text.length;
  if (match[3] === undefined) return { date: { year, month }, whole };
  const day = Number(match[3]);
  if (day < 1 || day > daysIn(year, month)) return undefined;
  return { date: { year, month, day }, whole };
}

/** A number by which dates sort: year, month and day in decimal digits; a month stands before its days, no date is 0. */
export const dateRank = (date: PartialDate | undefined): number =>
  date === undefined ? 0 : (date.year * 100 + date.month) * 100 + (date.day ?? 0);

/** Sorts dates: negative when `a` is older. A month stands before its days; no date is older than any. */
export function compareDates(a: PartialDate | undefined, b: PartialDate | undefined): number {
  return dateRank(a) - dateRank(b);
}

/** The date of which {@link dateRank} made `rank`. */
export function dateOfRank(rank: number): PartialDate | undefined {
  const [year, month, day] = [Math.floor(rank / 10_000), Math.floor(rank / 100) % 100, rank % 100];
  if (rank === 0) return undefined;
  return day === 0 ? { year, month } : { year, month, day };
}
