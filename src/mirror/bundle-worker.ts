/** The thread that makes one bundle, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { ArticlesFolder } from '../library/articles-folder.ts';
import { makeBundle, type Bundle, type BundleOrder } from './bundle.ts';

/** What the thread is given: the folder of articles, and what to put together. */
export interface BundleWork {
  readonly root: string;
  readonly order: BundleOrder;
}

// oxlint-disable-next-line no-unsafe-type-assertion -- bundleIn has put it together
const { root, order } = workerData as BundleWork;
parentPort?.postMessage((await makeBundle(await ArticlesFolder.open(root), order)) satisfies Bundle);
