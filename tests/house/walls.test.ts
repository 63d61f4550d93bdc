/** The walls between the rooms, the size of files and the circle-free imports: rules that a machine keeps. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/program.ts';

const SRC = join(ROOT, 'src');
const MAX_LINES = 250;

/** What each room may import besides itself. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  text: [],
  html: ['text'],
  article: ['text'],
  gopher: ['text'],
  site: ['article', 'gopher', 'text'],
  web: ['site', 'article', 'gopher', 'text'],
  library: ['site', 'article', 'gopher', 'text', ''],
  index: ['library', 'site', 'article', 'text', ''],
  server: ['web', 'site', 'gopher', ''],
  intake: ['html', 'library', 'site', 'gopher', 'article', 'text', ''],
  mirror: ['library', 'site', 'gopher', 'article', 'text', ''],
  cli: ['mirror', 'intake', 'index', 'library', 'server', 'site', 'gopher', 'article', 'text', ''],
  // src/error-code.ts, for the rooms that meet the system
  '': [],
};
const PURE = new Set(['text', 'html', 'article', 'gopher', 'site', 'web']);
/** The packages each room may use; pure ones take bytes and give values. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  text: ['iconv-lite', 'any-ascii'],
  article: ['iconv-lite'],
  library: ['smol-toml'],
  html: ['htmlparser2'],
  intake: ['feedsmith', 'htmlparser2', '@mozilla/readability', 'linkedom', 'iconv-lite'],
  mirror: ['fflate'],
  cli: ['commander', 'smol-toml'],
};
/** Names through which a pure room would reach the world or the clock. */
const IMPURE =
  /\b(?:process|Buffer|setTimeout|setInterval|performance|console)\b|Date\.now|new Date\(\)|Math\.random|\bfetch\(/;

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'));
const sourceOf = (file: string): string => readFileSync(join(SRC, file), 'utf8');
const roomOf = (file: string): string => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '');
const withoutComments = (source: string): string => source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

const importsOf = (file: string): string[] =>
  Array.from(
    withoutComments(sourceOf(file)).matchAll(/\b(?:from|import)\s*\(?\s*'([\w@.:/-]+)'/g),
    ([, name = '']) => name,
  );
const localImportsOf = (file: string): string[] =>
  importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => posix.normalize(posix.join(posix.dirname(file), name)));

test('there is something to check', () => {
  expect(files.length).toBeGreaterThan(40);
  expect(files.flatMap(importsOf).length).toBeGreaterThan(150);
  expect([...new Set(files.map(roomOf))].toSorted()).toEqual(Object.keys(MAY_USE).toSorted());
});

test('a room imports only from the rooms that it may use', () => {
  const through = files.flatMap((file) =>
    localImportsOf(file)
      .filter(
        (target) =>
          roomOf(target) !== roomOf(file) && MAY_USE[roomOf(file)]?.includes(roomOf(target)) !== true,
      )
      .map((target) => `${file} -> ${target}`),
  );
  expect(through).toEqual([]);
});

test('every local import is a file', () => {
  expect(files.flatMap(localImportsOf).filter((target) => !files.includes(target))).toEqual([]);
});

test('pure rooms import nothing of Node and touch neither clock nor world', () => {
  const pure = files.filter((file) => PURE.has(roomOf(file)));
  expect(pure.flatMap((file) => importsOf(file).filter((name) => name.startsWith('node:')))).toEqual([]);
  expect(pure.filter((file) => IMPURE.test(withoutComments(sourceOf(file))))).toEqual([]);
});

test('packages stay in the rooms that need them', () => {
  const strangers = files.flatMap((file) =>
    importsOf(file)
      .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
      .filter((name) => PACKAGES[roomOf(file)]?.includes(name) !== true)
      .map((name) => `${file} -> ${name}`),
  );
  expect(strangers).toEqual([]);
});

test('no imports run in a circle', () => {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (path.includes(file) || done.has(file)) return;
    for (const target of localImportsOf(file)) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});

test(`no file is longer than ${MAX_LINES} lines of code`, () => {
  const long = files.filter(
    (file) =>
      withoutComments(sourceOf(file))
        .split('\n')
        .filter((line) => line.trim() !== '').length > MAX_LINES,
  );
  expect(long).toEqual([]);
});
