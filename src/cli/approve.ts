/** `gopherwire approve`: articles that wait are selected. */
import type { Command } from 'commander';
import { findFeed } from '../intake/find-feeds.ts';
import type { Entry } from '../intake/ledger.ts';
import { selectorOfEntry, shelfOf } from '../intake/queue.ts';
import type { Shelf } from '../intake/shelf.ts';
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

async function approveOn(shelf: Shelf, entries: readonly Entry[], agreed: string | undefined): Promise<void> {
  const { path, settings } = shelf.feed;
  if (settings.permission.mode === 'ask' && (agreed ?? '').trim() === '')
    throw new Failure(
      `the publisher of ${path} is asked for each article`,
      'say with --agreed who agreed, and when: --agreed "Ann Example, by mail of 3 June"',
      2,
    );
  for (const entry of entries) shelf.approve(entry, agreed);
  const shown = await shelf.release();
  const lost = shown.filter(({ kind }) => kind === 'failed');
  for (const entry of entries) {
    if (lost.some(({ id }) => id === entry.id)) continue;
    const file = shown.find(({ id }) => id === entry.id)?.file;
    const state = file === undefined ? 'approved' : 'shown';
    const selector = selectorOfEntry({ ...entry, file: file ?? entry.file });
    await print(`${state}: ${selector} ${cleanLine(entry.title)}\n`);
  }
  for (const { title, reason = '', fix = '' } of lost) tell(`${cleanLine(title)}: ${reason}\n  fix: ${fix}`);
  if (lost.length > 0) process.exitCode = 1;
}

async function approve(names: readonly string[], _options: unknown, command: Command): Promise<void> {
  const { values } = await resolveSettings<ApproveOptions>(command, settingNames());
  await withJournal(values.dir, async (journal) => {
    for (const [feed, entries] of await selected(journal, names, values, ['waiting'])) {
      const { problems } = await findFeed(journal.place.root, feed);
      // an embargo that cannot be read is none
      if (problems.length > 0)
        throw new Failure(`${feed}/feed.toml cannot be used`, `gopherwire check ${values.dir} tells why`);
      await approveOn(await shelfOf(journal, feed, AT_ONCE), entries, values.agreed);
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
