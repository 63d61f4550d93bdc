/** The catalogue in the database says what one in memory says, from the first scan on and after every change. */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OpenDatabase } from '../../src/index/sqlite.ts';
import { ArticlesFolder } from '../../src/library/articles-folder.ts';
import { parentOf } from '../../src/library/folders.ts';
import { ADAPTERS, expectAlike, indexIn } from '../support/catalogues.ts';
import { documentOf } from '../support/documents.ts';
import { lastRun } from '../support/last-run.ts';
import { put, temporaryFolder } from '../support/program.ts';

const folder = fc
  .array(fc.constantFrom('a', 'b', 'c-d', '2024', '2025', '06', '12', 'A'), { maxLength: 4 })
  .map((names) => names.join('/'));
const name = fc.constantFrom('one', 'two', 'two-b', 'page', 'x.y', '2024', 'bad name');
const text = fc
  .record({
    title: fc.constantFrom('A title', 'Another', 'Überschrift'),
    publisher: fc.constantFrom('Example Wire', 'example wire', 'Вести'),
    date: fc.constantFrom(
      '2024-06-30',
      '2024-06',
      '2025-01-01',
      '2025-12-31',
      '2025',
      'unknown',
      '2024-06-29',
    ),
    licence: fc.constantFrom('CC BY-ND 4.0', 'CC BY 4.0', 'all rights reserved', ''),
    body: fc.constantFrom('Words.', 'Other words.'),
  })
  .map(documentOf);
const feedFile = fc
  .record({
    title: fc.constantFrom('', 'title = "One title"\n', 'title = "Another title"\n'),
    language: fc.constantFrom('', 'language = "en"\n', 'language = "pt-BR"\n', 'language = 7\n'),
    licence: fc.constantFrom(
      '',
      '[licence]\ndefault = "CC-BY-4.0"\nevidence = "https://news.example/terms"\n',
      '[licence]\ndefault = "none"\n',
    ),
  })
  .map((parts) => Object.values(parts).join(''));
const gophermap = fc.constantFrom('Welcome\n', '1Feeds\t/feeds/\n', '0Nothing\t/feeds/none\n', '');

type Change =
  | { readonly kind: 'write'; readonly folder: string; readonly file: string; readonly text: string }
  | { readonly kind: 'remove' | 'empty'; readonly path: string }
  | { readonly kind: 'move'; readonly from: string; readonly to: string };

const file = fc.tuple(folder, name).map(([path, base]) => [path, `${base}.txt`] as const);
const writing: fc.Arbitrary<Change> = fc
  .oneof(
    { weight: 8, arbitrary: fc.record({ kind: fc.constant('write' as const), at: file, text }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('write' as const),
        at: folder.map((path) => [path, 'feed.toml'] as const),
        text: feedFile,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('write' as const),
        at: folder.map((path) => [path, 'gophermap'] as const),
        text: gophermap,
      }),
    },
  )
  .map(({ kind, at: [path, base], text: content }) => ({ kind, folder: path, file: base, text: content }));
const someFolder = folder.filter((path) => path !== '');
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: writing },
  {
    weight: 2,
    arbitrary: file.map(([path, base]) => ({ kind: 'remove' as const, path: join(path, base) })),
  },
  {
    weight: 1,
    arbitrary: folder.map((path) => ({ kind: 'remove' as const, path: join(path, 'feed.toml') })),
  },
  { weight: 1, arbitrary: someFolder.map((path) => ({ kind: 'remove' as const, path })) },
  { weight: 1, arbitrary: someFolder.map((path) => ({ kind: 'empty' as const, path })) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('move' as const), from: someFolder, to: someFolder }),
  },
);

/** The folders that are made for `path`, and the one in which the first is: what a watch would tell of. */
const above = (path: string): string[] => (path === '' ? [''] : [path, ...above(parentOf(path))]);

/** Makes the change; gives the folders of which a watch would tell. */
async function make(root: string, one: Change): Promise<readonly string[]> {
  switch (one.kind) {
    case 'write':
      await put(join(root, one.folder, one.file), one.text);
      return above(one.folder);
    case 'remove':
      await rm(join(root, one.path), { recursive: true, force: true });
      return [parentOf(one.path)];
    case 'empty': {
      // another folder is in its place
      const path = join(root, one.path);
      await rm(path, { recursive: true, force: true });
      await mkdir(path, { recursive: true });
      await writeFile(join(path, 'other.txt'), documentOf({ title: 'Another folder' }));
      return above(parentOf(one.path));
    }
    case 'move':
      if (`${one.to}/`.startsWith(`${one.from}/`)) return [];
      await mkdir(join(root, parentOf(one.to)), { recursive: true });
      // it may not be there, and another may be in its way
      await rename(join(root, one.from), join(root, one.to)).catch(() => undefined);
      return [parentOf(one.from), ...above(parentOf(one.to))];
  }
}

const paths = ['a', 'a/one', 'b/2024/06/two', '2024', '2024/06', 'a/2024/2025', 'a/page', 'a/bad name'];

const step = fc.record({ changes: fc.array(change, { maxLength: 4 }), isWhole: fc.boolean() });

async function check(
  open: OpenDatabase,
  written: readonly Change[],
  steps: readonly { readonly changes: readonly Change[]; readonly isWhole: boolean }[],
): Promise<void> {
  const [root, state] = [await temporaryFolder(), await temporaryFolder()];
  const index = indexIn(open, state, root);
  const compare = async (): Promise<void> => {
    const { catalogue, report } = await (await ArticlesFolder.open(root)).scan({ settle: false });
    expectAlike(index.view.catalogue, catalogue, paths);
    index.view.findAgain();
    const { documents, held, count } = index.view.findings;
    expect(documents).toBe(report.documents.length);
    expect(held).toBe(report.documents.length - catalogue.size);
    expect(count).toBe(held + report.passedOver.length);
  };
  try {
    for (const one of written) await make(root, one);
    index.indexer.scan(undefined, false);
    await compare();
    for (const { changes, isWhole } of steps) {
      const folders = new Set<string>();
      for (const one of changes) for (const path of await make(root, one)) folders.add(path);
      index.indexer.scan(isWhole ? undefined : [...folders], false);
      await compare();
    }
    expect(index.indexer.scan(undefined, false).changed).toBe(false);
  } finally {
    index.close();
    await rm(root, { recursive: true });
    await rm(state, { recursive: true });
  }
}

for (const [library, open] of ADAPTERS)
  test.skipIf(open === undefined)(
    `with ${library} it answers as one in memory (skipped where there is no ${library})`,
    async () => {
      if (open === undefined) return;
      const run = lastRun(check);
      const property = fc.asyncProperty(
        fc.array(writing, { maxLength: 30 }),
        fc.array(step, { maxLength: 4 }),
        (written, steps) => run.check(open, written, steps),
      );
      await fc.assert(property, { numRuns: 40, interruptAfterTimeLimit: 10_000 });
      await run.ended();
    },
  );
