/** Asking the upstream of a feed, of whatever kind. */
import { join } from 'node:path';
import type { IntakeFeed } from '../feed.ts';
import type { Answer, Asking } from './answer.ts';
import { askFeed } from './feed-upstream.ts';
import { askFolder } from './folder-upstream.ts';
import { askGopher } from './gopher-upstream.ts';
import { askPages } from './page-upstream.ts';

/** What the upstream of `feed` offers. `root` is the articles folder. Never rejects for what an upstream does. */
export async function askUpstream(feed: IntakeFeed, root: string, asking: Asking): Promise<Answer> {
  const { kind, urls, isList } = feed.settings.upstream;
  const [url = ''] = urls;
  switch (kind) {
    case 'feed':
      return askFeed(url, asking);
    case 'gopher':
      return askGopher(url, asking);
    case 'folder':
      return askFolder(url, join(root, feed.path), root);
    case 'page':
      return askPages(urls, isList, asking);
  }
}
