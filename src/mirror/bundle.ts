/** The documents of a day or a month as one archive, the same bytes wherever it is made. */
import { gzipSync, zipSync, type Zippable } from 'fflate';
import { writeDate } from '../article/date.ts';
import type { PartialDate } from '../article/article.ts';
import type { ArticlesFolder } from '../library/articles-folder.ts';
import { digestText } from '../library/digest-text.ts';
import { feedFileText } from '../library/feed-file-text.ts';
import type { Entry } from '../site/library.ts';
import { partText, type MirrorFile } from '../site/mirror-format.ts';
import { mirrorSelector } from '../site/mirror-routes.ts';
import { selectorOf } from '../site/routes.ts';
import { foldersOf } from './selection.ts';
import { tar, type ArchivedFile } from './ustar.ts';

export type BundleFormat = 'tar.gz' | 'zip';

/** What is put together. */
export interface BundleOrder {
  readonly period: PartialDate;
  readonly format: BundleFormat;
  readonly entries: readonly Entry[];
}

/** A whole bundle, and the articles that were changed meanwhile and are not in it. */
export interface Bundle {
  readonly bytes: Uint8Array;
  readonly leftOut: number;
}

/** The folder in the archive. */
const topOf = (period: PartialDate): string => `gopherwire-${writeDate(period)}`;

const RAW = '/raw/';
/** The years that zip can tell. */
const [FIRST_YEAR, LAST_YEAR] = [1980, 2099];
const [MS_A_SECOND, ZIP_LEVEL] = [1_000, 6] as const;
/** A regular file with 0644, as zip has it for systems like Unix. */
const [UNIX, ATTRIBUTES] = [3, 0o100644 * 65_536];

/** The beginning of the day or month, in seconds; 0 where it is not known, or before 1970. */
function secondsOf(date: PartialDate | undefined): number {
  if (date === undefined) return 0;
  return Math.max(0, Date.UTC(date.year, date.month - 1, date.day ?? 1) / MS_A_SECOND);
}

/** A time that zip, which knows none but local ones, writes alike in every zone. */
function zipTime(seconds: number): Date {
  const date = new Date(seconds * MS_A_SECOND);
  const year = Math.min(LAST_YEAR, Math.max(FIRST_YEAR, date.getUTCFullYear()));
  return new Date(year, date.getUTCMonth(), date.getUTCDate(), 12);
}

interface Found {
  readonly file: MirrorFile;
  readonly data: Uint8Array;
  readonly mtime: number;
}

const found = (selector: string, data: Uint8Array, licence: string, mtime: number): Found => ({
  file: { selector, bytes: data.length, digest: digestText(data), licence },
  data,
  mtime,
});

async function gather(folder: ArticlesFolder, entries: readonly Entry[], mtime: number): Promise<Found[]> {
  const files: Found[] = [];
  for (const path of foldersOf(entries)) {
    const text = feedFileText(await folder.feedFacts(path));
    const selector = mirrorSelector({ kind: 'feed-file', path });
    if (text !== '') files.push(found(selector, new TextEncoder().encode(text), '-', mtime));
  }
  for (const entry of entries) {
    // what is not as the catalogue knows it may not pass the gate
    const data = await folder.read(entry);
    const selector = selectorOf({ kind: 'raw', path: entry.path });
    if (data !== undefined) files.push(found(selector, data, entry.licence.id, secondsOf(entry.date)));
  }
  return files.toSorted((a, b) => (a.file.selector < b.file.selector ? -1 : 1));
}

function pack(files: readonly ArchivedFile[], top: string, format: BundleFormat): Uint8Array {
  if (format === 'tar.gz')
    return gzipSync(tar(files), { level: ZIP_LEVEL, mtime: 0, filename: `${top}.tar` });
  const zippable: Zippable = {};
  for (const { path, data, mtime } of files) zippable[path] = [data, { mtime: zipTime(mtime) }];
  return zipSync(zippable, { level: ZIP_LEVEL, os: UNIX, attrs: ATTRIBUTES });
}

/** The bundle of `entries`, read from `folder`. Costs all its documents in memory, twice. Rejects with the system's error. */
export async function makeBundle(folder: ArticlesFolder, order: BundleOrder): Promise<Bundle> {
  const { period, format, entries } = order;
  const top = topOf(period);
  const mtime = secondsOf(period);
  const files = await gather(folder, entries, mtime);
  const manifest = new TextEncoder().encode(partText(files.map(({ file }) => file)));
  const archived = [
    { path: `${top}/MANIFEST`, data: manifest, mtime },
    ...files.map(({ file, data, mtime: own }) => ({
      path: `${top}/${file.selector.slice(RAW.length)}`,
      data,
      mtime: own,
    })),
  ];
  const documents = files.filter(({ file }) => file.licence !== '-').length;
  return { bytes: pack(archived, top, format), leftOut: entries.length - documents };
}

/** Whether `bytes` are a bundle: its first name stands behind the ten bytes of gzip's header, or the thirty of zip's. */
export function isBundle(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  return [10, 30].some((at) => /^gopherwire-\d{4}-/.test(start.slice(at)));
}
