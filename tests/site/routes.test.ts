import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { gopherUri, parseGopherUri } from '../../src/gopher/uri.ts';
import { selector } from '../../src/gopher/item.ts';
import { TOPICS } from '../../src/site/library.ts';
import { cleanLine } from '../../src/text/clean.ts';
import { itemTypeOf, parseRoute, RESERVED_NAMES, selectorOf, type Route } from '../../src/site/routes.ts';
import { slugOf } from '../../src/site/slug.ts';

const name = fc
  .stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,12}$/)
  .filter((text) => !text.endsWith('.txt') && !RESERVED_NAMES.has(text));
const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => names.join('/'));
const place = {
  during: fc.option(
    fc.record(
      { year: fc.integer({ min: 0, max: 9999 }), month: fc.integer({ min: 1, max: 12 }) },
      { requiredKeys: ['year'] },
    ),
    { nil: undefined },
  ),
  page: fc.integer({ min: 1, max: 9999 }),
};
const topic = fc.constantFrom(...TOPICS);
const routes: fc.Arbitrary<Route> = fc.oneof(
  fc.record({ kind: fc.constant('newest' as const), ...place }),
  fc.record({ kind: fc.constant('names' as const), topic, page: place.page }),
  fc.record({
    kind: fc.constant('topic' as const),
    topic,
    slug: fc.string({ maxLength: 99 }).map((text) => slugOf('publisher', text)),
    ...place,
  }),
  fc.constantFrom<Route>(
    { kind: 'front' },
    { kind: 'about' },
    { kind: 'status' },
    { kind: 'caps' },
    { kind: 'robots' },
    { kind: 'views' },
  ),
  fc.record({
    kind: fc.constant('folder' as const),
    path: fc.oneof(path, fc.constant('')),
    page: fc.integer({ min: 1, max: 9999 }),
  }),
  fc.record({
    kind: fc.constantFrom('atom' as const, 'twtxt' as const),
    path: fc.oneof(path, fc.constant('')),
  }),
  fc.record({
    kind: fc.constant('search' as const),
    below: fc.oneof(path, fc.constant('')),
    words: fc.constant(''),
    page: fc.constant(1),
  }),
  fc.record({
    kind: fc.constant('search' as const),
    below: fc.oneof(path, fc.constant('')),
    words: fc
      .string({ unit: 'grapheme', minLength: 1 })
      .map((text) => cleanLine(text).replace(/\s+/gu, ' ').trim())
      .filter((text) => text !== ''),
    page: fc.integer({ min: 1, max: 999 }),
  }),
  fc.record({ kind: fc.constant('part' as const), path, part: fc.integer({ min: 1, max: 9999 }) }),
  fc.record({ kind: fc.constant('digests' as const), page: fc.integer({ min: 1, max: 9999 }) }),
  fc.record({
    kind: fc.constant('digest' as const),
    date: fc.record({
      year: fc.integer({ min: 1, max: 9999 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
    }),
  }),
  fc.record({ kind: fc.constantFrom('article' as const, 'text' as const, 'raw' as const), path }),
);

test('the selector of a route leads back to it', () => {
  fc.assert(
    fc.property(routes, (route) => {
      const text = selectorOf(route);
      expect(parseRoute(text)).toEqual(route);
      expect(text).toMatch(/^\/[A-Za-z0-9/._%!~*'()-]*$/);
      if (route.kind !== 'front') expect(parseRoute(text.slice(1))).toEqual(route);
    }),
    { numRuns: 1000 },
  );
});

test('any text is a route of this site or none', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `/feeds/${text}`),
      ),
      (text) => {
        const route = parseRoute(text);
        if (route === undefined || !('path' in route)) return;
        for (const part of route.path.split('/').filter((segment) => segment !== ''))
          expect(part).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);
      },
    ),
  );
});

test.each([
  '/feeds/../secret',
  '/feeds/.hidden',
  '/raw/a',
  '/raw/../x.txt',
  '/feeds/a//b',
  '/feeds/page',
  '/etc/passwd',
  '/feeds/a/page/0/',
  '/newest/25/',
  '/newest/2025/00/',
  '/newest/2025/06/30/',
  '/newest/page/0/',
  '/publisher/page/',
  '/publisher/2025/',
  '/publisher/A-Name/',
  '/publisher/a/b/',
])('%s is nothing', (text) => {
  expect(parseRoute(text)).toBeUndefined();
});

test('[RFC4266-2.1] the URI of an item leads back to its host, type and selector', () => {
  fc.assert(
    fc.property(routes, fc.integer({ min: 1, max: 65535 }), (route, port) => {
      const host = { name: 'gopher.example', port };
      const type = itemTypeOf(route);
      const text = selectorOf(route);
      const expected =
        route.kind === 'front' ? { host, type: '1', selector: selector('') } : { host, type, selector: text };
      expect(parseGopherUri(gopherUri(host, type, text))).toEqual(expected);
    }),
  );
});
