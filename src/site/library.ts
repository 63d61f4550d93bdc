/** What the site asks of a library: a snapshot of what is served, and the bytes of one document. */
import type { PartialDate } from '../article/article.ts';
import type { Licence } from '../article/licences.ts';
import type { Tombstone } from '../article/tombstone.ts';
import type { Change, Moment } from './mirror-format.ts';
import type { Query } from './search-query.ts';

/** One served article, as menus show it. */
export interface Entry {
  /** The file's path below the articles folder, without `.txt`, parted by slashes: `news/example/2025/06/a-name`. */
  readonly path: string;
  /** The path of the feed's folder: without year and month. */
  readonly feed: string;
  readonly title: string;
  readonly publisher: string;
  readonly date: PartialDate | undefined;
  readonly licence: Licence;
  /** The size of the stored document. */
  readonly bytes: number;
  /** When the file was last changed, in milliseconds since 1970. */
  readonly modifiedMs: number;
}

/** The licence that a feed's articles have where they state none, and the page that proves it. */
export interface DefaultLicence {
  readonly licence: Licence;
  readonly evidence: string;
}

/** A folder of articles: a feed, a group of feeds, or a year or month of a feed. */
export interface Folder {
  /** Below the articles folder, parted by slashes; empty for the articles folder itself. */
  readonly path: string;
  readonly title: string;
  readonly publisher: string | undefined;
  /** The publisher's home page. */
  readonly home: string | undefined;
  /** The language of its articles, as a tag. */
  readonly language: string | undefined;
  readonly defaultLicence: DefaultLicence | undefined;
  /** The text of its `gophermap` file. */
  readonly heading: string | undefined;
  /** Paths of the folders in it that hold articles, by title; its years and months, newest first. */
  readonly folders: readonly string[];
  readonly dates: readonly string[];
  /** The number of its articles and those of its years and months, which its list shows. */
  readonly listed: number;
  /** The number of articles in it and in all folders below. */
  readonly count: number;
}

/** By what articles are gathered beside their folders. */
export const TOPICS = ['publisher', 'licence', 'language'] as const;
export type Topic = (typeof TOPICS)[number];

/** A year, or a month of it. */
export interface Period {
  readonly year: number;
  /** From 1. */
  readonly month?: number | undefined;
}

/** Which articles a list holds; it shows the newest first, those without date last, those of one date by path. */
export type Shelf = (
  | { readonly kind: 'all' }
  /** A folder, and its years and months. */
  | { readonly kind: 'folder'; readonly path: string }
  /** A folder and all below. */
  | { readonly kind: 'below'; readonly path: string }
  /** What a publisher is called, the id of a licence, the tag of a language. */
  | { readonly kind: Topic; readonly name: string }
) & {
  /** Only those that were published then. */
  readonly during?: Period | undefined;
};

/** Something that is counted by a name. */
export interface Counted {
  readonly name: string;
  readonly count: number;
}

/** A day or a month in which articles were published, and how many. */
export interface Dated {
  readonly date: PartialDate;
  readonly count: number;
}

/** Everything that is served at one moment. A change makes a new catalogue; this one stays as it is. */
export interface Catalogue {
  /** The number of articles. */
  readonly size: number;
  /** The article at `path`; `undefined` when none is served there. */
  entry(path: string): Entry | undefined;
  /** The folder at `path`; `undefined` when no article lies below. The articles folder itself, '', is always there. */
  folder(path: string): Folder | undefined;
  /** The folders that hold articles themselves, but for years and months, by title. */
  readonly feeds: readonly Folder[];
  /** How many articles `shelf` holds. */
  count(shelf: Shelf): number;
  /** At most `limit` articles of `shelf`, newest first, from the one at `offset`. */
  list(shelf: Shelf, limit: number, offset?: number): readonly Entry[];
  /** The articles beside `entry` in the list of its feed. */
  around(entry: Entry): { readonly newer: Entry | undefined; readonly older: Entry | undefined };
  /** The articles of a day, by path. Those of which only the month is known belong to no day. */
  ofDay(date: PartialDate): readonly Entry[];
  /** The days on which articles were published, newest first. */
  readonly days: readonly Dated[];
  /** The months in which articles of `shelf` were published, newest first. */
  months(shelf: Shelf): readonly Dated[];
  /** The names of a topic and how many articles each has, most first. */
  names(topic: Topic): readonly Counted[];
}

/** What is asked of a full-text search. */
export interface SearchRequest {
  readonly query: Query;
  /** The path of the folder below which it looks; '' is the whole site. */
  readonly below: string;
  /** The most hits that are wanted, from the one at `offset`. */
  readonly limit: number;
  readonly offset: number;
}

/** An article that a search has found. */
export interface Hit {
  readonly entry: Entry;
  /** A verbatim line of the article, with an ellipsis where it is cut; empty where the document is another by now. */
  readonly excerpt: string;
}

/** What a search has found. */
export interface Findings {
  /** Best first. */
  readonly hits: readonly Hit[];
  /** How many there are in all. */
  readonly total: number;
  /** `total` is a lower bound. */
  readonly isMore: boolean;
  /** Searches that find something, as the one that was asked but for near spellings of words that stand nowhere. */
  readonly near: readonly string[];
}

/** The manifest at one moment; `digest` is that of its text. */
export interface ManifestText extends Moment {
  readonly text: string;
  readonly digest: string;
}

/** What those who mirror are told. */
export interface MirrorJournal {
  readonly manifest: ManifestText;
  /** The text of a part of the manifest; `undefined` where there is none. Pages count from 1. */
  part(folder: string, page: number): string | undefined;
  /** At most `limit` changes after `sequence`, in order. */
  since(sequence: number, limit: number): readonly Change[];
  /** What is to be had at the selector of a feed.toml or a tombstone; `undefined` where there is nothing. */
  textOf(selector: string): string | undefined;
}

/** The archive of a month or a day; `too-large` where there are more documents than one holds. */
export type BundleAnswer = Uint8Array | 'busy' | 'too-large' | undefined;

/** The library's side of a site. */
export interface Library {
  readonly catalogue: Catalogue;
  /** The stored bytes of an article; `undefined` when the file is gone or can no longer be read. */
  read(entry: Entry): Promise<Uint8Array | undefined>;
  /** Why the article at `path` is no longer served; `undefined` where none was withdrawn there. */
  readonly tombstone?: ((path: string) => Promise<Tombstone | undefined>) | undefined;
  /** While the catalogue is made for the first time: how many documents have been looked at so far. */
  readonly readSoFar?: number | undefined;
  /** `undefined` where no journal is kept, or none yet. */
  readonly journal?: MirrorJournal | undefined;
  /**
   * The documents of a month or a day as one archive; `undefined` where some are just being changed. Without it there are
   * no bundles.
   */
  readonly bundle?: ((period: PartialDate) => Promise<BundleAnswer>) | undefined;
  /** Looks through the texts of the catalogue, unless too many wait for that; `undefined` where it is off. */
  readonly search?: ((request: SearchRequest) => Promise<Findings | 'busy'>) | undefined;
}
