/** The articles of a folder, kept up to date: what the daemon serves. */
import type { Library } from '../site/library.ts';
import type { DocumentReport, PassedOver } from './report.ts';

/** How many documents there are, and what is wrong with the first of them. */
export interface Findings {
  readonly documents: number;
  readonly held: number;
  /** The first of those that are held, of a change those that are held since. */
  readonly heldDocuments: readonly DocumentReport[];
  readonly passedOver: readonly PassedOver[];
  /** How many findings there are in all. */
  readonly count: number;
}

/** Who is told of changes. */
export interface CollectionListener {
  /** The library is another one. */
  readonly onChange: () => void;
  /** All has been looked at again, and something was found to have changed. */
  readonly onFindings: (findings: Findings) => void;
  /** Something cannot be read, written or watched; what was known stays in force. */
  readonly onProblem: (message: string) => void;
}

/** A folder of articles and what is known of it. */
export interface Collection {
  /** As it is now. */
  readonly library: Library;
  readonly findings: Findings;
  /** Looks at all once, and resolves when that is done; where another process does so, at once. */
  update(): Promise<void>;
  /** Resolves when all is known, whoever looks at it; to false where it cannot be kept, or is stopped before. */
  complete(): Promise<boolean>;
  /** Begins to keep it up to date. */
  start(): void;
  /** Reads nothing until it is started; resolves when that is so. */
  rest(): Promise<void>;
  /** Ends all that it does, and resolves when it has. */
  stop(): Promise<void>;
}
