/** Which of the served articles are exported. */
import type { PartialDate } from '../article/article.ts';
import { dateRank } from '../article/date.ts';
import { isDateFolder, parentOf, type FolderFacts } from '../library/folders.ts';
import { buildCatalogue } from '../library/memory-catalogue.ts';
import type { Catalogue, Entry } from '../site/library.ts';

/** What an article has to be to be exported. */
export interface Selection {
  /** The path of the feed or group in which it is; '' is the whole site. */
  readonly feed: string;
  /** The id of its licence; `undefined` for any. */
  readonly licence?: string | undefined;
  /** The day or month before which it was not published; `undefined` for any, also without date. */
  readonly since?: PartialDate | undefined;
  /** The day or month in which it was published. */
  readonly period?: PartialDate | undefined;
}

/** So many are listed at once. */
const CHUNK = 500;

function isWanted({ date, licence }: Entry, selection: Selection): boolean {
  const { since, period } = selection;
  if (selection.licence !== undefined && licence.id !== selection.licence) return false;
  if (since !== undefined && dateRank(date) < dateRank(since)) return false;
  return period?.day === undefined || dateRank(date) === dateRank(period);
}

/** The articles of `selection`, newest first. */
export function* selectedFrom(catalogue: Catalogue, selection: Selection): Generator<Entry> {
  const { feed, period } = selection;
  const shelf = {
    kind: 'below' as const,
    path: feed,
    during: period && { year: period.year, month: period.month },
  };
  for (let offset = 0; ; offset += CHUNK) {
    const entries = catalogue.list(shelf, CHUNK, offset);
    for (const entry of entries) if (isWanted(entry, selection)) yield entry;
    if (entries.length < CHUNK) return;
  }
}

/** The folders in which `entries` are, years and months left out, with those above them; sorted by path. */
export function foldersOf(entries: Iterable<Entry>): readonly string[] {
  const folders = new Set(['']);
  for (const { feed } of entries)
    for (let path = feed; !folders.has(path); path = parentOf(path)) folders.add(path);
  return [...folders].toSorted();
}

/** A catalogue of `entries` alone, whose folders are called as in `catalogue`. */
export function catalogueOf(catalogue: Catalogue, entries: readonly Entry[]): Catalogue {
  const facts = new Map<string, FolderFacts>();
  for (const path of foldersOf(entries)) {
    const folder = isDateFolder(path) ? undefined : catalogue.folder(path);
    if (folder !== undefined) facts.set(path, folder);
  }
  return buildCatalogue(entries, facts);
}
