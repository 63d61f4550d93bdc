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
  | { readonly document: IndexedDocument; readonly report: DocumentReport };

/** What a document has from its feed, and when it is looked at. */
export interface LookContext extends Pick<FeedFacts, 'defaultLicence' | 'language'> {
  /** The real path of the articles folder. */
  readonly root: string;
  /** In milliseconds since 1970. */
  readonly now: number;
  /** Whether files that were written to in the last moment are left as they are. */
  readonly settle: boolean;
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

/** What could not be read: gone between the walk and the look, or held. */
function unreadable(file: string, problem: FileProblem, knownStamp: string | undefined, stamp: string): Look {
  if (problem.code === 'vanished') return 'gone';
  // what cannot be read now may be readable at the next look, with the same stamp: it is remembered without one
  const lasting = problem.code === 'unreadable' ? '' : stamp;
  return knownStamp === lasting ? 'same' : heldAs(heldByFile(file, problem), lasting);
}

const heldAs = (report: DocumentReport, stamp: string): Look => ({
  document: {
    path: pathOf(report.file),
    stamp,
    findings: JSON.stringify(report.diagnostics),
    served: undefined,
  },
  report,
});

function servedAs(
  entry: Entry,
  article: Article,
  bytes: Uint8Array,
  language: string | undefined,
): ServedIndex {
  return {
    entry,
    language,
    digest: createHash('sha256').update(bytes).digest(),
    words: {
      title: foldedText(article.title),
      credit: foldedText([article.publisher, ...article.authors].join(' ')),
      body: foldedText(article.body.join('\n')),
    },
  };
}

/** Looks at the document `file`, of which `knownStamp` is remembered. Its folder must have been found to be no link. */
export function lookAt(file: string, knownStamp: string | undefined, context: LookContext): Look {
  const { root, now, settle, defaultLicence, language } = context;
  const badName = nameProblem(pathOf(file));
  if (badName !== undefined)
    return knownStamp === undefined
      ? heldAs({ file, entry: undefined, diagnostics: [badName] }, 'name')
      : 'same';
  const absolute = join(root, file);
  const stats = statsOf(absolute);
  if ('code' in stats) return unreadable(file, stats, knownStamp, '');
  const stamp = [
    stampOf(stats),
    defaultLicence?.licence.id ?? '',
    defaultLicence?.evidence ?? '',
    language ?? '',
  ].join(' ');
  if (knownStamp === stamp) return 'same';
  if (settle && Math.abs(now - stats.ctimeMs) < SETTLE_MS) return 'unsettled';
  const content = readRegularFileSync(absolute, MAX_DOCUMENT_BYTES);
  if (!('bytes' in content)) return unreadable(file, content, knownStamp, stamp);
  const { report, article } = judgeDocument(file, content.bytes, content.stats.mtimeMs, defaultLicence);
  const held = heldAs(report, stamp);
  if (report.entry === undefined || typeof held === 'string') return held;
  return {
    report,
    document: { ...held.document, served: servedAs(report.entry, article, content.bytes, language) },
  };
}
