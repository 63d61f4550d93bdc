/** A feed that takes articles in. */
import type { FeedFacts } from '../library/feed-file.ts';
import type { IntakeSettings } from '../library/feed-intake.ts';
import { sha256Of } from './journal.ts';
import type { Entry } from './entry.ts';

/** A feed with what its feed.toml says. */
export interface IntakeFeed {
  /** Below the articles folder. */
  readonly path: string;
  readonly facts: FeedFacts;
  readonly settings: IntakeSettings;
}

/** How a run goes. */
export interface RunOptions {
  readonly keepsSource: boolean;
  /** Whether nothing is written. */
  readonly isDry: boolean;
  /** The time in milliseconds since 1970. */
  readonly now: () => number;
}

/** By which a change of what feed.toml says is known. */
export function settingsDigestOf({ facts, settings }: IntakeFeed): string {
  const { publisher, defaultLicence } = facts;
  return sha256Of(JSON.stringify([publisher, defaultLicence, settings]));
}

/** Whether the licence of `entry` came from feed.toml, and that gives it no longer. */
export const isLicenceGone = ({ facts }: IntakeFeed, { defaultLicence }: Entry): boolean =>
  defaultLicence !== undefined && defaultLicence !== facts.defaultLicence?.licence.id;

/** A feed that names no upstream, of which documents can be withdrawn all the same. */
export const feedByHand = (path: string, facts: FeedFacts = {}): IntakeFeed => ({
  path,
  facts,
  settings: {
    upstream: { kind: 'folder', urls: [], isList: false, everyMs: undefined },
    permission: {
      mode: 'select',
      embargoMs: 0,
      monthly: 0,
      credit: undefined,
      creditAt: 'end',
      isNonCommercial: false,
    },
  },
});
