/** What the database says of itself. */
import type { Diagnostic } from '../article/diagnostic.ts';
import type { Counted } from '../site/library.ts';
import type { Statements } from './statements.ts';
import type { StoredCatalogue } from './stored-catalogue.ts';
import { stored } from './stored-json.ts';

export interface IndexStatus {
  readonly documents: number;
  readonly held: number;
  /** Most articles first. */
  readonly feeds: readonly Counted[];
  readonly licences: readonly Counted[];
  readonly languages: readonly Counted[];
  /** By the code of the finding for which a document is held, most first. */
  readonly reasons: readonly Counted[];
  readonly lastChange:
    | {
        /** How many changes of documents there were so far. */
        readonly sequence: number;
        readonly timeMs: number;
        readonly change: string;
        readonly path: string;
      }
    | undefined;
}

const byCount = (a: Counted, b: Counted): number => b.count - a.count || (a.name < b.name ? -1 : 1);

function reasonsIn(statements: Statements): Counted[] {
  const counts = new Map<string, number>();
  for (const { findings } of statements.all('SELECT findings FROM documents WHERE feed IS NULL')) {
    const codes = stored<readonly Diagnostic[]>(String(findings))
      .filter(({ severity }) => severity === 'held')
      .map(({ code }) => code);
    for (const code of new Set<string>(codes)) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return Array.from(counts, ([name, count]) => ({ name, count })).toSorted(byCount);
}

/** The status of a database, at the state that `catalogue` shows. */
export function indexStatus(statements: Statements, catalogue: StoredCatalogue, held: number): IndexStatus {
  const row = statements.get(
    "SELECT *, (SELECT count(*) FROM journal WHERE change <> 'folder') AS changes FROM journal WHERE change <> 'folder' ORDER BY sequence DESC LIMIT 1",
  );
  return {
    documents: catalogue.size + held,
    held,
    feeds: catalogue.feeds.map(({ path, listed }) => ({ name: path, count: listed })).toSorted(byCount),
    licences: catalogue.names('licence'),
    languages: catalogue.names('language'),
    reasons: reasonsIn(statements),
    lastChange: row && {
      sequence: Number(row['changes']),
      timeMs: Number(row['time']),
      change: String(row['change']),
      path: String(row['path']),
    },
  };
}
