/** Whether documents are still what they were when they were taken in. */
import { join } from 'node:path';
import { isUnaltered, type Article } from '../article/article.ts';
import { parseArticle } from '../article/parse.ts';
import { proofOf } from '../html/proof.ts';
import { fitsDigest } from '../library/body-digest.ts';
import { MAX_DOCUMENT_BYTES } from '../library/document-file.ts';
import { readRegularFile } from '../library/read-file.ts';
import type { DocumentReport } from '../library/report.ts';
import { sha256Of, sourceFile, type Journal } from './journal.ts';
import { isShown, type Entry } from './entry.ts';
import { bodyWithoutCredit } from './make-document.ts';
import { entriesIn } from './queue.ts';

/** What is wrong with a document, and what to do. */
export interface Fault {
  readonly message: string;
  readonly fix: string;
}

/** What was found of one document. */
export interface Verified {
  /** Below the articles folder. */
  readonly file: string;
  /** What was compared: the digest in its footer, that in the journal, the words of the original. */
  readonly compared: readonly ('footer' | 'journal' | 'original')[];
  /** Empty where it is as it was. */
  readonly faults: readonly Fault[];
}

const RESTORE = 'compare it with its source; a copy of it may be in a backup or on a mirror';

function footerFault(isFitting: boolean): Fault | undefined {
  if (isFitting) return undefined;
  return { message: 'its text is not the one whose SHA-256 stands in its footer', fix: RESTORE };
}

function originalFault(article: Article, html: string): Fault | undefined {
  const proof = proofOf(html, bodyWithoutCredit(article));
  if (proof.isWhole || !isUnaltered(article)) return undefined;
  const { missing } = proof;
  const what =
    missing === ''
      ? 'it says more than its original does'
      : `words of its original are missing: "${missing}"`;
  return {
    message: `it claims to be unaltered, and ${what}`,
    fix: 'compare it with its source, and fetch it again',
  };
}

const heldFaults = ({ entry, diagnostics }: DocumentReport): Fault[] =>
  entry === undefined ? diagnostics.filter(({ severity }) => severity === 'held') : [];

/** A document that the journal says is shown. */
interface Known {
  readonly feed: string;
  readonly entry: Entry;
}

async function verifyOne(report: DocumentReport, known: Known | undefined, root: string): Promise<Verified> {
  const { file } = report;
  const compared: Verified['compared'][number][] = [];
  const faults: (Fault | undefined)[] = [...heldFaults(report)];
  const content = await readRegularFile(join(root, file), MAX_DOCUMENT_BYTES);
  // why not is told as its finding
  if (!('bytes' in content)) return { file, compared, faults: faults.filter((fault) => fault !== undefined) };
  const { article } = parseArticle(content.bytes);
  const isFitting = fitsDigest(article);
  if (isFitting !== undefined) {
    compared.push('footer');
    faults.push(footerFault(isFitting));
  }
  if (known !== undefined) {
    const { feed, entry } = known;
    compared.push('journal');
    if (sha256Of(content.bytes) !== entry.sha256)
      faults.push({ message: 'its bytes are not those that were taken in', fix: RESTORE });
    const source = await readRegularFile(join(root, sourceFile(feed, entry.sha256)), MAX_DOCUMENT_BYTES);
    if ('bytes' in source) {
      compared.push('original');
      faults.push(originalFault(article, new TextDecoder().decode(source.bytes)));
    }
  }
  return { file, compared, faults: faults.filter((fault) => fault !== undefined) };
}

/**
 * Each document of `reports` and each that the journal says is shown, one after the other. Rejects with the system's
 * error where the journal cannot be read.
 */
export async function* verifyDocuments(
  reports: readonly DocumentReport[],
  journal: Journal,
): AsyncGenerator<Verified> {
  const shown = new Map<string, Known>();
  for (const { feed, entry } of await entriesIn(journal, ['published', 'waiting'])) {
    const { stands = entry.sha256 } = entry;
    if (isShown(entry)) shown.set(entry.file, { feed, entry: { ...entry, sha256: stands } });
  }
  for (const report of reports) {
    yield await verifyOne(report, shown.get(report.file), journal.place.root);
    shown.delete(report.file);
  }
  for (const file of shown.keys()) {
    const gone = { message: 'it was taken in, and is gone without having been withdrawn', fix: RESTORE };
    yield { file, compared: ['journal'], faults: [gone] };
  }
}
