/** Memory: of the feeds that are asked at the same time one alone has a long body at a time. */

/** A body that is longer needs a seat. */
export const LONG_BYTES: number = 8 * 1024 * 1024;

/** What a long body waits for. */
export interface Seat {
  /** Comes back when no other seat is taken; at once where this one is. Rejects when `signal` aborts meanwhile. */
  readonly take: (signal: AbortSignal) => Promise<void>;
}

/** The one place for a long body. */
export class Room {
  #last: Promise<void> = Promise.resolve();

  /** A seat that is not taken yet. */
  seat(): OwnSeat {
    return new OwnSeat((left) => {
      const before = this.#last;
      this.#last = before.then(() => left);
      return before;
    });
  }
}

/** What one feed holds from its first long body on until its articles are taken. */
export class OwnSeat implements Seat {
  readonly #queue: (left: Promise<void>) => Promise<void>;
  readonly #left: Promise<void>;
  #leave: () => void = () => undefined;
  #turn: Promise<void> | undefined;

  constructor(queue: (left: Promise<void>) => Promise<void>) {
    this.#queue = queue;
    this.#left = new Promise((resolve) => {
      this.#leave = resolve;
    });
  }

  async take(signal: AbortSignal): Promise<void> {
    this.#turn ??= this.#queue(this.#left);
    const aborted = new AbortController();
    const called = new Promise<never>((_, reject) => {
      const end = (): void => {
        reject(new Error('called off'));
      };
      signal.addEventListener('abort', end, { signal: aborted.signal });
      if (signal.aborted) end();
    });
    try {
      await Promise.race([this.#turn, called]);
    } finally {
      aborted.abort();
    }
  }

  /** Lets the next one in; once and for all. */
  leave(): void {
    this.#leave();
  }
}
