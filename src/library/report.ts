/** What a scan found: every document, served or held, and everything that was passed over. */
import type { Diagnostic } from '../article/diagnostic.ts';
import type { Entry } from '../site/library.ts';

/** One document: `entry` where it is served. `file` is the path below the articles folder, with `.txt`. */
export interface DocumentReport {
  readonly file: string;
  readonly entry: Entry | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Something in the articles folder that is no document, or not right. */
export interface PassedOver {
  readonly file: string;
  readonly line?: number | undefined;
  readonly message: string;
  readonly fix: string;
}

/** Sorts by file and line. */
export function byPlace(a: PassedOver, b: PassedOver): number {
  return a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : a.file < b.file ? -1 : 1;
}

export interface Report {
  readonly documents: readonly DocumentReport[];
  readonly passedOver: readonly PassedOver[];
}

/** The documents that are not served. */
export function heldOf(report: Report): readonly DocumentReport[] {
  return report.documents.filter(({ entry }) => entry === undefined);
}
