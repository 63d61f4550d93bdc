/** Years and months, as pages name them and as selectors end in them. */
import type { Catalogue, Period, Shelf } from './library.ts';

/** A period and how many articles were published in it. */
export interface CountedPeriod {
  readonly period: Period;
  readonly count: number;
}

const digits = (value: number, length: number): string => String(value).padStart(length, '0');

/** The names of a year and, in it, a month, from the top: `2025`, `06`; none for no period. */
export function periodNames(period: Period | undefined): readonly string[] {
  if (period === undefined) return [];
  const year = digits(period.year, 4);
  return period.month === undefined ? [year] : [year, digits(period.month, 2)];
}

/** `name` and the period: "Example Wire, 2025-06". */
export const periodTitle = (name: string, period: Period | undefined): string =>
  [name, periodNames(period).join('-')].filter((part) => part !== '').join(', ');

/** The period of a year (four digits) and a month (two); `undefined` without a year. */
export function periodOf(year: string | undefined, month: string | undefined): Period | undefined {
  if (year === undefined) return undefined;
  return month === undefined ? { year: Number(year) } : { year: Number(year), month: Number(month) };
}

/** The next larger period: the year of a month; `undefined` for a year. */
export const aroundPeriod = ({ year, month }: Period): Period | undefined =>
  month === undefined ? undefined : { year };

function yearsOf(months: readonly CountedPeriod[]): CountedPeriod[] {
  const counts = new Map<number, number>();
  for (const { period, count } of months) counts.set(period.year, (counts.get(period.year) ?? 0) + count);
  return Array.from(counts, ([year, count]) => ({ period: { year }, count }));
}

/** The years of `shelf`, the months of one that holds a year, nothing in one that holds a month; newest first. */
export function periodsIn(catalogue: Catalogue, shelf: Shelf): readonly CountedPeriod[] {
  const { during } = shelf;
  if (during?.month !== undefined) return [];
  const months = catalogue
    .months(shelf)
    .map(({ date: { year, month }, count }) => ({ period: { year, month }, count }));
  return during === undefined ? yearsOf(months) : months;
}
