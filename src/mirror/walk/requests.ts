/** Asking a server of which single answers may fail. */
import { errorWords } from '../../gopher/error-item.ts';
import type { Host } from '../../gopher/item.ts';
import { gopherUri } from '../../gopher/uri.ts';
import { isDue } from '../../library/ask-again.ts';
import { isBusy, type Upstream } from '../ask.ts';
import { LATER, MirrorFailure } from '../failure.ts';
import type { MirrorListener } from '../outcome.ts';
import type { WalkRecord } from './record.ts';

/** After so many in a row of which nothing came the rest is left for another time. */
const MAX_FAILED = 10;

/** What is asked for: a text or a menu. */
export type ItemType = '0' | '1';

/** The URI of what `host` has at `selector`, as the record of a walk has it. */
export const uriOf = (host: Host, type: ItemType, selector: string): string =>
  gopherUri(host, type, selector);

export class Requests {
  readonly #upstream: Upstream;
  readonly #record: WalkRecord;
  readonly #listener: MirrorListener;
  readonly #now: () => number;
  /** How many came to nothing. */
  misses = 0;
  #inARow = 0;

  constructor(upstream: Upstream, record: WalkRecord, listener: MirrorListener, now: () => number) {
    this.#upstream = upstream;
    this.#record = record;
    this.#listener = listener;
    this.#now = now;
  }

  /** Whether the menu at `selector` is to be asked for: one that leads nowhere is not before a day. */
  isDue(selector: string): boolean {
    const walked = this.#record.of(uriOf(this.#upstream.address.host, '1', selector));
    return walked === undefined || isDue(walked.askedMs, this.#now());
  }

  /**
   * As Upstream.ask; `undefined` where nothing came of it, which is told, and taken down where the item leads nowhere.
   * Throws a {@link MirrorFailure} where nothing comes of anything any more.
   */
  async ask(type: ItemType, selector: string, maxBytes: number): Promise<Buffer | undefined> {
    const { name } = this.#upstream;
    try {
      const reply = await this.#upstream.ask(selector, maxBytes);
      const words = errorWords(reply);
      if (isBusy(words)) throw new MirrorFailure(`${name} answers: ${words ?? ''}`, LATER);
      if (words === undefined && reply.length > 0) {
        this.#inARow = 0;
        return reply;
      }
      await this.#noteNowhere(type, selector, words ?? 'nothing comes');
      // who answers everything with nothing is broken
      this.#inARow = words === undefined ? this.#inARow + 1 : 0;
    } catch (error) {
      if (!(error instanceof MirrorFailure)) throw error;
      this.misses++;
      this.#inARow++;
      this.#listener.onOutcome({ kind: 'failed', selector, reason: error.message, fix: LATER });
    }
    if (this.#inARow < MAX_FAILED) return undefined;
    throw new MirrorFailure(`${MAX_FAILED} requests to ${name} failed, one after the other`, LATER);
  }

  async #noteNowhere(type: ItemType, selector: string, reason: string): Promise<void> {
    this.misses++;
    const uri = uriOf(this.#upstream.address.host, type, selector);
    await this.#record.note({ kept: undefined, ...this.#record.of(uri), uri, askedMs: this.#now() });
    this.#listener.onOutcome({ kind: 'nowhere', selector, reason });
  }
}
