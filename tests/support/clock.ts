/** Programs whose clock is ahead of ours. */
import { join } from 'node:path';
import { ROOT, runIn, type Run } from './program.ts';

export const HOUR_MS: number = 60 * 60 * 1000;

/** The environment of a program whose clock is `aheadMs` ahead. */
export const clockEnvironment = (aheadMs: number): Readonly<Record<string, string>> => ({
  CLOCK_AHEAD_MS: String(aheadMs),
  NODE_OPTIONS: `--import=${join(ROOT, 'tests/support/clock.mjs')}`,
});

/** Runs `gopherwire ARGS…` to its end, at a time `aheadMs` from now. */
export const runLater = (aheadMs: number, ...args: readonly string[]): Promise<Run> =>
  runIn({ env: clockEnvironment(aheadMs) }, ...args);
