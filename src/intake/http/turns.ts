/** Politeness: a host is asked one thing at a time, with a pause between. */
import type { Clock } from './clock.ts';

/** The turns of all hosts. */
export class Turns {
  readonly #clock: Clock;
  /** When the last turn of a host ends, with the time at which it did. */
  readonly #last = new Map<string, Promise<number>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What `run` gives, run after the turns of `host` before it and `pauseMs` later. Rejects when `signal` aborts meanwhile. */
  async take<T>(host: string, pauseMs: number, signal: AbortSignal, run: () => Promise<T>): Promise<T> {
    const before = this.#last.get(host);
    const turn = this.#after(before, pauseMs, signal).then(run);
    const ended = turn.then(this.#clock.now, this.#clock.now);
    this.#last.set(host, ended);
    return turn;
  }

  async #after(before: Promise<number> | undefined, pauseMs: number, signal: AbortSignal): Promise<void> {
    if (before === undefined) return;
    const ended = await before;
    signal.throwIfAborted();
    const rest = ended + pauseMs - this.#clock.now();
    if (rest > 0) await this.#clock.wait(rest, signal);
  }
}
