/** Databases and catalogues side by side: what one says has to be what the other says. */
import { join } from 'node:path';
import { expect, type TestContext } from 'vitest';
import { CatalogueView } from '../../src/index/catalogue-view.ts';
import { Indexer } from '../../src/index/indexer.ts';
import { LIBRARIES, loadLibrary, type Database, type OpenDatabase } from '../../src/index/sqlite.ts';
import { createStore, openStore } from '../../src/index/store.ts';
import { IndexWriter } from '../../src/index/writer.ts';
import { parentOf } from '../../src/library/folders.ts';
import { TOPICS, type Catalogue, type Entry, type Period, type Shelf } from '../../src/site/library.ts';

/** The libraries of SQLite, and what opens databases with each where this Node has it. */
export const ADAPTERS: readonly (readonly [string, OpenDatabase | undefined])[] = await Promise.all(
  LIBRARIES.map(async (name) => [name, await loadLibrary(name)] as const),
);

/** What opens databases with the first of them that is there. */
export const OPEN: OpenDatabase | undefined = ADAPTERS.find(([, open]) => open !== undefined)?.[1];

/** Skips a test where none of them is there. */
export function skipWithoutSqlite({ skip }: TestContext): void {
  if (OPEN === undefined) skip('there is no SQLite');
}

/** A database of an articles folder, written and read in this thread. */
export interface TestIndex {
  readonly indexer: Indexer;
  readonly view: CatalogueView;
  /** A connection of its own. */
  readonly database: Database;
  readonly close: () => void;
}

/** A new database for the articles folder `root`, in the folder `state`. */
export function indexIn(open: OpenDatabase, state: string, root: string): TestIndex {
  const path = join(state, 'test.sqlite');
  createStore(open, path);
  const [writing, reading] = [openStore(open, path), openStore(open, path)];
  const view = CatalogueView.open(open, path);
  if (typeof writing === 'string' || typeof reading === 'string' || typeof view === 'string')
    throw new Error('the database was just made');
  const indexer = new Indexer(root, new IndexWriter(writing.database), {
    onCommit: () => {
      view.refresh();
    },
    isStopping: () => false,
  });
  const close = (): void => {
    view.close();
    reading.database.close();
    writing.database.close();
  };
  return { indexer, view, database: reading.database, close };
}

/** All that is told of `shelf`. */
const shelfOf = (catalogue: Catalogue, shelf: Shelf): object => ({
  shelf,
  count: catalogue.count(shelf),
  list: catalogue.list(shelf, 1_000),
  parts: [0, 1, 3, 7, 1_000].map((offset) => catalogue.list(shelf, 3, offset)),
  months: catalogue.months(shelf),
});

function periodsOf(entries: readonly Entry[]): (Period | undefined)[] {
  const dates = entries.flatMap(({ date }) => date ?? []);
  const months = new Map(dates.map(({ year, month }) => [`${year} ${month}`, { year, month }]));
  const years = [...new Set(dates.map(({ year }) => year))].map((year) => ({ year }));
  return [undefined, { year: 1900 }, { year: 2025, month: 1 }, ...years, ...months.values()];
}

/** Every answer of `catalogue` to what can be asked of `entries`, and of `paths` besides. */
export function answersOf(
  catalogue: Catalogue,
  entries: readonly Entry[],
  paths: readonly string[],
): readonly object[] {
  const folders = new Set(['', 'nowhere']);
  for (const path of [...entries.map((entry) => parentOf(entry.path)), ...paths])
    for (let folder = path; folder !== ''; folder = parentOf(folder)) folders.add(folder);
  const shelves: Shelf[] = [
    { kind: 'all' },
    ...Array.from(folders).flatMap((path): Shelf[] => [
      { kind: 'folder', path },
      { kind: 'below', path },
    ]),
    ...TOPICS.flatMap((kind) =>
      [...catalogue.names(kind).map(({ name }) => name), 'none'].map((name): Shelf => ({ kind, name })),
    ),
  ];
  const periods = periodsOf(entries);
  return [
    { size: catalogue.size, feeds: catalogue.feeds, days: catalogue.days },
    ...TOPICS.map((topic) => ({ topic, names: catalogue.names(topic) })),
    ...Array.from(folders, (path) => ({ path, folder: catalogue.folder(path) })),
    ...[...entries.map(({ path }) => path), ...paths].map((path) => ({ path, entry: catalogue.entry(path) })),
    ...entries.map((entry) => ({ around: entry.path, ...catalogue.around(entry) })),
    ...[...entries.flatMap(({ date }) => date ?? []), { year: 1900, month: 1, day: 1 }].map((date) => ({
      date,
      ofDay: catalogue.ofDay(date),
    })),
    ...shelves.flatMap((shelf) => periods.map((during) => shelfOf(catalogue, { ...shelf, during }))),
  ];
}

/** Asks both catalogues everything; `paths` are folders and articles that there may be. */
export function expectAlike(found: Catalogue, expected: Catalogue, paths: readonly string[]): void {
  const entries = expected.list({ kind: 'all' }, expected.size);
  const [ours, theirs] = [found, expected].map((catalogue) => answersOf(catalogue, entries, paths));
  // one by one: a difference is told by what was asked
  expect(ours?.length).toBe(theirs?.length);
  for (const [index, answer] of (theirs ?? []).entries()) expect(ours?.[index]).toEqual(answer);
}
