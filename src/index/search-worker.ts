/** The thread that searches: a long search holds up other searches, and nobody else. */
import type { Findings, SearchRequest } from '../site/library.ts';
import type { IndexPlace } from './index-worker.ts';
import { Searcher } from './searcher.ts';
import { openForThread, threadSide } from './thread-side.ts';

const { data, answerWith } = threadSide<IndexPlace, SearchRequest>();
const database = await openForThread(data.path);
const searcher = new Searcher(database, data.root);

answerWith(
  (request): Findings => searcher.find(request),
  () => database.close(),
);
