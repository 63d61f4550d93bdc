/** What came of asking an upstream. */
import type { Fetched } from '../http/fetched.ts';
import type { Fetcher } from '../http/fetcher.ts';
import type { Seat } from '../http/room.ts';
import type { Known } from '../known.ts';
import type { Offer } from '../offer.ts';
import type { UpstreamMemory } from './memory.ts';

/** Why nothing can be had from an upstream now. */
export interface Trouble {
  readonly kind: 'failed';
  readonly message: string;
  readonly fix: string;
  readonly retryAfterMs?: number | undefined;
}

export type Answer =
  | {
      readonly kind: 'offers';
      /** The upstream's own title. */
      readonly title: string | undefined;
      /** One after the other, as they are asked for. */
      readonly offers: Iterable<Offer> | AsyncIterable<Offer>;
    }
  | { readonly kind: 'unchanged' }
  | Trouble;

/** What reading an upstream needs. */
export interface Asking {
  readonly fetcher: Fetcher;
  readonly memory: UpstreamMemory;
  /** What is known of an address, by which the upstream knows an article. */
  readonly knownOf: (url: string) => Known;
  /** The time in milliseconds since 1970. */
  readonly now: () => number;
  /** For what is long. */
  readonly seat: Seat;
  readonly signal: AbortSignal;
}

const UPSTREAM_GONE_FIX = 'look for the new address at the publisher, and write it into feed.toml';
/** What to do about an address that an upstream gives, and not feed.toml. */
export const LINK_GONE_FIX = 'nothing to do here: tell the publisher that the link leads nowhere';

/** What went wrong with `fetched`, in words; a feed or page that is gone too, with what to do then. */
export function troubleOf(
  fetched: Exclude<Fetched, { kind: 'content' | 'unchanged' }>,
  url: string,
  goneFix: string = UPSTREAM_GONE_FIX,
): Trouble {
  switch (fetched.kind) {
    case 'gone':
      return {
        kind: 'failed',
        message: `${url} is gone (${fetched.status})`,
        fix: goneFix,
      };
    case 'refused':
      return { kind: 'failed', message: fetched.message, fix: fetched.fix };
    case 'failed':
      return fetched;
  }
}

/** `trouble` as what costs one article, and not the others. */
export const faultOf = ({ message, fix }: Trouble, where: string): Extract<Offer, { kind: 'faulty' }> => ({
  kind: 'faulty',
  where,
  message,
  fix,
});
