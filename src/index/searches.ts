/** Searches in the thread for them. */
import type { Findings, SearchRequest } from '../site/library.ts';
import type { IndexPlace } from './index-worker.ts';
import { isDamage } from './store.ts';
import { Thread } from './thread.ts';

/** A thread begins in some 40 ms; one that waits keeps some megabytes. */
const IDLE_MS = 15_000;
/** A search may take a tenth of a second: nobody waits for more than some. */
const MAX_WAITING = 24;

export class Searches {
  readonly #thread: Thread<SearchRequest, Findings>;
  readonly #onDamage: () => void;
  /** How many are not answered yet. */
  #waiting = 0;

  /** `onDamage` is called when the database is found to be damaged. */
  constructor(place: IndexPlace, onDamage: () => void) {
    this.#thread = new Thread({ program: 'search-worker', data: place, idleMs: IDLE_MS });
    this.#onDamage = onDamage;
  }

  /** Rejects with a ThreadFailure. */
  async find(request: SearchRequest): Promise<Findings | 'busy'> {
    if (this.#waiting >= MAX_WAITING) return 'busy';
    this.#waiting++;
    try {
      return await this.#thread.ask(request);
    } catch (error) {
      if (isDamage(error)) this.#onDamage();
      throw error;
    } finally {
      this.#waiting--;
    }
  }

  /** Ends the thread; another search begins it again. */
  async stop(): Promise<void> {
    await this.#thread.stop();
  }
}
