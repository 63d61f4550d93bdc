/**
 * What thousands of idle, deaf and broken clients cost the daemon, and what a good client sees beside them.
 * `npm run soak [-- REQUESTS]`: 1,000,000 requests, and a tenth as many resets.
 */
import { readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import {
  argument,
  ask,
  benchLibrary,
  BIN,
  descriptors,
  documentOf,
  goodClient,
  makeLibrary,
  median,
  pause,
  row,
  rssMb,
  start,
  startServe,
  stop,
  times,
  until,
} from '../support/measure.mjs';

const REQUESTS = argument(0, 1_000_000);
const IDLE = 10_000;
const DEAF = 1_000;
const PAGES = ['/', '/feeds/news/bench/', '/feeds/news/bench/2025/06/story-7.txt'];
/** What the daemon has open without clients, and some more for files that it reads. */
const OWN_DESCRIPTORS = 30;
/** How long a refused client may linger, and a sweep. */
const REFUSED_MS = 2_600;

const isBusy = (reply) => reply.toString().startsWith('3The server is busy');

/** Opens a connection that sends `request` and takes nothing; resolves with it, or with what the system says. */
const openDeaf = (port, request) =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('error', resolve);
    socket.on('connect', () => {
      socket.pause();
      if (request !== '') socket.write(request);
      resolve(socket);
    });
  });

/** Connects, sends `request` and resets, at once. */
const reset = (port, request) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(request);
      socket.resetAndDestroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', resolve);
  });

async function idleSockets() {
  const limit = Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))[1]);
  if (limit < IDLE + 500) {
    process.stdout.write(
      `skipped, ${IDLE} idle sockets: they need a higher limit of descriptors (ulimit -n)\n`,
    );
    return;
  }
  const dir = benchLibrary();
  const server = await startServe(dir);
  const sockets = [];
  await times(IDLE, 200, async () => sockets.push(await openDeaf(server.port, '')));
  const openedMs = performance.now();
  const good = await goodClient(server.port, PAGES, { everyMs: 5 });
  await until(() => descriptors(server.pid) >= IDLE, 10_000);
  row('idle sockets', descriptors(server.pid) - OWN_DESCRIPTORS, '', { least: IDLE - OWN_DESCRIPTORS });
  row('  memory', rssMb(server.pid), 'MB', { most: 120 });
  await until(() => descriptors(server.pid) <= OWN_DESCRIPTORS, 60_000);
  row('  all are let go within', (performance.now() - openedMs) / 1000, 's', { most: 30 });
  tellGood(await good.stop(), 50);
  for (const socket of sockets) socket.destroy();
  await end(server, dir);
}

async function deafClients() {
  const body = 'A line of a very long book, again and again and again and again.\n'.repeat(155_000);
  const dir = makeLibrary({
    'a/book.txt': documentOf('A book', body),
    'a/story.txt': documentOf('A story', 'Words.'),
  });
  const server = await startServe(dir);
  const whole = await ask(server.port, '/feeds/a/book.txt\r\n');
  row('bytes of the document that is not read', whole.length, '', { least: 10_000_000 });
  const aloneMb = rssMb(server.pid);
  const sockets = [];
  await times(DEAF, 50, async () => sockets.push(await openDeaf(server.port, '/feeds/a/book.txt\r\n')));
  const good = await goodClient(server.port, ['/', '/feeds/a/story.txt'], { everyMs: 5 });
  await pause(5_000);
  row('  clients that do not read it', descriptors(server.pid) - OWN_DESCRIPTORS, '', {
    least: DEAF - OWN_DESCRIPTORS,
  });
  row('  memory, more than without them', rssMb(server.pid) - aloneMb, 'MB', { most: 20 });
  row('  memory', rssMb(server.pid), 'MB', { most: 150 });
  row(
    '  bytes to one that reads it beside them',
    (await ask(server.port, '/feeds/a/book.txt\r\n')).length,
    '',
    {
      least: whole.length,
    },
  );
  tellGood(await good.stop());
  for (const socket of sockets) socket.destroy();
  await until(() => descriptors(server.pid) <= OWN_DESCRIPTORS, 10_000);
  row('  descriptors when they have gone', descriptors(server.pid), '', { most: OWN_DESCRIPTORS });
  await end(server, dir);
}

/** The memory now and then while `storm` goes on: how much more it is in the last fifth than in the second, in percent. */
async function driftOf({ pid }, storm) {
  const samples = [];
  const timer = setInterval(() => samples.push(rssMb(pid)), 200);
  await storm();
  clearInterval(timer);
  samples.push(rssMb(pid));
  const fifth = Math.ceil(samples.length / 5);
  const [early, late] = [median(samples.slice(fifth, 2 * fifth + 1)), median(samples.slice(-fifth))];
  row('  memory at the end', late, 'MB', { most: 150 });
  row('  drift of memory', (100 * (late - early)) / early, '%', { most: 5 });
}

async function storms() {
  const dir = benchLibrary();
  const server = await startServe(dir);
  const selectors = Array.from({ length: 45 }, (_, n) => `/feeds/news/bench/2025/06/story-${n}.txt\r\n`);
  for (const selector of selectors) await ask(server.port, selector);
  const ofStorm = (number) => selectors[number % selectors.length];
  let failed = 0;

  row('requests', REQUESTS, '');
  await driftOf(server, () =>
    times(REQUESTS, 64, async (number) => {
      const reply = await ask(server.port, ofStorm(number)).catch(() => '');
      if (reply.length < 5000) failed++;
    }),
  );
  row('  replies cut or missing', failed, '', { most: 0 });

  row('connections reset at once', REQUESTS / 10, '');
  const good = await goodClient(server.port, PAGES, { everyMs: 5 });
  await driftOf(server, () => times(REQUESTS / 10, 64, (number) => reset(server.port, ofStorm(number))));
  tellGood(await good.stop());
  await until(() => descriptors(server.pid) <= OWN_DESCRIPTORS, 30_000);
  row('  descriptors after it', descriptors(server.pid), '', { most: OWN_DESCRIPTORS });
  await end(server, dir);
}

/** 128 descriptors, and more clients that hold them than there can be. */
async function fewDescriptors() {
  const dir = benchLibrary();
  const server = await start(
    [
      '-c',
      `ulimit -n 128; exec "${process.execPath}" "${BIN}" serve "${dir}" --port 0 --log none --request-timeout 5`,
    ],
    { program: 'sh' },
  );
  const good = await goodClient(server.port, PAGES, { everyMs: 5, isAllowed: isBusy });
  const sockets = [];
  await times(500, 50, async () => sockets.push(await openDeaf(server.port, '')));
  row('clients that hold the 128 descriptors of a daemon', sockets.length, '');
  await pause(REFUSED_MS);
  const first = await good.stop();
  row('  replies missing to a good client until the refused are gone', first.wrong, '');
  // one more than there can be, so that the good client has no place
  sockets.push(await openDeaf(server.port, ''), await openDeaf(server.port, ''));
  const beside = [];
  await times(100, 1, async () => beside.push(await ask(server.port, '\r\n').catch(() => Buffer.alloc(0))));
  row('  then replies to it that say: busy', beside.filter(isBusy).length, '', { least: 1 });
  row('  replies missing then', beside.filter((reply) => reply.length === 0).length, '', { most: 0 });
  const backMs = await until(async () => {
    const reply = await ask(server.port, '\r\n').catch(() => Buffer.alloc(0));
    return reply.length > 0 && !isBusy(reply);
  }, 30_000);
  row('  it is served again within', backMs / 1000, 's', { most: 10 });
  for (const socket of sockets) socket.destroy();
  const after = await goodClient(server.port, PAGES);
  await pause(500);
  tellGood(await after.stop());
  await end(server, dir);
}

function tellGood({ replies, wrong, p99Ms }, most = Infinity) {
  row('  replies to a good client beside them', replies, '', { least: 1 });
  row('  of these cut, different or missing', wrong, '', { most: 0 });
  row('  99 % of these came within', p99Ms, 'ms', { most });
}

async function end(server, dir) {
  await stop(server);
  rmSync(dir, { recursive: true });
}

await idleSockets();
await deafClients();
await fewDescriptors();
await storms();
