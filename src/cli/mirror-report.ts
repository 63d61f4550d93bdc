/** What a run of `mirror` tells. */
import {
  isArticle,
  OUTCOMES,
  type MirrorListener,
  type Outcome,
  type OutcomeKind,
} from '../mirror/outcome.ts';
import type { RoundResult } from '../mirror/round.ts';
import { countOf } from '../site/listing.ts';
import { cleanLine } from '../text/clean.ts';
import { jsonLine, print, Progress, styled, tell } from './output.ts';
import { ShortList } from './short-list.ts';

/** What comes in the first moments says little of the line. */
const SETTLED_MS = 2_000;
/** Of these articles are counted and named; of all others files. */
const TAKEN = ['new', 'changed', 'withdrawn', 'dropped'] as const satisfies readonly OutcomeKind[];
const isTaken = (kind: OutcomeKind): boolean => TAKEN.some((taken) => taken === kind);
/** Each of these is told with its reason. */
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

type Counts = Record<OutcomeKind, number>;
const noCounts = (): Counts => ({
  new: 0,
  changed: 0,
  withdrawn: 0,
  dropped: 0,
  refused: 0,
  kept: 0,
  failed: 0,
  nowhere: 0,
});

/** `8.3 KB`. */
function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `2 h 5 min`, `90 s`. */
function durationText(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function troubleLines({ kind, selector, reason = '', fix = REFUSED_FIX }: Outcome): string[] {
  const state = styled(kind === 'failed' ? 'red' : 'yellow', kind === 'kept' ? 'left as it is' : kind);
  return [`  ${state}: ${cleanLine(selector)}: ${cleanLine(reason)}`, `      fix: ${cleanLine(fix)}`];
}

/** `new: The bridge at Low Ford (/raw/news/2026/11/the-bridge.txt)`. */
function takenLine({ kind, selector, title = '' }: Outcome): string {
  return `  ${styled('green', WORDS[kind])}: ${cleanLine(title === '' ? selector : `${title} (${selector})`)}`;
}

interface MirrorReportOptions {
  readonly json?: boolean;
  readonly dryRun?: boolean;
  readonly line?: number;
}

export class MirrorReport implements MirrorListener {
  readonly #isJson: boolean;
  readonly #isDry: boolean;
  readonly #line: number | undefined;
  readonly #progress = new Progress('Fetching:');
  readonly #files = noCounts();
  readonly #articles = noCounts();
  readonly #taken = new ShortList();
  readonly #troubles = new ShortList();
  /** What would be fetched. */
  readonly #toFetch = { files: 0, bytes: 0 };
  #jsonLines: string[] = [];
  #expected = 0;
  #had = 0;
  #beganMs = performance.now();

  /** Where nothing is written, what would be fetched is told, and how long that takes at so many bits a second. */
  constructor({ json, dryRun, line }: MirrorReportOptions) {
    this.#isJson = json === true;
    this.#isDry = dryRun === true;
    this.#line = line;
  }

  onOutcome(outcome: Outcome): void {
    this.#files[outcome.kind]++;
    if (isArticle(outcome)) this.#articles[outcome.kind]++;
    if (outcome.bytes !== undefined) {
      this.#toFetch.files++;
      this.#toFetch.bytes += outcome.bytes;
    }
    if (this.#isJson) this.#jsonLines.push(jsonLine(outcome));
    else if (TROUBLES.has(outcome.kind)) this.#troubles.add(...troubleLines(outcome));
    else if (isArticle(outcome)) this.#taken.add(takenLine(outcome));
  }

  onExpected(bytes: number): void {
    this.#expected = bytes;
    this.#had = 0;
    this.#beganMs = performance.now();
    this.#show();
  }

  onNote(note: string): void {
    this.#progress.done();
    tell(note);
  }

  /** So many more bytes have come. */
  onBytes(bytes: number): void {
    this.#had += bytes;
    this.#show();
  }

  #show(): void {
    if (this.#had > this.#expected) this.#progress.update(this.#had, undefined, ' bytes');
    else this.#progress.update(this.#had, this.#expected, ` bytes${this.#leftNote()}`);
  }

  /** How long it takes yet, as far as that can be told from what has come so far. */
  #leftNote(): string {
    const passedMs = performance.now() - this.#beganMs;
    if (this.#had === 0 || passedMs < SETTLED_MS) return '';
    const leftMs = ((this.#expected - this.#had) * passedMs) / this.#had;
    return `, ${durationText(leftMs / 1000)} left`;
  }

  /** Prints what became of the files, also where there was no end. */
  async flush(): Promise<void> {
    this.#progress.done();
    const lines = [...this.#taken.take(), ...this.#troubles.take()].map((line) => `${line}\n`);
    const text = [...this.#jsonLines, ...lines].join('');
    this.#jsonLines = [];
    if (text !== '') await print(text);
  }

  /** Prints how the round ended, and gives the exit code. */
  async end(result: RoundResult, bytes: number): Promise<0 | 3 | 4> {
    this.#progress.done();
    if (this.#isJson) this.#jsonLines.push(this.#endLine(result, bytes));
    else await print(`${[this.#headline(result, bytes), ...this.#foreseen(bytes)].join('\n')}\n`);
    await this.flush();
    if (this.#files.failed > 0) return 4;
    return result.refused > 0 || this.#files.kept > 0 ? 3 : 0;
  }

  #endLine({ origin: { address, sequence, time, left }, isSame }: RoundResult, bytes: number): string {
    const articles = Object.fromEntries(TAKEN.map((kind) => [kind, this.#articles[kind]]));
    const counts = this.#files;
    const toFetch = this.#isDry ? { ...this.#toFetch, seconds: this.#secondsFor(bytes) } : undefined;
    return jsonLine({
      kind: 'mirror',
      address,
      sequence,
      time,
      isSame,
      counts,
      articles,
      left,
      bytes,
      toFetch,
    });
  }

  /** How long the line takes for what would be fetched, and for the lists, `bytes` of them, once more. */
  #secondsFor(bytes: number): number | undefined {
    return this.#line === undefined ? undefined : Math.ceil(((this.#toFetch.bytes + bytes) * 8) / this.#line);
  }

  /** `  would fetch 14 files, 86.2 KB: with their lists about 10 min at 1200 bits a second`. */
  #foreseen(bytes: number): string[] {
    const { files, bytes: size } = this.#toFetch;
    if (files === 0) return [];
    const seconds = this.#secondsFor(bytes);
    const time =
      seconds === undefined
        ? ''
        : `: with their lists about ${durationText(seconds)} at ${this.#line} bits a second`;
    return [`  would fetch ${countOf(files, 'file')}, ${sizeText(size)}${time}`];
  }

  /** `gopher://…/: 12 new, 0 changed, …; 2 other files; 88.9 KB both ways`. */
  #headline({ origin: { address, left }, isSame }: RoundResult, bytes: number): string {
    const others = TAKEN.reduce((sum, kind) => sum + this.#files[kind] - this.#articles[kind], 0);
    return [
      `${address}: ${isSame ? 'nothing new' : this.#countsText()}`,
      ...(others > 0 ? [countOf(others, 'other file')] : []),
      ...(left > 0 ? [`${countOf(left, 'file')} left for the next time`] : []),
      `${sizeText(bytes)} both ways`,
    ].join('; ');
  }

  #countsText(): string {
    const countOfKind = (kind: OutcomeKind): number => (isTaken(kind) ? this.#articles : this.#files)[kind];
    return OUTCOMES.filter((kind) => countOfKind(kind) > 0 || ALWAYS.has(kind))
      .map((kind) => `${countOfKind(kind)} ${WORDS[kind]}`)
      .join(', ');
  }
}
