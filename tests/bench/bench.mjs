/**
 * CPU time of the daemon for each request, beside the barest `node:net` server and nginx, and until its first reply, in
 * one run and alternating rounds. `npm run bench`. Load comes from one process over loopback; what is judged is the
 * server's own CPU time.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  ask,
  benchLibrary,
  BIN,
  cpuMs,
  median,
  ROOT,
  row,
  start,
  startServe,
  stop,
  times,
} from '../support/measure.mjs';
import { hasNginx, startNginx } from './nginx.mjs';

const ROUNDS = 7;
const REQUESTS = 10_000;
const CONNECTIONS = 64;
const STARTS = 11;

/** CPU of a server for each request, in microseconds. */
async function measure({ port, cpuMs: cpu, request }) {
  const expected = (await ask(port, request)).length;
  const beforeMs = cpu();
  await times(REQUESTS, CONNECTIONS, async () => {
    if ((await ask(port, request)).length !== expected) throw new Error('a reply was cut');
  });
  return ((cpu() - beforeMs) * 1000) / REQUESTS;
}

async function requests(dir) {
  const wire = await start([BIN, 'serve', dir, '--port', '0']);
  const started = [wire];
  const cases = [];
  try {
    for (const [name, selector] of [
      ['menu', '/feeds/news/bench/'],
      ['article as text', '/feeds/news/bench/2025/06/story-7.txt'],
    ]) {
      const request = `${selector}\r\n`;
      const { length } = await ask(wire.port, request);
      const bare = await start([join(ROOT, 'tests/bench/bare.mjs'), String(length)]);
      const servers = {
        bare: { port: bare.port, request, cpuMs: () => cpuMs(bare.pid) },
        gopherwire: { port: wire.port, request, cpuMs: () => cpuMs(wire.pid) },
        ...(hasNginx() && { nginx: await startNginx(length) }),
      };
      started.push(bare, ...(servers.nginx === undefined ? [] : [servers.nginx]));
      cases.push({ name: `${name}, ${length} bytes`, servers, us: { bare: [], gopherwire: [], nginx: [] } });
    }
    for (let round = 0; round <= ROUNDS; round++)
      for (const { servers, us } of cases)
        for (const [name, server] of Object.entries(servers)) {
          const value = await measure(server);
          if (round > 0) us[name].push(value); // the first round warms up
        }
  } finally {
    for (const server of started) await stop(server, 'SIGTERM');
    for (const { servers } of cases)
      if (servers.nginx !== undefined) rmSync(servers.nginx.dir, { recursive: true });
  }
  process.stdout.write(
    `CPU for each request, median of ${ROUNDS} rounds of ${REQUESTS}, ${CONNECTIONS} connections\n`,
  );
  for (const { name, us } of cases) {
    row(name, median(us.gopherwire), 'us');
    row('  bare node:net', median(us.bare), 'us');
    row('  gopherwire / bare', median(us.gopherwire) / median(us.bare), 'x', { most: 1.25 });
    if (us.nginx.length === 0) process.stdout.write('  skipped, nginx: it is not installed\n');
    else {
      row('  nginx, HTTP without keep-alive', median(us.nginx), 'us');
      row('  gopherwire / nginx', median(us.gopherwire) / median(us.nginx), 'x', { most: 3 });
    }
  }
}

/** CPU of all threads of a process, in milliseconds and finer than in ticks. */
const threadsCpuMs = (pid) =>
  readdirSync(`/proc/${pid}/task`).reduce(
    (sum, task) =>
      sum + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'latin1').split(' ')[0]) / 1e6,
    0,
  );

/** CPU of `node -e` until it has nothing more to do. */
async function bareStart() {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume(); process.stdout.write("0\\n")'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  const ms = threadsCpuMs(child.pid);
  await stop({ child });
  return ms;
}

/** CPU of the daemon from its start until it has sent its first reply. */
async function firstReply(dir) {
  const server = await startServe(dir);
  await ask(server.port, '\r\n');
  const ms = threadsCpuMs(server.pid);
  await stop(server);
  return ms;
}

async function starts(dir) {
  const [bare, wire] = [[], []];
  for (let round = 0; round < STARTS; round++) {
    bare.push(await bareStart());
    wire.push(await firstReply(dir));
  }
  process.stdout.write(`CPU until the first reply, median of ${STARTS} starts\n`);
  row('gopherwire serve, 45 articles', median(wire), 'ms');
  row('  bare node', median(bare), 'ms');
  row('  gopherwire, more than bare node', median(wire) - median(bare), 'ms', { most: 100 });
}

const dir = benchLibrary();
try {
  await starts(dir);
  await requests(dir);
} finally {
  rmSync(dir, { recursive: true });
}
