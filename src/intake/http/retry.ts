/** When a request is sent again. */
import type { Clock } from './clock.ts';
import type { Reply } from './exchange.ts';
import { isWorthAnotherTry } from './trouble.ts';

const MAX_TRIES = 3;
const FIRST_PAUSE_MS = 1_000;
/** For longer a run is not held up: the upstream is asked next time. */
const MAX_PAUSE_MS = 60_000;
/** What an upstream may ask for; a date far away is a mistake. */
const MAX_RETRY_AFTER_MS = 7 * 24 * 60 * 60 * 1_000;

/** The answers of a server that is busy or broken for now. */
export const BUSY: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/**
 * [RFC9110-10.2.3] how long from `now` a Retry-After header asks to wait, in milliseconds, a week at most; `undefined`
 * where `value` says nothing of the kind.
 */
export function retryAfterMsOf(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\s*\d{1,10}\s*$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS);
}

/** Doubles from try to try, and is shorter or longer by up to a half, so that not all come back at once. */
const backOffMs = (tries: number): number => FIRST_PAUSE_MS * 2 ** (tries - 1) * (0.5 + Math.random());

/**
 * What `send` gives, sent again up to three times in all while the upstream is busy or breaks off: after the pause that it
 * asks for where that is a minute at most, else not again. Throws what `send` throws.
 */
export async function withRetries(
  send: () => Promise<Reply>,
  clock: Clock,
  signal: AbortSignal,
): Promise<Reply> {
  for (let tries = 1; ; tries++) {
    let pauseMs = backOffMs(tries);
    try {
      const reply = await send();
      if (!BUSY.has(reply.status)) return reply;
      pauseMs = retryAfterMsOf(reply.headers['retry-after'], clock.now()) ?? pauseMs;
      if (tries === MAX_TRIES || pauseMs > MAX_PAUSE_MS) return reply;
    } catch (error) {
      if (tries === MAX_TRIES || !isWorthAnotherTry(error)) throw error;
    }
    await clock.wait(pauseMs, signal);
  }
}
