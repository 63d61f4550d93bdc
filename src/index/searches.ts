/** Searches in the thread for them; what was just looked for is looked for again, by others and for the next page. */
import type { Findings, SearchRequest } from '../site/library.ts';
import type { IndexPlace } from './index-worker.ts';
import { isDamage } from './store.ts';
import { Thread } from './thread.ts';

/** A thread begins in some 40 ms; one that waits keeps some megabytes. */
const IDLE_MS = 60_000;
/** So many searches are remembered, of some kilobytes each. */
const MAX_RECENT = 500;
/** A search may take a tenth of a second: nobody waits for more than some. */
const MAX_WAITING = 24;

export class Searches {
  readonly #thread: Thread<SearchRequest, Findings>;
  readonly #onDamage: () => void;
  /** The last ones in the state that is served. */
  readonly #recent = new Map<string, Promise<Findings>>();
  /** How many are not answered yet. */
  #waiting = 0;

  /** `onDamage` is called when the database is found to be damaged. */
  constructor(place: IndexPlace, onDamage: () => void) {
    this.#thread = new Thread({ program: 'search-worker', data: place, idleMs: IDLE_MS });
    this.#onDamage = onDamage;
  }

  /** Rejects with a ThreadFailure. */
  async find(request: SearchRequest): Promise<Findings | 'busy'> {
    const key = JSON.stringify(request);
    const known = this.#recent.get(key);
    if (known !== undefined) return known;
    if (this.#waiting >= MAX_WAITING) return 'busy';
    const found = this.#ask(request);
    if (this.#recent.size >= MAX_RECENT) this.#recent.clear();
    this.#recent.set(key, found);
    found.catch(() => this.#recent.delete(key));
    return found;
  }

  /** What was found may be so no more. */
  forget(): void {
    this.#recent.clear();
  }

  /** Ends the thread; another search begins it again. */
  async stop(): Promise<void> {
    this.forget();
    await this.#thread.stop();
  }

  async #ask(request: SearchRequest): Promise<Findings> {
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
}
