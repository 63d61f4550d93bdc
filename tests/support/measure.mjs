/** For what is measured with plain Node: a program under measurement, its figures in /proc, a client, and bounds. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const BIN = join(ROOT, 'bin/gopherwire.js');
/** Linux counts CPU time in hundredths of a second. */
const TICK_MS = 10;

if (process.platform !== 'linux') throw new Error('the figures come from /proc: Linux only');

/** The state folder of all programs that are measured here. */
export const STATE = mkdtempSync(join(tmpdir(), 'gopherwire-state-'));
process.on('exit', () => {
  rmSync(STATE, { recursive: true, force: true });
});

/** Starts a program that tells the port where it listens at the end of its first line. */
export async function start(args, { program = process.execPath } = {}) {
  const env = { ...process.env, XDG_STATE_HOME: STATE };
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const closed = once(child, 'close').then(([code]) => {
    throw new Error(`${args.join(' ')} ended with ${code}`);
  });
  closed.catch(() => undefined);
  const [first] = await Promise.race([once(child.stdout, 'data'), closed]);
  child.stdout.resume();
  return { child, pid: child.pid, port: Number(/(\d+)\/?\n/.exec(String(first))[1]) };
}

/** `gopherwire serve DIR` on a free port. */
export const startServe = (dir, ...args) =>
  start([BIN, 'serve', dir, '--port', '0', '--log', 'none', ...args]);

/** Ends a program that was started here. */
export async function stop({ child }, signal = 'SIGKILL') {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill(signal);
  await closed;
}

/** User and system CPU of a process, in milliseconds. */
export function cpuMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Memory of a process that is in use, in MB. */
export const rssMb = (pid) =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))[1]) / 1024;

/** How many descriptors a process has open. */
export const descriptors = (pid) => readdirSync(`/proc/${pid}/fd`).length;

/** The whole reply to `request`, sent as it is; rejects on a reset. */
export function ask(port, request) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks)));
  });
}

/** Calls `task` with 0, 1, … `count - 1`, `limit` at a time. */
export async function times(count, limit, task) {
  let next = 0;
  const work = async () => {
    while (next < count) await task(next++);
  };
  await Promise.all(Array.from({ length: limit }, work));
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until `probe` gives true, at most `withinMs`; how long it took, in milliseconds, or Infinity. */
export async function until(probe, withinMs) {
  const startMs = performance.now();
  while (!(await probe())) {
    if (performance.now() - startMs > withinMs) return Infinity;
    await pause(50);
  }
  return performance.now() - startMs;
}

export const median = (values) => percentile(values, 0.5);
export const percentile = (values, share) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

/** A client that asks for `selectors` again and again until it is stopped, and compares each reply with the first. */
export async function goodClient(port, selectors, { everyMs = 0, isAllowed } = {}) {
  const expected = await Promise.all(selectors.map((selector) => ask(port, `${selector}\r\n`)));
  const waitsMs = [];
  const seen = { wrong: 0, allowed: 0 };
  const stopping = new AbortController();
  const run = async () => {
    for (let index = 0; !stopping.signal.aborted; index = (index + 1) % selectors.length) {
      const startMs = performance.now();
      const reply = await ask(port, `${selectors[index]}\r\n`).catch(() => undefined);
      waitsMs.push(performance.now() - startMs);
      if (reply !== undefined && isAllowed?.(reply)) seen.allowed++;
      else if (reply === undefined || !reply.equals(expected[index])) seen.wrong++;
      if (everyMs > 0) await pause(everyMs);
    }
  };
  const running = run();
  return {
    /** How many replies there were, how many of them wrong, and the slowest but for one in a hundred. */
    async stop() {
      stopping.abort();
      await running;
      return { replies: waitsMs.length, ...seen, p99Ms: percentile(waitsMs, 0.99) };
    },
  };
}

/** What was measured, printed as it comes; a figure over its bound makes the program exit with 1. */
export function row(what, value, unit, { most = Infinity, least = -Infinity } = {}) {
  const isBroken = !(value <= most && value >= least);
  if (isBroken) process.exitCode = 1;
  const bound = most < Infinity ? `<= ${most}` : least > -Infinity ? `>= ${least}` : '';
  const shown = Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 1);
  process.stdout.write(
    `${what.padEnd(64)} ${shown.padStart(12)} ${unit.padEnd(6)} ${bound.padEnd(10)} ${isBroken ? 'BROKEN' : ''}`.trimEnd() +
      '\n',
  );
}

/** A whole number from the command line. */
export function argument(index, otherwise) {
  const text = process.argv[2 + index];
  if (text === undefined) return otherwise;
  if (!/^\d+$/.test(text)) throw new Error(`it is a whole number: ${text}`);
  return Number(text);
}

/** Numbers from 0 to below `limit`, the same for the same seed (xorshift32). */
export function randomFrom(seed) {
  let state = seed | 0 || 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/** A document of the wire with this body. */
export const documentOf = (title, body, number = 1) =>
  `(C) Bench\nThis story was originally published by Bench and is unaltered.\n. . . . . . . . . .\n\n\n\n${title} [1]\n\n[]\n\nDate: 2025-06\n\n${body}\n\n[END]\n---\n[1] Url: https://news.example/${number}\n\nPublished and (C) by Bench\nContent appears here under this condition or license: CC BY 4.0.\n\nvia Bench:\ngopher://localhost/1/\n`;

/** A new articles folder with these files, by path below it. */
export function makeLibrary(files) {
  const dir = mkdtempSync(join(tmpdir(), 'gopherwire-measure-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

/** 45 articles of five kilobytes in one feed: `/feeds/news/bench/2025/06/story-0` to 44. */
export function benchLibrary() {
  const body = Array.from(
    { length: 12 },
    (_, n) => `Paragraph ${n}. ${'Some words of an article. '.repeat(14)}`,
  ).join('\n\n');
  return makeLibrary(
    Object.fromEntries(
      Array.from({ length: 45 }, (_, n) => [
        `news/bench/2025/06/story-${n}.txt`,
        documentOf(`An article of five kilobytes, number ${n}`, body, n),
      ]),
    ),
  );
}
