/**
 * CPU time of the daemon for each request, beside the barest `node:net` server, in one run and alternating rounds.
 * `npm run bench`. Load comes from one process over loopback; what is judged is the server's own CPU time.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ROUNDS = 7;
const REQUESTS = 10_000;
const CONNECTIONS = 64;
/** Linux counts CPU time in hundredths of a second. */
const TICK_US = 10_000;

const cpuTicks = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
    .replace(/^.*\) /, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
};

async function start(args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const [first] = await once(child.stdout, 'data');
  child.stdout.resume();
  return { child, port: Number(/(\d+)\/?\n/.exec(String(first))[1]) };
}

function request(port, selector) {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    const socket = connect(port, '127.0.0.1', () => socket.write(`${selector}\r\n`));
    socket.on('data', (chunk) => (bytes += chunk.length));
    socket.on('error', reject);
    socket.on('close', () => resolve(bytes));
  });
}

async function load(port, selector, count) {
  let left = count;
  const expected = await request(port, selector);
  const client = async () => {
    while (left-- > 0) if ((await request(port, selector)) !== expected) throw new Error('a reply was cut');
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
}

async function measure({ child, port }, selector) {
  const before = cpuTicks(child.pid);
  await load(port, selector, REQUESTS);
  return ((cpuTicks(child.pid) - before) * TICK_US) / REQUESTS;
}

function makeLibrary() {
  const dir = mkdtempSync(join(tmpdir(), 'gopherwire-bench-'));
  const folder = join(dir, 'news/bench/2025/06');
  mkdirSync(folder, { recursive: true });
  const body = Array.from(
    { length: 12 },
    (_, n) => `Paragraph ${n}. ${'Some words of an article. '.repeat(14)}`,
  );
  for (let n = 0; n < 45; n++) {
    const text = `(C) Bench\nThis story was originally published by Bench and is unaltered.\n. . . . . . . . . .\n\n\n\nAn article of five kilobytes, number ${n} [1]\n\n[]\n\nDate: 2025-06\n\n${body.join('\n\n')}\n\n[END]\n---\n[1] Url: https://news.example/${n}\n\nPublished and (C) by Bench\nContent appears here under this condition or license: CC BY 4.0.\n\nvia Bench:\ngopher://localhost/1/\n`;
    writeFileSync(join(folder, `story-${n}.txt`), text);
  }
  return dir;
}

if (process.platform !== 'linux') throw new Error('npm run bench reads CPU times from /proc: Linux only');
const dir = makeLibrary();
const wire = await start([join(ROOT, 'bin/gopherwire.js'), 'serve', dir, '--port', '0']);
const pages = [
  ['menu', '/feeds/news/bench/'],
  ['article as text', '/feeds/news/bench/2025/06/story-7.txt'],
];
const bares = [];
const cases = [];
for (const [name, selector] of pages) {
  const size = await request(wire.port, selector);
  const bare = await start([join(ROOT, 'tests/bench/bare.mjs'), String(size)]);
  bares.push(bare);
  cases.push({ name, selector, bare, bareUs: [], wireUs: [], size });
}
try {
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { selector, bare, bareUs, wireUs } of cases) {
      const [bareRound, wireRound] = [await measure(bare, selector), await measure(wire, selector)];
      if (round === 0) continue; // the first round warms up
      bareUs.push(bareRound);
      wireUs.push(wireRound);
    }
  }
} finally {
  for (const { child } of [wire, ...bares]) child.kill();
  rmSync(dir, { recursive: true });
}
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
process.stdout.write(
  `CPU of the server for each request, median of ${ROUNDS} rounds of ${REQUESTS}, ${CONNECTIONS} connections\n`,
);
for (const { name, size, bareUs, wireUs } of cases) {
  const [base, us] = [median(bareUs), median(wireUs)];
  process.stdout.write(
    `${name.padEnd(16)} ${size} bytes: bare node:net ${base.toFixed(1)} us, gopherwire ${us.toFixed(1)} us, ${(us / base).toFixed(2)} x\n`,
  );
}
