/** `gopherwire approve`: articles that wait are selected. */
import type { Command } from 'commander';
import { FeedRecord } from '../intake/feed-record.ts';
import { feedByHand, type IntakeFeed } from '../intake/feed.ts';
import { findFeed } from '../intake/find-feeds.ts';
import type { Entry } from '../intake/entry.ts';
import { selectorOfEntry } from '../intake/queue.ts';
import { release } from '../intake/release.ts';
import { waitOf, waitWords } from '../intake/permission.ts';
import { cleanLine } from '../text/clean.ts';
import { Failure } from './failure.ts';
import { withHelpTexts } from './help-texts.ts';
import { AT_ONCE, withJournal } from './intake-folder.ts';
import { print, tell } from './output.ts';
import { selected, withSelection, type SelectionOptions } from './selection.ts';
import { settingNames } from './serve-options.ts';
import { resolveSettings } from './settings.ts';

interface ApproveOptions extends SelectionOptions {
  readonly agreed?: string;
}

async function approveOn(
  record: FeedRecord,
  feed: IntakeFeed,
  entries: readonly Entry[],
  agreed: string | undefined,
): Promise<void> {
  const { permission } = feed.settings;
  if (permission.mode === 'ask' && (agreed ?? '').trim() === '')
    throw new Failure(
      `the publisher of ${record.feed} is asked for each article`,
      'say with --agreed who agreed, and when: --agreed "Ann Example, by mail of 3 June"',
      2,
    );
  // a run that was killed may have shown it
  const waiting = entries.filter((entry) => record.latest(entry).state === 'waiting');
  for (const entry of waiting) record.approve(entry, agreed);
  const released = await release(record, feed);
  const unshown = released.filter(({ kind }) => ['failed', 'held', 'refused'].includes(kind));
  for (const entry of entries) {
    if (unshown.some(({ id }) => id === entry.id)) continue;
    const latest = record.latest(entry);
    const isShown = latest.state === 'published';
    const wait = isShown ? undefined : waitOf(permission, latest, record.moment);
    const waits = wait === undefined ? '' : `; it waits ${waitWords(wait)}`;
    const state = isShown ? 'shown' : 'approved';
    await print(`${state}: ${selectorOfEntry(latest)} ${cleanLine(entry.title)}${waits}\n`);
  }
  for (const { title, reason = '', fix } of unshown)
    tell(`${cleanLine(title)}: ${reason}${fix === undefined ? '' : `\n  fix: ${fix}`}`);
  if (unshown.length > 0) process.exitCode = 1;
}

async function approve(names: readonly string[], _options: unknown, command: Command): Promise<void> {
  const { values } = await resolveSettings<ApproveOptions>(command, settingNames());
  await withJournal(values.dir, async (journal) => {
    for (const [path, entries] of await selected(journal, names, values, ['waiting'])) {
      const { facts, feed = feedByHand(path, facts), problems } = await findFeed(journal.place.root, path);
      // an embargo that cannot be read is none
      if (problems.length > 0)
        throw new Failure(`${path}/feed.toml cannot be used`, `gopherwire check ${values.dir} tells why`);
      const record = await FeedRecord.open(path, journal, AT_ONCE);
      await approveOn(record, feed, entries, values.agreed);
    }
  });
}

/** Adds the command to `program`. */
export function addApprove(program: Command): void {
  const command = withSelection(
    program.command('approve').description('show articles that wait, once embargo and quota let them'),
  )
    .option('--agreed <words>', 'the publisher\'s agreement, for the journal; mode = "ask" needs it')
    .action(approve);
  withHelpTexts(command, {
    examples: [
      ['gopherwire approve /feeds/news/example/2026/11/a-story.txt'],
      ['gopherwire approve --all --feed news/example --dir wire'],
    ],
    exitCodes: [
      [0, 'approved'],
      [1, 'failure'],
      [2, 'usage'],
    ],
  });
}
