/** What is known of an address before it is asked for. */
import type { Entry } from './entry.ts';

/** `kept`: what was there has been decided on; `unwanted`: it is not to be taken again; `new`: it is to be looked at. */
export type Known = 'new' | 'kept' | 'unwanted';

/** How things stand with `entry`; `settings` is the digest of what feed.toml says, `lost` those of documents to be fetched again. */
function standingOf({ state, offered, sha256 }: Entry, settings: string, lost: ReadonlySet<string>): Known {
  switch (state) {
    case 'published':
      return 'kept';
    case 'waiting':
      return lost.has(sha256) ? 'new' : 'kept';
    case 'held':
      // what was held may not be, by what feed.toml says now
      return offered.endsWith(settings) ? 'kept' : 'new';
    case 'refused':
    case 'withdrawn':
      return 'unwanted';
  }
}

/** What is known of each address by which an upstream knows one of `entries`. */
export function knownIn(
  entries: readonly Entry[],
  settings: string,
  lost: ReadonlySet<string>,
): (url: string) => Known {
  const known = new Map(entries.map((entry) => [entry.id, standingOf(entry, settings, lost)]));
  return (url) => known.get(url) ?? 'new';
}
