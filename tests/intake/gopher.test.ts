/** Gopher upstreams: what they have, and what hostile ones send. */
import { expect, test } from 'vitest';
import { fetchGopher, type GopherOptions } from '../../src/intake/gopher/fetch-gopher.ts';
import { isGone } from '../support/client.ts';
import { fetcherWith, names, testClock } from '../support/fetcher.ts';
import { startGopherUpstream, startRawUpstream } from '../support/upstream.ts';

const OPEN: GopherOptions = {
  allowPrivate: true,
  deadlines: { connectMs: 5_000, idleMs: 5_000, wholeMs: 5_000 },
};
const MENU =
  'iNews of the wire\t\terror.host\t1\r\n' +
  '02025-06-30 A bridge\t/news/bridge.txt\tFEEDS.example\t70\r\n' +
  '1Older\t/news/older\tfeeds.example\t7070\t+\n' +
  'hThe web\tURL:https://news.example/\tfeeds.example\t70\r\n' +
  '\r\n' +
  'no item at all\r\n' +
  '0Forged\u001b[2J title\t/a\tfeeds.example\t70\r\n' +
  '0No port\t/b\tfeeds.example\r\n' +
  '0Port of none\t/c\tfeeds.example\t70000\r\n' +
  '0Host of none\t/d\t[::1]\t70\r\n' +
  '0Selector of none\t/e\u0000\tfeeds.example\t70\r\n' +
  '3Lost\t\terror.host\t1\r\n' +
  '.\r\n' +
  '0Behind the end\t/f\tfeeds.example\t70\r\n';

test('a document comes byte for byte, by its selector', async () => {
  const document = Buffer.from('A text\r\nof bytes \xff\r\n.\r\n', 'latin1');
  const upstream = await startGopherUpstream({ '/news/a b.txt': document, '': MENU });
  expect(await fetchGopher(`${upstream.origin}/0/news/a%20b.txt`, OPEN)).toEqual({
    kind: 'content',
    url: `${upstream.origin}/0/news/a%20b.txt`,
    status: 0,
    bytes: document,
    contentType: '',
    etag: undefined,
    lastModified: undefined,
    isPermanentlyMoved: false,
  });
  expect(await fetchGopher(upstream.origin, OPEN)).toMatchObject({
    kind: 'content',
    bytes: Buffer.from(MENU),
  });
  expect(upstream.requests).toEqual(['/news/a b.txt', '']);
});

test('an error item, nothing, and what is no address do not make a document', async () => {
  const upstream = await startGopherUpstream({ '/empty': '', '/three': '3 bridges were built\r\n' });
  const where = `127.0.0.1:${upstream.port}`;
  expect(await fetchGopher(`${upstream.origin}/0/gone`, OPEN)).toMatchObject({
    kind: 'failed',
    message: `${where} answers: Nothing here`,
  });
  expect(await fetchGopher(`${upstream.origin}/0/empty`, OPEN)).toMatchObject({ kind: 'failed' });
  expect(await fetchGopher(`${upstream.origin}/0/three`, OPEN)).toMatchObject({ kind: 'content' });
  for (const uri of [
    'http://news.example/',
    'gopher://',
    'gopher://a.example/0a%0d%0ab',
    'gopher://[::1]/',
    'gopher://a.example:0/',
  ])
    expect(await fetchGopher(uri, OPEN), uri).toMatchObject({ kind: 'refused' });
});

test('a reply without end, a dripping one and none end at their bounds, and their connections go', async () => {
  const gone: Promise<unknown>[] = [];
  const endless = await startRawUpstream((socket) => {
    gone.push(isGone(socket));
    const more = (): void => {
      while (!socket.destroyed && socket.write('x'.repeat(65_536)));
    };
    socket.on('drain', more);
    more();
  });
  const dripping = await startRawUpstream((socket) => {
    const drip = setInterval(() => socket.write('x'), 10);
    gone.push(
      isGone(socket).finally(() => {
        clearInterval(drip);
      }),
    );
  });
  const deaf = await startRawUpstream((socket) => void gone.push(isGone(socket)));
  const at = (port: number, options: Partial<GopherOptions>): Promise<unknown> =>
    fetchGopher(`gopher://127.0.0.1:${port}/0/a`, { ...OPEN, ...options });
  expect(await at(endless.port, { maxBytes: 100_000 })).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('longer than 100000 bytes'),
  });
  const late = { connectMs: 5_000, idleMs: 5_000, wholeMs: 100 };
  expect(await at(dripping.port, { deadlines: late })).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('not there whole within 0.1 s'),
  });
  expect(await at(deaf.port, { deadlines: { ...late, idleMs: 50 } })).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('nothing came within 0.05 s'),
  });
  const calling = new AbortController();
  const fetched = at(deaf.port, { signal: calling.signal });
  calling.abort();
  expect(await fetched).toMatchObject({ kind: 'failed', message: expect.stringContaining('called off') });
  expect(await at(deaf.port, { signal: calling.signal })).toMatchObject({ kind: 'failed' });
  await Promise.all(gone);
});

test('a fetcher gives a gopher server its pauses, too', async () => {
  const clock = testClock();
  const upstream = await startGopherUpstream({ '/a': 'one', '/b': 'two' });
  const fetcher = fetcherWith({ clock, resolve: names({ 'feeds.example': ['127.0.0.1'] }) });
  for (const path of ['/a', '/b']) {
    const uri = `gopher://feeds.example:${upstream.port}/0${path}`;
    expect(await fetcher.getGopher(uri)).toMatchObject({ kind: 'content', url: uri });
  }
  expect(clock.waits).toEqual([1_000]);
  expect(await fetcher.getGopher('nothing')).toMatchObject({ kind: 'refused' });
  fetcher.close();
  expect(await fetcher.getGopher(upstream.origin)).toMatchObject({ kind: 'failed' });
});
