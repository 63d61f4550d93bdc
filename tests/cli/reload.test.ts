/** SIGHUP: the settings are read again, and nobody who reads is disturbed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { skipWithoutSqlite } from '../support/catalogues.ts';
import { ask, get, open, restOf } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import {
  BIN,
  daemonForTest,
  daemonIn,
  eventually,
  folderWith,
  freePort,
  type Daemon,
} from '../support/program.ts';

const BODY = 'Many words of a long book. '.repeat(400_000);

interface Site {
  readonly cwd: string;
  readonly daemon: Daemon;
}

async function siteWith(settings: string, files: Readonly<Record<string, string>> = {}): Promise<Site> {
  const cwd = await folderWith({
    'gopherwire.toml': settings,
    'articles/a/story.txt': documentOf(),
    ...files,
  });
  return { cwd, daemon: await daemonIn({ cwd }) };
}

/** Puts `settings` into the file, sends SIGHUP, and gives what the daemon then says of it. */
async function reloaded({ cwd, daemon }: Site, settings: string): Promise<string> {
  const before = daemon.stderr.length;
  await writeFile(join(cwd, 'gopherwire.toml'), settings);
  daemon.child.kill('SIGHUP');
  return eventually(() => {
    const said = /(?:Reloaded|Not reloaded)(?:.*\n)+/.exec(daemon.stderr.slice(before))?.[0];
    return Promise.resolve(said);
  });
}

/** A client that has asked and reads nothing of its reply yet. */
async function slowReader(port: number, selector: string): Promise<{ rest: () => Promise<Buffer> }> {
  const socket: Socket = connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  socket.write(`${selector}\r\n`);
  await once(socket, 'readable');
  return {
    rest: async () => {
      const chunks: Buffer[] = [];
      socket.on('data', (chunk: Buffer) => chunks.push(chunk));
      await once(socket, 'end');
      return Buffer.concat(chunks);
    },
  };
}

test('title, host, contact and limits change for the next request', async () => {
  const site = await siteWith('title = "Before"\nlog = "combined"\n');
  const { daemon } = site;
  expect(await get(daemon.port, '')).toContain('iBefore');
  const settings = 'title = "After"\nhost = "gopher.example.org"\nadmin = "ann@example.org"\nlog = "json"\n';
  expect(await reloaded(site, settings)).toBe('Reloaded gopherwire.toml.\n');
  const menu = await get(daemon.port, '');
  expect(menu).toContain('iAfter');
  expect(menu).toContain(`\tgopher.example.org\t${daemon.port}\r\n`);
  expect(await get(daemon.port, '/caps.txt')).toContain('ServerAdmin=ann@example.org');
  await daemon.stop();
  const [first, ...others] = daemon.stdout.trim().split('\n').slice(1);
  expect(first).toMatch(/^- - - \[.* "GET \/ GOPHER\/1\.0" 200 /);
  expect(others.map((line): unknown => JSON.parse(line))).toMatchObject([
    { selector: '' },
    { selector: '/caps.txt' },
  ]);
});

test('limits that a client was under already change for it too', async () => {
  const limits = 'exempt = "none"\nmax-requests = 1\n';
  const site = await siteWith(`${limits}request-burst = 1\n`);
  expect(await get(site.daemon.port, '/feeds/')).toContain('/feeds/a/');
  expect(await reloaded(site, `${limits}request-burst = 50\n`)).toContain('Reloaded');
  const replies = await Promise.all(Array.from({ length: 40 }, () => get(site.daemon.port, '/feeds/')));
  expect(new Set(replies).size).toBe(1);
  expect(replies[0]).toContain('/feeds/a/');
});

test('a reload that changes nothing gives nobody a new burst', async () => {
  const settings = 'exempt = "none"\nmax-requests = 1\nrequest-burst = 20\n';
  const site = await siteWith(settings);
  const replies: string[] = [];
  for (let round = 0; round < 8; round++) {
    const asked = Array.from({ length: 20 }, () => get(site.daemon.port, '/about.txt'));
    replies.push(...(await Promise.all(asked)));
    expect(await reloaded(site, settings)).toContain('Reloaded');
  }
  // a new burst each time would be enough for all
  expect(replies.filter((reply) => reply.startsWith('3')).length).toBeGreaterThan(0);
});

test('a reply under way ends whole though a reload lowers the rate', async () => {
  const settings = (rate: number): string => `exempt = "none"\nread-timeout = 1\nmax-bytes = ${rate}\n`;
  const body = 'Some words of a story. '.repeat(2900);
  const site = await siteWith(settings(16_000), { 'articles/a/book.txt': documentOf({ body }) });
  const { port } = site.daemon;
  const socket = await open(port);
  socket.write('/raw/a/book.txt\r\n');
  const rest = restOf(socket);
  await once(socket, 'data');
  expect(await reloaded(site, settings(5000))).toContain('Reloaded');
  const other = get(port, '/caps.txt');
  expect((await rest).toString()).toBe(documentOf({ body }));
  expect(await other).toContain('CAPS');
});

test('a place is added and one removed, and slow downloads over both end whole', async () => {
  const [kept, removed, added] = [await freePort(), await freePort(), await freePort()];
  const places = (...ports: readonly number[]): string =>
    `listen = [${ports.map((port) => `"127.0.0.1:${port}"`).join(', ')}]\n`;
  const site = await siteWith(places(kept, removed), { 'articles/a/book.txt': documentOf({ body: BODY }) });
  const whole = await ask(kept, '/feeds/a/book.txt\r\n');
  const readers = [
    await slowReader(kept, '/feeds/a/book.txt'),
    await slowReader(removed, '/feeds/a/book.txt'),
  ];
  expect(await reloaded(site, places(kept, added))).toContain('Reloaded');
  await expect(get(removed, '')).rejects.toThrow('ECONNREFUSED');
  expect(await get(added, '/feeds/')).toContain(`\tlocalhost\t${added}\r\n`);
  expect(await get(kept, '/feeds/')).toContain(`\tlocalhost\t${kept}\r\n`);
  for (const reader of readers) expect((await reader.rest()).equals(whole)).toBe(true);
});

test('what is shown at a place, and other addresses of its port, change', async () => {
  const port = await freePort();
  const site = await siteWith(`listen = "127.0.0.1:${port}"\n`);
  expect(await reloaded(site, `listen = "127.0.0.1:${port}=us-ascii-40"\n`)).toContain('Reloaded');
  expect(await get(port, '/caps.txt')).toContain('ServerDefaultEncoding=US-ASCII');
  expect(await reloaded(site, `listen = "localhost:${port}"\n`)).toContain('Reloaded');
  const six = await ask(port, '/caps.txt\r\n', { host: '::1' });
  expect(six.toString()).toContain('ServerDefaultEncoding=UTF-8');
  expect(await get(port, '/caps.txt')).toBe(six.toString());
});

/** Asks at `port` one time after the other until `isOver`, and gives what failed. */
async function failuresOf(port: number, isOver: () => boolean): Promise<Map<string, number>> {
  const failures = new Map<string, number>();
  while (!isOver()) {
    const reply = await get(port, '/caps.txt').catch((error: unknown) => String(error));
    const problem = reply.startsWith('CAPS') ? undefined : reply.slice(0, 60);
    if (problem !== undefined) failures.set(problem, (failures.get(problem) ?? 0) + 1);
  }
  return failures;
}

test('other addresses of a port come and go: who asks at the one that stays is always answered', async () => {
  const port = await freePort();
  const settings = (...addresses: readonly string[]): string =>
    `listen = [${addresses.map((address) => `"${address}:${port}"`).join(', ')}]\n`;
  const site = await siteWith(settings('127.0.0.1'));
  let isOver = false;
  const clients = Array.from({ length: 8 }, () => failuresOf(port, () => isOver));
  for (let round = 0; round < 6; round++) {
    const other = round % 2 === 0 ? settings('127.0.0.2', '127.0.0.1') : settings('127.0.0.1', '[::1]');
    expect(await reloaded(site, other)).toContain('Reloaded');
  }
  isOver = true;
  for (const failures of await Promise.all(clients)) expect([...failures]).toEqual([]);
  expect(await ask(port, '/caps.txt\r\n', { host: '::1' })).not.toHaveLength(0);
  await expect(ask(port, '\r\n', { host: '127.0.0.2' })).rejects.toThrow('ECONNREFUSED');
});

test('an address that holds the one before it takes its place, and who was connected before is answered', async () => {
  const port = await freePort();
  // root would not serve others but as somebody
  const settings = process.getuid?.() === 0 ? 'user = "root"\n' : '';
  const site = await siteWith(`${settings}listen = "127.0.0.1:${port}"\n`);
  for (const address of ['0.0.0.0', '127.0.0.1', '0.0.0.0']) {
    const waiting = await Promise.all(Array.from({ length: 50 }, () => open(port)));
    expect(await reloaded(site, `${settings}listen = "${address}:${port}"\n`)).toContain('Reloaded');
    for (const socket of waiting) socket.write('/caps.txt\r\n');
    for (const reply of await Promise.all(waiting.map(restOf))) expect(reply.toString()).toMatch(/^CAPS/);
  }
});

test('two free ports stay what they are when one is taken away', async () => {
  const site = await siteWith('port = 0\nlisten = ["127.0.0.1", "127.0.0.1=us-ascii-40"]\n');
  const plain = await eventually(() =>
    Promise.resolve(/Also at gopher:\/\/[^:]+:(\d+)\//.exec(site.daemon.stderr)?.[1]),
  );
  expect(await reloaded(site, 'port = 0\nlisten = ["127.0.0.1=us-ascii-40"]\n')).toContain('Reloaded');
  expect(await get(Number(plain), '/caps.txt')).toContain('ServerDefaultEncoding=US-ASCII');
  await expect(get(site.daemon.port, '')).rejects.toThrow('ECONNREFUSED');
});

test('a faulty file, and a place that is taken, keep everything as it was', async () => {
  const [port, other] = [await freePort(), await freePort()];
  const settings = `title = "Before"\nlisten = "127.0.0.1:${port}"\n`;
  const site = await siteWith(settings);
  const before = await get(port, '');
  expect(await reloaded(site, 'title = "After"\nlog = 5\n')).toBe(
    'Not reloaded, all stays as it was: gopherwire.toml:2:7: log: It is a text in quotes.\n' +
      '  2 | log = 5\n            ^\n  fix: gopherwire serve --help tells what --log takes\n',
  );
  const taken = await daemonForTest(join(site.cwd, 'articles'), '--listen', '127.0.0.1');
  const said = await reloaded(
    site,
    `title = "After"\nlisten = ["127.0.0.1:${other}", "localhost:${port}", "127.0.0.1:${taken.port}"]\n`,
  );
  expect(said).toContain(`port ${taken.port} of 127.0.0.1 is in use`);
  expect(await get(port, '')).toBe(before);
  await expect(get(other, '')).rejects.toThrow('ECONNREFUSED');
  await expect(ask(port, '\r\n', { host: '::1' })).rejects.toThrow('ECONNREFUSED');
});

test('another folder is told to need a new start, and only then', async (context) => {
  skipWithoutSqlite(context);
  const site = await siteWith('dir = "articles"\n');
  expect(await reloaded(site, 'title = "After"\n')).toBe('Reloaded gopherwire.toml.\n');
  expect(await reloaded(site, 'dir = "other"\n')).toBe(
    'Reloaded gopherwire.toml. Another folder needs a new start.\n',
  );
});

test('another user is told to need a new start (skipped but for root)', async (context) => {
  skipWithoutSqlite(context);
  if (process.getuid?.() !== 0) context.skip('only root can go on as somebody else');
  const site = await siteWith('user = "root"\n');
  expect(await reloaded(site, 'title = "After"\nuser = "root"\n')).toBe('Reloaded gopherwire.toml.\n');
  expect(await reloaded(site, 'dir = "other"\nuser = "nobody"\n')).toBe(
    'Reloaded gopherwire.toml. Another folder and another user need a new start.\n',
  );
});

test('a storm of SIGHUP is a few reloads, and the last settings hold', async () => {
  const site = await siteWith('title = "Before"\n');
  await writeFile(join(site.cwd, 'gopherwire.toml'), 'title = "After"\n');
  for (let count = 0; count < 10; count++) site.daemon.child.kill('SIGHUP');
  await eventually(async () => ((await get(site.daemon.port, '')).includes('iAfter') ? true : undefined));
  expect(await site.daemon.stop()).toBe(0);
  expect(site.daemon.stderr.match(/Reloaded/g)?.length).toBeLessThanOrEqual(10);
});

/** Whether the process would not be ended by SIGHUP [proc(5), SigCgt]. */
async function catchesHangup(pid: number | undefined): Promise<true | undefined> {
  const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(await readFile(`/proc/${pid ?? 0}/status`, 'utf8'))?.[1];
  return (BigInt(`0x${caught ?? '0'}`) & 1n) === 1n ? true : undefined;
}

test('SIGHUP while it starts does not end it, and SIGTERM during a reload does', async () => {
  const cwd = await folderWith({ 'articles/a/story.txt': documentOf() });
  const child = spawn(process.execPath, [BIN, 'serve', '--port', '0'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  // Node itself takes a moment until it runs the program at all
  await eventually(() => catchesHangup(child.pid));
  child.kill('SIGHUP');
  await once(child.stdout, 'data');
  for (let count = 0; count < 3; count++) child.kill('SIGHUP');
  child.kill('SIGTERM');
  await once(child, 'close');
  expect({ code: child.exitCode, signal: child.signalCode }).toEqual({ code: 0, signal: null });
});
