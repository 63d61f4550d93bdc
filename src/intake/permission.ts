/** Whether an article may be shown now. */
import type { Permission } from '../library/feed-intake.ts';
import type { Entry } from './entry.ts';

/** Why an article waits; `until` is an instant, where it is known. */
export interface Wait {
  readonly why: 'selection' | 'agreement' | 'embargo' | 'future' | 'quota';
  readonly until?: string;
}

/** What {@link waitOf} asks of the moment. */
export interface Moment {
  readonly nowMs: number;
  /** How many articles of the feed have been shown this month. */
  readonly shownThisMonth: number;
}

/** The month of an ISO instant: `2026-11`. */
const monthOf = (instant: string): string => instant.slice(0, '2026-11'.length);

/** How many of `entries` were shown first in the month of `nowMs`. */
export function shownThisMonth(entries: readonly Pick<Entry, 'shown'>[], nowMs: number): number {
  const month = monthOf(new Date(nowMs).toISOString());
  return entries.filter(({ shown = '' }) => monthOf(shown) === month).length;
}

/** The day of an ISO instant: `2026-11-25`. */
export const dayOf = (instant: string): string => instant.slice(0, '2026-11-25'.length);

function nextMonth(nowMs: number): string {
  const now = new Date(nowMs);
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1)).toISOString();
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** When an article was published, in milliseconds since 1970: as its publisher says, else when it was first offered. */
export function publishedMs({ dated = '', seen }: Pick<Entry, 'dated' | 'seen'>): number {
  const datedMs = Date.parse(dated);
  return Number.isNaN(datedMs) ? Date.parse(seen) : datedMs;
}

/**
 * For what the article of `entry` still waits; `undefined` when it may be shown. A month is one of UTC; a new edition
 * takes none of its room.
 */
export function waitOf(
  { mode, embargoMs, monthly }: Permission,
  entry: Pick<Entry, 'isApproved' | 'agreed' | 'dated' | 'seen' | 'stands'>,
  { nowMs, shownThisMonth: shown }: Moment,
): Wait | undefined {
  if (mode === 'ask' && (entry.agreed ?? '') === '') return { why: 'agreement' };
  if (mode === 'select' && entry.isApproved !== true) return { why: 'selection' };
  const freeMs = publishedMs(entry) + embargoMs;
  // some clocks and zones are wrong by hours; what is dated later is not published yet
  if (freeMs > nowMs + (embargoMs > 0 ? 0 : DAY_MS))
    return { why: embargoMs > 0 ? 'embargo' : 'future', until: new Date(freeMs).toISOString() };
  // a new edition takes no room: its article has had it
  const takesRoom = entry.stands === undefined;
  if (takesRoom && monthly > 0 && shown >= monthly) return { why: 'quota', until: nextMonth(nowMs) };
  return undefined;
}

/** How many of `entries` wait for nothing but room in the month: it is theirs before that of any new one. */
export function waitingForRoom(entries: readonly Entry[], permission: Permission, nowMs: number): number {
  const unlimited = { ...permission, monthly: 0 };
  return entries.filter(
    (entry) =>
      entry.state === 'waiting' &&
      entry.stands === undefined &&
      waitOf(unlimited, entry, { nowMs, shownThisMonth: 0 }) === undefined,
  ).length;
}

/** An ISO instant for people, to the minute: `2026-11-29 00:04 UTC`. */
export const instantWords = (instant: string): string =>
  `${instant.slice(0, '2026-11-29T00:04'.length).replace('T', ' ')} UTC`;

/** What an article waits for, in words. */
export function waitWords({ why, until }: Wait): string {
  const when = until === undefined ? '' : ` until ${instantWords(until)}`;
  switch (why) {
    case 'selection':
      return 'to be selected';
    case 'agreement':
      return "for the publisher's agreement";
    case 'embargo':
      return `for the end of its embargo,${when}`;
    case 'future':
      return `for its date, which is in the future,${when}`;
    case 'quota':
      return `for a month in which the quota has room,${when}`;
  }
}
