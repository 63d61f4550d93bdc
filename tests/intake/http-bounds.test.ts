/** Upstreams that send too much, too slowly, or what is no HTTP. */
import type { Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Deadlines } from '../../src/intake/deadlines.ts';
import type { Fetched } from '../../src/intake/http/fetched.ts';
import { isGone } from '../support/client.ts';
import { fetcherWith, testClock } from '../support/fetcher.ts';
import { startRawUpstream, startUpstream } from '../support/upstream.ts';

const MiB = 1024 * 1024;
const NO_ROBOTS = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

/** What comes of fetching from a server that answers with `serve` to all but robots.txt; and when the connections it had are gone. */
async function fetchedFrom(
  serve: (socket: Socket) => void,
  deadlines?: Partial<Deadlines>,
  maxBytes = MiB,
): Promise<{ fetched: Fetched; gone: readonly Promise<unknown>[]; waits: readonly number[] }> {
  const gone: Promise<unknown>[] = [];
  const { origin } = await startRawUpstream((socket, request) => {
    if (request.startsWith('GET /robots.txt')) return void socket.end(NO_ROBOTS);
    gone.push(isGone(socket));
    serve(socket);
  });
  const whole = { connectMs: 5_000, idleMs: 5_000, wholeMs: 5_000, ...deadlines };
  const clock = testClock();
  const fetched = await fetcherWith({ deadlines: whole, clock }).get(origin, { maxBytes });
  return { fetched, gone, waits: clock.waits };
}

const failedWith = (words: string): unknown =>
  expect.objectContaining({ kind: 'failed', message: expect.stringContaining(words) });
const refusedWith = (words: string): unknown =>
  expect.objectContaining({ kind: 'refused', message: expect.stringContaining(words) });

/** Sends `piece` for as long as the other side takes it. */
function withoutEnd(socket: Socket, piece: string | Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on('drain', more);
  more();
}

test.each([
  ['gzip', gzipSync(Buffer.alloc(100 * MiB))],
  ['br', brotliCompressSync(Buffer.alloc(32 * MiB))],
  ['gzip', Buffer.concat(Array.from({ length: 40 }, () => gzipSync(Buffer.alloc(MiB))))],
])('a bomb of %s does not burst', async (coding, body) => {
  const upstream = await startUpstream({ '/': { body, headers: { 'content-encoding': coding } } });
  const before = process.memoryUsage().arrayBuffers;
  const fetched = await fetcherWith().get(upstream.origin);
  expect(fetched).toEqual(refusedWith('200 times its size'));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * MiB);
});

test('packed bodies have the bound of unpacked ones; broken ones fail', async () => {
  const random = Buffer.from(Array.from({ length: 3_000 }, (_, n) => (n * 7_919) % 251));
  const packed = gzipSync(Buffer.concat([random, random]));
  const reply = (body: Buffer, coding = 'gzip'): object => ({
    body,
    headers: { 'content-encoding': coding },
  });
  const upstream = await startUpstream({
    '/long': reply(packed),
    '/cut': reply(packed.subarray(0, -20)),
    '/false': reply(Buffer.from('no gzip at all')),
    '/odd': reply(packed, 'zstd'),
    '/twice': reply(gzipSync(packed), 'gzip, gzip'),
    '/empty': reply(Buffer.alloc(0)),
  });
  const fetcher = fetcherWith();
  const at = (path: string): Promise<Fetched> => fetcher.get(upstream.origin + path, { maxBytes: 5_000 });
  expect(await at('/long')).toEqual(refusedWith('longer than 5000 bytes'));
  expect(await at('/cut')).toEqual(failedWith('damaged or cut short'));
  expect(await at('/false')).toEqual(failedWith('damaged or cut short'));
  expect(await at('/odd')).toEqual(failedWith('not asked for'));
  expect(await at('/twice')).toEqual(failedWith('not asked for'));
  expect(await at('/empty')).toMatchObject({ kind: 'content', bytes: Buffer.alloc(0) });
});

test('a body without end is not read on, and its connection goes', async () => {
  const { fetched, gone } = await fetchedFrom((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    withoutEnd(socket, Buffer.alloc(65_536, 'x'));
  });
  expect(fetched).toEqual(refusedWith(`longer than ${MiB} bytes`));
  await Promise.all(gone);
});

test('a body that says that it is too long is not read at all', async () => {
  const { fetched } = await fetchedFrom((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${MiB + 1}\r\n\r\n`);
  });
  expect(fetched).toEqual(refusedWith(`longer than ${MiB} bytes`));
});

test.each<[name: string, start: string, piece: string, deadlines: Partial<Deadlines>, words: string]>([
  ['nothing', '', '', { idleMs: 60 }, 'nothing came within 0.06 s'],
  ['half a body', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf', '', { idleMs: 60 }, 'nothing came'],
  ['a dripping body', 'HTTP/1.1 200 OK\r\n\r\n', 'x', { wholeMs: 150 }, 'not there whole within 0.15 s'],
  ['dripping headers', 'HTTP/1.1 200 OK\r\nX-A: ', 'x', { idleMs: 60 }, 'nothing came'],
  [
    'ever more to come',
    'HTTP/1.1 100 Continue\r\n\r\n',
    'HTTP/1.1 103 Early Hints\r\n\r\n',
    { wholeMs: 150 },
    'within',
  ],
])('%s ends at its deadline', async (_, start, piece, deadlines, words) => {
  const { fetched, gone, waits } = await fetchedFrom((socket) => {
    if (start !== '') socket.write(start);
    const dripping = setInterval(() => piece !== '' && !socket.destroyed && socket.write(piece), 10);
    void isGone(socket).finally(() => {
      clearInterval(dripping);
    });
  }, deadlines);
  expect(fetched).toEqual(failedWith(words));
  // what is slow once is not waited for three times
  expect([gone.length, waits]).toEqual([1, []]);
  await Promise.all(gone);
});

test.each([
  ['a body shorter than its Content-Length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort'],
  [
    'a chunked body that is cut',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n5\r\nab',
  ],
  [
    'a chunked body without its last chunk',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n',
  ],
  ['a chunk of no size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n'],
  ['no answer', ''],
])('%s has failed, after three tries', async (_, reply) => {
  const { fetched, gone, waits } = await fetchedFrom((socket) => socket.end(reply));
  expect(fetched).toEqual(failedWith('broke the connection off'));
  expect([gone.length, waits.length]).toEqual([3, 2]);
});

test('a body without a length that ends in a reset is not whole', async () => {
  const { fetched } = await fetchedFrom((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\nhalf of i');
    // turns of the event loop, in which the half is read
    const turn = (left: number): unknown =>
      left > 0 ? setImmediate(() => turn(left - 1)) : socket.resetAndDestroy();
    turn(20);
  });
  expect(fetched).toEqual(failedWith('broke the connection off'));
});

test('a body longer than its Content-Length ends there', async () => {
  const { fetched } = await fetchedFrom((socket) =>
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nwhole and more'),
  );
  expect(fetched).toMatchObject({ kind: 'content', bytes: Buffer.from('whole') });
});

test.each([
  ['bytes of HTTP/0.9', '<html>An old page</html>\n'],
  ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['NULs', '\0'.repeat(100)],
  ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef'],
  [
    'a length and chunks',
    'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['a length below zero', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabc'],
  ['a header of two lines', 'HTTP/1.1 200 OK\r\nX-A: b\rX-C: d\r\n\r\nabc'],
])('%s are no HTTP', async (_, reply) => {
  const { fetched } = await fetchedFrom((socket) => socket.end(Buffer.from(reply, 'latin1')));
  expect(fetched).toEqual(failedWith('does not answer as HTTP demands'));
});

test('a server that changes the protocol has failed', async () => {
  const { fetched } = await fetchedFrom((socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n'),
  );
  expect(fetched).toEqual(failedWith('status 101'));
});

test('headers have a bound; two hundred are no harm', async () => {
  const many = Array.from({ length: 200 }, (_, n) => `X-Header-${n}: ${'v'.repeat(100)}\r\n`).join('');
  const good = await fetchedFrom((socket) =>
    socket.end(`HTTP/1.1 200 OK\r\n${many}Content-Type: text/html\r\nContent-Length: 2\r\n\r\nok`),
  );
  expect(good.fetched).toMatchObject({ kind: 'content', contentType: 'text/html' });
  for (const piece of ['X-Header: v\r\n'.repeat(1_000), 'v'.repeat(10_000)]) {
    const { fetched } = await fetchedFrom((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nX-First: ');
      withoutEnd(socket, piece);
    });
    expect(fetched).toEqual(failedWith('its headers are too long'));
  }
});
