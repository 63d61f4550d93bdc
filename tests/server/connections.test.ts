/** Deadlines, limits, closing and stopping, as clients meet them. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ask, get, isGone, keepSending, open, parseMenu } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { daemonForTest, eventually, folderWith, ROOT, type Daemon } from '../support/program.ts';

const LARGE = documentOf({ body: 'A line of a very long book, again and again and again.\n'.repeat(60_000) });

const daemonWith = async (...args: readonly string[]): Promise<Daemon> =>
  daemonForTest(await folderWith({ 'a/story.txt': documentOf(), 'a/large.txt': LARGE }), ...args);

test('an idle client and a slow sender are let go after the deadline, whatever the sender sends', async () => {
  const { port } = await daemonWith('--request-timeout', '1');
  const idle = await open(port);
  const slow = await open(port);
  keepSending(slow);
  const started = performance.now();
  await Promise.all([isGone(idle), isGone(slow)]);
  expect(performance.now() - started).toBeGreaterThan(700);
});

test('one connection more than allowed gets a busy reply, and its place when another leaves', async () => {
  const { port } = await daemonWith('--max-connections', '2');
  const first = await open(port);
  await open(port);
  const busy = await get(port, '/about.txt');
  expect(parseMenu(busy)).toMatchObject([{ type: '3', host: 'error.host' }]);
  expect(busy).toMatch(/^3The server is busy/);
  first.destroy();
  await eventually(async () => ((await get(port, '/about.txt')).startsWith('3') ? undefined : true));
});

test('the bytes that a client sends behind its request cost it nothing of the reply', async () => {
  const { port } = await daemonWith();
  const whole = await ask(port, '/feeds/a/large.txt\r\n');
  expect(whole.length).toBeGreaterThan(3_000_000);
  for (let round = 0; round < 10; round++) {
    const replies = await Promise.all(
      Array.from({ length: 6 }, () =>
        ask(port, '', { pieces: ['/feeds/a/large.txt\r\n', 'x'.repeat(60), 'x'.repeat(60)] }),
      ),
    );
    for (const reply of replies) expect(reply.equals(whole)).toBe(true);
  }
});

test('a client that never closes its side is let go', async () => {
  const { port } = await daemonWith();
  const socket = await open(port);
  socket.resume().write('/about.txt\r\n');
  await once(socket, 'end');
  const dropped = new Promise((resolve) => socket.once('close', resolve));
  keepSending(socket);
  await dropped;
});

test('SIGTERM lets a reply under way finish, takes no new client, and ends with 0', async () => {
  const daemon = await daemonWith();
  const whole = await ask(daemon.port, '/feeds/a/large.txt\r\n');
  const slow = await open(daemon.port);
  const idle = await open(daemon.port);
  slow.write('/feeds/a/large.txt\r\n');
  await once(slow, 'readable');
  const closed = once(daemon.child, 'close');
  daemon.child.kill('SIGTERM');
  await isGone(idle);
  await expect(ask(daemon.port, '\r\n')).rejects.toThrow('ECONNREFUSED');
  const chunks: Buffer[] = [];
  slow.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(slow, 'end');
  slow.end();
  expect(Buffer.concat(chunks).equals(whole)).toBe(true);
  await closed;
  expect(daemon.child.exitCode).toBe(0);
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  'a second %s ends at once, as the signal does by itself',
  async (signal) => {
    const daemon = await daemonWith();
    const slow = await open(daemon.port);
    slow.write('/feeds/a/large.txt\r\n');
    await once(slow, 'readable');
    const closed = once(daemon.child, 'close');
    daemon.child.kill(signal);
    await eventually(async () => Promise.resolve(daemon.stderr.includes('Stopping') || undefined));
    daemon.child.kill(signal);
    await closed;
    expect(daemon.child.signalCode).toBe(signal);
  },
);

test.skipIf(process.platform !== 'linux')(
  'where descriptors are few, some are left when all connections and refusals are taken',
  () => {
    const script = `import { connectionLimits } from '${ROOT}dist/server/descriptors.js';
      import { LIMITS } from '${ROOT}dist/server/limits.js';
      import { readdirSync } from 'node:fs';
      const { connections, refusals } = connectionLimits(LIMITS);
      console.log(64 - readdirSync('/proc/self/fd').length - connections - refusals);`;
    const command = `ulimit -n 64; exec '${process.execPath}' --input-type=module -e "$0"`;
    const left = Number(execFileSync('sh', ['-c', command, script]).toString());
    expect(left).toBeGreaterThan(5);
    expect(left).toBeLessThan(20);
  },
);

test('whoever asks is told that the server is busy, however many idle clients have been turned away', async () => {
  const { port } = await daemonWith('--max-connections', '1');
  const idle = Array.from({ length: 200 }, () => connect({ port, host: '127.0.0.1' }));
  onTestFinished(() => {
    for (const socket of idle) socket.destroy();
  });
  for (const socket of idle) socket.on('error', () => undefined).resume();
  await Promise.all(idle.map((socket) => once(socket, 'connect')));
  for (let asked = 0; asked < 20; asked++) expect(await get(port, '/')).toMatch(/^3The server is busy/);
});
