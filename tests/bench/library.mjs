/**
 * A library of many articles: how fast it is read, how soon it is served, what it takes, and what searches cost.
 * `npm run bench:library [-- SIZES… [bytes=5000]]`: 1,000, 10,000 and 100,000 articles unless other sizes are given.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ask,
  BIN,
  cpuMs,
  documentOf,
  pause,
  percentile,
  rssMb,
  row,
  start,
  stop,
  until,
} from '../support/measure.mjs';
import { makeTree, repeated, searchesFrom } from './library-tree.mjs';

const given = process.argv.slice(2);
const BYTES = Number(given.find((word) => word.startsWith('bytes='))?.slice(6) ?? 5_000);
const SIZES = given.filter((word) => /^\d+$/.test(word)).map(Number);
const CLIENTS = 16;
const SEARCHES = 4_000;
/** People ask what others ask. */
const DIFFERENT = 300;
/** A person reads what was found; sixteen of them at once are many. */
const THINK_MS = 100;

const peakMb = (pid) =>
  Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))[1]) / 1024;

const boundsFor = (size) => ({
  rate: size >= 100_000 ? { least: 3_000 } : {},
  warm: size > 100_000 ? { most: 3_000 } : { most: 1_000 },
  memory: size > 100_000 ? { most: 250 } : { most: 150 },
  p50: { most: 5 },
  p99: { most: 50 },
});

/** Starts the daemon and gives it with the time to its first reply. */
async function timedStart(dir) {
  const startMs = performance.now();
  const server = await start([BIN, 'serve', dir, '--port', '0', '--log', 'none']);
  await ask(server.port, '\r\n');
  return { server, firstMs: performance.now() - startMs };
}

/** Asks for the front page again and again; how long it took, each time. */
function watcher(port) {
  const waitsMs = [];
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      const startMs = performance.now();
      await ask(port, '/about.txt\r\n');
      waitsMs.push(performance.now() - startMs);
      await pause(5);
    }
  })();
  return async () => {
    stopping.abort();
    await running;
    return { p99: percentile(waitsMs, 0.99), max: Math.max(...waitsMs) };
  };
}

async function searched(port, next, thinkMs) {
  const waitsMs = [];
  let left = thinkMs > 0 ? SEARCHES / 4 : SEARCHES;
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (left-- > 0) {
        const words = next();
        const startMs = performance.now();
        const reply = (await ask(port, `/search\t${words}\r\n`)).toString();
        waitsMs.push(performance.now() - startMs);
        if (!reply.includes('Looked for')) throw new Error(`no result: ${words}\n${reply.slice(0, 300)}`);
        if (thinkMs > 0) await pause(thinkMs);
      }
    }),
  );
  return waitsMs;
}

async function measure(size) {
  const dir = mkdtempSync(join(tmpdir(), 'gopherwire-library-'));
  try {
    const vocabularies = makeTree(dir, size, BYTES);
    const bounds = boundsFor(size);
    row('articles', size, '');

    const coldMs = performance.now();
    const { server: cold, firstMs } = await timedStart(dir);
    row('  first reply, nothing known', firstMs, 'ms', { most: 1_000 });
    const stopWatching = watcher(cold.port);
    const isRead = async () =>
      (await ask(cold.port, '/about.txt\r\n'))
        .toString()
        .includes(`serves ${size.toLocaleString('en')} articles`);
    await until(isRead, 3_600_000);
    const seconds = (performance.now() - coldMs) / 1000;
    row('  read and indexed', size / seconds, '/s', bounds.rate);
    const beside = await stopWatching();
    row('  a page beside it, 99 % within', beside.p99, 'ms');
    row('  a page beside it, longest', beside.max, 'ms');
    row('  memory, most', peakMb(cold.pid), 'MB');
    await pause(12_000);
    row('  memory, a moment later', rssMb(cold.pid), 'MB', bounds.memory);
    await stop(cold, 'SIGTERM');

    const { server, firstMs: warmMs } = await timedStart(dir);
    row('  first reply, all known', warmMs, 'ms', bounds.warm);
    await pause(3_000);
    row('  memory when all was looked at', rssMb(server.pid), 'MB', bounds.memory);
    const folder = join(dir, 'wire/feed-00/2025/06');
    mkdirSync(folder, { recursive: true });
    const newsMs = performance.now();
    writeFileSync(join(folder, 'news.txt'), documentOf('News', 'Something zyxwv has happened.', 9));
    const isThere = async () =>
      (await ask(server.port, '/feeds/wire/feed-00/2025/06/news.txt\r\n')).toString().includes('zyxwv');
    await until(isThere, 10_000);
    row('  a new file shows within', performance.now() - newsMs, 'ms', { most: 2_000 });

    const next = searchesFrom(vocabularies, size);
    await searched(server.port, next, 0); // warms up
    const stopBeside = watcher(server.port);
    const cpuBefore = cpuMs(server.pid);
    const startMs = performance.now();
    const closed = await searched(server.port, next, 0);
    row(
      `  searches, ${CLIENTS} clients without a pause, no two the same`,
      closed.length / ((performance.now() - startMs) / 1000),
      '/s',
    );
    row('    CPU of the daemon for each', (cpuMs(server.pid) - cpuBefore) / closed.length, 'ms');
    row('    half within', percentile(closed, 0.5), 'ms', bounds.p50);
    row('    99 % within', percentile(closed, 0.99), 'ms', bounds.p99);
    const paced = await searched(server.port, next, THINK_MS);
    row(
      `  searches, ${CLIENTS} clients with ${THINK_MS} ms between, half within`,
      percentile(paced, 0.5),
      'ms',
      bounds.p50,
    );
    row('    99 % within', percentile(paced, 0.99), 'ms', bounds.p99);
    const asked = await searched(server.port, repeated(next, DIFFERENT, size), 0);
    row(
      `  searches, ${CLIENTS} clients without a pause, of ${DIFFERENT} that people ask, half within`,
      percentile(asked, 0.5),
      'ms',
      bounds.p50,
    );
    row('    99 % within', percentile(asked, 0.99), 'ms', bounds.p99);
    const besideSearch = await stopBeside();
    row('  a page beside them, 99 % within', besideSearch.p99, 'ms', { most: 20 });
    row('  a page beside them, longest', besideSearch.max, 'ms');
    row('  memory', rssMb(server.pid), 'MB', bounds.memory);
    await stop(server, 'SIGTERM');
  } finally {
    rmSync(dir, { recursive: true });
  }
}

for (const size of SIZES.length > 0 ? SIZES : [1_000, 10_000, 100_000]) await measure(size);
