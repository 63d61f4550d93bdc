/** What a run of `sync` tells. */
import { cleanLine } from '../text/clean.ts';
import {
  isDoubtful,
  isTaken,
  isTrouble,
  OUTCOMES,
  type Counts,
  type Outcome,
  type OutcomeKind,
} from '../intake/outcome.ts';
import type { FeedReport, SyncListener } from '../intake/sync.ts';
import { instantWords } from '../intake/permission.ts';
import { countOf } from '../site/listing.ts';
import { jsonLine, print, Progress, styled } from './output.ts';
import { ShortList } from './short-list.ts';

const WORDS: Readonly<Record<OutcomeKind, string>> = {
  new: 'new',
  changed: 'changed',
  unchanged: 'unchanged',
  waiting: 'waiting',
  elsewhere: 'in other feeds',
  refused: 'not wanted',
  withdrawn: 'withdrawn',
  held: 'held',
  failed: 'failed',
};
/** These are told also where there are none. */
const ALWAYS = new Set<OutcomeKind>(['new', 'changed', 'waiting', 'held', 'failed']);

/** "3 new, 1 changed, 2 waiting, 0 held, 0 failed". */
function countsLine(counts: Counts): string {
  return OUTCOMES.filter((kind) => counts[kind] > 0 || ALWAYS.has(kind))
    .map((kind) => `${counts[kind]} ${WORDS[kind]}`)
    .join(', ');
}

const headline = (counts: Counts, trouble: FeedReport['trouble']): string =>
  trouble !== undefined && OUTCOMES.every((kind) => counts[kind] === 0)
    ? 'nothing could be had'
    : countsLine(counts);

function troubleLines(outcome: Outcome): string[] {
  const { kind, title, id, url, reason = '', fix = '' } = outcome;
  const name = title === '' || title === id ? id : `${title} (${url === '' ? id : url})`;
  if (isDoubtful(outcome)) {
    const state = styled('yellow', 'not proved to be whole');
    return [
      `  ${state}: ${cleanLine(name)}`,
      '      fix: compare it with its source; its line Changes says why',
    ];
  }
  const state = styled(kind === 'failed' ? 'red' : 'yellow', WORDS[kind]);
  return [
    `  ${state}: ${cleanLine(reason.startsWith(`${name} `) ? reason : `${name}: ${reason}`)}`,
    `      fix: ${cleanLine(fix)}`,
  ];
}

/** `new: The bridge at Low Ford (CC BY 4.0)`. */
function takenLine({ kind, title, licence = '', reason = '' }: Outcome): string {
  const said = `${title}${licence === '' ? '' : ` (${licence})`}${reason === '' ? '' : `: ${reason}`}`;
  return `  ${styled('green', WORDS[kind])}: ${cleanLine(said)}`;
}

function append(lists: Map<string, Outcome[]>, feed: string, outcome: Outcome): void {
  const list = lists.get(feed) ?? [];
  list.push(outcome);
  lists.set(feed, list);
}

/** The exit code that a run asks for, 0 for none, and what it told. */
export class SyncReport implements SyncListener {
  readonly #isJson: boolean;
  readonly #isDry: boolean;
  readonly #feeds: number;
  readonly #progress = new Progress('Feeds:');
  readonly #troubles = new Map<string, Outcome[]>();
  readonly #taken = new Map<string, Outcome[]>();
  #texts: string[] = [];
  #seen = 0;
  #done = 0;
  #isHeld = false;
  #isFailed = false;

  /** `feeds` is how many are asked; where nothing is written, what would be is told one by one. */
  constructor(feeds: number, { json, dryRun }: { readonly json?: boolean; readonly dryRun?: boolean }) {
    this.#feeds = feeds;
    this.#isJson = json === true;
    this.#isDry = dryRun === true;
  }

  onOutcome(feed: string, outcome: Outcome): void {
    this.#seen++;
    this.#show();
    if (outcome.kind === 'held') this.#isHeld = true;
    if (outcome.kind === 'failed') this.#isFailed = true;
    if (this.#isJson) this.#texts.push(jsonLine({ feed, ...outcome }));
    else {
      if (isTrouble(outcome) || isDoubtful(outcome)) append(this.#troubles, feed, outcome);
      if (this.#isDry && isTaken(outcome)) append(this.#taken, feed, outcome);
    }
  }

  onFeed({ feed, counts, trouble, restsUntil }: FeedReport): void {
    if (trouble !== undefined) this.#isFailed = true;
    this.#done++;
    this.#show();
    if (this.#isJson) this.#texts.push(jsonLine({ feed, kind: 'feed', counts, trouble, restsUntil }));
    else this.#texts.push(`${this.#feedLines({ feed, counts, trouble, restsUntil }).join('\n')}\n`);
  }

  /** Prints what has been told so far. */
  async flush(): Promise<void> {
    this.#progress.done();
    const texts = this.#texts;
    this.#texts = [];
    if (texts.length > 0) await print(texts.join(''));
  }

  get exitCode(): 0 | 3 | 4 {
    return this.#isFailed ? 4 : this.#isHeld ? 3 : 0;
  }

  #show(): void {
    this.#progress.update(this.#done, this.#feeds, `, ${countOf(this.#seen, 'article')}`);
  }

  #feedLines({ feed, counts, trouble, restsUntil }: FeedReport): string[] {
    const troubles = new ShortList();
    for (const outcome of this.#troubles.get(feed) ?? []) troubles.add(...troubleLines(outcome));
    const taken = this.#taken.get(feed) ?? [];
    this.#troubles.delete(feed);
    this.#taken.delete(feed);
    return [
      `${feed}: ${headline(counts, trouble)}${restsUntil === undefined ? '' : `; not asked until ${instantWords(restsUntil)}`}`,
      ...(trouble === undefined
        ? []
        : [
            `  ${styled('red', 'failed')}: ${cleanLine(trouble.message)}`,
            `      fix: ${cleanLine(trouble.fix)}`,
          ]),
      ...taken.map(takenLine),
      ...troubles.take(),
    ];
  }
}
