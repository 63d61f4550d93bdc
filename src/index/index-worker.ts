/** The thread that scans the articles folder and writes what it finds into the database. */
import { Indexer, type Committed, type IndexedScan } from './indexer.ts';
import { journalPath, openOrBeginJournal } from './journal-store.ts';
import { JournalWriter } from './journal-writer.ts';
import { openForThread, threadSide } from './thread-side.ts';
import { PipedIndex } from './piped-index.ts';
import { loadSqlite, WRITING } from './sqlite.ts';
import { dropLog, emptyLog, shortenLog } from './write-ahead-log.ts';

/** Where the articles and their database are. */
export interface IndexPlace {
  /** The real path of the articles folder. */
  readonly root: string;
  /** The database, which must be there. */
  readonly path: string;
}

export interface ScanRequest {
  /** `undefined` for all. */
  readonly folders: readonly string[] | undefined;
  /** Whether files that were written to in the last moment are left as they were. */
  readonly settle: boolean;
}

const { data, tell, isStopping, answerWith } = threadSide<IndexPlace, ScanRequest, Committed>();
const database = await openForThread(data.path);
database.exec(WRITING);
const open = await loadSqlite();
const journalDatabase = open && openOrBeginJournal(open, journalPath(data.path));
const journal = journalDatabase && new JournalWriter(journalDatabase, database);
const index = new PipedIndex(data.path, database);
let looked = 0;
/** Has the main thread take the newest state again. */
const renew = (): void => {
  tell({ looked, changed: false });
};
const indexer = new Indexer(data.root, index, {
  onCommit: (committed) => {
    ({ looked } = committed);
    tell(committed);
    // readers need not wait for what only mirrors are told
    if (journal?.follow(Date.now()) === true) tell({ looked, changed: true });
    if (committed.changed) shortenLog(database, renew);
  },
  isStopping,
});

answerWith(
  ({ folders, settle }): IndexedScan => indexer.scan(folders, settle),
  () => {
    try {
      emptyLog(database, renew);
    } finally {
      database.close();
      if (journalDatabase !== undefined) {
        dropLog(journalDatabase);
        journalDatabase.close();
      }
    }
  },
);
