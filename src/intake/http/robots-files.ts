/** The robots.txt of every host that is asked, read when it is first needed and kept for an hour. */
import type { Clock } from './clock.ts';
import { failed, refused, type Failed, type Fetched, type Refused } from './fetched.ts';
import { ALLOW_ALL, parseRobots, permitsPath, PRODUCT, type Robots } from '../../library/robots.ts';

const KEPT_MS = 60 * 60 * 1_000;
/** What could not be read is asked for again sooner. */
const KEPT_FAILURE_MS = 5 * 60 * 1_000;
const MAX_HOSTS = 1_000;

type Found = Robots | Refused | Failed;

interface Known {
  readonly found: Promise<Found>;
  until: number;
}

function found(fetched: Fetched): Found {
  switch (fetched.kind) {
    case 'content':
      return parseRobots(fetched.bytes.toString('utf8'), PRODUCT);
    case 'gone':
    case 'unchanged':
      return ALLOW_ALL;
    case 'refused':
      return fetched;
    case 'failed': {
      const { status } = fetched;
      // a host that cannot be reached is told of as such
      if (status === undefined) return fetched;
      // [RFC9309-2.3.1.3] there is none; [RFC9309-2.3.1.4] otherwise nothing is allowed until it can be read
      if (status >= 400 && status < 500) return ALLOW_ALL;
      return failed(`without robots.txt nothing is fetched: ${fetched.message}`, fetched.fix, fetched);
    }
  }
}

/** What upstreams let this program fetch. */
export class RobotsFiles {
  readonly #read: (url: URL, signal: AbortSignal) => Promise<Fetched>;
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();

  constructor(read: (url: URL, signal: AbortSignal) => Promise<Fetched>, clock: Clock) {
    this.#read = read;
    this.#clock = clock;
  }

  /** How long to pause between requests to the host of `url`, in milliseconds; or why `url` is not to be fetched. */
  async pauseFor(url: URL, signal: AbortSignal): Promise<number | Refused | Failed> {
    const robots = await this.#of(url, signal);
    if ('kind' in robots) return robots;
    // [RFC9309-2.2.2] the file itself may always be read
    if (url.pathname === '/robots.txt' || permitsPath(robots, url.pathname + url.search))
      return robots.crawlDelayMs;
    return refused(
      `robots.txt of ${url.host} keeps ${PRODUCT} from ${url.pathname}`,
      'ask the publisher to allow it there',
    );
  }

  #of(url: URL, signal: AbortSignal): Promise<Found> {
    const known = this.#known.get(url.origin);
    if (known !== undefined && known.until > this.#clock.now()) return known.found;
    if (this.#known.size >= MAX_HOSTS) this.#known.clear();
    const entry: Known = {
      until: Number.POSITIVE_INFINITY,
      found: this.#read(new URL('/robots.txt', url), signal).then((fetched) => {
        // one that was called off says nothing of the host
        const keptMs = fetched.kind === 'failed' ? KEPT_FAILURE_MS : KEPT_MS;
        entry.until = signal.aborted ? 0 : this.#clock.now() + keptMs;
        return found(fetched);
      }),
    };
    this.#known.set(url.origin, entry);
    return entry.found;
  }
}
