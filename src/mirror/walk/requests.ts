/** Asking a server of which single answers may fail. */
import { errorWords } from '../../gopher/error-item.ts';
import { isBusy, type Upstream } from '../ask.ts';
import { LATER, MirrorFailure } from '../failure.ts';
import type { MirrorListener } from '../outcome.ts';

/** After so many failures in a row the rest is left for another time. */
const MAX_FAILED = 10;

export class Requests {
  readonly #upstream: Upstream;
  readonly #listener: MirrorListener;
  /** How many came to nothing. */
  failures = 0;
  #inARow = 0;

  constructor(upstream: Upstream, listener: MirrorListener) {
    this.#upstream = upstream;
    this.#listener = listener;
  }

  /** As Upstream.ask; `undefined` where nothing came of it, which is told. Throws a {@link MirrorFailure} where nothing does any more. */
  async ask(selector: string, maxBytes: number): Promise<Buffer | undefined> {
    const { name } = this.#upstream;
    const tell = (reason: string): undefined => {
      this.failures++;
      this.#listener.onOutcome({ kind: 'failed', selector, reason, fix: LATER });
    };
    const fail = (reason: string, cause?: unknown): undefined => {
      tell(reason);
      if (++this.#inARow < MAX_FAILED) return undefined;
      throw new MirrorFailure(`${MAX_FAILED} requests to ${name} failed, one after the other`, LATER, {
        cause,
      });
    };
    try {
      const reply = await this.#upstream.ask(selector, maxBytes);
      const words = errorWords(reply);
      if (isBusy(words)) return fail(`${name} answers: ${words ?? ''}`);
      if (reply.length === 0) return fail(`${name} answers with nothing`);
      this.#inARow = 0;
      // an item that leads nowhere; the server is there
      return words === undefined ? reply : tell(`${name} answers: ${words}`);
    } catch (error) {
      if (!(error instanceof MirrorFailure)) throw error;
      return fail(error.message, error);
    }
  }
}
