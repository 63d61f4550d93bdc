/** What a run of `mirror` tells. */
import { OUTCOMES, type MirrorListener, type Outcome, type OutcomeKind } from '../mirror/outcome.ts';
import type { RoundResult } from '../mirror/round.ts';
import { countOf } from '../site/listing.ts';
import { cleanLine } from '../text/clean.ts';
import { jsonLine, print, Progress, styled, tell } from './output.ts';

/** So many troubles are shown; --json has all. */
const MAX_SHOWN = 10;
const TROUBLES = new Set<OutcomeKind>(['refused', 'kept', 'failed']);
const ALWAYS = new Set<OutcomeKind>(['new', 'changed', 'withdrawn', 'refused', 'failed']);
const WORDS: Readonly<Record<OutcomeKind, string>> = {
  new: 'new',
  changed: 'changed',
  withdrawn: 'withdrawn',
  dropped: 'no longer under a licence that is taken',
  refused: 'refused',
  kept: 'left as they are',
  failed: 'failed',
  nowhere: 'leading nowhere',
};
const REFUSED_FIX = 'nothing to do here: it is taken when it has changed at its origin';

/** `8.3 KB`. */
function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `2 h 5 min`, `40 s`. */
function timeLeft(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function troubleLines({ kind, selector, reason = '', fix = REFUSED_FIX }: Outcome): string[] {
  const state = styled(kind === 'failed' ? 'red' : 'yellow', kind === 'kept' ? 'left as it is' : kind);
  return [`  ${state}: ${cleanLine(selector)}: ${cleanLine(reason)}`, `      fix: ${cleanLine(fix)}`];
}

export class MirrorReport implements MirrorListener {
  readonly #isJson: boolean;
  readonly #progress = new Progress('Fetching:');
  readonly #counts: Record<OutcomeKind, number> = {
    new: 0,
    changed: 0,
    withdrawn: 0,
    dropped: 0,
    refused: 0,
    kept: 0,
    failed: 0,
    nowhere: 0,
  };
  readonly #troubles: Outcome[] = [];
  readonly #lines: string[] = [];
  #expected = 0;
  #had = 0;
  #beganMs = performance.now();

  constructor(isJson: boolean) {
    this.#isJson = isJson;
  }

  onOutcome(outcome: Outcome): void {
    this.#counts[outcome.kind]++;
    if (this.#isJson) this.#lines.push(jsonLine(outcome));
    else if (TROUBLES.has(outcome.kind)) this.#troubles.push(outcome);
  }

  onExpected(bytes: number): void {
    this.#expected = bytes;
    this.#had = 0;
    this.#beganMs = performance.now();
  }

  onNote(note: string): void {
    this.#progress.done();
    tell(note);
  }

  /** So many more bytes have come. */
  onBytes(bytes: number): void {
    this.#had += bytes;
    if (this.#had > this.#expected) {
      this.#progress.update(this.#had, undefined, ' bytes');
      return;
    }
    const rate = this.#had / (performance.now() - this.#beganMs);
    const seconds = (this.#expected - this.#had) / rate / 1000;
    this.#progress.update(this.#had, this.#expected, ` bytes, ${timeLeft(seconds)} left`);
  }

  /** Prints what became of the files, also where there was no end. */
  async flush(): Promise<void> {
    this.#progress.done();
    const shown = this.#troubles.splice(0, this.#troubles.length);
    const more = shown.length - MAX_SHOWN;
    const lines = this.#lines.splice(0, this.#lines.length);
    lines.push(
      ...shown
        .slice(0, MAX_SHOWN)
        .flatMap(troubleLines)
        .map((line) => `${line}\n`),
    );
    if (more > 0) lines.push(`  ... and ${more} more: --json tells all\n`);
    if (lines.length > 0) await print(lines.join(''));
  }

  /** Prints how the round ended, and gives the exit code. */
  async end({ origin, isSame, refused }: RoundResult, bytes: number): Promise<0 | 3 | 4> {
    const { address, sequence, time, left } = origin;
    if (this.#isJson) {
      const kind = 'mirror';
      this.#lines.push(
        jsonLine({ kind, address, sequence, time, isSame, counts: this.#counts, left, bytes }),
      );
    } else {
      const counts = OUTCOMES.filter((kind) => this.#counts[kind] > 0 || ALWAYS.has(kind))
        .map((kind) => `${this.#counts[kind]} ${WORDS[kind]}`)
        .join(', ');
      const rest = left > 0 ? `; ${countOf(left, 'file')} left for the next time` : '';
      await print(`${address}: ${isSame ? 'nothing new' : counts}${rest}; ${sizeText(bytes)} both ways\n`);
    }
    await this.flush();
    if (this.#counts.failed > 0) return 4;
    return refused > 0 || this.#counts.kept > 0 ? 3 : 0;
  }
}
