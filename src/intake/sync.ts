/** One run: every feed asks its upstream, and takes in what may be taken. */
import { mapConcurrently } from '../library/concurrently.ts';
import { Admission } from './admission.ts';
import { FeedRecord } from './feed-record.ts';
import { settingsDigestOf, type IntakeFeed, type RunOptions } from './feed.ts';
import type { Fetcher } from './http/fetcher.ts';
import { Room, type Seat } from './http/room.ts';
import type { Journal } from './journal.ts';
import { knownIn } from './known.ts';
import type { Offer } from './offer.ts';
import { localTrouble } from './local-trouble.ts';
import { noCounts, outcomeOf, type Counts, type Outcome } from './outcome.ts';
import { Recognition } from './recognise.ts';
import { release, stillLost } from './release.ts';
import { takeOffer, type Making, type Taking } from './take-offer.ts';
import type { Answer, Trouble } from './upstream/answer.ts';
import { askUpstream } from './upstream/ask.ts';
import { UpstreamMemory } from './upstream/memory.ts';

/** So many upstreams are asked at once; those on one host one after the other. */
const MAX_AT_ONCE = 4;

/** A feed takes no longer in one run: slow pages of one must not keep all others waiting. The next run goes on. */
const MAX_FEED_MS = 15 * 60 * 1000;
const TOO_LONG: Trouble = {
  kind: 'failed',
  message: 'it takes longer than 15 minutes',
  fix: 'nothing to do: the next run goes on with the rest',
};

const REMOVED_FIX = 'nothing to do: it is not taken again; gopherwire refuse --undo has it taken again';

/** What came of one feed in a run. */
export interface FeedReport {
  readonly feed: string;
  readonly counts: Counts;
  /** Why its upstream gave nothing. */
  readonly trouble?: Trouble | undefined;
  /** Where it was not yet to be asked: the instant from which on it is. */
  readonly restsUntil?: string | undefined;
}

export interface SyncOptions extends RunOptions {
  /** Whether feeds are asked before their time: they were named. */
  readonly isUrgent: boolean;
  /** How many new and changed articles a feed takes at most. */
  readonly limit: number;
  /** How long a feed may take, in milliseconds; 15 minutes unless given. */
  readonly feedMs?: number;
  readonly signal: AbortSignal;
}

/** Told of what happens, as it does. */
export interface SyncListener {
  readonly onOutcome: (feed: string, outcome: Outcome) => void;
  readonly onFeed: (report: FeedReport) => void;
}

/** What a run works with. */
export interface Tools {
  readonly journal: Journal;
  readonly fetcher: Fetcher;
  readonly making: Making;
}

/** One feed in one run. */
class FeedRun {
  readonly #feed: IntakeFeed;
  readonly #record: FeedRecord;
  readonly #admission: Admission;
  readonly #memory: UpstreamMemory;
  readonly #options: SyncOptions;
  readonly #tools: Tools;
  readonly #room: Room;
  readonly #listener: SyncListener;
  readonly #counts = noCounts();
  /** What is told once it is seen that it still waits at the end. */
  readonly #waiting: Outcome[] = [];
  /** The ids of what has been told. */
  readonly #told = new Set<string>();
  readonly #late = new AbortController();
  readonly #signal: AbortSignal;

  constructor(
    feed: IntakeFeed,
    record: FeedRecord,
    memory: UpstreamMemory,
    tools: Tools,
    room: Room,
    options: SyncOptions,
    listener: SyncListener,
  ) {
    this.#feed = feed;
    this.#record = record;
    this.#admission = new Admission(feed, tools.journal, record);
    this.#memory = memory;
    this.#tools = tools;
    this.#room = room;
    this.#options = options;
    this.#listener = listener;
    this.#signal = AbortSignal.any([options.signal, this.#late.signal]);
  }

  async run(): Promise<FeedReport> {
    const { path: feed } = this.#feed;
    for (const entry of await this.#record.refuseAllRemoved())
      this.#tell({ ...outcomeOf('refused', entry), fix: REMOVED_FIX });
    const lost = await this.#record.findLost();
    if (lost.size > 0) {
      this.#memory.forget();
      this.#memory.rest(this.#options.now(), undefined);
    }
    const restsUntil = this.#options.isUrgent ? undefined : this.#memory.waitsUntil(this.#options.now());
    const trouble = restsUntil === undefined ? await this.#askInTime(lost) : undefined;
    for (const outcome of await release(this.#record, this.#feed)) this.#tell(outcome);
    // what the upstream has not offered this time waits and is held all the same
    const others = [...stillLost(this.#record), ...this.#waiting, ...this.#admission.standing];
    for (const outcome of others) if (!this.#told.has(outcome.id)) this.#tell(outcome);
    if (restsUntil === undefined && !this.#options.isDry) await this.#memory.save();
    return { feed, counts: this.#counts, trouble, restsUntil };
  }

  async #askInTime(lost: ReadonlySet<string>): Promise<Trouble | undefined> {
    const start = (): NodeJS.Timeout =>
      setTimeout(() => {
        this.#late.abort();
      }, this.#options.feedMs ?? MAX_FEED_MS);
    let timer = start();
    const seat = this.#room.seat();
    const take = async (signal: AbortSignal): Promise<void> => {
      // the time in which another feed is read is none of this one's
      clearTimeout(timer);
      await seat.take(signal);
      timer = start();
    };
    try {
      return await this.#ask(lost, { take });
    } finally {
      clearTimeout(timer);
      seat.leave();
    }
  }

  /** Takes what the upstream offers; why it offers nothing, otherwise. `lost` are digests of documents to be fetched again. */
  async #ask(lost: ReadonlySet<string>, seat: Seat): Promise<Trouble | undefined> {
    const feed = this.#feed;
    const { entries } = this.#record;
    const { now } = this.#options;
    const answer = await askUpstream(feed, this.#tools.journal.place.root, {
      fetcher: this.#tools.fetcher,
      memory: this.#memory,
      knownOf: knownIn(entries, settingsDigestOf(feed), lost),
      now,
      seat,
      signal: this.#signal,
    });
    if (answer.kind === 'failed' && this.#isOver()) return this.#lateness();
    const { everyMs } = feed.settings.upstream;
    this.#memory.rest(now(), answer.kind === 'failed' ? answer.retryAfterMs : everyMs);
    switch (answer.kind) {
      case 'unchanged':
        return undefined;
      case 'failed':
        return answer;
      case 'offers': {
        const isAll = await this.#takeAll(answer);
        // what was not taken is asked for again
        if (!isAll || this.#counts.failed > 0) this.#memory.forget();
        if (!isAll) this.#memory.rest(now(), undefined);
        return this.#lateness();
      }
    }
  }

  /** Whether nothing more is to be asked for: a fetch that was called off then is no failure of anybody's. */
  #isOver(): boolean {
    return this.#signal.aborted;
  }

  #lateness(): Trouble | undefined {
    return this.#late.signal.aborted ? TOO_LONG : undefined;
  }

  /** Decides on everything that is offered; false where it was stopped before the end. */
  async #takeAll({ offers, title }: Extract<Answer, { kind: 'offers' }>): Promise<boolean> {
    const taking: Taking = {
      feed: this.#feed,
      record: this.#record,
      recognition: new Recognition(await this.#tools.journal.ledgerOf(this.#feed.path)),
      admission: this.#admission,
      making: this.#tools.making,
      title,
      signal: this.#signal,
    };
    const later: Offer[] = [];
    const take = async (offer: Offer, isLast: boolean): Promise<boolean> => {
      if (this.#isOver() || this.#admission.taken >= this.#options.limit) return false;
      const outcome = await takeOffer(offer, taking, isLast);
      if (this.#isOver() && outcome?.kind === 'failed') return false;
      if (outcome === undefined) later.push(offer);
      else if (outcome.kind === 'waiting') this.#waiting.push(outcome);
      else if (outcome.kind !== 'refused' || !this.#told.has(outcome.id)) this.#tell(outcome);
      return true;
    };
    for await (const offer of offers) if (!(await take(offer, false))) return false;
    for (const offer of later.splice(0)) if (!(await take(offer, true))) return false;
    return true;
  }

  #tell(outcome: Outcome): void {
    this.#counts[outcome.kind]++;
    this.#told.add(outcome.id);
    this.#listener.onOutcome(this.#feed.path, outcome);
  }
}

/** The feeds that are asked one after the other: those of one host. */
function byHost(feeds: readonly IntakeFeed[]): readonly (readonly IntakeFeed[])[] {
  const groups = new Map<string, IntakeFeed[]>();
  for (const feed of feeds) {
    const [url = ''] = feed.settings.upstream.urls;
    const host = URL.canParse(url) ? new URL(url).host : '';
    groups.set(host, [...(groups.get(host) ?? []), feed]);
  }
  return [...groups.values()];
}

/** Asks for each of `feeds`, and takes in what may be taken. Rejects with the system's error when the disk fails. */
export async function sync(
  feeds: readonly IntakeFeed[],
  tools: Tools,
  options: SyncOptions,
  listener: SyncListener,
): Promise<void> {
  const { journal } = tools;
  const room = new Room();
  const failing = new AbortController();
  const signal = AbortSignal.any([options.signal, failing.signal]);
  let failure: Error | undefined;
  await mapConcurrently(byHost(feeds), MAX_AT_ONCE, async (group) => {
    for (const feed of group) {
      if (signal.aborted) return;
      try {
        const record = await FeedRecord.open(feed.path, journal, options);
        const memory = await UpstreamMemory.load(journal.place, feed.path, settingsDigestOf(feed));
        listener.onFeed(
          await new FeedRun(feed, record, memory, tools, room, { ...options, signal }, listener).run(),
        );
      } catch (error) {
        const trouble = localTrouble(error);
        if (trouble !== undefined) {
          listener.onFeed({ feed: feed.path, counts: noCounts(), trouble });
          continue;
        }
        failure ??= error instanceof Error ? error : new Error(String(error), { cause: error });
        failing.abort();
      }
    }
  });
  // the others have ended by now: nobody writes any more
  if (failure !== undefined) throw failure;
}
