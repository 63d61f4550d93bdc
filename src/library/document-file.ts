/** One file of the articles folder as a document: whether its name, its size and its text let it be served. */
import type { Article } from '../article/article.ts';
import { held, type Diagnostic } from '../article/diagnostic.ts';
import { judge } from '../article/gate.ts';
import { parseArticle } from '../article/parse.ts';
import { entryOf } from '../site/entry.ts';
import type { DefaultLicence } from '../site/library.ts';
import { isName, MAX_SELECTOR_BYTES, ownSelectors, selectorOf } from '../site/routes.ts';
import { digestFinding } from './body-digest.ts';
import { feedOf, parentOf } from './folders.ts';
import type { FileProblem } from './read-file.ts';
import type { DocumentReport } from './report.ts';
import { NAME_FIX } from './walk.ts';

/** A document of this size is a book of 2,500 pages; larger ones are held. */
export const MAX_DOCUMENT_BYTES: number = 16 * 1024 * 1024;

/** The report on a file that could not be read. */
export function heldByFile(file: string, { code, message, fix }: FileProblem): DocumentReport {
  const reason = code === 'vanished' ? 'unreadable' : code;
  return { file, entry: undefined, diagnostics: [held(reason, { line: 1 }, message, fix)] };
}

/** Why the document at `path`, without `.txt`, cannot have a selector. */
export function nameProblem(path: string): Diagnostic | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!isName(name)) {
    return held('name-invalid', { line: 1 }, 'the file name cannot be part of a selector', NAME_FIX);
  }
  if (selectorOf({ kind: 'text', path }).length <= MAX_SELECTOR_BYTES) return undefined;
  const message = `the selector would be longer than ${MAX_SELECTOR_BYTES} bytes`;
  return held('name-invalid', { line: 1 }, message, 'shorten the names of the file or its folders');
}

/** What a scan remembers of a document, and the article itself. */
export interface JudgedDocument {
  readonly report: DocumentReport;
  readonly article: Article;
}

/** One document, read and judged. */
export function judgeDocument(
  file: string,
  bytes: Uint8Array,
  modifiedMs: number,
  defaultLicence: DefaultLicence | undefined,
): JudgedDocument {
  const path = file.slice(0, -'.txt'.length);
  const reading = parseArticle(bytes);
  const { article } = reading;
  const verdict = judge(reading, { defaultLicence, ownSelectors: ownSelectors(path) });
  const { licence } = verdict;
  const tampered = digestFinding(article, bytes);
  const diagnostics = tampered === undefined ? verdict.diagnostics : [...verdict.diagnostics, tampered];
  if (licence === undefined) return { report: { file, entry: undefined, diagnostics }, article };
  const facts = { path, feed: feedOf(parentOf(file)), bytes: bytes.length, modifiedMs };
  return { report: { file, entry: entryOf({ article, licence }, facts), diagnostics }, article };
}
