/** What is answered over HTTP on the gopher port. */
import { expect, test } from 'vitest';
import { ask, get } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { askHttp, readHttp } from '../support/http.ts';
import { daemonForFile, daemonForTest, folderWith, type Daemon } from '../support/program.ts';

const STORY = '/feeds/a/story';
const FILES = { 'a/story.txt': documentOf({ title: 'Die Brücke – „neu“' }) };

const daemonWith = async (...args: readonly string[]): Promise<Daemon> =>
  daemonForTest(await folderWith(FILES), ...args);

const shared = daemonForFile(FILES);

const UTF8_TEXT = 'text/plain; charset=utf-8';
const HTML = 'text/html; charset=utf-8';

test.each([
  ['/', HTML],
  ['/feeds/a/', HTML],
  [STORY, HTML],
  [`${STORY}.txt`, UTF8_TEXT],
  ['/raw/a/story.txt', UTF8_TEXT],
  ['/atom.xml', 'application/atom+xml; charset=utf-8'],
  ['/opml.xml', 'text/x-opml; charset=utf-8'],
  ['/feeds/a/twtxt.txt', UTF8_TEXT],
  ['/about.txt', UTF8_TEXT],
  ['/caps.txt', UTF8_TEXT],
  ['/robots.txt', UTF8_TEXT],
  ['/view/us-ascii-40/', HTML],
  [`/view/us-ascii-40${STORY}.txt`, 'text/plain; charset=us-ascii'],
  [`/view/iso-8859-1-67${STORY}.txt`, 'text/plain; charset=iso-8859-1'],
  [`/view/utf-8-flowed${STORY}.txt`, 'text/plain; charset=utf-8; format=flowed'],
])('GET %s: %s, and HEAD the same without a body', async (path, type) => {
  const whole = await askHttp(shared.port, `GET ${path} HTTP/1.1`);
  expect(whole).toMatchObject({ code: 200, headers: { 'content-type': type, 'cache-control': 'no-cache' } });
  expect(whole.body.length).toBeGreaterThan(0);
  const head = await askHttp(shared.port, `HEAD ${path} HTTP/1.1`);
  const { date, ...headers } = head.headers;
  expect(date).toBeDefined();
  expect({ code: head.code, headers }).toMatchObject({ code: 200, headers });
  expect(head.headers['content-length']).toBe(String(whole.body.length));
});

test('texts are those that a gopher client gets, whatever their charset, and /status is made at each request', async () => {
  for (const path of [
    `${STORY}.txt`,
    '/raw/a/story.txt',
    `/view/iso-8859-1-67${STORY}.txt`,
    `/view/us-ascii-40${STORY}.txt`,
  ])
    expect((await askHttp(shared.port, `GET ${path} HTTP/1.1`)).body, path).toEqual(
      await ask(shared.port, `${path}\r\n`),
    );
  const first = await askHttp(shared.port, 'GET /status HTTP/1.1');
  const second = await askHttp(shared.port, 'GET /status HTTP/1.1');
  expect([first.code, second.code]).toEqual([200, 200]);
  expect(second.body).not.toEqual(first.body);
});

test('[RFC9110-13] what the client has already is not sent again', async () => {
  for (const path of ['/', `${STORY}.txt`, '/raw/a/story.txt']) {
    const { headers } = await askHttp(shared.port, `GET ${path} HTTP/1.1`);
    const [etag = '', changed = ''] = [headers['etag'], headers['last-modified']];
    expect(etag).toMatch(/^"[\w-]+"$/);
    const later = new Date(Date.parse(changed) + 1000).toUTCString();
    const earlier = new Date(Date.parse(changed) - 1000).toUTCString();
    for (const [header, code] of [
      [`If-None-Match: ${etag}`, 304],
      [`If-None-Match: W/${etag}`, 304],
      [`If-None-Match: "x", W/"y" , ${etag}`, 304],
      [`If-None-Match: "x"\r\nIf-None-Match: ${etag}`, 304],
      ['If-None-Match: *', 304],
      ['If-None-Match: "x"', 200],
      [`If-None-Match: ${etag.slice(1, -1)}`, 200],
      [`If-Modified-Since: ${changed}`, 304],
      [`If-Modified-Since: ${later}`, 304],
      [`If-Modified-Since: ${earlier}`, 200],
      ['If-Modified-Since: some day', 200],
      ['If-Modified-Since: 2099', 200],
      ['If-Modified-Since: 99999', 200],
      ['If-Modified-Since: Sunday, 31-Dec-69 00:00:00 GMT', 304],
      // [RFC9110-13.2.2] the validator goes before the date
      [`If-None-Match: "x"\r\nIf-Modified-Since: ${changed}`, 200],
      [`If-None-Match: ${etag}\r\nIf-Modified-Since: ${earlier}`, 304],
    ] as const)
      for (const method of ['GET', 'HEAD']) {
        const reply = await askHttp(shared.port, `${method} ${path} HTTP/1.1\r\n${header}`);
        expect(reply, `${path} ${header}`).toMatchObject({
          code,
          headers: { etag, 'last-modified': changed },
        });
      }
  }
  const missing = await askHttp(shared.port, 'GET /nothing HTTP/1.1\r\nIf-None-Match: *');
  expect(missing).toMatchObject({ code: 404, headers: { 'cache-control': 'no-store' } });
});

test('another instance over the same folder gives the same validator', async () => {
  const folder = await folderWith(FILES);
  const [one, two] = [await daemonForTest(folder), await daemonForTest(folder)];
  const request = `GET ${STORY}.txt HTTP/1.1`;
  const etags = [await askHttp(one.port, request), await askHttp(two.port, request)].map(
    ({ headers }) => headers['etag'],
  );
  expect(etags[0]).toBeDefined();
  expect(etags[1]).toBe(etags[0]);
});

const TEXT_LINE = `${STORY}.txt HTTP/1.1\r\nHost: x`;

test.each([
  ['a page that is not there', 'GET /nothing HTTP/1.1\r\nHost: x', 404],
  ['a view that is not there', 'GET /view/nothing-40/ HTTP/1.1\r\nHost: x', 404],
  ['no UTF-8', 'GET /%ff HTTP/1.1\r\nHost: x', 400],
  ['an escape of nothing', 'GET /%zz HTTP/1.1\r\nHost: x', 400],
  ['a NUL', 'GET /%00 HTTP/1.1\r\nHost: x', 404],
  ['a line end in the path', 'GET /%0d%0aSet-Cookie:%20a HTTP/1.1\r\nHost: x', 404],
  ['HTTP/1.1 without a host', 'GET / HTTP/1.1', 400],
  ['two hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b', 400],
  ['HTTP/1.0 with two hosts', 'GET / HTTP/1.0\r\nHost: a\r\nHost: b', 400],
  ['HTTP/1.0', `GET ${STORY}.txt HTTP/1.0`, 200],
  ['an absolute target', `GET http://other.example:99${TEXT_LINE}`, 200],
  ['an absolute target without a path', 'GET HTTP://other.example?x HTTP/1.1\r\nHost: x', 200],
  ['percent-encoding', 'GET /feeds%2Fa/st%6Fry.txt HTTP/1.1\r\nHost: x', 200],
  ['a query', `GET ${STORY}.txt?a=/../%zz#b HTTP/1.1\r\nHost: x`, 200],
  ['a question of HTTP/2', `GET ${TEXT_LINE}\r\nConnection: Upgrade\r\nUpgrade: h2c`, 200],
  ['a web socket', `GET ${TEXT_LINE}\r\nConnection: Upgrade\r\nUpgrade: websocket`, 200],
  ['an expectation of something', `GET ${TEXT_LINE}\r\nExpect: much`, 200],
  ['POST', `POST ${TEXT_LINE}\r\nContent-Length: 0`, 405],
  [
    'POST that waits to be told to go on',
    `POST ${TEXT_LINE}\r\nExpect: 100-continue\r\nContent-Length: 9`,
    405,
  ],
  ['DELETE', `DELETE ${TEXT_LINE}`, 405],
  ['OPTIONS', 'OPTIONS * HTTP/1.1\r\nHost: x', 405],
  ['TRACE', `TRACE ${TEXT_LINE}`, 405],
  ['CONNECT', 'CONNECT other.example:443 HTTP/1.1\r\nHost: x', 405],
  ['1,025 bytes', `GET /${'x'.repeat(1024)} HTTP/1.1\r\nHost: x`, 414],
  ['a target without an end', `GET /${'x'.repeat(30_000)}`, 414],
  ['long headers', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(9000)}`, 431],
  ['a header that is none', 'GET / HTTP/1.1\r\nHost: x\r\n: y', 400],
  ['two lengths', 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2', 400],
  ['length and chunks', 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked', 400],
])('%s', async (_what, request, code) => {
  const reply = readHttp(await ask(shared.port, `${request}\r\n\r\n`), request.split(' ', 1)[0]);
  expect(reply.code).toBe(code);
  expect(reply.headers['allow']).toBe(code === 405 ? 'GET, HEAD' : undefined);
  expect(reply.body.toString()).not.toMatch(/\t|nothing|Set-Cookie|xxx/);
  if (/story|%6F/.test(request) && code === 200)
    expect(reply.body).toEqual(await ask(shared.port, `${STORY}.txt\r\n`));
});

test('/metrics is for those who are named, and for nobody for whom another asks', async () => {
  expect((await askHttp(shared.port, 'GET /metrics HTTP/1.1')).code).toBe(404);
  const { port: named } = await daemonWith('--metrics', 'loopback');
  const metrics = await askHttp(named, 'GET /metrics?x HTTP/1.1');
  expect(metrics).toMatchObject({
    code: 200,
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
  });
  expect(metrics.body.toString()).toContain('gopherwire_connections 1\n');
  expect((await askHttp(named, 'HEAD /metrics HTTP/1.1')).code).toBe(200);
  for (const header of [
    'X-Forwarded-For: 192.0.2.1',
    'Forwarded: for=192.0.2.1',
    'X-Real-IP: ::1',
    'Via: 1.1 x',
  ])
    expect((await askHttp(named, `GET /metrics HTTP/1.1\r\n${header}`)).code, header).toBe(404);
  expect(await get(named, '/metrics')).toMatch(/^3/);
  const one = await daemonWith('--metrics', '127.0.0.1');
  expect((await askHttp(one.port, 'GET /metrics HTTP/1.1')).code).toBe(200);
  expect((await askHttp(one.port, 'GET /metrics HTTP/1.1', { from: '127.0.0.2' })).code).toBe(404);
  const others = await daemonWith('--metrics', '192.0.2.0/24');
  expect((await askHttp(others.port, 'GET /metrics HTTP/1.1')).code).toBe(404);
});
