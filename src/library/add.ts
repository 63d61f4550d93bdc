/** Bringing documents into the articles folder as they are: whole or not at all, and never over another. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sourceOf, type PartialDate } from '../article/article.ts';
import { held, type Diagnostic } from '../article/diagnostic.ts';
import { judge } from '../article/gate.ts';
import { parseArticle, type Reading } from '../article/parse.ts';
import type { DefaultLicence } from '../site/library.ts';
import { isName, ownSelectors } from '../site/routes.ts';
import { MAX_DOCUMENT_BYTES, nameProblem } from './document-file.ts';
import { readIfThere, writeAll, type Place } from './durable.ts';

/** What became of one document; `file` is its path below the articles folder. */
export type AddOutcome =
  | {
      readonly status: 'added';
      readonly file: string;
      readonly sha256: string;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly status: 'present'; readonly file: string }
  | { readonly status: 'refused'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly status: 'conflict'; readonly file: string };

const MAX_NAME_CHARACTERS = 100;
/** Different articles under one name: beyond this something else is wrong. */
export const MAX_NAMESAKES = 1000;
const TOO_LARGE = held(
  'too-large',
  { line: 1 },
  `the document is larger than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MiB`,
  'split it',
);

/** `fileName` without `.txt` as a name for a selector: ASCII, lower case, dashed. */
export function nameFor(fileName: string): string {
  const name = fileName
    .replace(/\.txt$/i, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, MAX_NAME_CHARACTERS)
    .replace(/(?:\.txt|[^a-z0-9])+$/, '');
  if (name === '') return 'article';
  return isName(name) ? name : `${name}-article`;
}

/** The folder of a feed's documents of this date, below the articles folder. */
export function folderFor(feed: string, date: PartialDate | undefined): string {
  if (date === undefined) return feed;
  return `${feed}/${String(date.year).padStart(4, '0')}/${String(date.month).padStart(2, '0')}`;
}

/** What stands at `target` and whether it is the same document, another edition of it, or another article. */
async function compare(
  target: string,
  bytes: Uint8Array,
  reading: Reading,
): Promise<'free' | 'same' | 'edition' | 'other'> {
  const there = await readIfThere(target);
  if (there === undefined) return 'free';
  if (Buffer.compare(there, bytes) === 0) return 'same';
  return sourceOf(parseArticle(there).article) === sourceOf(reading.article) ? 'edition' : 'other';
}

/** Everything `add` knows of where a document goes. */
export interface AddTarget extends Place {
  /** The feed's path below it. */
  readonly feed: string;
  readonly defaultLicence: DefaultLicence | undefined;
}

/**
 * Copies the document `source` into the feed, byte for byte, as `YYYY/MM/name.txt`. What the gate would hold is
 * refused; what is there already stays. Rejects with the system's error when a file cannot be read or written.
 */
export async function addDocument(
  source: string,
  { root, feed, defaultLicence, scratch }: AddTarget,
): Promise<AddOutcome> {
  // a device or a FIFO would never end, and a giant need not be read to be refused
  const stats = await stat(source);
  if (!stats.isFile() && !stats.isDirectory()) throw new Error('it is no regular file');
  if (stats.size > MAX_DOCUMENT_BYTES) return { status: 'refused', diagnostics: [TOO_LARGE] };
  const bytes = await readFile(source);
  if (bytes.length > MAX_DOCUMENT_BYTES) return { status: 'refused', diagnostics: [TOO_LARGE] };
  const reading = parseArticle(bytes);
  const relativeFolder = folderFor(feed, reading.article.date);
  const name = nameFor(basename(source));
  for (let number = 1; number <= MAX_NAMESAKES; number++) {
    const path = `${relativeFolder}/${number === 1 ? name : `${name}-${number}`}`;
    const file = `${path}.txt`;
    const badName = nameProblem(path);
    if (badName !== undefined) return { status: 'refused', diagnostics: [badName] };
    const { licence, diagnostics } = judge(reading, { defaultLicence, ownSelectors: ownSelectors(path) });
    if (licence === undefined) return { status: 'refused', diagnostics };
    const there = await compare(join(root, file), bytes, reading);
    if (there === 'same') return { status: 'present', file };
    if (there === 'edition') return { status: 'conflict', file };
    if (there === 'other') continue;
    const [isPlaced = false] = await writeAll({ root, scratch }, [{ file, bytes, replaces: false }]);
    if (isPlaced) {
      return { status: 'added', file, sha256: createHash('sha256').update(bytes).digest('hex'), diagnostics };
    }
    number--; // somebody else was faster: compare with what stands there now
  }
  return { status: 'conflict', file: `${relativeFolder}/${name}.txt` };
}

/** Whether `path` is a folder; rejects with the system's error. */
export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path)).isDirectory();
}
