/**
 * Connections of HTTP: cut, slow, impatient and refused ones, curl and nc. Programs that are not installed are skipped
 * by name. Debian: apt install curl netcat-openbsd
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ask, firstBusy, get, keepSending, open, restOf } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { askHttp, readHttp } from '../support/http.ts';
import { daemonForFile, daemonForTest, eventually, folderWith, type Daemon } from '../support/program.ts';
import { isInstalled } from '../support/terminal.ts';

const STORY = '/feeds/a/story';
const FILES = { 'a/story.txt': documentOf() };
const LARGE = documentOf({
  body: 'A line of a very long book, again and again and again.\n'.repeat(200_000),
});

const daemonWith = async (...args: readonly string[]): Promise<Daemon> =>
  daemonForTest(await folderWith(FILES), ...args);

const shared = daemonForFile(FILES);

test('every answer stands in the log, also those that no page was asked for', async () => {
  const daemon = await daemonWith();
  for (const request of [
    'GET / HTTP/1.1',
    `GET /${'x'.repeat(2000)}`,
    'POST / HTTP/1.1\r\nHost: x',
    'GET /1 HTTP/1.0',
  ])
    await ask(daemon.port, `${request}\r\n\r\n`);
  await daemon.stop();
  const [, ...lines] = daemon.stdout.trimEnd().split('\n');
  expect(lines.map((line) => /"(.*?)" (\d+) /.exec(line)?.slice(1))).toEqual([
    ['GET / HTTP/1.1', '400'],
    ['GET - HTTP/1.1', '414'],
    ['POST / HTTP/1.1', '405'],
    ['GET /1 HTTP/1.0', '404'],
  ]);
});

test('a client that is turned away is told so by HTTP, and when to come again', async () => {
  const { port: full } = await daemonWith('--max-connections', '1');
  await open(full);
  const busy = await askHttp(full, 'GET / HTTP/1.1');
  expect(busy).toMatchObject({ code: 503, headers: { 'retry-after': '60', 'cache-control': 'no-store' } });
  for (const begun of ['GET / HT', 'GET / HTTP/1.1\r\nHost: ']) {
    const slow = await open(full);
    slow.write(begun);
    expect(readHttp(await restOf(slow))).toMatchObject({ code: 503, headers: { 'retry-after': '60' } });
  }
});

test('more requests than the rate allows are turned away too', async () => {
  const limits = ['--exempt', 'none', '--max-requests', '1', '--request-burst', '2'];
  const { port: strict } = await daemonWith(...limits);
  const request = 'GET /about.txt HTTP/1.1\r\nHost: localhost\r\n\r\n';
  expect(readHttp(await ask(strict, request)).code).toBe(200);
  const busy = await firstBusy(async () => (await ask(strict, request)).toString('latin1'));
  expect(readHttp(Buffer.from(busy, 'latin1')).code).toBe(503);
  expect(await firstBusy(() => get(strict, '/about.txt'))).toMatch(/^3The server is busy/);
});

test('a body of 10 MB costs its sender nothing of the answer, however it is announced', async () => {
  const body = Buffer.alloc(10_000_000, 'x');
  for (const framing of [
    `Content-Length: ${body.length}`,
    'Content-Length: 5',
    'Transfer-Encoding: chunked',
    `Expect: 100-continue\r\nContent-Length: ${body.length}`,
  ])
    for (const method of ['POST', 'CONNECT']) {
      const head = `${method} x:1 HTTP/1.1\r\nHost: x\r\n${framing}\r\n\r\n`.replace('POST x:1', 'POST /');
      const bytes = await ask(shared.port, '', { pieces: [head, body] });
      expect(readHttp(bytes).code, `${method} ${framing}`).toBe(405);
    }
});

test('of pipelined requests one is answered, and then it is closed', async () => {
  const request = `GET ${STORY}.txt HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n`;
  const alone = readHttp(await ask(shared.port, request)).body;
  const many = request.repeat(500);
  expect(readHttp(await ask(shared.port, many)).body).toEqual(alone);
  expect(readHttp(await ask(shared.port, '', { pieces: many.match(/[\s\S]{1,997}/g) ?? [] })).body).toEqual(
    alone,
  );
  expect(readHttp(await ask(shared.port, `${request}${STORY}.txt\r\n`)).body).toEqual(alone);
});

test('CONNECT behind a request costs it nothing of its reply, and the connection goes with its client', async () => {
  const folder = await folderWith({ 'a/large.txt': LARGE });
  const daemon = await daemonForTest(folder, '--exempt', 'none', '--max-per-address', '1', '--log', 'json');
  const request =
    'GET /raw/a/large.txt HTTP/1.1\r\nHost: x\r\n\r\nCONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\nmore';
  expect(readHttp(await ask(daemon.port, request)).body.equals(Buffer.from(LARGE))).toBe(true);
  const free = async (): Promise<true | undefined> =>
    (await get(daemon.port, '/about.txt')).startsWith('3') ? undefined : true;
  await eventually(free);
  const socket = await open(daemon.port);
  socket.write(request);
  await once(socket, 'readable');
  socket.destroy();
  await eventually(free);
});

test('a stop logs a reply that its client has left, CONNECT behind its request or not', async () => {
  for (const more of ['', 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n']) {
    const folder = await folderWith({ 'a/large.txt': LARGE });
    const daemon = await daemonForTest(folder, '--stop-timeout', '1', '--log', 'json');
    const socket = await open(daemon.port);
    socket.write(`GET /raw/a/large.txt HTTP/1.1\r\nHost: x\r\n\r\n${more}`);
    await once(socket, 'data');
    socket.destroy();
    expect(await daemon.stop()).toBe(0);
    expect(daemon.stdout).toMatch(/"\/raw\/a\/large\.txt".*"complete":false/);
  }
});

test('HEAD gets no body, whatever is wrong with it', async () => {
  const { port: full } = await daemonWith('--max-connections', '1');
  const held = await open(full);
  for (const [request, code, port] of [
    ['HEAD / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n', 400, shared.port],
    ['HEAD / HTTP/1.1\r\n\r\n', 400, shared.port],
    [`HEAD / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(9000)}\r\n\r\n`, 431, shared.port],
    [`HEAD /${'x'.repeat(2000)}`, 414, shared.port],
    ['HEAD / HTTP/1.1', 400, shared.port],
    ['HEAD / HT', 503, full],
  ] as const) {
    const halfClose = code === 400;
    expect(readHttp(await ask(port, request, { halfClose }), 'HEAD').code, request).toBe(code);
  }
  held.destroy();
});

test('a request cut anywhere gets the same answer, closed behind or not', async () => {
  const request = `GET ${STORY}.txt HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n`;
  const alone = readHttp(await ask(shared.port, request)).body;
  for (let at = 1; at < request.length; at++) {
    const pieces = [request.slice(0, at), request.slice(at)];
    expect(
      readHttp(await ask(shared.port, '', { pieces, halfClose: at % 2 === 0 })).body,
      String(at),
    ).toEqual(alone);
  }
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: request.length - 1 }), { maxLength: 12 }),
      fc.boolean(),
      async (cuts, halfClose) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), request.length];
        const pieces = at.slice(1).map((end, index) => request.slice(at[index], end));
        expect(readHttp(await ask(shared.port, '', { pieces, halfClose })).body).toEqual(alone);
      },
    ),
    { numRuns: 50 },
  );
});

test('a request that ends in its headers gets HTTP', async () => {
  const request = 'GET / HTTP/1.1\r\nHost: x\r\n';
  for (let at = request.indexOf('\n') + 1; at <= request.length; at++) {
    const bytes = await ask(shared.port, request.slice(0, at), { halfClose: true });
    expect(readHttp(bytes).code, String(at)).toBe(400);
  }
});

test('headers that come slowly end at the deadline', async () => {
  const { port: hasty } = await daemonWith('--request-timeout', '3');
  const socket = await open(hasty);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\nX: ');
  keepSending(socket);
  expect(readHttp(await restOf(socket)).code).toBe(408);
});

test('a client that does not read 10 MB is let go, one that does gets them whole', async () => {
  const folder = await folderWith({ 'a/large.txt': LARGE });
  const daemon = await daemonForTest(folder, '--read-timeout', '3', '--log', 'json');
  const whole = await askHttp(daemon.port, 'GET /raw/a/large.txt HTTP/1.1');
  expect(whole.body.equals(Buffer.from(LARGE))).toBe(true);
  const socket = await open(daemon.port);
  socket.pause().write('GET /raw/a/large.txt HTTP/1.1\r\nHost: x\r\n\r\n');
  const cut = async (): Promise<true | undefined> =>
    Promise.resolve(daemon.stdout.includes('"complete":false') || undefined);
  await eventually(cut);
});

const execute = promisify(execFile);

test.skipIf(!isInstalled('curl'))(
  'curl gets a page, its head, and no body twice (skipped without curl)',
  async () => {
    const base = `http://localhost:${shared.port}`;
    const curl = async (...args: readonly string[]): Promise<string> =>
      (await execute('curl', ['-sS', ...args], { maxBuffer: 1e8 })).stdout;
    expect(await curl(`${base}${STORY}.txt`)).toBe(await get(shared.port, `${STORY}.txt`));
    expect(await curl('-I', `${base}/`)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(await curl('--http1.0', '-o', '/dev/null', '-w', '%{http_code}', `${base}/`)).toBe('200');
    expect(await curl('--http2', '-o', '/dev/null', '-w', '%{http_code}', `${base}/`)).toBe('200');
    const folder = await folderWith({ body: Buffer.alloc(10_000_000) });
    const upload = ['-T', `${folder}/body`, '-o', '/dev/null', '-w', '%{http_code}'];
    expect(await curl(...upload, `${base}/`)).toBe('405');
    expect(await curl(...upload, '-H', 'Expect:', `${base}/`)).toBe('405');
    const known = ['--etag-save', `${folder}/etag`, '--etag-compare', `${folder}/etag`, '-w', '%{http_code}'];
    expect(await curl(...known, '-o', '/dev/null', `${base}/`)).toBe('200');
    expect(await curl(...known, `${base}/`)).toBe('304');
  },
);

test.skipIf(!isInstalled('nc'))(
  'nc that closes behind its request gets the page (skipped without nc)',
  async () => {
    const shell = `printf 'GET ${STORY}.txt HTTP/1.0\\r\\n\\r\\n' | nc -N 127.0.0.1 ${shared.port}`;
    const { stdout } = await execute('sh', ['-c', shell]);
    expect(readHttp(Buffer.from(stdout)).body).toEqual(await ask(shared.port, `${STORY}.txt\r\n`));
  },
);
