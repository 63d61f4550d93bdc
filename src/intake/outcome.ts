/** What became of what an upstream offered. */
import type { Entry } from './entry.ts';

export const OUTCOMES = [
  'new',
  'changed',
  'unchanged',
  'waiting',
  'elsewhere',
  'refused',
  'withdrawn',
  'held',
  'failed',
] as const;

/** What became of one item. `elsewhere`: another feed has it; `refused`: the operator does not want it. */
export type OutcomeKind = (typeof OUTCOMES)[number];

export interface Outcome {
  readonly kind: OutcomeKind;
  /** By which the upstream knows it, or where it stands there. */
  readonly id: string;
  readonly url: string;
  readonly title: string;
  /** The document's path below the articles folder, where there is one. */
  readonly file?: string | undefined;
  /** Why, and what to do. */
  readonly reason?: string | undefined;
  readonly fix?: string | undefined;
  /** As its document names it, where that was made in this run. */
  readonly licence?: string;
  /** Whether its document does not say that it is unaltered: not all words of the original were found in it. */
  readonly isUnproved?: boolean;
}

/** How often each thing happened. */
export type Counts = Readonly<Record<OutcomeKind, number>>;

/** Whether something is to be told to the operator by itself. */
export const isTrouble = ({ kind, fix }: Outcome): boolean =>
  kind === 'held' || kind === 'failed' || (kind === 'refused' && fix !== undefined);

/** Whether a run takes it, or has it wait. */
export const isTaken = ({ kind }: Outcome): boolean =>
  kind === 'new' || kind === 'changed' || kind === 'waiting';

/** Whether it was taken, and is not proved to be whole. */
export const isDoubtful = (outcome: Outcome): boolean => outcome.isUnproved === true && isTaken(outcome);

/** Counts of nothing. */
export const noCounts = (): Record<OutcomeKind, number> => ({
  new: 0,
  changed: 0,
  unchanged: 0,
  waiting: 0,
  elsewhere: 0,
  refused: 0,
  withdrawn: 0,
  held: 0,
  failed: 0,
});

/** That `kind` of thing became of the item of `entry`. */
export function outcomeOf(kind: OutcomeKind, { id, url, title, file, reason, fix }: Entry): Outcome {
  const said = kind === 'held' ? { reason, fix } : kind === 'refused' ? { reason } : {};
  return { kind, id, url, title, ...(file !== '' && { file }), ...said };
}
