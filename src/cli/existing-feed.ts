/** `--feed`, where it is to be the path of a feed that is there. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Journal } from '../intake/journal.ts';
import { feedOf, parentOf } from '../library/folders.ts';
import { walk } from '../library/walk.ts';
import { distanceOf } from '../text/near.ts';
import { feedPath } from './add.ts';
import { Failure } from './failure.ts';

const MOST_SLIPS = 3;
const MOST_NAMES = 3;

/** The paths of feeds that are spelled nearly as `path`, the nearest first. */
async function nearFeeds(root: string, path: string): Promise<readonly string[]> {
  const { feedFiles, documents } = await walk(root);
  const feeds = new Set([...feedFiles, ...documents].map((file) => feedOf(parentOf(file))));
  return Array.from(feeds, (feed) => ({
    feed,
    slips: distanceOf(Array.from(path), Array.from(feed), MOST_SLIPS),
  }))
    .filter(({ slips }) => slips <= MOST_SLIPS)
    .toSorted((a, b) => a.slips - b.slips)
    .slice(0, MOST_NAMES)
    .map(({ feed }) => feed);
}

/** The path of the feed that `--feed` gives, which has a folder or a ledger. Throws a {@link Failure} where none has. */
export async function existingFeed({ feeds, place }: Journal, given: string): Promise<string> {
  const path = feedPath(given, '--feed');
  const folder = await stat(join(place.root, path)).catch(() => undefined);
  if (folder?.isDirectory() === true || feeds.includes(path)) return path;
  const near = await nearFeeds(place.root, path);
  throw new Failure(
    `there is no feed ${path}`,
    near.length > 0
      ? `is it ${near.join(' or ')}?`
      : 'give the path of its folder below the articles folder, such as news/example; --dir names another folder of articles',
  );
}
