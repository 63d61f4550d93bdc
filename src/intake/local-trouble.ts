/** Trouble on this machine that costs one feed. */
import { inTheWayOf } from '../library/in-the-way.ts';
import type { Trouble } from './upstream/answer.ts';

/** What is in the way in the folders of one feed, and costs no other. */
export function localTrouble(error: unknown): Trouble | undefined {
  const { message, fix } = inTheWayOf(error) ?? {};
  return message === undefined || fix === undefined ? undefined : { kind: 'failed', message, fix };
}
