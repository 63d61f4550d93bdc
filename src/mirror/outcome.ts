/** What became of a file, and who is told. */

/**
 * `new`, `changed`, `withdrawn`: as upstream has it now. `refused`: it may not be shown, and is not taken. `kept`: what
 * stands in its place is not from there, and is left alone. `failed`: it could not be had. `nowhere`: a menu
 * names it, and it is not there. `dropped`: its licence is no longer among those that are taken.
 */
export const OUTCOMES = [
  'new',
  'changed',
  'withdrawn',
  'dropped',
  'refused',
  'kept',
  'failed',
  'nowhere',
] as const;
export type OutcomeKind = (typeof OUTCOMES)[number];

export interface Outcome {
  readonly kind: OutcomeKind;
  readonly selector: string;
  /** Where it was put below the articles folder, or taken away from. */
  readonly file?: string;
  /** Of an article that was put or taken away. */
  readonly title?: string | undefined;
  /** Of a file that would be fetched. */
  readonly bytes?: number;
  readonly reason?: string;
  readonly fix?: string;
}

/** Whether it is an article that was put or taken away: other files say what feeds are called, and the like. */
export const isArticle = ({ file = '' }: Outcome): boolean => file.endsWith('.txt');

/** Who is told how a round goes. */
export interface MirrorListener {
  readonly onOutcome: (outcome: Outcome) => void;
  /** So many more bytes are asked for. */
  readonly onExpected: (bytes: number) => void;
  /** Something that is to be known besides. */
  readonly onNote: (note: string) => void;
}

/** A file that is not as it should be, what is wrong with it, and what to do. */
export interface MirrorFault {
  /** Below the articles folder. */
  readonly file: string;
  readonly message: string;
  readonly fix: string;
}
