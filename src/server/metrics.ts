/** Metrics for Prometheus, in its text format 0.0.4. */
import { readdirSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { CacheFigures, ConnectionFigures } from '../site/status.ts';
import type { ProtocolCounts } from './stats.ts';
import { cacheFiguresOf, type Running } from './status-report.ts';

/** The media type of what {@link metricsText} gives. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** What is served and what is held. */
export interface DocumentCounts {
  readonly articles: number;
  readonly held: number;
}

/** By how much later than it should the event loop came to its timers since the metrics were last asked for. */
export interface LoopLag {
  readonly meanSeconds: number;
  readonly maxSeconds: number;
}

/** The values of one moment. */
export interface MetricValues {
  readonly version: string;
  /** In seconds since 1970. */
  readonly startSeconds: number;
  readonly protocols: readonly ProtocolCounts[];
  readonly sentBytes: number;
  readonly connections: ConnectionFigures;
  readonly cache: CacheFigures;
  readonly documents: DocumentCounts;
  readonly residentBytes: number;
  readonly cpuSeconds: number;
  /** `undefined` where the system does not tell. */
  readonly openDescriptors: number | undefined;
  readonly lag: LoopLag;
}

/** A value, and the labels by which it differs from others of its metric. */
interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

const escapeLabel = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

function sampleLine(name: string, { labels = {}, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
}

function metric(type: 'counter' | 'gauge', name: string, help: string, samples: readonly Sample[]): string[] {
  if (samples.length === 0) return [];
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...samples.map((sample) => sampleLine(name, sample)),
  ];
}

const counter = (name: string, help: string, value: number): string[] =>
  metric('counter', name, help, [{ value }]);
const gauge = (name: string, help: string, value: number | undefined): string[] =>
  metric('gauge', name, help, value === undefined ? [] : [{ value }]);

const requestSamples = (protocols: readonly ProtocolCounts[]): Sample[] =>
  protocols.flatMap(({ protocol, isTls, counts }) =>
    Object.entries(counts).map(([status, value]) => ({
      labels: { protocol, tls: String(isTls), status },
      value,
    })),
  );

/** `values` in the text format: a HELP and a TYPE line for each metric, its samples, LF at every end of line. */
export function metricsText(values: MetricValues): string {
  const { version, connections, cache, documents, lag } = values;
  const lines = [
    ...metric('gauge', 'gopherwire_build_info', 'Always 1; the version is a label.', [
      { labels: { version }, value: 1 },
    ]),
    ...gauge('gopherwire_start_time_seconds', 'When the daemon started, since 1970.', values.startSeconds),
    ...metric(
      'counter',
      'gopherwire_requests_total',
      'Requests by how they came and how they ended.',
      requestSamples(values.protocols),
    ),
    ...counter('gopherwire_sent_bytes_total', 'Bytes of replies.', values.sentBytes),
    ...gauge('gopherwire_connections', 'Connections open now.', connections.now),
    ...counter('gopherwire_connections_accepted_total', 'Connections accepted.', connections.accepted),
    ...counter('gopherwire_connections_refused_total', 'Connections turned away.', connections.refused),
    ...gauge('gopherwire_cache_replies', 'Replies kept ready.', cache.replies),
    ...gauge('gopherwire_cache_bytes', 'Memory of the replies kept ready.', cache.bytes),
    ...counter('gopherwire_cache_hits_total', 'Requests whose reply was ready.', cache.hits),
    ...counter('gopherwire_cache_misses_total', 'Requests whose reply had to be made.', cache.misses),
    ...gauge('gopherwire_articles', 'Articles served.', documents.articles),
    ...gauge('gopherwire_held_documents', 'Documents that are not served.', documents.held),
    ...gauge('process_resident_memory_bytes', 'Resident memory.', values.residentBytes),
    ...counter('process_cpu_seconds_total', 'CPU time of user and system.', values.cpuSeconds),
    ...gauge('process_open_fds', 'Open file descriptors.', values.openDescriptors),
    ...gauge('nodejs_eventloop_lag_mean_seconds', 'Mean lag of the event loop.', lag.meanSeconds),
    ...gauge('nodejs_eventloop_lag_max_seconds', 'Longest lag of the event loop.', lag.maxSeconds),
  ];
  return `${lines.join('\n')}\n`;
}

/** Looked at so often, the event loop's lag costs nothing that could be measured. */
const LAG_RESOLUTION_MS = 20;

const NANOSECONDS = 1e9;
const MICROSECONDS = 1e6;

/** Watches the event loop from now on; each call gives its lag since the one before. Does not keep the program running. */
function watchLag(): () => LoopLag {
  const histogram = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
  histogram.enable();
  // what is measured is the time from timer to timer, not by how much it was too long
  const secondsOf = (nanoseconds: number): number =>
    Math.max(0, nanoseconds / NANOSECONDS - LAG_RESOLUTION_MS / 1000);
  return () => {
    const isEmpty = histogram.count === 0;
    const lag = {
      meanSeconds: isEmpty ? 0 : secondsOf(histogram.mean),
      maxSeconds: isEmpty ? 0 : secondsOf(histogram.max),
    };
    histogram.reset();
    return lag;
  };
}

function openDescriptors(): number | undefined {
  try {
    // without the one through which they are listed
    return readdirSync('/proc/self/fd').length - 1;
  } catch {
    return undefined; // not Linux
  }
}

/** Starts to measure; each call of what comes back gives the metrics of that moment as text. */
export function startMetrics(
  running: Running,
  version: string,
  documents: () => DocumentCounts,
): () => string {
  const lag = watchLag();
  return () => {
    const { startedMs, protocols, sentBytes, accepted, refused } = running.stats;
    const { user, system } = process.cpuUsage();
    return metricsText({
      version,
      startSeconds: startedMs / 1000,
      protocols,
      sentBytes,
      connections: { now: running.server.openConnections, accepted, refused },
      cache: cacheFiguresOf(running),
      documents: documents(),
      residentBytes: process.memoryUsage.rss(),
      cpuSeconds: (user + system) / MICROSECONDS,
      openDescriptors: openDescriptors(),
      lag: lag(),
    });
  };
}
