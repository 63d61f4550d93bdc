/** What a feed.toml says for everybody, as a feed.toml: how articles are taken in is nobody else's. */
import { stringify } from 'smol-toml';
import type { FeedFacts } from './feed-file.ts';

/** The text of `facts`, the same for the same facts; empty where there are none. */
export function feedFileText({ title, publisher, home, language, defaultLicence }: FeedFacts): string {
  const named = Object.entries({ title, publisher, home, language }).filter(
    ([, value]) => value !== undefined,
  );
  const licence = defaultLicence && {
    licence: { default: defaultLicence.licence.id, evidence: defaultLicence.evidence },
  };
  if (named.length === 0 && licence === undefined) return '';
  return `${stringify({ ...Object.fromEntries(named), ...licence }).trimEnd()}\n`;
}
