/** Preloaded with `NODE_OPTIONS=--import`: the clock of a program is CLOCK_AHEAD_MS milliseconds ahead. */
const aheadMs = Number(process.env.CLOCK_AHEAD_MS);
const { now } = Date;
Date.now = () => now() + aheadMs;
