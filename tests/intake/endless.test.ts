/** Upstreams that never come to an end hold up neither the run, nor other feeds, nor whoever wishes to stop it. */
import { expect, test } from 'vitest';
import { noCounts } from '../../src/intake/outcome.ts';
import { sync, type FeedReport } from '../../src/intake/sync.ts';
import { findFeeds } from '../../src/intake/find-feeds.ts';
import { makingWith } from '../../src/intake/making.ts';
import { withJournal } from '../../src/cli/intake-folder.ts';
import { isGone } from '../support/client.ts';
import { fetcherWith } from '../support/fetcher.ts';
import { feedToml, filesIn, itemOf, rssOf, startSync, takingFrom } from '../support/intake.ts';
import { eventually, folderWith } from '../support/program.ts';
import { startRawUpstream, startUpstream } from '../support/upstream.ts';

/** A server that answers everything with `start`, and then drips for ever, unless `piece` is nothing. */
async function drippingServer(start: string, piece = 'x') {
  let tell = (): void => undefined;
  const asked = new Promise<void>((resolve) => (tell = resolve));
  const { origin } = await startRawUpstream((socket) => {
    socket.write(start);
    const drip = setInterval(() => piece !== '' && socket.write(piece), 10);
    void isGone(socket).finally(() => {
      clearInterval(drip);
    });
    tell();
  });
  return { origin, asked };
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n';

test('a feed that has had its time is left alone until the next run', async () => {
  const { origin } = await drippingServer(OK);
  const dir = await takingFrom(`${origin}/rss`);
  const feeds = (await findFeeds(dir)).flatMap(({ feed }) => feed ?? []);
  // no deadline of a fetch ends it
  const forever = 1_000_000_000;
  const fetcher = fetcherWith({ deadlines: { connectMs: forever, idleMs: forever, wholeMs: forever } });
  const making = makingWith(() => ({ site: 'A wire', uri: 'gopher://gopher.example/1/' }), fetcher);
  const reports: FeedReport[] = [];
  const options = { keepsSource: false, isDry: false, isUrgent: false, limit: Infinity, feedMs: 50 };
  const { signal } = new AbortController();
  const listener = {
    onOutcome: () => undefined,
    onFeed: (report: FeedReport) => void reports.push(report),
  };
  await withJournal(dir, (journal) =>
    sync(feeds, { journal, fetcher, making }, { ...options, now: Date.now, signal }, listener),
  );
  expect(reports).toMatchObject([
    { feed: 'news/example', counts: noCounts(), trouble: { message: 'it takes longer than 15 minutes' } },
  ]);
});

test.each([
  ['a feed that drips', () => drippingServer(OK)],
  ['headers that drip', () => drippingServer('HTTP/1.1 200 OK\r\nX-A: ')],
  ['a server that says nothing', () => drippingServer('', '')],
])('Ctrl-C ends %s, robots.txt and all, and leaves no lock or temporary file', async (_, start) => {
  const { origin, asked } = await start();
  const good = await startUpstream({ '/rss': { body: rssOf([itemOf()]) } });
  const dir = await folderWith({
    'endless/feed.toml': feedToml(`${origin}/rss`),
    'good/feed.toml': feedToml(`${good.origin}/rss`),
  });
  const { child, ended } = startSync(dir);
  await asked;
  await eventually(async () => ((await filesIn(dir)).shown.length > 0 ? true : undefined));
  child.kill('SIGINT');
  const { code, stdout } = await ended;
  expect(code).toBe(130);
  // a deadline that had ended it would be told
  expect(stdout).toContain('endless: 0 new, 0 changed, 0 waiting, 0 held, 0 failed\n');
  expect(stdout).toContain('good: 1 new, ');
  expect((await filesIn(dir)).kept.filter((file) => /lock-|\.tmp$/.test(file))).toEqual([]);
});

test('a server that wishes to be asked tomorrow is not waited for, nor are redirects without end', async () => {
  const upstream = await startUpstream({
    '/busy': { status: 503, headers: { 'retry-after': '86400' } },
    '/circle': { status: 301, headers: { location: '/circle' } },
    '/rss': { body: rssOf([itemOf()]) },
  });
  const dir = await folderWith({
    'busy/feed.toml': feedToml(`${upstream.origin}/busy`),
    'circle/feed.toml': feedToml(`${upstream.origin}/circle`),
    'good/feed.toml': feedToml(`${upstream.origin}/rss`),
  });
  const { stdout } = await startSync(dir).ended;
  expect(stdout).toContain('good: 1 new, ');
  expect(stdout).toContain('answers with status 503');
  expect(stdout).toContain('more than 5 redirects');
  expect([upstream.asked('/busy'), upstream.asked('/circle')]).toEqual([1, 6]);
  const again = await startSync(dir).ended;
  expect(again.stdout).toMatch(/^busy: .*; not asked until \d{4}-/m);
  expect(upstream.asked('/busy')).toBe(1);
});
