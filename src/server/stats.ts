/** Counts of what was served since the start. No address of a client ever gets here. */
import { STATUSES, type Status } from '../site/reply.ts';
import type { DayCount } from '../site/status.ts';
import type { LoggedRequest } from './access-log.ts';
import { ArticleReads } from './article-reads.ts';

/** Requests by how they ended. */
export type StatusCounts = Readonly<Record<Status, number>>;

/** The requests that came by one protocol, with or without TLS. */
export interface ProtocolCounts {
  readonly protocol: 'gopher' | 'http';
  readonly isTls: boolean;
  readonly counts: StatusCounts;
}

/** What of a request is counted. */
export type CountedRequest = Pick<LoggedRequest, 'request' | 'status' | 'bytes' | 'isTls'>;

const DAY_MS = 86_400_000;
const MAX_DAYS = 30;

const none = (): Record<Status, number> => ({
  ok: 0,
  'bad-request': 0,
  'not-found': 0,
  gone: 0,
  unavailable: 0,
  busy: 0,
});

/** Counters, cheap enough for every request. */
export class Stats {
  /** In milliseconds since 1970, as everything that `clock` gives. */
  readonly startedMs: number;
  readonly #clock: () => number;
  readonly #requests = {
    gopher: { plain: none(), tls: none() },
    http: { plain: none(), tls: none() },
  };
  readonly #reads = new ArticleReads();
  /** Requests by day, counted from 1970. */
  readonly #days = new Map<number, number>();
  #sentBytes = 0;
  #accepted = 0;
  #refused = 0;

  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
    this.startedMs = clock();
  }

  countConnection(): void {
    this.#accepted++;
  }

  /** Counts a connection, counted before, as one that was turned away. */
  countRefusal(): void {
    this.#accepted--;
    this.#refused++;
  }

  /** Counts a request that was answered. A TLS client that got no answer has asked for nothing. */
  add({ request, status, bytes, isTls }: CountedRequest): void {
    if (request.kind === 'tls') return;
    const { plain, tls } = this.#requests[request.kind === 'http' ? 'http' : 'gopher'];
    (isTls ? tls : plain)[status]++;
    this.#sentBytes += bytes;
    this.#countDay();
    if (status !== 'ok') return;
    if (request.kind === 'gopher') this.#reads.add(request.selector);
    else if (request.kind === 'http') this.#reads.add(request.target ?? '');
  }

  get nowMs(): number {
    return this.#clock();
  }

  /** Every protocol, also those by which nobody came. */
  get protocols(): readonly ProtocolCounts[] {
    return (['gopher', 'http'] as const).flatMap((protocol) => [
      { protocol, isTls: false, counts: this.#requests[protocol].plain },
      { protocol, isTls: true, counts: this.#requests[protocol].tls },
    ]);
  }

  /** All requests by how they ended. */
  get replies(): StatusCounts {
    const sum = none();
    for (const { counts } of this.protocols) for (const status of STATUSES) sum[status] += counts[status];
    return sum;
  }

  get sentBytes(): number {
    return this.#sentBytes;
  }

  get accepted(): number {
    return this.#accepted;
  }

  get refused(): number {
    return this.#refused;
  }

  /** How often each article was asked for, by path. */
  get reads(): ReadonlyMap<string, number> {
    return this.#reads.counts;
  }

  /** The days in UTC since the start, at most the last 30, oldest first; the last one is today. */
  get days(): readonly DayCount[] {
    const today = this.#today;
    const first = Math.max(Math.min(Math.floor(this.startedMs / DAY_MS), today), today - MAX_DAYS + 1);
    return Array.from({ length: today - first + 1 }, (_, index) => ({
      startMs: (first + index) * DAY_MS,
      requests: this.#days.get(first + index) ?? 0,
    }));
  }

  get #today(): number {
    return Math.floor(this.#clock() / DAY_MS);
  }

  #countDay(): void {
    const today = this.#today;
    const before = this.#days.get(today);
    this.#days.set(today, (before ?? 0) + 1);
    if (before === undefined && this.#days.size > MAX_DAYS) this.#days.delete(Math.min(...this.#days.keys()));
  }
}
