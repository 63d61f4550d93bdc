/** The folders that are served: those there are, and the years and months of feeds whose articles lie flat. */
import type { Catalogue, Folder, Period, Shelf } from './library.ts';
import { periodNames, periodOf, periodsIn, periodTitle } from './periods.ts';

const DATED = /^(?:(.*)\/)?(\d{4})(?:\/(0[1-9]|1[0-2]))?$/;

interface FeedPeriod {
  readonly feed: string;
  readonly during: Period;
}

/** The feed and the period that `path` names; `undefined` where it ends in no year or month of a feed. */
function feedPeriodOf(path: string): FeedPeriod | undefined {
  const [, feed = '', year, month] = DATED.exec(path) ?? [];
  const during = periodOf(year, month);
  return during === undefined || DATED.test(feed) ? undefined : { feed, during };
}

function virtualFolder(feed: Folder, during: Period, count: number): Folder {
  const names = periodNames(during);
  return {
    ...feed,
    path: [feed.path, ...names].filter((part) => part !== '').join('/'),
    title: feed.path === '' ? names.join('-') : periodTitle(feed.title, during),
    heading: undefined,
    folders: [],
    dates: [],
    listed: count,
    count,
  };
}

/** The path of the real folder in which the articles at `path` lie: that of its feed, where it is a year or month of none. */
export const realPath = (catalogue: Catalogue, path: string): string =>
  catalogue.folder(path) === undefined ? (feedPeriodOf(path)?.feed ?? path) : path;

/** Which articles the page of `folder` lists. */
export function shelfOf(catalogue: Catalogue, { path }: Folder): Shelf {
  const dated = catalogue.folder(path) === undefined ? feedPeriodOf(path) : undefined;
  return { kind: 'folder', path: dated?.feed ?? path, during: dated?.during };
}

/** The folder at `path`, or the year or month of a feed that has articles of that time; a real folder comes first. */
export function folderAt(catalogue: Catalogue, path: string): Folder | undefined {
  const real = catalogue.folder(path);
  const dated = real === undefined ? feedPeriodOf(path) : undefined;
  if (dated === undefined) return real;
  const feed = catalogue.folder(dated.feed);
  const count = catalogue.count({ kind: 'folder', path: dated.feed, during: dated.during });
  return feed === undefined || count === 0 ? undefined : virtualFolder(feed, dated.during, count);
}

/**
 * The years of a feed, or the months of a year of it, newest first. Real folders are always among them; others only
 * where there is more than one, or where `folder` has more than a page.
 */
export function datesOf(catalogue: Catalogue, folder: Folder, pages: number): readonly Folder[] {
  const real = folder.dates.flatMap((path) => catalogue.folder(path) ?? []);
  const dated = feedPeriodOf(folder.path);
  const feed = catalogue.folder(dated?.feed ?? folder.path);
  // a group of feeds has no articles of its own, and a year in a year is neither a feed nor a month
  if (feed === undefined || feed.listed === 0 || DATED.test(feed.path)) return real;
  const isReal = new Set(folder.dates);
  const virtual = periodsIn(catalogue, { kind: 'folder', path: feed.path, during: dated?.during })
    .map(({ period, count }) => virtualFolder(feed, period, count))
    .filter(({ path }) => !isReal.has(path));
  if (pages === 1 && real.length + virtual.length <= 1) return real;
  return [...real, ...virtual].toSorted((a, b) => (a.path < b.path ? 1 : -1));
}
