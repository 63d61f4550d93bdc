/** The daemon under a service manager: sockets that are passed, and what the manager is told. Debian: apt install systemd python3 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open as openFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { skipWithoutSqlite } from '../support/catalogues.ts';
import { ask, get } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import {
  BIN,
  daemonIn,
  eventually,
  folderWith,
  freePort,
  put,
  ROOT,
  runIn,
  temporaryFolder,
} from '../support/program.ts';
import { isInstalled } from '../support/terminal.ts';

const SUPERVISOR = join(ROOT, 'tests/support/supervisor.mjs');
/** Who may connect to a passed socket is not known: root has to say that it wants to serve others. */
const asRoot = process.getuid?.() === 0 ? ['--user', 'root'] : [];

/** A program that goes with the test, and what it has printed so far. */
function started(command: string, args: readonly string[]): { child: ChildProcess; text: () => string } {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const add = (chunk: Buffer): void => void (text += chunk.toString());
  child.stdout.on('data', add);
  child.stderr.on('data', add);
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, text: () => text };
}

/** `pattern` in what `text` gives, once it is there `count` times. */
const seen = (text: () => string, pattern: RegExp, count = 1): Promise<RegExpExecArray> =>
  eventually(() => Promise.resolve(Array.from(text().matchAll(pattern))[count - 1]));

interface Supervised {
  readonly ports: readonly number[];
  readonly text: () => string;
  /** Ends the run that is on, and resolves when the next one serves. */
  readonly restart: () => Promise<void>;
  /** Has it read its settings again, and resolves when it says so. */
  readonly reload: () => Promise<void>;
}

/** The daemon with sockets of these names, run again whenever it ends. */
async function supervised(names: string, ...args: readonly string[]): Promise<Supervised> {
  const command = [process.execPath, BIN, 'serve', ...args, ...asRoot, '--log', 'none'];
  const { child, text } = started(process.execPath, [SUPERVISOR, names, ...command]);
  let runs = 1;
  const pid = async (): Promise<number> => Number((await seen(text, /^pid (\d+)$/gm, runs))[1]);
  // the articles may be read for the first time, and appear as they are
  const serves = (): Promise<unknown> => seen(text, /documents?: .* served/g, runs);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    process.kill(await pid(), 'SIGKILL');
  });
  await serves();
  const [, ports = ''] = await seen(text, /^ports (.*)$/gm);
  return {
    ports: ports.split(' ').map(Number),
    text,
    async restart() {
      process.kill(await pid(), 'SIGTERM');
      runs++;
      await serves();
    },
    async reload() {
      const before = text().length;
      process.kill(await pid(), 'SIGHUP');
      await seen(() => text().slice(before), /^Reloaded /gm);
    },
  };
}

test('while it is started anew again and again behind a passed socket, no request fails', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf() });
  const { ports, restart } = await supervised('gopher', folder);
  const [port = 0] = ports;
  const whole = await get(port, '/feeds/a/story.txt');
  expect(whole).toContain('A plain title');
  const over = new AbortController();
  const counts = Array.from({ length: 8 }, async () => {
    let count = 0;
    for (; !over.signal.aborted || count < 50; count++)
      expect(await get(port, '/feeds/a/story.txt')).toBe(whole);
    return count;
  });
  for (let time = 0; time < 4; time++) await restart();
  over.abort();
  const total = (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  expect(total).toBeGreaterThanOrEqual(400);
});

test('passed sockets are known by their names; one that nothing is said of is served too', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf() });
  const { ports } = await supervised('plain:narrow', folder, '--listen', 'fd:narrow=us-ascii-40');
  const [plain = 0, narrow = 0] = ports;
  expect(await get(plain, '/caps.txt')).toContain('ServerDefaultEncoding=UTF-8');
  expect(await get(narrow, '/caps.txt')).toContain('ServerDefaultEncoding=US-ASCII');
  expect(await get(narrow, '')).toContain(`\tlocalhost\t${narrow}\r\n`);
});

test('passed sockets are shared out anew by a reload', async () => {
  const folder = await folderWith({
    'articles/a/story.txt': documentOf(),
    'wire.toml': 'listen = "fd:narrow=us-ascii-40"\n',
  });
  const config = join(folder, 'wire.toml');
  const articles = join(folder, 'articles');
  const { ports, reload } = await supervised('plain:narrow', articles, '--config', config);
  const encodings = async (): Promise<(string | undefined)[]> =>
    Promise.all(
      ports.map(async (port) => /ServerDefaultEncoding=(\S+)/.exec(await get(port, '/caps.txt'))?.[1]),
    );
  expect(await encodings()).toEqual(['UTF-8', 'US-ASCII']);
  await put(config, 'listen = ["fd:plain=us-ascii-40", "fd:narrow"]\n');
  await reload();
  expect(await encodings()).toEqual(['US-ASCII', 'UTF-8']);
  await put(config, '');
  await reload();
  expect(await encodings()).toEqual(['UTF-8', 'UTF-8']);
});

test('sockets of one name on different ports are each a listener of its own', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf() });
  const name = 'gopherwire@7070.socket';
  const { ports, text } = await supervised(`${name}:${name}`, folder, '--listen', `fd:${name}=us-ascii-40`);
  expect(new Set(ports).size).toBe(2);
  for (const port of ports) {
    expect(await get(port, '')).toContain(`\tlocalhost\t${port}\r\n`);
    expect(await get(port, '/caps.txt')).toContain('ServerDefaultEncoding=US-ASCII');
  }
  const [, also] = await seen(text, /^Also at (.*)$/gm);
  expect(also).toBe(`gopher://localhost:${ports[1]}/ as us-ascii-40`);
});

/** The descriptor of a socket that listens; Node tells it nowhere else. */
function descriptorOf(server: Server): number {
  const handle: unknown = Reflect.get(server, '_handle');
  return typeof handle === 'object' && handle !== null && 'fd' in handle ? Number(handle.fd) : -1;
}

/** What the daemon says when it cannot be started with `descriptor` as the socket `gopher`, one of `count`. */
async function refusalOf(descriptor: number | 'ignore', count: string): Promise<string> {
  const shell = ['-c', 'LISTEN_PID=$$ exec "$@"', 'sh', process.execPath, BIN, 'serve'];
  const child = spawn('sh', [...shell, await temporaryFolder(), ...asRoot], {
    env: { ...process.env, LISTEN_FDS: count, LISTEN_FDNAMES: 'gopher' },
    stdio: ['ignore', 'ignore', 'pipe', descriptor],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => void (said += chunk.toString()));
  await once(child, 'close');
  expect(child.exitCode).toBe(1);
  return said;
}

test('what is passed and is no TCP socket that listens: 1, which one, a fix', async (context) => {
  skipWithoutSqlite(context);
  const folder = await folderWith({ file: '' });
  const unix = createServer().listen(join(folder, 'socket'));
  await once(unix, 'listening');
  onTestFinished(() => void unix.close());
  const file = await openFile(join(folder, 'file'));
  onTestFinished(() => file.close());
  const wrong =
    'gopherwire: the socket gopher that was passed (descriptor 3) is not a TCP socket that listens\n' +
    '  fix: see what hands it over; in a systemd socket unit: ListenStream= with a port, and Accept=no\n';
  expect(await refusalOf(descriptorOf(unix), '1')).toBe(wrong);
  expect(await refusalOf(file.fd, '1')).toBe(wrong);
});

test('a number of passed sockets that cannot be: 1 and why', async () => {
  for (const count of ['1025', '1e1', '0x1', '-1', ' 1', '99999999'])
    expect(await refusalOf('ignore', count)).toBe(
      `gopherwire: LISTEN_FDS=${count} is no number of sockets that can be passed, which is 1024 at most\n` +
        '  fix: leave LISTEN_FDS and LISTEN_PID to the service manager\n',
    );
});

test('a name that no passed socket has: 1, the names there are, a fix', async () => {
  const args = [
    'web:gopher',
    process.execPath,
    BIN,
    'serve',
    await temporaryFolder(),
    '--listen',
    'fd:gohper',
  ];
  const { child, text } = started(process.execPath, [SUPERVISOR, ...args]);
  await once(child, 'close');
  expect(child.exitCode).toBe(1);
  expect(text()).toContain(
    'gopherwire: no socket called gohper was passed\n  fix: the sockets passed are called web, gopher\n',
  );
});

test('sockets that are meant for another process are left alone', async () => {
  const folder = await temporaryFolder();
  const env = { LISTEN_PID: '1', LISTEN_FDS: '1', LISTEN_FDNAMES: 'gopher' };
  const daemon = await daemonIn({ env }, folder);
  expect(await get(daemon.port, '/about.txt')).not.toBe('');
  const { code, stderr } = await runIn({ env }, 'serve', folder, '--listen', 'fd:gopher');
  expect(code).toBe(1);
  expect(stderr).toContain(
    'no socket called gopher was passed\n  fix: start it from a systemd socket unit\n',
  );
});

test('systemd-socket-activate starts it with its socket (skipped without it)', async ({ skip }) => {
  if (!isInstalled('systemd-socket-activate')) skip('systemd-socket-activate is not installed');
  const port = await freePort();
  const activate = ['--listen', `127.0.0.1:${port}`, '--fdname', 'gopher'];
  const serve = [process.execPath, BIN, 'serve', await temporaryFolder(), '--listen', 'fd:gopher', ...asRoot];
  const { child, text } = started('systemd-socket-activate', [...activate, ...serve]);
  await seen(text, /Listening on/g);
  expect(await get(port, '')).toContain(`\tlocalhost\t${port}\r\n`);
  child.kill('SIGTERM');
  await once(child, 'close');
  expect(child.exitCode).toBe(0);
});

/** Prints each datagram that comes to the socket at its first argument. */
const RECEIVER = `
import socket, sys
receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind(sys.argv[1])
print("bound", flush=True)
while True:
    print(receiver.recv(65536).decode().replace("\\n", " "), flush=True)
`;

test('the manager hears when it serves, reloads, is alive and stops (skipped without systemd-notify, python3)', async ({
  skip,
}) => {
  for (const program of ['systemd-notify', 'python3'])
    if (!isInstalled(program)) skip(`${program} is not installed`);
  const NOTIFY_SOCKET = join(await temporaryFolder(), 'notify');
  const { text } = started('python3', ['-c', RECEIVER, NOTIFY_SOCKET]);
  await seen(text, /^bound$/gm);
  const folder = await folderWith({ 'a/story.txt': documentOf() });
  const daemon = await daemonIn({ env: { NOTIFY_SOCKET, WATCHDOG_USEC: '200000' } }, folder);
  const [ready] = await seen(text, /^.*READY=1.*$/gm);
  expect(ready).toContain(`MAINPID=${daemon.child.pid}`);
  await seen(text, /STATUS=1 document: 1 served, 0 held/g);
  expect(await get(daemon.port, '')).toContain('gopherwire');
  await put(join(folder, 'a/another.txt'), documentOf());
  await seen(text, /STATUS=2 documents: 2 served, 0 held/g);
  await seen(text, /WATCHDOG=1/g, 2);
  daemon.child.kill('SIGHUP');
  await seen(text, /RELOADING=1[\s\S]*READY=1/g);
  expect(text()).not.toContain('STOPPING=1');
  expect(await daemon.stop()).toBe(0);
  await seen(text, /STOPPING=1/g);
  expect(daemon.stderr).not.toContain('failed');
});

test('a manager that cannot be told, and a watchdog for another process, keep nobody from reading', async () => {
  const env = {
    NOTIFY_SOCKET: '/nowhere/notify',
    WATCHDOG_USEC: '1000',
    WATCHDOG_PID: '1',
    PATH: '/nowhere',
  };
  const daemon = await daemonIn({ env }, await temporaryFolder());
  await eventually(() => Promise.resolve(/systemd-notify failed/.exec(daemon.stderr) ?? undefined));
  expect((await ask(daemon.port, '\r\n')).length).toBeGreaterThan(0);
  expect(await daemon.stop()).toBe(0);
  // once when it was ready, once when it stopped; and where the machine is slow, once when all was read
  expect(daemon.stderr.match(/systemd-notify failed/g)?.length).toBeLessThanOrEqual(3);
});
