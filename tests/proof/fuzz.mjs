/**
 * Hostile requests: through the decoder in this process, cut in any way, and over the wire beside a good client.
 * `npm run fuzz [-- REQUESTS [SEED]]`: 10,000,000 requests, and a hundredth as many connections.
 */
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { MAX_REQUEST_BYTES, RequestDecoder } from '../../dist/gopher/request.js';
import {
  argument,
  ask,
  benchLibrary,
  descriptors,
  goodClient,
  randomFrom,
  row,
  rssMb,
  startServe,
  stop,
  times,
  until,
} from '../support/measure.mjs';
import { cut, hostileBytes } from './mutations.mjs';

const REQUESTS = argument(0, 10_000_000);
const SEED = argument(1, Date.now() % 2 ** 31);
const CONNECTIONS = Math.ceil(REQUESTS / 100);
const random = randomFrom(SEED);

/** The answer to bytes that come in `pieces` and then end; throws when too many are held without one. */
function decode(pieces) {
  const decoder = new RequestDecoder();
  let held = 0;
  for (const piece of pieces) {
    const request = decoder.push(piece);
    if (request !== undefined) return request;
    held += piece.length;
    if (held > MAX_REQUEST_BYTES + 1) throw new Error(`${held} bytes are held`);
  }
  return decoder.finish();
}

const isSame = (a, b) =>
  a.kind === b.kind &&
  a.selector === b.selector &&
  a.reason === b.reason &&
  a.method === b.method &&
  a.target === b.target &&
  a.fields?.length === b.fields?.length &&
  (a.fields ?? []).every((field, index) => field === b.fields[index]);

// oxlint-disable-next-line no-control-regex -- what must never pass the decoder
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f]/;
const isSound = (request) =>
  request.kind !== 'gopher' ||
  (!FORBIDDEN.test(request.selector) && Buffer.byteLength(request.selector) <= 2 * MAX_REQUEST_BYTES);

function fuzzDecoder() {
  const counts = { gopher: 0, http: 0, tls: 0, invalid: 0 };
  const broken = { throws: 0, differs: 0, unsound: 0 };
  const startMb = process.memoryUsage().rss / 1024 ** 2;
  const startMs = performance.now();
  for (let number = 0; number < REQUESTS; number++) {
    const bytes = hostileBytes(random, 10_000);
    try {
      const whole = decode([bytes]);
      counts[whole.kind]++;
      if (!isSound(whole)) broken.unsound++;
      if (!isSame(whole, decode(cut(bytes, random)))) broken.differs++;
    } catch (error) {
      if (broken.throws++ === 0) process.stdout.write(`request ${number}: ${String(error)}\n`);
    }
  }
  const seconds = (performance.now() - startMs) / 1000;
  row('decoder: requests, each whole and cut', REQUESTS, '');
  for (const [kind, count] of Object.entries(counts)) row(`  answered as ${kind}`, count, '', { least: 1 });
  row('  thrown, or more than the limit held', broken.throws, '', { most: 0 });
  row('  another answer when cut', broken.differs, '', { most: 0 });
  row('  a selector with a control character, or too long', broken.unsound, '', { most: 0 });
  row('  time', seconds, 's');
  row('  memory of this process, growth', process.memoryUsage().rss / 1024 ** 2 - startMb, 'MB', {
    most: 150,
  });
}

/** What the reply to `bytes` begins with, and whether there is one at all. */
const EXPECTED = { gopher: /^(?!HTTP)[^]/, invalid: /^3/, http: /^HTTP\/1\.1 (?:200|4)/, tls: /^$/ };

/** One hostile client; what was wrong with its reply, where it waited for one. */
function attack(port) {
  const bytes = hostileBytes(random, 1_000);
  const manner = random(6);
  const pieces = manner === 1 ? [...cut(bytes.subarray(0, 4000), random)] : [bytes];
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    const chunks = [];
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
    socket.on('connect', async () => {
      // no word at all, or gone before the reply
      if (manner === 5) return random(2) === 0 ? socket.destroy() : socket.resetAndDestroy();
      for (const piece of pieces) {
        socket.write(piece);
        if (pieces.length > 1) await new Promise((sent) => setImmediate(sent));
      }
      if (manner === 4) return socket.resetAndDestroy();
      socket.end();
      socket.on('data', (chunk) => chunks.push(chunk));
    });
    socket.on('end', () => {
      const reply = Buffer.concat(chunks).toString('latin1');
      resolve(!EXPECTED[decode(pieces).kind].test(reply));
      socket.end();
    });
  });
}

async function fuzzWire() {
  const dir = benchLibrary();
  const server = await startServe(dir);
  const { port, pid } = server;
  try {
    let wrong = 0;
    const storm = (count) =>
      times(count, 64, async () => {
        if (await attack(port)) wrong++;
      });
    const good = await goodClient(port, [
      '/',
      '/feeds/news/bench/',
      '/feeds/news/bench/2025/06/story-7.txt',
      '/raw/news/bench/2025/06/story-7.txt',
    ]);
    // a tenth warms it up
    await storm(Math.ceil(CONNECTIONS / 10));
    const before = { mb: rssMb(pid), open: descriptors(pid) };
    await storm(CONNECTIONS);
    const { replies, wrong: badReplies, p99Ms } = await good.stop();
    const idleMs = await until(() => descriptors(pid) < 30, 30_000);
    row('wire: hostile connections', CONNECTIONS, '');
    row('  replies of the wrong kind to them', wrong, '', { most: 0 });
    row('  replies to a good client beside them', replies, '', { least: 1 });
    row('  of these cut, different or missing', badReplies, '', { most: 0 });
    row('  99 % of these came within', p99Ms, 'ms');
    row('  memory when warm', before.mb, 'MB');
    row('  memory at the end', rssMb(pid), 'MB', { most: 150 });
    row('  descriptors when all have gone', descriptors(pid), '', { most: 30 });
    row('  they have gone within', idleMs / 1000, 's', { most: 30 });
    row('  bytes of the front page afterwards', (await ask(port, '\r\n')).length, '', { least: 100 });
  } finally {
    await stop(server);
    rmSync(dir, { recursive: true });
  }
}

process.stdout.write(`seed ${SEED}\n`);
fuzzDecoder();
await fuzzWire();
