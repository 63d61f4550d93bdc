/** Fetching over HTTP: what is asked and what comes of it. */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { userAgentOf } from '../../src/intake/http/user-agent.ts';
import { fetcherWith, testClock } from '../support/fetcher.ts';
import { startRawUpstream, startUpstream } from '../support/upstream.ts';

const MONDAY = 'Mon, 02 Jun 2025 10:00:00 GMT';

test('content comes whole, with what its upstream says of it', async () => {
  const headers = { etag: '"one"', 'last-modified': MONDAY };
  const upstream = await startUpstream({ '/feed.xml': { type: 'text/xml', body: '<rss/>', headers } });
  expect(await fetcherWith().get(`${upstream.origin}/feed.xml#top`, { accept: 'text/xml' })).toEqual({
    kind: 'content',
    url: `${upstream.origin}/feed.xml`,
    status: 200,
    bytes: Buffer.from('<rss/>'),
    contentType: 'text/xml',
    etag: '"one"',
    lastModified: MONDAY,
    isPermanentlyMoved: false,
  });
  expect(upstream.requests.map(({ path }) => path)).toEqual(['/robots.txt', '/feed.xml']);
  expect(upstream.requests.at(-1)?.headers).toMatchObject({
    'user-agent': 'gopherwire/0 (+test)',
    accept: 'text/xml',
    'accept-encoding': 'gzip, br, deflate',
  });
});

test('the user agent names the program and who may be written to, in one line', () => {
  expect(userAgentOf('1.2.3')).toBe('gopherwire/1.2.3');
  expect(userAgentOf('1.2.3', 'https://wire.example/about')).toBe(
    'gopherwire/1.2.3 (+https://wire.example/about)',
  );
  expect(userAgentOf('1.2.3', 'a\r\nX-Forged: (b)é')).toBe('gopherwire/1.2.3 (+aX-Forged: b)');
});

test('[RFC9110-13.1] what is known already is not sent again', async () => {
  const upstream = await startUpstream({
    '/tagged': { body: Buffer.from('one'), headers: { etag: 'W/"é"' } },
    '/dated': ({ headers }) => (headers['if-modified-since'] === MONDAY ? { status: 304 } : { body: 'two' }),
    '/never-asked': { status: 304 },
  });
  const fetcher = fetcherWith();
  const first = await fetcher.get(`${upstream.origin}/tagged`);
  const etag = first.kind === 'content' ? first.etag : undefined;
  expect(await fetcher.get(`${upstream.origin}/tagged`, { etag })).toEqual({ kind: 'unchanged' });
  expect(await fetcher.get(`${upstream.origin}/tagged`, { etag: '"old"' })).toMatchObject({
    kind: 'content',
  });
  expect(await fetcher.get(`${upstream.origin}/dated`, { lastModified: MONDAY })).toEqual({
    kind: 'unchanged',
  });
  expect(await fetcher.get(`${upstream.origin}/never-asked`)).toMatchObject({ kind: 'failed', status: 304 });
  // a damaged note of ours is as good as none
  expect(await fetcher.get(`${upstream.origin}/dated`, { etag: 'a\r\nb', lastModified: '' })).toMatchObject({
    kind: 'content',
  });
});

test.each([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
] as const)('[RFC9110-8.4.1] what is packed with %s is unpacked', async (coding, pack) => {
  const text = 'A bridge over the Low Ford. '.repeat(100);
  const upstream = await startUpstream({
    '/': { body: pack(text), headers: { 'content-encoding': coding } },
  });
  const fetched = await fetcherWith().get(upstream.origin);
  expect(fetched.kind === 'content' && fetched.bytes.toString()).toBe(text);
});

test.each([
  [[301, 308], true],
  [[301, 302], false],
  [[303], false],
  [[307], false],
  [[301, 301, 301, 308, 308], true],
])('redirects %j are followed; a new address: %s', async (statuses, isPermanentlyMoved) => {
  const hops = statuses.map((status, n) => [`/${n}`, { status, headers: { location: `/a/../${n + 1}` } }]);
  const last = `/${statuses.length}`;
  const upstream = await startUpstream({ ...Object.fromEntries(hops), [last]: { body: 'here' } });
  expect(await fetcherWith().get(`${upstream.origin}/0`)).toMatchObject({
    kind: 'content',
    url: upstream.origin + last,
    isPermanentlyMoved,
  });
});

test('redirects in a circle, without end, to nowhere and to other schemes end', async () => {
  const upstream = await startUpstream({
    '/a': { status: 302, headers: { location: '/b' } },
    '/b': { status: 302, headers: { location: '/a' } },
    '/self': { status: 301 },
    '/file': { status: 302, headers: { location: 'file:///etc/passwd' } },
    '/long': { status: 302, headers: { location: `/${'x'.repeat(5_000)}` } },
    '/secret': { status: 302, headers: { location: 'http://user:word@127.0.0.1/' } },
  });
  const fetcher = fetcherWith();
  for (const path of ['/a', '/self']) {
    expect(await fetcher.get(upstream.origin + path), path).toMatchObject({
      kind: 'failed',
      message: `127.0.0.1:${upstream.port}: more than 5 redirects`,
    });
  }
  expect(upstream.asked('/a') + upstream.asked('/b')).toBe(6);
  for (const path of ['/file', '/long', '/secret'])
    expect(await fetcher.get(upstream.origin + path), path).toMatchObject({ kind: 'refused' });
});

test.each([
  'ftp://news.example/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'news.example',
  '',
  'http://',
  'http://a:b@news.example/',
])('what is no address of the web is refused: %s', async (url) => {
  const fetched = await fetcherWith().get(url);
  expect(fetched).toEqual({ kind: 'refused', message: expect.any(String), fix: expect.any(String) });
});

test('what is gone is told from what fails', async () => {
  const upstream = await startUpstream({
    '/410': { status: 410 },
    '/403': { status: 403, body: 'no' },
    '/204': { status: 204 },
    '/206': { status: 206, body: 'a part' },
  });
  const fetcher = fetcherWith();
  expect(await fetcher.get(`${upstream.origin}/410`)).toEqual({ kind: 'gone', status: 410 });
  expect(await fetcher.get(`${upstream.origin}/404`)).toEqual({ kind: 'gone', status: 404 });
  for (const status of [403, 204, 206]) {
    expect(await fetcher.get(`${upstream.origin}/${status}`)).toEqual({
      kind: 'failed',
      status,
      message: `127.0.0.1:${upstream.port} answers with status ${status}`,
      fix: expect.any(String),
    });
  }
});

test('what cannot be reached has failed, in words', async () => {
  const { port } = await startRawUpstream((socket) => socket.resetAndDestroy());
  const clock = testClock();
  const fetcher = fetcherWith({ clock });
  expect(await fetcher.get(`http://127.0.0.1:${port}/`)).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('broke the connection off'),
  });
  expect(clock.waits).toHaveLength(2);
  expect(await fetcher.get('http://nowhere.invalid/')).toMatchObject({ kind: 'failed' });
});

test('a fetch that is called off has failed, whatever it waits for', async () => {
  const { origin } = await startRawUpstream(() => undefined);
  const calling = new AbortController();
  const fetcher = fetcherWith();
  const fetched = Promise.all([
    fetcher.get(origin, { signal: calling.signal }),
    fetcher.get(`${origin}/behind`, { signal: calling.signal }),
  ]);
  calling.abort();
  for (const each of await fetched)
    expect(each).toMatchObject({ kind: 'failed', message: expect.stringContaining('called off') });
  fetcher.close();
  expect(await fetcher.get(origin)).toMatchObject({ kind: 'failed' });
});
