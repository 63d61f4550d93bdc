/** The feeds of an articles folder that take articles in. */
import { join } from 'node:path';
import { decode } from '../article/decode.ts';
import { parseFeedFile, type FeedFacts } from '../library/feed-file.ts';
import { feedOf, parentOf } from '../library/folders.ts';
import { readRegularFile } from '../library/read-file.ts';
import { FEED_FILE, MAX_SIDE_FILE_BYTES } from '../library/side-files.ts';
import type { FeedProblem } from '../library/toml-table.ts';
import { walk } from '../library/walk.ts';
import type { IntakeFeed } from './feed.ts';

/** A feed.toml, by the path of its feed; what is wrong in it keeps its feed from taking anything in. */
export interface FoundFeed {
  readonly path: string;
  /** What it says of the feed; nothing where it cannot be read. */
  readonly facts: FeedFacts;
  /** `undefined` where no upstream is named that can be used. */
  readonly feed: IntakeFeed | undefined;
  /** Whether an upstream is named, or may be: the file cannot be read. */
  readonly mayTakeIn: boolean;
  readonly problems: readonly FeedProblem[];
}

const NO_FEED: FeedProblem = {
  message: 'an upstream is named in the articles folder itself, or in a year or a month of a feed',
  fix: 'put this feed.toml into the folder of a feed, such as news/example',
};

/** What the feed.toml of `path` says. */
export async function findFeed(root: string, path: string): Promise<FoundFeed> {
  const content = await readRegularFile(join(root, path, FEED_FILE), MAX_SIDE_FILE_BYTES);
  if (!('bytes' in content)) {
    const problems = content.code === 'vanished' ? [] : [content];
    return { path, facts: {}, feed: undefined, mayTakeIn: problems.length > 0, problems };
  }
  const { facts, intake, mayTakeIn, problems } = parseFeedFile(decode(content.bytes).text);
  const feed = intake && { path, facts, settings: intake };
  const isFeed = path !== '' && feedOf(path) === path;
  return {
    path,
    facts,
    feed,
    mayTakeIn,
    problems: isFeed || feed === undefined ? problems : [...problems, NO_FEED],
  };
}

/** Every feed that names an upstream or may, by path. Rejects when `root` cannot be read. */
export async function findFeeds(root: string): Promise<readonly FoundFeed[]> {
  const { feedFiles, passedOver } = await walk(root);
  const found: FoundFeed[] = [];
  for (const file of feedFiles) found.push(await findFeed(root, parentOf(file)));
  // a folder whose name cannot be part of a selector is not entered
  for (const { file: path, message, fix } of passedOver) {
    const { facts, feed } = await findFeed(root, path);
    if (feed !== undefined) found.push({ path, facts, feed, mayTakeIn: true, problems: [{ message, fix }] });
  }
  return found.filter(({ mayTakeIn }) => mayTakeIn);
}
