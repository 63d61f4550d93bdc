/** A search in the database finds what the plain definition finds, whatever is asked; and the better before the worse. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { Searcher } from '../../src/index/searcher.ts';
import type { OpenDatabase } from '../../src/index/sqlite.ts';
import { ArticlesFolder } from '../../src/library/articles-folder.ts';
import { admit } from '../../src/site/document.ts';
import type { Entry } from '../../src/site/library.ts';
import { matches, type Searched } from '../../src/site/match.ts';
import { parseQuery, type Query } from '../../src/site/search-query.ts';
import { ADAPTERS, indexIn, skipWithoutSqlite } from '../support/catalogues.ts';
import { ask, get, parseMenu } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { lastRun } from '../support/last-run.ts';
import { daemonForFile, folderWith, put, temporaryFolder } from '../support/program.ts';
import { searchedOf } from '../support/search.ts';

beforeEach(skipWithoutSqlite);

const WORDS = `river rivers Bridge bridges l'état Straße wellknown well-known a 2025 東京 京都 мост Мосты NEAR
  title or not t1 t2 ﬁne \u0301 "quoted" x*`;
const word = fc.constantFrom(...WORDS.split(/\s+/));
const words = fc.array(word, { minLength: 1, maxLength: 8 }).map((some) => some.join(' '));
const folder = fc.constantFrom(
  '',
  '2024',
  '2024/06',
  'a',
  'a/2024',
  'a/2025/06',
  'a/b',
  'ab',
  'a/b/c',
  'c/x-y',
);
const file = fc.record({
  folder,
  title: words,
  authors: word.map((name) => `['${name.replaceAll("'", '')} Example']`),
  publisher: fc.constantFrom('Example Wire', 'River Press', 'Мосты'),
  date: fc.constantFrom('2024-06-30', '2024-06', '2025-01-01', '2025-12-31', 'unknown', '2026-02'),
  licence: fc.constantFrom('CC BY-ND 4.0', 'CC BY 4.0', 'CC BY-SA 3.0', 'all rights reserved'),
  body: fc.array(words, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n')),
});
const feedFile = fc.constantFrom('', 'language = "en"\n', 'language = "pt-BR"\n', 'language = "zh"\n');

const FILTERS = `by:river by:example by:"river_press" by:riv* -by:wire feed:a feed:b feed:a/b feed:nowhere licence:by
  licence:by-sa licence:cc0 lang:en lang:pt lang:pt-br before:2025 before:2024-06 before:2024-06-30 after:2024
  after:2024-06 after:2025-01-01`;
const filter = fc.constantFrom(...FILTERS.split(/\s+/).map((text) => text.replace('_', ' ')));
const { search } = fc.letrec<{ search: string; part: string }>((tie) => ({
  search: fc
    .array(fc.tuple(tie('part'), fc.constantFrom(' ', ' or ', ' not ', ' -', ' and ')), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => parts.map(([part, joint], index) => (index === 0 ? part : joint + part)).join('')),
  part: fc.oneof(
    { depthSize: 'small' },
    word,
    word,
    word.map((one) => `${one.slice(0, 3)}*`),
    words.map((some) => `"${some}"`),
    filter,
    tie('search').map((inner) => `(${inner})`),
  ),
}));

/** The served articles of `root` as searches see them. */
async function searchedIn(root: string): Promise<(readonly [Entry, Searched])[]> {
  const articles = await ArticlesFolder.open(root);
  const { catalogue } = await articles.scan({ settle: false });
  const entries = catalogue.list({ kind: 'all' }, catalogue.size);
  return Promise.all(
    entries.map(async (entry) => {
      const folderOfFeed = catalogue.folder(entry.feed);
      const bytes = (await articles.read(entry)) ?? new Uint8Array();
      const document = admit(bytes, entry.path, folderOfFeed?.defaultLicence);
      if (document === undefined) throw new Error(`${entry.path} was served`);
      return [entry, searchedOf(document, entry, folderOfFeed?.language)] as const;
    }),
  );
}

/** The paths that are found, on all pages, in alphabetical order. */
function foundBy(searcher: Searcher, query: Query, below: string): string[] {
  const paths: string[] = [];
  for (let offset = 0; ; offset += 7) {
    const { hits, total, isMore } = searcher.find({ query, below, limit: 7, offset });
    paths.push(...hits.map(({ entry }) => entry.path));
    if (offset + 7 < total) continue;
    expect([total, isMore]).toEqual([paths.length, false]);
    return paths.toSorted();
  }
}

async function check(
  open: OpenDatabase,
  files: readonly (Parameters<typeof documentOf>[0] & { readonly folder: string })[],
  feedFiles: readonly (readonly [string, string])[],
  asked: readonly (readonly [string, string])[],
): Promise<void> {
  const [root, state] = [await temporaryFolder(), await temporaryFolder()];
  for (const [path, text] of feedFiles) await put(join(root, path, 'feed.toml'), text);
  const index = indexIn(open, state, root);
  try {
    const searcher = new Searcher(index.database, root);
    // twice: what is added later is found as well
    for (const part of [0, 1]) {
      for (const [number, parts] of files.entries())
        if (number % 2 === part) await put(join(root, parts.folder, `s${number}.txt`), documentOf(parts));
      index.indexer.scan(undefined, false);
      const articles = await searchedIn(root);
      for (const [text, below] of asked) {
        const query = parseQuery(text);
        if (query.kind === 'faulty') continue;
        const expected = articles
          .filter(([{ path }, searched]) => `/${path}`.startsWith(`/${below}`) && matches(query, searched))
          .filter(([{ path }]) => below === '' || path.startsWith(`${below}/`))
          .map(([{ path }]) => path);
        expect([text, below, foundBy(searcher, query, below)]).toEqual([text, below, expected.toSorted()]);
      }
    }
  } finally {
    index.close();
    await rm(root, { recursive: true });
    await rm(state, { recursive: true });
  }
}

for (const [library, open] of ADAPTERS) {
  const title = `with ${library} (skipped where there is no ${library})`;
  test.skipIf(open === undefined)(`all that is looked for is found, and nothing else, ${title}`, async () => {
    if (open === undefined) return;
    const run = lastRun(check);
    const property = fc.asyncProperty(
      fc.array(file, { minLength: 5, maxLength: 60 }),
      fc.array(fc.tuple(folder, feedFile), { maxLength: 3 }),
      fc.array(fc.tuple(search, fc.oneof(fc.constant(''), folder)), { minLength: 10, maxLength: 20 }),
      (files, feedFiles, asked) => run.check(open, files, feedFiles, asked),
    );
    await fc.assert(property, { numRuns: 30, interruptAfterTimeLimit: 8_000 });
    await run.ended();
  });

  test.skipIf(open === undefined)(`the better comes before the worse ${title}`, async () => {
    if (open === undefined) return;
    const padding = 'Plain words that say nothing of it. '.repeat(20);
    const root = await folderWith({
      'a/in-text.txt': documentOf({ title: 'Of towns', body: `A harbour. ${padding}`, date: '2025-06-30' }),
      'a/in-title.txt': documentOf({ title: 'The harbour', body: padding, date: '2025-06-30' }),
      'a/old.txt': documentOf({ title: 'A mill', body: padding, date: '2015-06-30' }),
      'a/new.txt': documentOf({ title: 'A mill', body: padding, date: '2025-06-30' }),
      'a/undated.txt': documentOf({ title: 'A mill', body: padding, date: 'unknown' }),
    });
    const index = indexIn(open, await temporaryFolder(), root);
    index.indexer.scan(undefined, false);
    const searcher = new Searcher(index.database, root);
    const found = (text: string): string[] => {
      const query = parseQuery(text);
      if (query.kind === 'faulty') throw new Error(query.faults.join(' '));
      return searcher.find({ query, below: '', limit: 9, offset: 0 }).hits.map(({ entry }) => entry.path);
    };
    expect(found('harbour')).toEqual(['a/in-title', 'a/in-text']);
    expect(found('mill')).toEqual(['a/new', 'a/old', 'a/undated']);
    index.close();
  });
}

const daemon = daemonForFile({
  'a/one.txt': documentOf({ title: 'A bridge over the river' }),
  'a/two.txt': documentOf({ title: 'Another story' }),
});

test.each([
  '"',
  '""',
  '*',
  '(((((',
  ')))',
  'a*',
  'NEAR(',
  '{title}: x',
  "x' OR 1=1; DROP TABLE documents; --",
  'tokens : t1',
  '"t1" : ^ + -',
  'before:9999999',
  `feed:${'../'.repeat(20)}`,
  `${'(a or '.repeat(60)}b`,
  `${'(a or (b not '.repeat(5)}bridge`,
  `${'a -(b or '.repeat(6)}bridge`,
  `${'a -(b -(c or d e '.repeat(12)}bridge`,
  `${'not '.repeat(200)}bridge`,
  `"${'x '.repeat(60)}"`,
  'x'.repeat(900),
  '橋'.repeat(64),
  '\ud800 bridge',
  'b%',
  "\\' \\\\",
])('what is asked in bad faith is answered with a menu (%#)', async (asked) => {
  const [reply] = await Promise.all([
    ask(daemon.port, `/search\t${asked}\r\n`),
    ask(daemon.port, `/feeds/a/search\t${asked}\r\n`),
  ]);
  const menu = parseMenu(reply.toString());
  expect(menu.filter(({ type }) => type === '3')).toEqual([]);
  expect(await get(daemon.port, '/search\tbridge')).toContain('A bridge over the river');
});
