/** Opening a collection from the command line: with a catalogue in the state folder, or in memory where there can be none. */
import { IndexedCollection } from '../index/indexed-collection.ts';
import { loadSqlite } from '../index/sqlite.ts';
import { storePath } from '../index/store.ts';
import type { ArticlesFolder } from '../library/articles-folder.ts';
import type { Collection, CollectionListener } from '../library/collection.ts';
import { ScannedCollection } from '../library/scanned-collection.ts';
import { scanArticles } from './articles.ts';
import { Failure } from './failure.ts';
import { tell } from './output.ts';
import { stateFolder } from './state-folder.ts';

/** For commands that ask once. */
export const QUIET: CollectionListener = {
  onChange: () => undefined,
  onFindings: () => undefined,
  onProblem: tell,
};

/** Small collections are complete before anybody reads; larger ones appear as they are read. */
const FIRST_SCAN_MS = 500;

/** The collection of `folder` with its catalogue in the state folder. Throws a {@link Failure} where there can be none. */
export async function openIndexed(
  folder: ArticlesFolder,
  state: string | undefined,
  listener: CollectionListener,
): Promise<IndexedCollection> {
  const open = await loadSqlite();
  if (open === undefined)
    throw new Failure(
      'there is no SQLite',
      'install it with npm install libsql, or take Node.js 22.16 or newer',
    );
  const dir = stateFolder(state, process.env);
  if (dir === undefined)
    throw new Failure('the account has no home', 'give a folder for the catalogue with --state');
  try {
    return await IndexedCollection.open({ folder, path: storePath(dir, folder.root), open }, listener);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new Failure(
      `the state folder ${dir} cannot be used: ${problem}`,
      'give one that can be written to with --state',
      1,
      { cause },
    );
  }
}

/** The collection of `folder`, as far as it is known after a moment. Where it has no catalogue it tells why, unless it is for one answer. */
export async function openCollection(
  folder: ArticlesFolder,
  state: string | undefined,
  listener: CollectionListener,
): Promise<Collection> {
  try {
    const indexed = await openIndexed(folder, state, listener);
    await indexed.begin(FIRST_SCAN_MS);
    return indexed;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (listener !== QUIET)
      tell(
        `Search is off, and all articles are kept in memory: ${error.message}\n  fix: ${error.fix}; SIGHUP has it tried again`,
      );
    return new ScannedCollection(folder, await scanArticles(folder), listener);
  }
}
