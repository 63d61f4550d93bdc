/** How long an upstream may take. */

export interface Deadlines {
  /** Until there is a connection, a safe one where it is to be one. */
  readonly connectMs: number;
  /** Between one piece of the reply and the next. */
  readonly idleMs: number;
  /** Until all is there: what drips would never be idle. */
  readonly wholeMs: number;
}

export const DEADLINES: Deadlines = { connectMs: 10_000, idleMs: 20_000, wholeMs: 120_000 };

/** Which of them has passed. */
export class TooLate extends Error {
  readonly code = 'too-late';

  constructor(message: string) {
    super(message);
    this.name = 'TooLate';
  }
}

/** The deadlines of one connection; `end` is called with what has passed. It must be stopped. */
export class Timers {
  readonly #deadlines: Deadlines;
  readonly #end: (error: TooLate) => void;
  #whole: NodeJS.Timeout;
  #stage: NodeJS.Timeout;

  constructor(deadlines: Deadlines, end: (error: TooLate) => void) {
    this.#deadlines = deadlines;
    this.#end = end;
    this.#stage = this.#after(deadlines.connectMs, 'no connection was made');
    this.#whole = this.#untilWhole();
  }

  #after(ms: number, what: string): NodeJS.Timeout {
    return setTimeout(() => {
      this.#end(new TooLate(`${what} within ${ms / 1000} s`));
    }, ms);
  }

  #untilWhole(): NodeJS.Timeout {
    return this.#after(this.#deadlines.wholeMs, 'the reply was not there whole');
  }

  connected(): void {
    clearTimeout(this.#stage);
    this.#stage = this.#after(this.#deadlines.idleMs, 'nothing came');
  }

  /** Waits for what the upstream has no part in: its time begins anew then. */
  async notCounting(wait: Promise<void>): Promise<void> {
    this.stop();
    await wait;
    this.connected();
    this.#whole = this.#untilWhole();
  }

  /** A piece of the reply has come. */
  moved(): void {
    this.#stage.refresh();
  }

  stop(): void {
    clearTimeout(this.#stage);
    clearTimeout(this.#whole);
  }
}

/**
 * What `run` gives within `deadlines`. The signal it is given ends what is under way, at the latest when `run` has ended.
 * Throws {@link TooLate} for a deadline, else what `run` throws.
 */
export async function within<T>(
  deadlines: Deadlines,
  given: AbortSignal,
  run: (timers: Timers, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const timers = new Timers(deadlines, (error) => {
    ending.abort(error);
  });
  try {
    return await run(timers, AbortSignal.any([given, ending.signal]));
  } catch (error) {
    const late: unknown = ending.signal.reason;
    throw late instanceof TooLate ? late : error;
  } finally {
    timers.stop();
    ending.abort();
  }
}
