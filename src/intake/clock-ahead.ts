/** Instants that were written while the clock was ahead. */
import type { Entry } from './entry.ts';

/** Some clocks and zones are wrong by hours: that does no harm. */
const TOLERANCE_MS = 24 * 60 * 60 * 1000;
/** A machine that keeps no time begins in 1970: before this it is now that is wrong. */
const EARLIEST_MS = Date.UTC(2026, 0);

/**
 * `entry` as if it had been seen and shown now, where it says that it will be: an embargo that counts from then would
 * last for years, and what was shown counts for this month. `undefined` where its instants can be.
 */
export function setBack(entry: Entry, nowMs: number): Entry | undefined {
  const now = new Date(nowMs).toISOString();
  const isAhead = (instant = ''): boolean => Date.parse(instant) > nowMs + TOLERANCE_MS;
  const { seen, shown } = entry;
  if (nowMs < EARLIEST_MS || ![seen, shown].some(isAhead)) return undefined;
  // what it was called before is said by an earlier line
  const formerId = undefined;
  return {
    ...entry,
    formerId,
    seen: isAhead(seen) ? now : seen,
    shown: isAhead(shown) ? now : shown,
    at: now,
  };
}
