/** Slugs: the same for ever, plain ASCII, and another for every name. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { LICENCES } from '../../src/article/licences.ts';
import { TOPICS } from '../../src/site/library.ts';
import { parseRoute, selectorOf } from '../../src/site/routes.ts';
import { slugOf } from '../../src/site/slug.ts';

// a change here breaks selectors that others have kept
test.each([
  ['publisher', 'Example Wire', 'example-wire'],
  ['publisher', 'Station 24', 'station-24'],
  ['publisher', 'example wire', 'example-wire--92czsl0o'],
  ['publisher', 'Example-Wire', 'example-wire--fwni0qbd'],
  ['publisher', 'Ágência  Example', 'agencia-example--9ex94d62'],
  ['publisher', 'Примерные вести', 'name--nxnyksip'],
  ['publisher', '2025', '2025--754wn8sw'],
  ['publisher', 'Page', 'page--pggi8xkk'],
  ['publisher', 'Long '.repeat(40).trim(), `${'long-'.repeat(14)}-q0e8k3on`],
  ['publisher', '', 'name--e5huqnk5'],
  ['licence', 'CC-BY-ND-4.0', 'cc-by-nd-4.0'],
  ['language', 'pt-BR', 'pt-br'],
  ['language', 'pt-br', 'pt-br--7ekfuqr0'],
] as const)('a %s called "%s" has the slug %s', (topic, name, slug) => {
  expect(slugOf(topic, name)).toBe(slug);
});

const word = fc.constantFrom(
  'Wire',
  'wire',
  'WIRE',
  'Wíre',
  'Page',
  '2025',
  'ß',
  'Ж',
  '日',
  ' ',
  '  ',
  '-',
  '--',
  '.',
  'a',
);
const name = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.array(word, { maxLength: 6 }).map((words) => words.join('')),
  fc.array(word, { maxLength: 40 }).map((words) => words.join(' ')),
);

test('a slug is ASCII, short, the same each time, another for another name, and leads back as a selector', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...TOPICS),
      fc.uniqueArray(name, { minLength: 2, maxLength: 40 }),
      (topic, names) => {
        const slugs = names.map((each) => slugOf(topic, each));
        for (const slug of slugs) {
          expect(slug).toMatch(/^[a-z0-9][a-z0-9.-]{0,79}$/);
          expect(slug).not.toMatch(/^(?:page|\d{4})$/);
          const route = { kind: 'topic', topic, slug, during: { year: 2025 }, page: 2 } as const;
          expect(parseRoute(selectorOf(route))).toEqual(route);
        }
        expect(names.map((each) => slugOf(topic, each))).toEqual(slugs);
        expect(new Set(slugs).size).toBe(names.length);
      },
    ),
    { numRuns: 400 },
  );
});

test('every licence has a slug of its own that names it', () => {
  const slugs = LICENCES.map(({ id }) => slugOf('licence', id));
  expect(slugs).toEqual(LICENCES.map(({ id }) => id.toLowerCase()));
  expect(new Set(slugs).size).toBe(LICENCES.length);
});
