/** Fetching files: each has to be what the manifest lists, and to pass the gate, before anybody sees it. */
import { errorWords } from '../gopher/error-item.ts';
import { digestText } from '../library/digest-text.ts';
import type { Upstream } from './ask.ts';
import type { Fetch } from './compare.ts';
import type { MirrorFile } from '../site/mirror-format.ts';
import { LATER, MirrorFailure } from './failure.ts';
import { isFeedFile, isFree } from './filters.ts';
import { Judge, sideFileProblem } from './judge.ts';
import type { MirrorListener, Outcome } from './outcome.ts';
import type { Fetched, MirrorPlace } from './place.ts';
import type { RefusedFile } from './state.ts';

/** At once: enough to fill a long line, few enough to be no burden. */
const CONNECTIONS = 4;
/** What was fetched is put in its place after so much of it, or so long. */
const BATCH_BYTES = 1024 * 1024;
const BATCH_FILES = 128;
const BATCH_MS = 2_000;
/** After so many files that could not be had the rest is left for another time. */
const MAX_FAILED = 100;
/** After so many connections in a row that came to nothing, too. */
const MAX_LOST = 10;

/** What became of the files of a round. */
export interface Tally {
  readonly refused: Map<string, RefusedFile>;
  /** The selectors of those that are wanted and are not here as they are to be. */
  readonly left: Set<string>;
}

const lied = (name: string): Pick<Outcome, 'reason' | 'fix'> => ({
  reason: `what ${name} sends is not what its manifest lists`,
  fix: 'it may just have changed: run it again; if it stays so, ask the operator there',
});

/** Fetches files and has them put in their places. */
export class Fetching {
  readonly #upstream: Upstream;
  readonly #place: MirrorPlace;
  readonly #listener: MirrorListener;
  readonly #tally: Tally;
  readonly #judge: Judge;
  #batch: Fetched[] = [];
  #batchBytes = 0;
  #beganMs = performance.now();
  #writing: Promise<void> = Promise.resolve();
  #failed = 0;
  #lost = 0;

  constructor(upstream: Upstream, place: MirrorPlace, listener: MirrorListener, tally: Tally) {
    this.#upstream = upstream;
    this.#place = place;
    this.#judge = new Judge(place.place.root);
    this.#listener = listener;
    this.#tally = tally;
  }

  /** Fetches all of `files`; what a feed says of itself comes first. Rejects with the first error; what is whole by then is put. */
  async all(files: readonly Fetch[]): Promise<void> {
    for (const group of [
      files.filter(({ file }) => isFeedFile(file)),
      files.filter(({ file }) => !isFeedFile(file)),
    ]) {
      const queue = group[Symbol.iterator]();
      let failure: { readonly error: unknown } | undefined;
      const work = async (): Promise<void> => {
        try {
          for (const each of queue) {
            if (failure !== undefined) return;
            await this.#fetch(each);
          }
        } catch (error) {
          failure ??= { error };
        }
      };
      await Promise.all(Array.from({ length: CONNECTIONS }, work));
      await this.#flush();
      if (failure !== undefined) throw failure.error;
    }
  }

  async #fetch(wanted: Fetch): Promise<void> {
    const { file } = wanted;
    const bytes = await this.#ask(file);
    if (bytes === undefined) return;
    if (bytes.length !== file.bytes || digestText(bytes) !== file.digest) {
      const { name } = this.#upstream;
      const words = errorWords(bytes);
      this.#fail(
        file.selector,
        words === undefined ? lied(name) : { reason: `${name} answers: ${words}`, fix: LATER },
      );
      return;
    }
    const judgement = await this.#judgementOf(wanted, bytes);
    if ('title' in judgement) await this.#add({ ...wanted, bytes, title: judgement.title });
    else {
      const { selector, digest } = file;
      const { reason } = judgement;
      this.#tally.refused.set(selector, { selector, digest, reason });
      this.#listener.onOutcome({ kind: 'refused', selector, reason });
    }
  }

  /** What comes for `file`; `undefined` where the connection fails, which keeps no other file from coming. */
  async #ask({ selector, bytes }: MirrorFile): Promise<Buffer | undefined> {
    try {
      const reply = await this.#upstream.ask(selector, bytes);
      this.#lost = 0;
      return reply;
    } catch (error) {
      if (!(error instanceof MirrorFailure) || ++this.#lost >= MAX_LOST) throw error;
      this.#fail(selector, { reason: error.message, fix: error.fix });
      return undefined;
    }
  }

  #fail(selector: string, why: Pick<Outcome, 'reason' | 'fix'>): void {
    const { name } = this.#upstream;
    this.#tally.left.add(selector);
    this.#listener.onOutcome({ kind: 'failed', selector, ...why });
    if (++this.#failed >= MAX_FAILED)
      throw new MirrorFailure(`${MAX_FAILED} files of ${name} could not be had`, LATER);
  }

  /** The title of a document that may be shown, none of another file; or why it may not be. */
  async #judgementOf(
    { file, place }: Fetch,
    bytes: Buffer,
  ): Promise<Pick<Fetched, 'title'> | { readonly reason: string }> {
    if (isFree(file)) {
      const reason = sideFileProblem(file, bytes);
      return reason === undefined ? { title: undefined } : { reason };
    }
    const judgement = await this.#judge.of(place, bytes);
    if ('reason' in judgement || judgement.licence === file.licence) return judgement;
    return { reason: `its licence is ${judgement.licence} here, and ${file.licence} at its origin` };
  }

  async #add(fetched: Fetched): Promise<void> {
    if (this.#batch.length === 0) this.#beganMs = performance.now();
    this.#batch.push(fetched);
    this.#batchBytes += fetched.bytes.length;
    const isDue =
      this.#batchBytes >= BATCH_BYTES ||
      this.#batch.length >= BATCH_FILES ||
      performance.now() - this.#beganMs >= BATCH_MS;
    if (isDue) await this.#flush();
  }

  /** Puts what was fetched, one batch after the other. */
  async #flush(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    this.#batchBytes = 0;
    const before = this.#writing;
    this.#writing = (async () => {
      await before;
      for (const outcome of await this.#place.put(batch)) {
        if (outcome.kind === 'kept') this.#tally.left.add(outcome.selector);
        this.#listener.onOutcome(outcome);
      }
    })();
    await this.#writing;
  }
}
