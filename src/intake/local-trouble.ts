/** Trouble on this machine that costs one feed, or one article. */
import { inTheWayOf } from '../library/in-the-way.ts';
import type { Entry } from './entry.ts';
import type { Outcome } from './outcome.ts';
import type { Trouble } from './upstream/answer.ts';

/** What is in the way in the folders of one feed, and costs no other. */
export function localTrouble(error: unknown): Trouble | undefined {
  const { message, fix } = inTheWayOf(error) ?? {};
  return message === undefined || fix === undefined ? undefined : { kind: 'failed', message, fix };
}

/** That an article has failed for what is in the way in its place. Throws `error` where it says nothing of the kind. */
export function failedFor(error: unknown, { id, url, title }: Pick<Entry, 'id' | 'url' | 'title'>): Outcome {
  const trouble = localTrouble(error);
  if (trouble === undefined) throw error;
  return { kind: 'failed', id, url, title, reason: trouble.message, fix: trouble.fix };
}
