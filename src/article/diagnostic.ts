/** What is wrong with a document, where, and what to do: bad input is a value, never an exception. */

/** What holds a document: without these it is neither served nor linked. */
export type HoldingCode =
  | 'binary'
  | 'body-missing'
  | 'cut-short'
  | 'encoding-damaged'
  | 'licence-conflict'
  | 'licence-missing'
  | 'licence-unknown'
  | 'licence-version-missing'
  | 'name-invalid'
  | 'not-a-file'
  | 'publisher-missing'
  | 'run-together'
  | 'source-invalid'
  | 'source-missing'
  | 'title-missing'
  | 'too-large'
  | 'unreadable';

/** What is read all the same, and told. */
export type ToleratedCode =
  | 'authors-malformed'
  | 'byte-order-mark'
  | 'control-character'
  | 'date-malformed'
  | 'digest-differs'
  | 'encoding'
  | 'end-missing'
  | 'header-missing'
  | 'layout'
  | 'licence-default'
  | 'line-endings'
  | 'notice'
  | 'publisher-differs'
  | 'remark'
  | 'title-reference-missing'
  | 'via-missing';

/** One finding. `line` and `column` count from 1, columns in UTF-16 code units. */
export interface Diagnostic {
  readonly code: HoldingCode | ToleratedCode;
  readonly severity: 'held' | 'tolerated';
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly fix: string;
}

/** Where something stands, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column?: number;
}

export function held(code: HoldingCode, place: Place, message: string, fix: string): Diagnostic {
  return { code, severity: 'held', line: place.line, column: place.column ?? 1, message, fix };
}

export function tolerated(code: ToleratedCode, place: Place, message: string, fix: string): Diagnostic {
  return { code, severity: 'tolerated', line: place.line, column: place.column ?? 1, message, fix };
}
