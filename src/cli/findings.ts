/** How findings are shown to people. */
import type { Diagnostic } from '../article/diagnostic.ts';
import { cleanLine } from '../text/clean.ts';
import type { DocumentReport, PassedOver } from '../library/report.ts';
import { countOf } from '../site/listing.ts';

/** `12:3 licence-unknown: what` and, below it, the fix. */
export function findingLines({ line, column, code, message, fix }: Diagnostic): string[] {
  return [`  ${line}:${column} ${code}: ${message}`, `      fix: ${fix}`];
}

export function passedOverLine({ file, line, message, fix }: PassedOver): string {
  return `${cleanLine(file)}${line === undefined ? '' : `:${line}`}: ${message}; ${fix}`;
}

/** Why a document is held; what was merely tolerated is left out. */
export function heldLines({ file, diagnostics }: DocumentReport): string[] {
  return [
    `held: ${cleanLine(file)}`,
    ...diagnostics.filter(({ severity }) => severity === 'held').flatMap(findingLines),
  ];
}

/** "12 documents: 11 served, 1 held". */
export const summaryLine = ({
  documents,
  held,
}: {
  readonly documents: number;
  readonly held: number;
}): string => `${countOf(documents, 'document')}: ${documents - held} served, ${held} held`;
