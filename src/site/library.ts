/** What the site asks of a library: a snapshot of what is served, and the bytes of one document. */
import type { PartialDate } from '../article/article.ts';
import type { Licence } from '../article/licences.ts';

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
  /** Its articles and those of its years and months, newest first. */
  readonly entries: readonly Entry[];
  /** The number of articles in it and in all folders below. */
  readonly count: number;
}

/** Everything that is served at one moment. A change makes a new catalogue; this one stays as it is. */
export interface Catalogue {
  readonly folders: ReadonlyMap<string, Folder>;
  readonly entries: ReadonlyMap<string, Entry>;
  /** All articles, newest first. */
  readonly newest: readonly Entry[];
}

/** The library's side of a site. */
export interface Library {
  readonly catalogue: Catalogue;
  /** The stored bytes of an article; `undefined` when the file is gone or can no longer be read. */
  read(entry: Entry): Promise<Uint8Array | undefined>;
}
