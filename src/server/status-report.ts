/** What the daemon tells of itself on `/status`. */
import type { CacheFigures, StatusReport } from '../site/status.ts';
import type { Stats } from './stats.ts';

/** What is counted of a running daemon. */
export interface Running {
  readonly stats: Stats;
  readonly server: { readonly openConnections: number };
  /** One for each port. */
  readonly responders: readonly { readonly cacheFigures: CacheFigures }[];
}

/** The caches of all ports as one. */
export function cacheFiguresOf({ responders }: Pick<Running, 'responders'>): CacheFigures {
  const all = responders.map(({ cacheFigures }) => cacheFigures);
  const sumOf = (name: keyof CacheFigures): number => all.reduce((sum, figures) => sum + figures[name], 0);
  return { replies: sumOf('replies'), bytes: sumOf('bytes'), hits: sumOf('hits'), misses: sumOf('misses') };
}

/** The report of this moment. */
export function statusReport(running: Running): StatusReport {
  const { stats, server } = running;
  const { startedMs, nowMs, replies, sentBytes, days, reads, accepted, refused } = stats;
  return {
    startedMs,
    nowMs,
    replies,
    sentBytes,
    days,
    reads,
    connections: { now: server.openConnections, accepted, refused },
    cache: cacheFiguresOf(running),
    residentBytes: process.memoryUsage.rss(),
  };
}
