/** What of the upstream a mirror takes. */
import { LICENCES } from '../article/licences.ts';
import { isTombstone, TOMBSTONE_END } from '../article/tombstone.ts';
import { nameProblem } from '../library/document-file.ts';
import { FEED_FILE } from '../library/side-files.ts';
import { hasTombstoneSelector } from '../library/tombstone-text.ts';
import type { MirrorFile } from '../site/mirror-format.ts';
import { parseRoute, selectorOf } from '../site/routes.ts';

export interface Filters {
  /** Ids of licences, or families such as by-sa, in small letters; empty for all. */
  readonly licences: readonly string[];
  /** The folder of the only feed, or group of feeds; empty for all. */
  readonly feed: string;
}

/** `CC-BY-SA-3.0-DE` is of the family by-sa. */
const familyOf = (id: string): string =>
  id
    .replace(/^licenseref-/, '')
    .replace(/-\d.*$/, '')
    .replace(/^cc-/, '');

function isOf(id: string, wanted: string): boolean {
  const small = id.toLowerCase();
  return small === wanted || familyOf(small) === wanted.replace(/^cc-/, '');
}

/** Whether a licence that is known is called so, or is of a family that is. */
export const isLicenceName = (name: string): boolean =>
  LICENCES.some(({ id }) => isOf(id, name.toLowerCase()));

/** Whether the licence with this id is wanted. */
export const isWantedLicence = ({ licences }: Filters, id: string): boolean =>
  licences.length === 0 || licences.some((wanted) => isOf(id, wanted));

/** Whether `folder` is the one called `above`, or in it; all are in the empty one. */
export const isBelow = (folder: string, above: string): boolean =>
  above === '' || folder === above || folder.startsWith(`${above}/`);

/** Whether something in `folder` is wanted: what is in the folders above says what they are called. */
export const isWantedFolder = ({ feed }: Filters, folder: string): boolean =>
  isBelow(folder, feed) || isBelow(feed, folder);

/** The folder, or part of it, that a part lists; `undefined` where it can be none. */
export function folderOfPart(selector: string): string | undefined {
  const route = parseRoute(selector);
  if (route?.kind !== 'mirror' || selectorOf(route) !== selector) return undefined;
  return route.what.kind === 'manifest-part' ? route.what.path : undefined;
}

/** A file's place below the articles folder; `undefined` where no file of this site could have its selector. */
export function placeOf(selector: string): string | undefined {
  const route = parseRoute(selector);
  if (route === undefined || selectorOf(route) !== selector) return undefined;
  if (route.kind === 'mirror' && route.what.kind === 'feed-file')
    return route.what.path === '' ? FEED_FILE : `${route.what.path}/${FEED_FILE}`;
  if (route.kind === 'mirror' && route.what.kind === 'tombstone')
    return hasTombstoneSelector(route.what.path) ? route.what.path + TOMBSTONE_END : undefined;
  if (route.kind !== 'raw' || nameProblem(route.path) !== undefined) return undefined;
  return `${route.path}.txt`;
}

export const isFeedFile = ({ selector }: Pick<MirrorFile, 'selector'>): boolean =>
  selector.endsWith(`/${FEED_FILE}`);

/** Whether `file` is under no licence: it says what a feed is called, or what became of a document. */
export const isFree = (file: Pick<MirrorFile, 'selector'>): boolean =>
  isFeedFile(file) || isTombstone(file.selector);

/** `2026/11` of a folder as a number that grows with time; that of a folder without date is above all: what a feed is called stands there. */
export function ageRank(folder: string): number {
  const [, year, month = '12'] = /(?:^|\/)(\d{4})(?:\/(0[1-9]|1[0-2]))?$/.exec(folder) ?? [];
  return year === undefined ? Infinity : Number(year) * 12 + Number(month);
}

/** Filters in one line, the same for the same. */
export const filtersText = ({ licences, feed }: Filters): string =>
  [
    ...(feed === '' ? [] : [`feed=${feed}`]),
    ...(licences.length === 0 ? [] : [`licence=${licences.toSorted().join(',')}`]),
  ].join(' ');
