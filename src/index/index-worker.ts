/** The thread that scans the articles folder and writes what it finds into the database. */
import { Indexer, type Committed, type IndexedScan } from './indexer.ts';
import { openForThread, threadSide } from './thread-side.ts';
import { IndexWriter } from './writer.ts';

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

/** Writing in large pieces is what this thread does. */
const CACHE_KIB = 16_000;

const { data, tell, isStopping, answerWith } = threadSide<IndexPlace, ScanRequest, Committed>();
const database = await openForThread(data.path);
// a crash of the machine may cost the last moments, which the next scan finds again; it never damages the file
database.exec(`PRAGMA synchronous = NORMAL; PRAGMA cache_size = -${CACHE_KIB}`);
const indexer = new Indexer(data.root, new IndexWriter(database), {
  onCommit: tell,
  isStopping,
});

answerWith(
  ({ folders, settle }): IndexedScan => indexer.scan(folders, settle),
  () => database.close(),
);
