/** One document file, looked at for the database: unchanged, gone, not at rest, or read and judged anew. */
import { createHash } from 'node:crypto';
import { lstatSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { Article } from '../article/article.ts';
import type { Entry } from '../site/library.ts';
import { foldedText } from '../text/search-words.ts';
import { SETTLE_MS } from '../library/articles-folder.ts';
import { heldByFile, judgeDocument, MAX_DOCUMENT_BYTES, nameProblem } from '../library/document-file.ts';
import type { FeedFacts } from '../library/feed-file.ts';
import type { IndexedDocument, ServedIndex } from './index.ts';
import { problemOf, readRegularFileSync, stampOf, type FileProblem } from '../library/read-file.ts';
import type { DocumentReport } from '../library/report.ts';

/** What was found. */
export type Look =
  | 'same'
  | 'gone'
  /** It may still be written to. */
  | 'unsettled'
  /** Its bytes are as they were. */
  | { readonly stamp: string; readonly modifiedMs: number }
  | Found;

/** A document that was read and judged. */
export interface Found {
  readonly document: IndexedDocument;
  readonly report: DocumentReport;
}

/** What a document has from its feed, and when it is looked at. */
export interface LookContext extends Pick<FeedFacts, 'defaultLicence' | 'language'> {
  /** The real path of the articles folder. */
  readonly root: string;
  /** Whether files that were written to in the last moment are left as they are. */
  readonly settle: boolean;
  /** The digest of what was read last of the document at `path`. */
  readonly digestOf: (path: string) => Uint8Array | undefined;
}

const pathOf = (file: string): string => file.slice(0, -'.txt'.length);

/** The stats of the file or link at `path`, or why there are none. */
export function statsOf(path: string): Stats | FileProblem {
  try {
    return lstatSync(path);
  } catch (error) {
    return problemOf(error);
  }
}

/** Whether a file may still be written to, and that within one tick of its clock: no stamp tells then. */
export const isFresh = ({ ctimeMs }: Stats): boolean => Math.abs(Date.now() - ctimeMs) < SETTLE_MS;

/** Begins the stamp of a file that is to be read again, whatever its stamp is then. */
const FRESH = '~';

/** What of a stamp is from the feed. */
const feedPart = (stamp: string): string => stamp.slice(stamp.indexOf(' '));

/** What could not be read: gone between the walk and the look, or held. */
function unreadable(file: string, problem: FileProblem, knownStamp: string | undefined, stamp: string): Look {
  if (problem.code === 'vanished') return 'gone';
  // what cannot be read now may be readable at the next look, with the same stamp: it is remembered without one
  const lasting = problem.code === 'unreadable' ? '' : stamp;
  return knownStamp === lasting ? 'same' : heldAs(heldByFile(file, problem), lasting);
}

const heldAs = (report: DocumentReport, stamp: string, digest?: Uint8Array): Found => ({
  document: {
    path: pathOf(report.file),
    stamp,
    findings: JSON.stringify(report.diagnostics),
    digest,
    served: undefined,
  },
  report,
});

const servedAs = (entry: Entry, article: Article, language: string | undefined): ServedIndex => ({
  entry,
  language,
  words: {
    title: foldedText(article.title),
    credit: foldedText([article.publisher, ...article.authors].join(' ')),
    body: foldedText(article.body.join('\n')),
  },
});

/** Looks at the document `file`, of which `knownStamp` is remembered. Its folder must have been found to be no link. */
export function lookAt(file: string, knownStamp: string | undefined, context: LookContext): Look {
  const { root, settle, digestOf, defaultLicence, language } = context;
  const badName = nameProblem(pathOf(file));
  if (badName !== undefined)
    return knownStamp === undefined
      ? heldAs({ file, entry: undefined, diagnostics: [badName] }, 'name')
      : 'same';
  const absolute = join(root, file);
  const stats = statsOf(absolute);
  if ('code' in stats) return unreadable(file, stats, knownStamp, '');
  const isInDoubt = isFresh(stats);
  const stamp = [
    (isInDoubt ? FRESH : '') + stampOf(stats),
    defaultLicence?.licence.id ?? '',
    defaultLicence?.evidence ?? '',
    language ?? '',
  ].join(' ');
  if (settle && isInDoubt) return 'unsettled';
  if (knownStamp === stamp && !isInDoubt) return 'same';
  const content = readRegularFileSync(absolute, MAX_DOCUMENT_BYTES);
  if (!('bytes' in content)) return unreadable(file, content, knownStamp, stamp);
  const { bytes, stats: read } = content;
  const digest = createHash('sha256').update(bytes).digest();
  if (
    knownStamp !== undefined &&
    feedPart(knownStamp) === feedPart(stamp) &&
    digestOf(pathOf(file))?.every((byte, index) => byte === digest[index]) === true
  )
    return { stamp, modifiedMs: read.mtimeMs };
  const { report, article } = judgeDocument(file, bytes, read.mtimeMs, defaultLicence);
  const held = heldAs(report, stamp, digest);
  if (report.entry === undefined) return held;
  return { report, document: { ...held.document, served: servedAs(report.entry, article, language) } };
}
