/** The metrics as Prometheus reads them. promtool judges them where it is installed. Debian: apt install prometheus */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { metricsText, startMetrics, type MetricValues } from '../../src/server/metrics.ts';
import { Stats } from '../../src/server/stats.ts';
import { isInstalled } from '../support/terminal.ts';

const counts = { ok: 5, 'bad-request': 1, 'not-found': 2, gone: 0, unavailable: 0, busy: 0 };
const values: MetricValues = {
  version: '1.2"3\\4\n5',
  startSeconds: 1_795_435_200.5,
  protocols: [
    { protocol: 'gopher', isTls: false, counts },
    { protocol: 'http', isTls: true, counts: { ...counts, ok: 7 } },
  ],
  sentBytes: 12_345_678_901,
  connections: { now: 3, accepted: 40, refused: 2 },
  cache: { replies: 4, bytes: 5000, hits: 6, misses: 7 },
  documents: { articles: 12, held: 1 },
  residentBytes: 80_000_000,
  cpuSeconds: 1.25,
  openDescriptors: 21,
  lag: { meanSeconds: 0.0001, maxSeconds: 0.02 },
};

const TEXT = `# HELP gopherwire_build_info Always 1; the version is a label.
# TYPE gopherwire_build_info gauge
gopherwire_build_info{version="1.2\\"3\\\\4\\n5"} 1
# HELP gopherwire_start_time_seconds When the daemon started, since 1970.
# TYPE gopherwire_start_time_seconds gauge
gopherwire_start_time_seconds 1795435200.5
# HELP gopherwire_requests_total Requests by how they came and how they ended.
# TYPE gopherwire_requests_total counter
gopherwire_requests_total{protocol="gopher",tls="false",status="ok"} 5
gopherwire_requests_total{protocol="gopher",tls="false",status="bad-request"} 1
gopherwire_requests_total{protocol="gopher",tls="false",status="not-found"} 2
gopherwire_requests_total{protocol="gopher",tls="false",status="gone"} 0
gopherwire_requests_total{protocol="gopher",tls="false",status="unavailable"} 0
gopherwire_requests_total{protocol="gopher",tls="false",status="busy"} 0
gopherwire_requests_total{protocol="http",tls="true",status="ok"} 7
gopherwire_requests_total{protocol="http",tls="true",status="bad-request"} 1
gopherwire_requests_total{protocol="http",tls="true",status="not-found"} 2
gopherwire_requests_total{protocol="http",tls="true",status="gone"} 0
gopherwire_requests_total{protocol="http",tls="true",status="unavailable"} 0
gopherwire_requests_total{protocol="http",tls="true",status="busy"} 0
# HELP gopherwire_sent_bytes_total Bytes of replies.
# TYPE gopherwire_sent_bytes_total counter
gopherwire_sent_bytes_total 12345678901
# HELP gopherwire_connections Connections open now.
# TYPE gopherwire_connections gauge
gopherwire_connections 3
# HELP gopherwire_connections_accepted_total Connections accepted.
# TYPE gopherwire_connections_accepted_total counter
gopherwire_connections_accepted_total 40
# HELP gopherwire_connections_refused_total Connections turned away.
# TYPE gopherwire_connections_refused_total counter
gopherwire_connections_refused_total 2
# HELP gopherwire_cache_replies Replies kept ready.
# TYPE gopherwire_cache_replies gauge
gopherwire_cache_replies 4
# HELP gopherwire_cache_bytes Memory of the replies kept ready.
# TYPE gopherwire_cache_bytes gauge
gopherwire_cache_bytes 5000
# HELP gopherwire_cache_hits_total Requests whose reply was ready.
# TYPE gopherwire_cache_hits_total counter
gopherwire_cache_hits_total 6
# HELP gopherwire_cache_misses_total Requests whose reply had to be made.
# TYPE gopherwire_cache_misses_total counter
gopherwire_cache_misses_total 7
# HELP gopherwire_articles Articles served.
# TYPE gopherwire_articles gauge
gopherwire_articles 12
# HELP gopherwire_held_documents Documents that are not served.
# TYPE gopherwire_held_documents gauge
gopherwire_held_documents 1
# HELP process_resident_memory_bytes Resident memory.
# TYPE process_resident_memory_bytes gauge
process_resident_memory_bytes 80000000
# HELP process_cpu_seconds_total CPU time of user and system.
# TYPE process_cpu_seconds_total counter
process_cpu_seconds_total 1.25
# HELP process_open_fds Open file descriptors.
# TYPE process_open_fds gauge
process_open_fds 21
# HELP nodejs_eventloop_lag_mean_seconds Mean lag of the event loop.
# TYPE nodejs_eventloop_lag_mean_seconds gauge
nodejs_eventloop_lag_mean_seconds 0.0001
# HELP nodejs_eventloop_lag_max_seconds Longest lag of the event loop.
# TYPE nodejs_eventloop_lag_max_seconds gauge
nodejs_eventloop_lag_max_seconds 0.02
`;

test('[Prometheus 0.0.4] the text, whole', () => {
  expect(metricsText(values)).toBe(TEXT);
});

test('what the system does not tell is left out', () => {
  const text = metricsText({ ...values, openDescriptors: undefined });
  expect(text).not.toContain('process_open_fds');
  expect(text).toContain('nodejs_eventloop_lag_mean_seconds 0.0001\n');
});

test('every metric of a moment has a value, each call the values of its own moment', () => {
  const cacheFigures = { replies: 1, bytes: 2, hits: 3, misses: 4 };
  const stats = new Stats();
  const metrics = startMetrics(
    { stats, server: { openConnections: 1 }, responders: [{ cacheFigures }, { cacheFigures }] },
    '1.0.0',
    () => ({ articles: 5, held: 0 }),
  );
  const first = metrics();
  stats.countConnection();
  stats.countConnection();
  stats.countRefusal();
  const second = metrics();
  expect(first).toContain('gopherwire_connections_accepted_total 0\n');
  expect(second).toContain('gopherwire_connections_accepted_total 1\n');
  expect(second).toContain('gopherwire_connections_refused_total 1\n');
  expect(second).toContain('gopherwire_cache_hits_total 6\n');
  for (const line of second.split('\n').filter((text) => text !== '' && !text.startsWith('#')))
    expect(line).toMatch(/^[a-z_]+(?:\{[^}]*\})? \d+(?:\.\d+)?(?:e[+-]\d+)?$/);
});

test.skipIf(!isInstalled('promtool'))('promtool finds nothing wrong (skipped without promtool)', () => {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: metricsText(values),
    encoding: 'utf8',
  });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});
