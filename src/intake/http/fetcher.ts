/** Fetches what upstreams have: politely, within bounds, and from no address inside. */
import { guardOf, type AddressGuard, type GuardOptions } from '../address-guard.ts';
import { DEADLINES, type Deadlines } from '../deadlines.ts';
import { fetchGopher } from '../gopher/fetch-gopher.ts';
import { parseGopherUri } from '../../gopher/uri.ts';
import { MAX_ROBOTS_BYTES } from '../../library/robots.ts';
import { SYSTEM_CLOCK, type Clock } from './clock.ts';
import { exchange, type Reply } from './exchange.ts';
import {
  failed,
  MAX_FEED_BYTES,
  type Content,
  type Failed,
  type Fetched,
  type FetchRequest,
  type Refused,
} from './fetched.ts';
import { BUSY, retryAfterMsOf, withRetries } from './retry.ts';
import { RobotsFiles } from './robots-files.ts';
import type { Seat } from './room.ts';
import { ASK_UPSTREAM, LATER, outcomeOf } from './trouble.ts';
import { Turns } from './turns.ts';
import { ACCEPTED_CODINGS } from './unpack.ts';
import { webAddress } from './web-address.ts';

export interface FetcherOptions extends GuardOptions {
  /** As `userAgentOf` makes it. */
  readonly userAgent: string;
  /** Between two requests to one host, a second unless given; none for this machine itself with `allowPrivate`. */
  readonly politenessMs?: number;
  readonly deadlines?: Deadlines;
  readonly clock?: Clock;
}

const POLITENESS_MS = 1_000;
const MAX_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const isPermanent = (status: number): boolean => status === 301 || status === 308;
const LOOPBACK = /^(?:localhost|127\.[\d.]+|\[::1\])$/;
/** What a header may hold; what an upstream once sent is sent back only so. */
const FIT_FOR_HEADER = /^[ -~\u0080-\u00ff]{1,1000}$/;

/** A request as it is sent to each address on the way. */
interface Errand {
  readonly headers: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  readonly isCut: boolean;
  readonly seat?: Seat | undefined;
  readonly signal: AbortSignal;
  /** The pause between requests that a host asks for, or why it is not to be asked. */
  readonly pauseFor: (url: URL) => Promise<number | Refused | Failed>;
}

const conditional = (name: string, value: string | undefined): Record<string, string> =>
  value !== undefined && FIT_FOR_HEADER.test(value) ? { [name]: value } : {};

function contentOf(reply: Reply, url: URL, isPermanentlyMoved: boolean): Fetched {
  return {
    kind: 'content',
    url: url.href,
    status: reply.status,
    bytes: reply.bytes,
    contentType: reply.headers['content-type'] ?? '',
    etag: reply.headers.etag,
    lastModified: reply.headers['last-modified'],
    isPermanentlyMoved,
  };
}

const calledOff = (host: string): Failed => failed(`${host}: the fetch was called off`, 'start it again');

/** Fetches for one run. It keeps no connections; what it knows of hosts goes with it. */
export class Fetcher {
  readonly #options: FetcherOptions;
  readonly #guard: AddressGuard;
  readonly #clock: Clock;
  readonly #turns: Turns;
  readonly #robots: RobotsFiles;
  readonly #closing = new AbortController();

  constructor(options: FetcherOptions) {
    this.#options = options;
    this.#guard = guardOf(options);
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#turns = new Turns(this.#clock);
    this.#robots = new RobotsFiles((url, signal) => this.#readRobots(url, signal), this.#clock);
  }

  /** What is at `text`, an http or https address. Never rejects. */
  async get(text: string, request: FetchRequest = {}): Promise<Fetched> {
    const url = webAddress(text);
    if (!(url instanceof URL)) return url;
    const signal = this.#signalOf(request);
    return this.#follow(url, {
      headers: {
        accept: request.accept ?? '*/*',
        'accept-encoding': ACCEPTED_CODINGS,
        ...conditional('if-none-match', request.etag),
        ...conditional('if-modified-since', request.lastModified),
      },
      maxBytes: request.maxBytes ?? MAX_FEED_BYTES,
      isCut: false,
      seat: request.seat,
      signal,
      pauseFor: (next) => this.#robots.pauseFor(next, signal),
    });
  }

  /** What is at the gopher address `uri`, as fetchGopher gives it, in the turn of its host. Never rejects. */
  async getGopher(
    uri: string,
    request: Pick<FetchRequest, 'maxBytes' | 'signal'> = {},
  ): Promise<Content | Refused | Failed> {
    const address = parseGopherUri(uri);
    const host = address === undefined ? '' : `${address.host.name}:${address.host.port}`;
    const signal = this.#signalOf(request);
    const fetch = (): Promise<Content | Refused | Failed> =>
      fetchGopher(uri, { ...this.#options, ...request, signal });
    try {
      return await this.#turns.take(host, this.#pauseAt(address?.host.name ?? ''), signal, fetch);
    } catch {
      return calledOff(host); // the one thing that a turn may meet
    }
  }

  /** Calls off what is under way; each such fetch has failed. */
  close(): void {
    this.#closing.abort();
  }

  #signalOf({ signal }: FetchRequest): AbortSignal {
    return signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal]);
  }

  #pauseAt(host: string): number {
    const isOwn = this.#options.allowPrivate && LOOPBACK.test(host);
    return isOwn ? 0 : (this.#options.politenessMs ?? POLITENESS_MS);
  }

  #readRobots(url: URL, signal: AbortSignal): Promise<Fetched> {
    return this.#follow(url, {
      // unpacked, so that what is too long can be cut
      headers: { accept: 'text/plain', 'accept-encoding': 'identity' },
      maxBytes: MAX_ROBOTS_BYTES,
      isCut: true,
      signal,
      pauseFor: () => Promise.resolve(0),
    });
  }

  async #follow(start: URL, errand: Errand): Promise<Fetched> {
    let url = start;
    let isPermanentlyMoved = true;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const pauseMs = await errand.pauseFor(url);
      if (typeof pauseMs !== 'number') return pauseMs;
      const reply = await this.#ask(url, pauseMs, errand);
      if ('kind' in reply) return reply;
      if (!REDIRECTS.has(reply.status))
        return this.#outcome(reply, url, errand, redirects > 0 && isPermanentlyMoved);
      isPermanentlyMoved &&= isPermanent(reply.status);
      // without a Location it leads to where it came from
      const next = webAddress(reply.headers.location ?? '', url);
      if (!(next instanceof URL)) return next;
      url = next;
    }
    const message = `${start.host}: more than ${MAX_REDIRECTS} redirects`;
    return failed(message, 'give the address to which a browser is led in the end');
  }

  /** The reply of one address, whatever its status; its turn lasts until the last attempt. */
  async #ask(url: URL, pauseMs: number, errand: Errand): Promise<Reply | Refused | Failed> {
    const { signal } = errand;
    const options = {
      ...errand,
      headers: { 'user-agent': this.#options.userAgent, ...errand.headers },
      guard: this.#guard,
      deadlines: this.#options.deadlines ?? DEADLINES,
    };
    try {
      return await this.#turns.take(url.host, Math.max(this.#pauseAt(url.hostname), pauseMs), signal, () =>
        withRetries(() => exchange(url, options), this.#clock, signal),
      );
    } catch (error) {
      return signal.aborted ? calledOff(url.host) : outcomeOf(error, url.host);
    }
  }

  #outcome(reply: Reply, url: URL, { headers }: Errand, isPermanentlyMoved: boolean): Fetched {
    const { status } = reply;
    if (status === 200 || status === 203) return contentOf(reply, url, isPermanentlyMoved);
    const wasConditional = 'if-none-match' in headers || 'if-modified-since' in headers;
    if (status === 304 && wasConditional) return { kind: 'unchanged' };
    if (status === 404 || status === 410) return { kind: 'gone', status };
    const message = `${url.host} answers with status ${status}`;
    if (!BUSY.has(status)) return failed(message, ASK_UPSTREAM, { status });
    const retryAfterMs = retryAfterMsOf(reply.headers['retry-after'], this.#clock.now());
    return failed(message, LATER, { status, ...(retryAfterMs !== undefined && { retryAfterMs }) });
  }
}
