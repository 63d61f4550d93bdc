/** What the folders of an articles folder are: feeds, groups of feeds, years and months; and what each is called. */
import { listed } from '../site/entry.ts';
import type { Folder } from '../site/library.ts';
import type { FeedFacts } from './feed-file.ts';

/** What a folder brings besides its articles. */
export interface FolderFacts extends FeedFacts {
  readonly heading?: string | undefined;
}

const YEAR = /^\d{4}$/;
const MONTH = /^(?:0[1-9]|1[0-2])$/;

/** The folder of a file or folder; that of a name without slash is ''. */
export const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether a folder is a year, or a month in a year, of the feed above it. */
export function isDateFolder(path: string): boolean {
  const name = nameOf(path);
  return YEAR.test(name) || (MONTH.test(name) && YEAR.test(nameOf(parentOf(path))));
}

/** The feed to which the articles of folder `path` belong. */
export function feedOf(path: string): string {
  return path !== '' && isDateFolder(path) ? feedOf(parentOf(path)) : path;
}

function titleOf(path: string, factsOf: (path: string) => FolderFacts | undefined): string {
  const own = factsOf(path)?.title;
  if (own !== undefined) return listed(own);
  if (path === '') return 'All feeds';
  if (!isDateFolder(path)) return nameOf(path);
  const feed = feedOf(path);
  const date = path
    .slice(feed.length)
    .split('/')
    .filter((part) => part !== '')
    .join('-');
  return feed === '' ? date : `${titleOf(feed, factsOf)}, ${date}`;
}

const inEnglish = new Intl.Collator('en');

/** By title; those of one title by path, so that every catalogue of the folder sorts the same. */
const byTitle = (a: Pick<Folder, 'title' | 'path'>, b: Pick<Folder, 'title' | 'path'>): number =>
  inEnglish.compare(a.title, b.title) || (a.path < b.path ? -1 : 1);

const partsOf = (
  children: readonly string[],
  factsOf: (path: string) => FolderFacts | undefined,
): Pick<Folder, 'folders' | 'dates'> => ({
  folders: children
    .filter((child) => !isDateFolder(child))
    .map((child) => ({ path: child, title: titleOf(child, factsOf) }))
    .toSorted(byTitle)
    .map(({ path }) => path),
  dates: children.filter(isDateFolder).toSorted((a, b) => (a < b ? 1 : -1)),
});

/** The folder at `path`; `childrenOf` gives the paths of the folders in it, once they are asked for, `factsOf` what feed.toml and gophermap say of any. */
export function makeFolder(
  path: string,
  childrenOf: () => readonly string[],
  counts: Pick<Folder, 'listed' | 'count'>,
  factsOf: (path: string) => FolderFacts | undefined,
): Folder {
  const { publisher, home, language, defaultLicence, heading } = factsOf(path) ?? {};
  const ofFeed = factsOf(feedOf(path));
  let known: Pick<Folder, 'folders' | 'dates'> | undefined;
  const parts = (): Pick<Folder, 'folders' | 'dates'> => (known ??= partsOf(childrenOf(), factsOf));
  return {
    path,
    title: titleOf(path, factsOf),
    publisher: publisher === undefined ? undefined : listed(publisher),
    home,
    // the years and months of a feed share its language and its default
    language: language ?? ofFeed?.language,
    defaultLicence: defaultLicence ?? ofFeed?.defaultLicence,
    heading,
    get folders(): readonly string[] {
      return parts().folders;
    },
    get dates(): readonly string[] {
      return parts().dates;
    },
    ...counts,
  };
}

/** The feeds among `folders`, by title. */
export const feedsAmong = (folders: Iterable<Folder>): Folder[] =>
  Array.from(folders)
    .filter(({ path, listed: own }) => own > 0 && !isDateFolder(path))
    .toSorted(byTitle);
