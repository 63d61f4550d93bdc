import type { Folder } from './library.ts';

/** The most articles on one page of a folder: a few screens, a few kilobytes on a slow line. */
export const ENTRIES_PER_PAGE = 100;

/** The number of pages of a folder; at least one. */
export const pagesOf = (folder: Folder): number =>
  Math.max(1, Math.ceil(folder.entries.length / ENTRIES_PER_PAGE));
