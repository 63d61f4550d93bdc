/** Which of the articles that wait an operator means. */
import type { Command } from 'commander';
import type { Journal } from '../intake/journal.ts';
import type { Entry } from '../intake/entry.ts';
import { entriesIn, namedBy, type Named } from '../intake/queue.ts';
import { existingFeed } from './existing-feed.ts';
import { Failure } from './failure.ts';
import { tellBroken } from './intake-folder.ts';
import { tell } from './output.ts';
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
  if (all === true ? feed === undefined || names.length > 0 : names.length === 0)
    throw new Failure('no article is named', 'name articles, or give --all and --feed', 2);
  const only = feed === undefined ? undefined : await existingFeed(journal, feed);
  tellBroken(journal, only);
  const waiting = await entriesIn(journal, states, only);
  const [state, list] = states.includes('refused')
    ? ['was refused', 'queue --refused lists what was']
    : ['waits', 'queue lists what does'];
  if (all === true && only !== undefined && waiting.length === 0)
    tell(`Nothing of the feed ${only} ${state}.`);
  if (all === true) return byFeed(waiting);
  return byFeed([
    ...new Set(
      names.map((name) => {
        const found = theNamed(waiting, name);
        if (found !== undefined) return found;
        throw new Failure(
          `nothing of the name ${name} ${state}`,
          `gopherwire ${list}; --dir names another folder of articles`,
        );
      }),
    ),
  ]);
}

/** The one of `among` that is meant by `name`; `undefined` where none is. Throws a {@link Failure} where several are. */
export function theNamed(among: readonly Named[], name: string): Named | undefined {
  const [first, second] = namedBy(among, name);
  if (second === undefined) return first;
  throw new Failure(
    `${name} is the name of several articles`,
    'give the selector of the one that is meant, which is its alone',
  );
}

function byFeed(named: readonly Named[]): ReadonlyMap<string, readonly Entry[]> {
  const feeds = new Map<string, Entry[]>();
  for (const { feed, entry } of named) feeds.set(feed, [...(feeds.get(feed) ?? []), entry]);
  return feeds;
}
