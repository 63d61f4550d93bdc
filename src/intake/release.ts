/** Showing what has waited long enough: selected, past its embargo, within the quota. */
import type { FeedRecord } from './feed-record.ts';
import { isLicenceGone, type IntakeFeed } from './feed.ts';
import type { Entry } from './entry.ts';
import { failedFor } from './local-trouble.ts';
import type { Held } from './make-document.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import { publishedMs, waitOf } from './permission.ts';

const LOST = 'its document in the journal is lost or damaged';
const STILL_LOST_FIX = 'where its upstream offers it no more, take it from the queue: gopherwire refuse';
const LOST_FIX = 'the next sync fetches it again, and then it is to be approved';

const LICENCE_GONE: Held = {
  held: 'its licence came from feed.toml, which no longer gives it',
  fix: 'where the publisher grants it, give it there again as default with its evidence; the next sync looks at it again',
};

/** Those that wait, what was published first before all. */
const inTurn = (entries: readonly Entry[]): readonly Entry[] =>
  entries.filter(({ state }) => state === 'waiting').toSorted((a, b) => publishedMs(a) - publishedMs(b));

/**
 * Shows one; what became of it otherwise: `refused` where it was to take the place of what was removed by hand, `failed`
 * where something else than a document stands in its place.
 */
async function releaseOne(record: FeedRecord, entry: Entry, bytes: Uint8Array): Promise<Outcome | undefined> {
  const waited: Entry = { ...entry, formerId: undefined };
  try {
    const there = await record.standing(entry);
    if (entry.stands === undefined) record.show(waited, bytes);
    else if (there !== undefined) record.replace(waited, bytes, there);
    else {
      record.refuseRemoved(entry);
      return outcomeOf('refused', record.latest(entry));
    }
    return undefined;
  } catch (error) {
    return failedFor(error, entry);
  }
}

/**
 * Shows what has waited long enough, and writes it through to the disk; what became of each, those last that could not
 * be shown: `failed` where its document is lost or its place taken, `held` where its licence was the default that `feed` had, `refused` where that which it was to replace was removed by hand. Rejects with the system's error.
 */
export async function release(record: FeedRecord, feed: IntakeFeed): Promise<readonly Outcome[]> {
  await record.commit();
  const released: Entry[] = [];
  const unshown: Outcome[] = [];
  for (const entry of inTurn(record.entries)) {
    if (isLicenceGone(feed, entry)) {
      record.hold(entry, LICENCE_GONE);
      const { held: reason, fix } = LICENCE_GONE;
      unshown.push({ ...outcomeOf('held', entry), reason, fix });
      continue;
    }
    if (waitOf(feed.settings.permission, entry, record.moment) !== undefined) continue;
    const bytes = await record.waiting(entry);
    if (bytes === undefined) {
      record.lose(entry);
      unshown.push({ ...outcomeOf('failed', entry), reason: LOST, fix: LOST_FIX });
      continue;
    }
    const why = await releaseOne(record, entry, bytes);
    if (why === undefined) released.push(entry);
    else unshown.push(why);
    await record.commitIfFull();
  }
  await record.commit();
  // its place may have been taken by then
  const shown = released.map((entry) =>
    outcomeOf(entry.stands === undefined ? 'new' : 'changed', record.latest(entry)),
  );
  return [...shown, ...unshown];
}

/** Articles that wait without their documents, and that the upstream has not given again. */
export const stillLost = (record: FeedRecord): readonly Outcome[] =>
  record.entries
    .filter((entry) => entry.state === 'waiting' && record.isLost(entry))
    .map((entry) => ({ ...outcomeOf('failed', entry), reason: LOST, fix: STILL_LOST_FIX }));
