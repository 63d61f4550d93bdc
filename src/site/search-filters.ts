/** What a search may ask of an article beside its words: feed, licence, language, date. */
import type { PartialDate } from '../article/article.ts';
import { dateRank, parseDate } from '../article/date.ts';

/** The names of filters; `by` is one to readers, and a search for words in the credit to us. */
export type FilterName = 'by' | 'feed' | 'licence' | 'lang' | 'before' | 'after';

/** What an article has to be. Of several feeds, licences or languages it needs one; empty lists ask nothing. */
export interface Filters {
  /** In lower case; see {@link isFeed}. */
  readonly feeds: readonly string[];
  /** In lower case; see {@link isLicence}. */
  readonly licences: readonly string[];
  /** In lower case; see {@link isLanguage}. */
  readonly languages: readonly string[];
  /** Only articles whose `dateRank` is below it, and that have a date. */
  readonly before: number | undefined;
  /** Only articles whose `dateRank` is above it. */
  readonly after: number | undefined;
}

/** No filter at all. */
export const NO_FILTERS: Filters = {
  feeds: [],
  licences: [],
  languages: [],
  before: undefined,
  after: undefined,
};

const NAMES: ReadonlyMap<string, FilterName> = new Map([
  ['by', 'by'],
  ['feed', 'feed'],
  ['licence', 'licence'],
  ['license', 'licence'],
  ['lang', 'lang'],
  ['before', 'before'],
  ['after', 'after'],
]);

/** The filter of this name, in any case; `undefined` when there is none. */
export const filterName = (name: string): FilterName | undefined => NAMES.get(name.toLowerCase());

const [LAST_MONTH, LAST_DAY] = [12, 99];

/** The first and last `dateRank` of a year, month or day; `undefined` when `text` is none. */
function rangeOf(text: string): { readonly first: number; readonly last: number } | undefined {
  const year = /^\d{4}$/.test(text) ? Number(text) : undefined;
  if (year !== undefined)
    return {
      first: dateRank({ year, month: 1 }),
      last: dateRank({ year, month: LAST_MONTH, day: LAST_DAY }),
    };
  const found = parseDate(text);
  if (found?.whole !== true) return undefined;
  const { date } = found;
  return { first: dateRank(date), last: dateRank({ day: LAST_DAY, ...date }) };
}

/** `filters` with one more; `undefined` when `value` is no date where it has to be one. */
export function withFilter(
  filters: Filters,
  name: Exclude<FilterName, 'by'>,
  value: string,
): Filters | undefined {
  const text = value.toLowerCase();
  switch (name) {
    case 'feed':
      return { ...filters, feeds: [...filters.feeds, text] };
    case 'licence':
      return { ...filters, licences: [...filters.licences, text] };
    case 'lang':
      return { ...filters, languages: [...filters.languages, text] };
    case 'before': {
      const range = rangeOf(text);
      return range && { ...filters, before: Math.min(range.first, filters.before ?? Infinity) };
    }
    case 'after': {
      const range = rangeOf(text);
      return range && { ...filters, after: Math.max(range.last, filters.after ?? 0) };
    }
  }
}

/** Whether the parts of `value` stand in a row among those of `name`; the empty value stands nowhere. */
function standsIn(value: string, name: string, parting: RegExp): boolean {
  const joined = (text: string): string => `/${text.split(parting).filter(Boolean).join('/')}/`;
  const wanted = joined(value);
  return wanted !== '//' && joined(name.toLowerCase()).includes(wanted);
}

/** Whether `value` of a filter names the licence with this id: parts of it in a row, such as by-sa, cc0, CC-BY-4.0. */
export const isLicence = (value: string, id: string): boolean => standsIn(value, id, /[^a-z0-9.]+/);

/** Whether `value` of a filter names the feed at `path`: its folder's name, that of a folder above, or several in a row. */
export const isFeed = (value: string, path: string): boolean => standsIn(value, path, /\/+/);

/** Whether `value` of a filter names the language with this tag: the tag, or its beginning up to a hyphen. */
export const isLanguage = (value: string, tag: string): boolean =>
  value !== '' && `${tag.toLowerCase()}-`.startsWith(`${value}-`);

/** What filters look at. */
export interface Filtered {
  /** The path of its feed. */
  readonly feed: string;
  readonly licence: { readonly id: string };
  readonly date: PartialDate | undefined;
  /** The tag of its language; `undefined` where nobody has said it. */
  readonly language: string | undefined;
}

const isAmong = (
  wanted: readonly string[],
  found: string | undefined,
  isIt: (value: string, name: string) => boolean,
): boolean => wanted.length === 0 || (found !== undefined && wanted.some((value) => isIt(value, found)));

/** Whether an article is what `filters` ask. One of which only the month is known counts as of its beginning; one without date is neither before nor after. */
export function passes({ feeds, licences, languages, before, after }: Filters, article: Filtered): boolean {
  const rank = dateRank(article.date);
  const isInTime =
    (before === undefined || (rank > 0 && rank < before)) && (after === undefined || rank > after);
  return (
    isInTime &&
    isAmong(feeds, article.feed, isFeed) &&
    isAmong(licences, article.licence.id, isLicence) &&
    isAmong(languages, article.language, isLanguage)
  );
}
