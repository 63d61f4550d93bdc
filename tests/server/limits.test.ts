/** What one client may take: the limits by address, as clients on loopback meet them where none is exempt. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ask, firstBusy, get, parseMenu, type AskOptions } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { daemonForTest, eventually, folderWith, type Daemon } from '../support/program.ts';

const OTHER = '127.0.0.2';
const LARGE = documentOf({ body: 'A line of a very long book, again and again and again.\n'.repeat(60_000) });

const daemonWith = async (...args: readonly string[]): Promise<Daemon> =>
  daemonForTest(await folderWith({ 'a/story.txt': documentOf(), 'a/large.txt': LARGE }), ...args);

async function open(port: number, host = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host, allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

const text = async (port: number, request: string, options?: AskOptions): Promise<string> =>
  (await ask(port, request, options)).toString('latin1');

const BUSY = [
  { type: '3', display: 'The server is busy. Please try again in a minute.', host: 'error.host' },
];
const WEB = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';
const expectWebBusy = (reply: string): void => {
  expect(reply).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/);
  expect(reply).toMatch(/^Retry-After: \d+\r$/m);
  expect(reply).toMatch(/\r\n\r\nThe server is busy\. Please try again in a minute\.\r\n$/);
};

test.each(['127.0.0.1', '::1'])(
  '%s: a connection too many is told so in its own protocol, others are served',
  async (host) => {
    const { port } = await daemonWith('--exempt', 'none', '--max-per-address', '2');
    const held = [await open(port, host), await open(port, host)];
    expect(parseMenu(await text(port, '/about.txt\r\n', { host }))).toMatchObject(BUSY);
    expectWebBusy(await text(port, WEB, { host }));
    // one that says nothing is told when it has been waited for
    expect(parseMenu(await text(port, '', { host }))).toMatchObject(BUSY);
    const other = host === '::1' ? { host: '127.0.0.1' } : { from: OTHER };
    expect(await text(port, '/about.txt\r\n', other)).not.toMatch(/^3/);
    held[0]?.destroy();
    await eventually(async () =>
      (await text(port, '/about.txt\r\n', { host })).startsWith('3') ? undefined : true,
    );
  },
);

test('connections too many in all: a web client is told so too', async () => {
  const { port } = await daemonWith('--max-connections', '1');
  await open(port);
  expectWebBusy(await text(port, WEB, { from: OTHER }));
  expect(parseMenu(await text(port, '\r\n'))).toMatchObject(BUSY);
});

test('requests beyond the burst are told so by gopher and by HTTP; another address and an exempt one are not', async () => {
  const exempt = '127.0.0.3';
  const { port } = await daemonWith('--exempt', exempt, '--max-requests', '1', '--request-burst', '3');
  const replies: string[] = [];
  for (let count = 0; count < 3; count++) replies.push(await get(port, '/about.txt'));
  expect(replies.filter((reply) => reply.startsWith('3'))).toEqual([]);
  expect(parseMenu(await firstBusy(() => get(port, '/about.txt')))).toMatchObject(BUSY);
  expectWebBusy(await firstBusy(() => text(port, WEB)));
  expect(await text(port, '/about.txt\r\n', { from: OTHER })).toBe(replies[0]);
  for (let count = 0; count < 30; count++)
    expect(await text(port, '/about.txt\r\n', { from: exempt })).toBe(replies[0]);
});

test('what is no page counts as a request too: faulty HTTP', async () => {
  const { port } = await daemonWith('--exempt', 'none', '--max-requests', '1', '--request-burst', '3');
  for (const [index, request] of [
    `GET /${'x'.repeat(2000)}`,
    'GET / HTTP/1.1',
    'CONNECT a:1 HTTP/1.1',
    'GET ( HTTP/1.1',
  ].entries()) {
    // each with a rate of its own
    const from = `127.0.0.${index + 2}`;
    expectWebBusy(await firstBusy(() => text(port, `${request}\r\n\r\n`, { from })));
    expect(parseMenu(await firstBusy(() => text(port, '/about.txt\r\n', { from })))).toMatchObject(BUSY);
  }
});

test('an address that is exempt is so by itself, not for all of loopback', async () => {
  const { port } = await daemonWith('--exempt', '127.0.0.1', '--max-requests', '1', '--request-burst', '1');
  expect(await firstBusy(() => text(port, '/about.txt\r\n', { from: OTHER }))).toMatch(/^3/);
});

test('a rate of bytes holds for all of one address, and for no other', async () => {
  const rate = 20_000;
  const { port } = await daemonWith('--exempt', OTHER, '--max-bytes', String(rate));
  const limited = await open(port);
  const chunks: Buffer[] = [];
  limited.on('data', (chunk: Buffer) => chunks.push(chunk));
  limited.write('/feeds/a/large.txt\r\n');
  await once(limited, 'data');
  const whole = await ask(port, '/feeds/a/large.txt\r\n', { from: OTHER });
  const start = Buffer.concat(chunks);
  expect(whole.length).toBeGreaterThan(3_000_000);
  expect(start.length).toBeLessThan(whole.length);
  expect(whole.subarray(0, start.length).equals(start)).toBe(true);
});

test('whoever is held back by its own rate is not taken for one that reads nothing', async () => {
  const folder = await folderWith({
    'a/story.txt': documentOf({ body: 'Some words of a story. '.repeat(1450) }),
  });
  const { port } = await daemonForTest(
    folder,
    '--exempt',
    OTHER,
    '--max-bytes',
    '6000',
    '--read-timeout',
    '2',
  );
  const whole = await ask(port, '/feeds/a/story.txt\r\n', { from: OTHER });
  expect(whole.length).toBeGreaterThan(32 * 1024);
  expect((await ask(port, '/feeds/a/story.txt\r\n')).equals(whole)).toBe(true);
});

test('several at one address wait for each other and get all, by gopher and by HTTP', async () => {
  const folder = await folderWith({
    'a/story.txt': documentOf({ body: 'Some words of a story. '.repeat(900) }),
  });
  const limits = ['--exempt', OTHER, '--max-bytes', '20000', '--read-timeout', '1'];
  const { port } = await daemonForTest(folder, ...limits);
  const requests = ['/feeds/a/story.txt\r\n', 'GET /feeds/a/story.txt HTTP/1.0\r\n\r\n'];
  const whole = await Promise.all(requests.map((request) => ask(port, request, { from: OTHER })));
  const twice = await Promise.all([...requests, ...requests].map((request) => ask(port, request)));
  const lengths = whole.map(({ length }) => length);
  expect(twice.map(({ length }) => length)).toEqual([...lengths, ...lengths]);
});

test('those who wait at one address are sent one after the other', async () => {
  const body = 'Some words of a story. '.repeat(300);
  const folder = await folderWith({ 'a/story.txt': documentOf({ body }) });
  const { port } = await daemonForTest(folder, '--exempt', OTHER, '--max-bytes', '20000');
  const sockets = await Promise.all(Array.from({ length: 20 }, () => open(port)));
  let ended = 0;
  for (const socket of sockets) socket.resume().once('end', () => ended++);
  for (const socket of sockets) socket.write('/raw/a/story.txt\r\n');
  await eventually(() => Promise.resolve(ended > 3 || undefined));
  for (let count = 0; count < 5; count++) await ask(port, '/caps.txt\r\n', { from: OTHER });
  expect(ended).toBeLessThan(sockets.length);
});

test('a client that reads nothing is let go also where its rate is limited', async () => {
  const large = documentOf({
    body: 'A line of a very long book, again and again and again.\n'.repeat(240_000),
  });
  const daemon = await daemonForTest(
    await folderWith({ 'a/large.txt': large }),
    '--exempt',
    'none',
    '--max-bytes',
    '1500000',
    '--read-timeout',
    '1',
    '--log',
    'json',
  );
  const socket = await open(daemon.port);
  socket.on('error', () => undefined);
  socket.pause().write('/raw/a/large.txt\r\n');
  // one that reads keeps the rate of both spent
  const other = await open(daemon.port);
  other.resume().write('/raw/a/large.txt\r\n');
  // at its rate all of it would be handed over only later
  await eventually(() => Promise.resolve(daemon.stdout.includes('"complete":false') || undefined), 15_000);
});

test('those whom an exempt proxy forwards are limited, an IPv6 /64 as one, and the proxy itself is not', async () => {
  const { port } = await daemonWith(
    '--trusted-proxy',
    '127.0.0.1',
    '--max-requests',
    '1',
    '--request-burst',
    '1',
  );
  const forwarded = (family: string, source: string, destination: string): Promise<string> =>
    text(port, `PROXY ${family} ${source} ${destination} 50000 70\r\n/about.txt\r\n`);
  const four = (source: string): Promise<string> => forwarded('TCP4', source, '192.0.2.1');
  const six = (source: string): Promise<string> => forwarded('TCP6', source, '2001:db8::1');
  const isBusy = (reply: string): boolean => reply.startsWith('3');
  expect(isBusy(await four('192.0.2.7'))).toBe(false);
  await firstBusy(() => four('192.0.2.7'));
  expect(isBusy(await four('192.0.2.8'))).toBe(false);
  let last = 0;
  expect(isBusy(await six('2001:db8:1:2:ffff:ffff:ffff:ffff'))).toBe(false);
  await firstBusy(() => six(`2001:db8:1:2:${(last += 1)}::1`));
  expect(isBusy(await six('2001:db8:1:3::1'))).toBe(false);
  for (let count = 0; count < 10; count++)
    expect(isBusy(await text(port, 'PROXY UNKNOWN\r\n/about.txt\r\n'))).toBe(false);
});
