import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Request } from '../../src/gopher/request.ts';
import { ArticleReads } from '../../src/server/article-reads.ts';
import { Stats } from '../../src/server/stats.ts';
import { STATUSES } from '../../src/site/reply.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 10, 23, 12);
const gopher = (selector: string): Request => ({ kind: 'gopher', selector, fields: [] });
const answered = (request: Request) => ({ request, status: 'ok', bytes: 100, isTls: false }) as const;

test('requests by protocol, TLS and status are those that were added', () => {
  const requests = fc.array(
    fc.record({
      request: fc.constantFrom<Request>(
        gopher('/'),
        { kind: 'http', method: 'GET', target: '/' },
        { kind: 'invalid', reason: 'too-long' },
      ),
      status: fc.constantFrom(...STATUSES),
      bytes: fc.nat(10_000),
      isTls: fc.boolean(),
    }),
  );
  fc.assert(
    fc.property(requests, (all) => {
      const stats = new Stats(() => START_MS);
      for (const request of all) stats.add(request);
      for (const { protocol, isTls, counts } of stats.protocols)
        for (const status of STATUSES)
          expect(counts[status]).toBe(
            all.filter(
              ({ request, ...other }) =>
                (request.kind === 'http' ? 'http' : 'gopher') === protocol &&
                other.status === status &&
                other.isTls === isTls,
            ).length,
          );
      expect(Object.values(stats.replies).reduce((sum, count) => sum + count, 0)).toBe(all.length);
      expect(stats.sentBytes).toBe(all.reduce((sum, { bytes }) => sum + bytes, 0));
      expect(stats.days).toEqual([{ startMs: Date.UTC(2026, 10, 23), requests: all.length }]);
    }),
  );
});

test('a TLS client that is told nothing has asked for nothing', () => {
  const stats = new Stats(() => START_MS);
  stats.add(answered({ kind: 'tls' }));
  expect(stats.replies.ok).toBe(0);
});

test('days begin at midnight in UTC, have no gaps, and are 30 at most', () => {
  let nowMs = Date.UTC(2026, 10, 23, 23, 59, 59, 999);
  const stats = new Stats(() => nowMs);
  stats.add(answered(gopher('/')));
  nowMs++;
  stats.add(answered(gopher('/')));
  stats.add(answered(gopher('/')));
  nowMs += 2 * DAY_MS;
  expect(stats.days.map(({ requests }) => requests)).toEqual([1, 2, 0, 0]);
  expect(stats.days.at(-1)?.startMs).toBe(nowMs);
  for (let day = 0; day < 100; day++) {
    stats.add(answered(gopher('/')));
    nowMs += DAY_MS;
  }
  expect(stats.days.map(({ requests }) => requests)).toEqual([...Array<number>(29).fill(1), 0]);
  expect(stats.days[0]?.startMs).toBe(nowMs - 29 * DAY_MS);
});

test('a clock that is set back loses no day and breaks nothing', () => {
  let nowMs = START_MS;
  const stats = new Stats(() => nowMs);
  stats.add(answered(gopher('/')));
  nowMs -= 3 * DAY_MS;
  stats.add(answered(gopher('/')));
  expect(stats.days).toEqual([{ startMs: Date.UTC(2026, 10, 20), requests: 1 }]);
  nowMs = START_MS + DAY_MS;
  expect(stats.days.map(({ requests }) => requests)).toEqual([1, 0]);
});

test('an article is counted in every form and view, its parts and other pages are not', () => {
  const stats = new Stats(() => START_MS);
  const selectors = [
    '/feeds/a/story',
    'feeds/a/story',
    '/feeds/a/story.txt',
    '/raw/a/story.txt',
    '/view/us-ascii-40/feeds/a/story',
    '/feeds/a/story.txt/part/2',
    '/feeds/a/',
    '/',
    '',
    '/nothing',
    '/view/none/feeds/a/story',
  ];
  for (const selector of selectors) stats.add(answered(gopher(selector)));
  stats.add({ ...answered(gopher('/feeds/a/gone')), status: 'not-found' });
  expect([...stats.reads]).toEqual([['a/story', 5]]);
});

test('counts of articles are exact while there is room', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(19), { maxLength: 300 }), (numbers) => {
      const reads = new ArticleReads(20);
      for (const number of numbers) reads.add(`/feeds/a/${number}`);
      const expected = new Map<string, number>();
      for (const number of numbers) expected.set(`a/${number}`, (expected.get(`a/${number}`) ?? 0) + 1);
      expect(reads.counts).toEqual(expected);
    }),
  );
});

test('memory is bounded, and what is asked for most stays', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5000), { minLength: 100, maxLength: 500 }), (numbers) => {
      const reads = new ArticleReads(20);
      for (let time = 0; time < 600; time++) reads.add('/feeds/a/favourite');
      for (const number of numbers) {
        reads.add(`/feeds/a/${number}`);
        expect(reads.counts.size).toBeLessThanOrEqual(20);
      }
      expect(reads.counts.get('a/favourite')).toBe(600);
    }),
    { numRuns: 30 },
  );
});

test('one article by ever new selectors is one article', () => {
  const reads = new ArticleReads(20);
  for (let bytes = 160; bytes < 460; bytes++) reads.add(`/view/us-ascii-40-${bytes}b/feeds/a/story`);
  expect([...reads.counts]).toEqual([['a/story', 300]]);
});
