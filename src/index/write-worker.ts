/** The thread that writes for a {@link PipedIndex}. */
import { parentPort, workerData } from 'node:worker_threads';
import { CHANGED, DONE, FAILED, type Order, type WriterData } from './piped-index.ts';
import { WRITING } from './sqlite.ts';
import { sqliteCode } from './store.ts';
import { openForThread } from './thread-side.ts';
import { IndexWriter } from './writer.ts';

// oxlint-disable-next-line no-unsafe-type-assertion -- PipedIndex has put it together
const { path, numbers, port } = workerData as WriterData;
const database = await openForThread(path);
database.exec(WRITING);
const writer = new IndexWriter(database);

function obey(order: Order): void {
  switch (order.kind) {
    case 'put':
      writer.put(order.document, order.now);
      break;
    case 'remove':
      writer.remove(order.path, order.now);
      break;
    case 'put-folder':
      writer.putFolder(order.path, order.folder);
      break;
    case 'remove-folder':
      writer.removeFolder(order.path);
      break;
    case 'commit':
      Atomics.store(numbers, CHANGED, writer.commit() ? 1 : 0);
      break;
    case 'rollback':
      writer.rollback();
      break;
  }
}

port.on('message', (orders: readonly Order[]) => {
  const isRollback = orders[0]?.kind === 'rollback';
  try {
    // behind a failure nothing is done until all is forgotten
    if (isRollback || Atomics.load(numbers, FAILED) === 0) for (const order of orders) obey(order);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    port.postMessage({ message, code: sqliteCode(error) });
    Atomics.store(numbers, FAILED, 1);
  }
  Atomics.add(numbers, DONE, 1);
  Atomics.notify(numbers, DONE);
});
parentPort?.postMessage('ready');
