/** What the database knows of the articles folder. */
import type { IndexedFolder, KnownIndex } from './index.ts';
import type { Statements } from './statements.ts';

/** What is known to the connection of `statements`. */
export const knownIndex = (statements: Statements): KnownIndex => ({
  stamps: (folder) =>
    new Map(
      statements
        .all('SELECT path, stamp FROM documents WHERE folder = ?', folder)
        .map(({ path, stamp }) => [String(path), String(stamp)]),
    ),
  digest: (path) => {
    const digest = statements.get('SELECT digest FROM documents WHERE path = ?', path)?.['digest'];
    return digest instanceof Uint8Array ? digest : undefined;
  },
  tombstones: (folder) =>
    new Map(
      statements
        .all('SELECT path, stamp FROM tombstones WHERE folder = ?', folder)
        .map(({ path, stamp }) => [String(path), String(stamp)]),
    ),
  foldersIn: (folder) =>
    new Map(
      statements
        .all('SELECT path, identity FROM folders WHERE parent = ?', folder)
        .map(({ path, identity }) => [String(path), String(identity)]),
    ),
  folder: (folder): IndexedFolder | undefined => {
    const row = statements.get(
      'SELECT identity, stamp, facts, passed_over FROM folders WHERE path = ?',
      folder,
    );
    if (row === undefined) return undefined;
    return {
      identity: String(row['identity']),
      stamp: String(row['stamp']),
      facts: String(row['facts']),
      passedOver: String(row['passed_over']),
    };
  },
});
