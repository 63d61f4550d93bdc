/** Which of the articles that wait an operator means. */
import type { Command } from 'commander';
import type { Journal } from '../intake/journal.ts';
import type { Entry } from '../intake/ledger.ts';
import { entriesIn, isNamed, type Named } from '../intake/queue.ts';
import { feedPath } from './add.ts';
import { Failure } from './failure.ts';
import { configOption, dirOption } from './site-options.ts';

export interface SelectionOptions {
  readonly dir: string;
  readonly feed?: string;
  readonly all?: boolean;
}

/** Adds argument and options of a selection to `command`. */
export const withSelection = (command: Command): Command =>
  command
    .argument('[article...]', 'selectors, ids or addresses, as gopherwire queue lists them')
    .addOption(configOption())
    .addOption(dirOption())
    .option('--feed <path>', 'of this feed alone, such as news/example')
    .option('--all', 'everything that waits in the feed; needs --feed');

/** The articles in one of `states` that are meant, by feed. Throws a {@link Failure} where a name is that of none. */
export async function selected(
  journal: Journal,
  names: readonly string[],
  { feed, all }: SelectionOptions,
  states: readonly Entry['state'][],
): Promise<ReadonlyMap<string, readonly Entry[]>> {
  const only = feed === undefined ? undefined : feedPath(feed, '--feed');
  if (all === true ? only === undefined || names.length > 0 : names.length === 0)
    throw new Failure('no article is named', 'name articles, or give --all and --feed', 2);
  const waiting = await entriesIn(journal, states, only);
  const missing = names.find((name) => !waiting.some(({ entry }) => isNamed(entry, name)));
  if (missing !== undefined)
    throw new Failure(`nothing of the name ${missing} waits`, 'gopherwire queue lists what does');
  const chosen = waiting.filter(({ entry }) => all === true || names.some((name) => isNamed(entry, name)));
  return byFeed(chosen);
}

function byFeed(named: readonly Named[]): ReadonlyMap<string, readonly Entry[]> {
  const feeds = new Map<string, Entry[]>();
  for (const { feed, entry } of named) feeds.set(feed, [...(feeds.get(feed) ?? []), entry]);
  return feeds;
}
