/** Trouble on this machine that costs one feed. */
import { errorCode } from '../error-code.ts';
import { InTheWay } from '../library/durable.ts';
import type { Trouble } from './upstream/answer.ts';

const LOCAL_CODES = new Set([
  'EACCES',
  'EPERM',
  'EISDIR',
  'ENOTDIR',
  'EEXIST',
  'ENOTEMPTY',
  'ELOOP',
  'ENAMETOOLONG',
]);

/** What is in the way in the folders of one feed, and costs no other. */
export function localTrouble(error: unknown): Trouble | undefined {
  const isLocal = error instanceof InTheWay || LOCAL_CODES.has(errorCode(error));
  if (!isLocal || !(error instanceof Error)) return undefined;
  const fix = 'look at the folders of the feed and of its journal, below .gopherwire/intake';
  return { kind: 'failed', message: error.message, fix };
}
