/** robots.txt, pauses between requests, and upstreams that are busy. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { retryAfterMsOf } from '../../src/intake/http/retry.ts';
import { MAX_ROBOTS_BYTES } from '../../src/library/robots.ts';
import { fetcherWith, names, testClock } from '../support/fetcher.ts';
import { startRawUpstream, startUpstream } from '../support/upstream.ts';

test('what robots.txt closes is refused; it is read once an hour', async () => {
  const clock = testClock();
  const upstream = await startUpstream({
    '/robots.txt': { body: 'User-agent: *\nDisallow: /closed\n' },
    '/open': { body: 'open' },
    '/moved': { status: 301, headers: { location: '/closed/too' } },
  });
  const fetcher = fetcherWith({ clock });
  const closed = {
    kind: 'refused',
    message: expect.stringMatching(/^robots\.txt of 127\.0\.0\.1:\d+ keeps/),
  };
  expect(await fetcher.get(`${upstream.origin}/open`)).toMatchObject({ kind: 'content' });
  expect(await fetcher.get(`${upstream.origin}/closed`)).toMatchObject(closed);
  expect(await fetcher.get(`${upstream.origin}/moved`)).toMatchObject(closed);
  expect(await fetcher.get(`${upstream.origin}/robots.txt`)).toMatchObject({ kind: 'content' });
  expect([upstream.asked('/closed'), upstream.asked('/closed/too'), upstream.asked('/robots.txt')]).toEqual([
    0, 0, 2,
  ]);
  clock.advance(60 * 60 * 1_000);
  upstream.set('/robots.txt', { status: 404 });
  expect(await fetcher.get(`${upstream.origin}/closed`)).toEqual({ kind: 'gone', status: 404 });
});

test('[RFC9309-2.3.1] a refusal of robots.txt opens the site, a failure closes it for now', async () => {
  for (const status of [401, 403, 410, 429]) {
    const upstream = await startUpstream({ '/robots.txt': { status }, '/': { body: 'open' } });
    expect(await fetcherWith().get(upstream.origin), String(status)).toMatchObject({ kind: 'content' });
  }
  const clock = testClock();
  const upstream = await startUpstream({ '/robots.txt': { status: 500 }, '/': { body: 'open' } });
  const fetcher = fetcherWith({ clock });
  for (let n = 0; n < 2; n++) {
    expect(await fetcher.get(upstream.origin)).toMatchObject({
      kind: 'failed',
      status: 500,
      message: expect.stringContaining('without robots.txt nothing is fetched'),
    });
  }
  expect([upstream.asked('/'), upstream.asked('/robots.txt')]).toEqual([0, 3]);
  upstream.set('/robots.txt', { status: 404 });
  clock.advance(5 * 60 * 1_000);
  expect(await fetcher.get(upstream.origin)).toMatchObject({ kind: 'content' });
});

test('a robots.txt that is slow closes the site; of a huge one the first 500 KiB count', async () => {
  const deadlines = { connectMs: 5_000, idleMs: 5_000, wholeMs: 100 };
  const slow = await startRawUpstream(() => undefined);
  expect(await fetcherWith({ deadlines }).get(slow.origin)).toMatchObject({ kind: 'failed' });
  const rules = 'User-agent: *\nDisallow: /closed\n';
  const upstream = await startUpstream({
    '/robots.txt': { body: `${rules}${'#'.repeat(MAX_ROBOTS_BYTES)}\nDisallow: /\n${'x'.repeat(5_000_000)}` },
    '/open': { body: 'open' },
  });
  const fetcher = fetcherWith();
  expect(await fetcher.get(`${upstream.origin}/open`)).toMatchObject({ kind: 'content' });
  expect(await fetcher.get(`${upstream.origin}/closed`)).toMatchObject({ kind: 'refused' });
});

test('a host is asked one thing at a time, with a pause between; others meanwhile', async () => {
  const clock = testClock();
  let underWay = 0;
  let most = 0;
  const route = async (): Promise<object> => {
    most = Math.max(most, ++underWay);
    await new Promise((resolve) => setImmediate(resolve));
    underWay--;
    return { body: 'one' };
  };
  const upstream = await startUpstream({ '/a': route, '/b': route, '/c': route });
  const resolve = names({ 'news.example': ['127.0.0.1'] });
  const fetcher = fetcherWith({ clock, resolve });
  const origin = `http://news.example:${upstream.port}`;
  await Promise.all(['/a', '/b', '/c'].map((path) => fetcher.get(origin + path)));
  expect(most).toBe(1);
  expect(clock.waits).toEqual([1_000, 1_000, 1_000]);
  // this machine itself is not spared
  await Promise.all(['/a', '/b'].map((path) => fetcher.get(upstream.origin + path)));
  expect(clock.waits).toHaveLength(3);
});

test.each([
  ['2.5', 2_500],
  ['3600', 30_000],
  ['0', 0],
  ['-1', 0],
  ['soon', 0],
])('a Crawl-delay of %s is a pause of %i ms', async (delay, pauseMs) => {
  const clock = testClock();
  const upstream = await startUpstream({
    '/robots.txt': { body: `User-agent: *\nCrawl-delay: ${delay}\n` },
    '/': { body: 'one' },
  });
  const fetched = await fetcherWith({ clock }).get(upstream.origin);
  expect(fetched).toMatchObject({ kind: 'content' });
  expect(clock.waits).toEqual(pauseMs === 0 ? [] : [pauseMs]);
});

test.each([429, 500, 502, 503, 504])(
  'a server that answers %i is asked three times, ever later',
  async (status) => {
    const clock = testClock();
    const upstream = await startUpstream({ '/': { status } });
    expect(await fetcherWith({ clock }).get(upstream.origin)).toEqual({
      kind: 'failed',
      status,
      message: `127.0.0.1:${upstream.port} answers with status ${status}`,
      fix: expect.any(String),
    });
    expect(upstream.asked('/')).toBe(3);
    const [first = 0, second = 0, ...more] = clock.waits;
    expect(more).toEqual([]);
    for (const [pause, base] of [
      [first, 1_000],
      [second, 2_000],
    ] as const) {
      expect(pause).toBeGreaterThanOrEqual(base / 2);
      expect(pause).toBeLessThan(base * 1.5);
    }
  },
);

test('a server that comes back is read', async () => {
  const answers = [{ status: 503 }, { status: 502 }, { body: 'back' }];
  const upstream = await startUpstream({ '/': () => answers.shift() ?? {} });
  const fetched = await fetcherWith().get(upstream.origin);
  expect(fetched.kind === 'content' && fetched.bytes.toString()).toBe('back');
});

test('[RFC9110-10.2.3] Retry-After is kept to, up to a minute; for longer the upstream is left alone', async () => {
  const clock = testClock();
  const date = (ms: number): string => new Date(clock.now() + ms).toUTCString();
  const upstream = await startUpstream({
    '/seconds': { status: 503, headers: { 'retry-after': '7' } },
    '/date': () => ({ status: 429, headers: { 'retry-after': date(20_000) } }),
    '/hours': { status: 429, headers: { 'retry-after': '7200' } },
    '/odd': { status: 503, headers: { 'retry-after': 'later' } },
  });
  const fetcher = fetcherWith({ clock });
  expect(await fetcher.get(`${upstream.origin}/seconds`)).toMatchObject({
    kind: 'failed',
    retryAfterMs: 7_000,
  });
  expect(clock.waits).toEqual([7_000, 7_000]);
  expect(await fetcher.get(`${upstream.origin}/date`)).toMatchObject({
    kind: 'failed',
    retryAfterMs: 20_000,
  });
  expect(clock.waits.slice(2)).toEqual([20_000, 20_000]);
  expect(await fetcher.get(`${upstream.origin}/hours`)).toMatchObject({
    kind: 'failed',
    retryAfterMs: 7_200_000,
  });
  expect(upstream.asked('/hours')).toBe(1);
  expect(await fetcher.get(`${upstream.origin}/odd`)).not.toHaveProperty('retryAfterMs');
});

test('any Retry-After is nothing or a time of a week at most', () => {
  const value = fc.oneof(
    fc.string(),
    fc.nat().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  );
  fc.assert(
    fc.property(value, (text) => {
      const ms = retryAfterMsOf(text, Date.UTC(2025, 5, 30)) ?? 0;
      expect(ms >= 0 && ms <= 7 * 24 * 60 * 60 * 1_000).toBe(true);
    }),
  );
  expect(retryAfterMsOf('99999999999999', 0)).toBeUndefined();
  expect(retryAfterMsOf('Thu, 01 Jan 1970 00:00:00 GMT', 5)).toBe(0);
});
