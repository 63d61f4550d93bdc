/** From the served articles and the folders they stand in to a catalogue. */
import { compareDates } from '../article/date.ts';
import type { Catalogue, Entry, Folder } from '../site/library.ts';
import type { FeedFacts } from './feed-file.ts';

/** What a folder brings besides its articles. */
export interface FolderFacts extends FeedFacts {
  readonly heading?: string | undefined;
}

const YEAR = /^\d{4}$/;
const MONTH = /^(?:0[1-9]|1[0-2])$/;

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether a folder is a year, or a month in a year, of the feed above it. */
function isDateFolder(path: string): boolean {
  const name = nameOf(path);
  return YEAR.test(name) || (MONTH.test(name) && YEAR.test(nameOf(parentOf(path))));
}

/** The feed to which the articles of folder `path` belong. */
export function feedOf(path: string): string {
  return path !== '' && isDateFolder(path) ? feedOf(parentOf(path)) : path;
}

/** Newest first; without date last; then by path, so that every copy of the folder sorts the same. */
function byAge(a: Entry, b: Entry): number {
  return compareDates(b.date, a.date) || (a.path < b.path ? -1 : 1);
}

interface Draft {
  readonly entries: Entry[];
  readonly children: Set<string>;
  count: number;
}

function draftFolders(entries: readonly Entry[]): Map<string, Draft> {
  const drafts = new Map<string, Draft>();
  const draftOf = (path: string): Draft => {
    let draft = drafts.get(path);
    if (draft === undefined) {
      draft = { entries: [], children: new Set(), count: 0 };
      drafts.set(path, draft);
      if (path !== '') draftOf(parentOf(path)).children.add(path);
    }
    return draft;
  };
  draftOf('');
  for (const entry of entries) {
    let path = parentOf(entry.path);
    let isOfFeed = true;
    for (;;) {
      const draft = draftOf(path);
      draft.count++;
      if (isOfFeed) draft.entries.push(entry);
      if (path === '') break;
      isOfFeed &&= isDateFolder(path);
      path = parentOf(path);
    }
  }
  return drafts;
}

function titleOf(path: string, facts: ReadonlyMap<string, FolderFacts>): string {
  const own = facts.get(path)?.title;
  if (own !== undefined) return own;
  if (path === '') return 'All feeds';
  if (!isDateFolder(path)) return nameOf(path);
  const feed = feedOf(path);
  const date = path
    .slice(feed.length)
    .split('/')
    .filter((part) => part !== '')
    .join('-');
  return feed === '' ? date : `${titleOf(feed, facts)}, ${date}`;
}

/** The catalogue of `entries`; `facts` are what feed.toml and gophermap say of folders, by path. */
export function buildCatalogue(
  entries: readonly Entry[],
  facts: ReadonlyMap<string, FolderFacts>,
): Catalogue {
  const newest = entries.toSorted(byAge);
  const folders = new Map<string, Folder>();
  const drafts = draftFolders(newest);
  for (const [path, { entries: own, children, count }] of drafts) {
    const { publisher, home, language, defaultLicence, heading } = facts.get(path) ?? {};
    const ofFeed = facts.get(feedOf(path));
    const paths = [...children];
    folders.set(path, {
      path,
      title: titleOf(path, facts),
      publisher,
      home,
      // the years and months of a feed share its language and its default
      language: language ?? ofFeed?.language,
      defaultLicence: defaultLicence ?? ofFeed?.defaultLicence,
      heading,
      folders: paths
        .filter((child) => !isDateFolder(child))
        .toSorted((a, b) => titleOf(a, facts).localeCompare(titleOf(b, facts), 'en')),
      dates: paths.filter(isDateFolder).toSorted((a, b) => (a < b ? 1 : -1)),
      entries: own,
      count,
    });
  }
  return { folders, entries: new Map(newest.map((entry) => [entry.path, entry])), newest };
}
