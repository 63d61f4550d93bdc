/** Corrections of what can only be had whole: it is asked for again, seldom and a little at a time. */

/** The same thing is asked for once a day at most. */
const MIN_AGE_MS = 24 * 60 * 60 * 1000;
/** So many things in one run, those first that were asked for longest ago. */
const MAX_A_RUN = 50;

/** Whether what was asked for at `askedMs` may be asked for again at `nowMs`. A clock that was wrong may have left a time to come. */
export const isDue = (askedMs: number, nowMs: number): boolean =>
  nowMs - askedMs >= MIN_AGE_MS || askedMs > nowMs;

/** Those of `urls`, all of them known, that are to be asked for again at `nowMs`. */
export function dueAmong(
  urls: readonly string[],
  askedMsOf: (url: string) => number,
  nowMs: number,
): readonly string[] {
  return urls
    .map((url) => ({ url, askedMs: askedMsOf(url) }))
    .filter(({ askedMs }) => isDue(askedMs, nowMs))
    .toSorted((a, b) => a.askedMs - b.askedMs)
    .slice(0, MAX_A_RUN)
    .map(({ url }) => url);
}
