/** The thread that writes for a {@link PipedIndex}. */
import { workerData } from 'node:worker_threads';
import { CHANGED, DONE, FAILED, obey, type Order, type WriterData } from './piped-index.ts';
import { WRITING } from './sqlite.ts';
import { sqliteCode } from './store.ts';
import { openForThread } from './thread-side.ts';
import { IndexWriter } from './writer.ts';

// oxlint-disable-next-line no-unsafe-type-assertion -- PipedIndex has put it together
const { path, numbers, port } = workerData as WriterData;

/** Indexes of many articles are written all over. */
const CACHE_KIB = 16_000;

async function begin(): Promise<IndexWriter> {
  const database = await openForThread(path);
  database.exec(`${WRITING}; PRAGMA cache_size = -${CACHE_KIB}`);
  return new IndexWriter(database);
}

function work(orders: readonly Order[], writer: IndexWriter): void {
  for (const order of orders) {
    const changed = obey(order, writer);
    if (order.kind === 'commit') Atomics.store(numbers, CHANGED, changed ? 1 : 0);
  }
}

const writer = await begin().catch((error: unknown) => new Error(String(error), { cause: error }));

port.on('message', (orders: readonly Order[]) => {
  try {
    if (writer instanceof Error) throw writer;
    // behind a failure nothing is done until all is forgotten
    const isOn = orders[0]?.kind === 'rollback' || Atomics.load(numbers, FAILED) === 0;
    if (isOn) work(orders, writer);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    port.postMessage({ message, code: sqliteCode(error) });
    Atomics.store(numbers, FAILED, 1);
  }
  Atomics.add(numbers, DONE, 1);
  Atomics.notify(numbers, DONE);
});
