/**
 * How long a good client waits while a large folder is read for the first time, and while it changes.
 * `npm run bench:index [-- DOCUMENTS FEEDS]`: 20,000 documents in 50 feeds.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  argument,
  ask,
  documentOf,
  makeLibrary,
  median,
  pause,
  percentile,
  randomFrom,
  row,
  rssMb,
  startServe,
  stop,
} from '../support/measure.mjs';

const [DOCUMENTS, FEEDS] = [argument(0, 20_000), argument(1, 50)];
const MOST_MS = 20;
const PAGES = [
  '/',
  '/feeds/',
  '/newest/',
  '/newest/2020/',
  '/feeds/group-1/',
  '/feeds/group-1/feed-1/',
  '/feeds/group-1/feed-1/2021/02/',
  '/publisher/bench/page/20/',
  '/views/',
  '/licence/',
];
const WORDS = Array.from({ length: 5_000 }, (_, n) => `word${n.toString(36)}`);
const random = randomFrom(7);

const digits = (value) => String(value).padStart(2, '0');
const pathOf = (n) =>
  `group-${(n % FEEDS) % 3}/feed-${n % FEEDS}/${2016 + (n % 10)}/${digits(1 + (n % 12))}/story-${n}.txt`;
const textOf = (n) => {
  const words = Array.from({ length: 350 }, () => WORDS[Math.min(random(5_000), random(5_000))]).join(' ');
  const date = `${2016 + (n % 10)}-${digits(1 + (n % 12))}-${digits(1 + (n % 28))}`;
  return documentOf(`Story ${n}`, words, n).replace('Date: 2025-06', `Date: ${date}`);
};

/** Asks for `selectors` one after the other until it is stopped; how long each took, by selector. */
function client(port, selectors, everyMs) {
  const waitsMs = [];
  const stopping = new AbortController();
  const run = async () => {
    for (let index = 0; !stopping.signal.aborted; index++) {
      const selector = selectors[index % selectors.length];
      const sinceMs = performance.now();
      await ask(port, `${selector}\r\n`);
      waitsMs.push([performance.now() - sinceMs, selector]);
      await pause(everyMs);
    }
  };
  const running = run();
  return async () => {
    stopping.abort();
    await running;
    return waitsMs;
  };
}

/** A search may take as long as it does: it holds up nobody else. */
function tell(what, waitsMs, most = {}) {
  const all = waitsMs.map(([ms]) => ms);
  row(`${what}, replies`, all.length, '');
  row('  half of them within', median(all), 'ms');
  row('  99 of 100 within', percentile(all, 0.99), 'ms', most);
  const [slowestMs, selector] = waitsMs.toSorted(([a], [b]) => b - a)[0];
  row(`  the slowest, ${selector.replace('\t', ' ')}`, slowestMs, 'ms', most);
}

const dir = makeLibrary({});
const state = mkdtempSync(join(tmpdir(), 'gopherwire-measure-'));
for (let n = 0; n < DOCUMENTS; n++) {
  mkdirSync(dirname(join(dir, pathOf(n))), { recursive: true });
  writeFileSync(join(dir, pathOf(n)), textOf(n));
}

const server = await startServe(dir, '--state', state);
const isWhole = async () => !String(await ask(server.port, '/\r\n')).includes('are being read');
const sinceMs = performance.now();
const [pages, searches] = [
  client(server.port, PAGES, 2),
  client(server.port, ['/search\tword1 word2', '/search\tstory', '/search\twordz or word7'], 20),
];
while (!(await isWhole())) await pause(100);
row(`${DOCUMENTS} documents are read within`, (performance.now() - sinceMs) / 1000, 's');
tell('while they are read: pages', await pages(), { most: MOST_MS });
tell('while they are read: searches', await searches());
row('  memory', rssMb(server.pid), 'MB');

const changing = client(server.port, PAGES, 2);
for (let n = 0; n < 200; n++) {
  writeFileSync(join(dir, pathOf(n * 7)), textOf(n * 7));
  await pause(25);
}
tell('while documents change: pages', await changing(), { most: MOST_MS });

await stop(server);
for (const folder of [dir, state]) rmSync(folder, { recursive: true });
