/** Bundles for whoever asks the daemon: made in a thread, one at a time, and never too large. */
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { PartialDate } from '../article/article.ts';
import { writeDate } from '../article/date.ts';
import type { BundleAnswer, Catalogue, Entry, Library } from '../site/library.ts';
import type { Bundle } from './bundle.ts';
import type { BundleWork } from './bundle-worker.ts';
import { selectedFrom } from './selection.ts';

/** So many bytes of documents a bundle holds at most: it is made, and sent, from memory. */
const MAX_BYTES = 32 * 1024 ** 2;
/** After so many entries others have their turn. */
const ENTRIES_A_TURN = 500;

/** The bundle that is being made. */
interface Making {
  readonly catalogue: Catalogue;
  readonly name: string;
  readonly answer: Promise<BundleAnswer>;
}

export class Bundler {
  #making: Making | undefined;
  #worker: Worker | undefined;

  /** `library`, which shows the folder `root`, with bundles. */
  over(library: Library, root: string): Library {
    const { catalogue } = library;
    return { ...library, bundle: (period) => this.#bundle(root, catalogue, period) };
  }

  /** Ends what is being made. */
  async stop(): Promise<void> {
    await this.#worker?.terminate();
  }

  /** Whoever asks for what is being made gets that too; `busy` where it is another one. */
  async #bundle(root: string, catalogue: Catalogue, period: PartialDate): Promise<BundleAnswer> {
    const name = writeDate(period);
    const now = this.#making;
    if (now !== undefined) return now.name === name && now.catalogue === catalogue ? now.answer : 'busy';
    const answer = this.#make(root, catalogue, period);
    this.#making = { catalogue, name, answer };
    try {
      return await answer;
    } finally {
      this.#making = undefined;
    }
  }

  async #make(root: string, catalogue: Catalogue, period: PartialDate): Promise<BundleAnswer> {
    const entries: Entry[] = [];
    let bytes = 0;
    for (const entry of selectedFrom(catalogue, { feed: '', period })) {
      bytes += entry.bytes;
      if (bytes > MAX_BYTES) return 'too-large';
      if (entries.push(entry) % ENTRIES_A_TURN === 0) await setImmediate();
    }
    const bundle = await this.#inThread({ root, order: { period, format: 'tar.gz', entries } });
    return bundle.leftOut > 0 ? undefined : bundle.bytes;
  }

  #inThread(workerData: BundleWork): Promise<Bundle> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./bundle-worker.js', import.meta.url), { workerData });
      this.#worker = worker;
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => {
        reject(new Error('the thread for bundles has ended'));
      });
    });
  }
}
