/** What all lists of articles share: how many there are, one page of them by month, the pages before and after it. */
import type { PageWriter } from '../gopher/page-writer.ts';
import type { Catalogue, Entry, Shelf } from './library.ts';
import { addEntry, addRoute, countOf } from './listing.ts';
import { ENTRIES_PER_PAGE } from './pages.ts';
import type { Route } from './routes.ts';

/** Where a page stands among those of its list; `number` counts from 1. */
export interface PagePlace {
  readonly number: number;
  readonly pages: number;
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** "June 2025", "Without date". */
function monthOf({ date }: Entry): string {
  return date === undefined ? 'Without date' : `${MONTHS[date.month - 1] ?? ''} ${date.year}`;
}

/** "1,200 articles, page 2 of 12". */
export function countText(count: number, noun: string, { number, pages }: PagePlace): string {
  const counted = countOf(count, noun);
  return pages === 1 ? counted : `${counted}, page ${number} of ${pages}`;
}

/** What of `all` stands on a page. */
export const onPage = <T>(all: readonly T[], number: number): readonly T[] =>
  all.slice((number - 1) * ENTRIES_PER_PAGE, number * ENTRIES_PER_PAGE);

/** Adds page `number` of the articles of `shelf`, by month, newest first. */
export function addEntries(writer: PageWriter, catalogue: Catalogue, shelf: Shelf, number: number): void {
  const entries = catalogue.list(shelf, ENTRIES_PER_PAGE, (number - 1) * ENTRIES_PER_PAGE);
  let month: string | undefined;
  for (const entry of entries) {
    if (monthOf(entry) !== month) {
      if (month !== undefined) writer.blank();
      month = monthOf(entry);
      writer.heading(month);
    }
    addEntry(writer, entry);
  }
  if (entries.length > 0) writer.blank();
}

/** Adds the way to the page before, "Newer articles (page 1)", and to the one after. */
export function addOtherPages(
  writer: PageWriter,
  { number, pages }: PagePlace,
  routeOf: (page: number) => Route,
  [before, after]: readonly [before: string, after: string] = ['Newer articles', 'Older articles'],
): void {
  if (number > 1)
    addRoute(writer, routeOf(number - 1), `${before} (page ${number - 1})`, { relation: 'prev' });
  if (number < pages)
    addRoute(writer, routeOf(number + 1), `${after} (page ${number + 1})`, { relation: 'next' });
}
