import type { Folder } from './library.ts';

/** The most articles or days on one page of a list: a few screens, a few kilobytes on a slow line. */
export const ENTRIES_PER_PAGE = 100;

/** The number of pages of a list of so many; at least one. */
export const pageCount = (entries: number): number => Math.max(1, Math.ceil(entries / ENTRIES_PER_PAGE));

/** The number of pages of a folder. */
export const pagesOf = (folder: Folder): number => pageCount(folder.listed);
