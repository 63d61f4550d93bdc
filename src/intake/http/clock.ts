/** Time, so that tests need not wait for it. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Rejects when `signal` aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

export const SYSTEM_CLOCK: Clock = {
  now: Date.now,
  wait: async (ms, signal) => {
    if (ms > 0) await sleep(ms, undefined, { signal });
  },
};
