/** A steady pace, shared by all connections. */
import { setTimeout as pause } from 'node:timers/promises';

export class Pace {
  readonly #msEach: number;
  readonly #burstMs: number;
  #freeMs = 0;

  /** So many a second; after a pause `burst` of them at once. */
  constructor(perSecond: number, burst: number) {
    this.#msEach = 1000 / perSecond;
    this.#burstMs = burst * this.#msEach;
  }

  /** Resolves when `count` more fit; rejects when `signal` aborts. */
  async take(count: number, signal: AbortSignal): Promise<void> {
    const now = performance.now();
    this.#freeMs = Math.max(this.#freeMs, now - this.#burstMs) + count * this.#msEach;
    if (this.#freeMs > now) await pause(this.#freeMs - now, undefined, { signal });
  }
}
