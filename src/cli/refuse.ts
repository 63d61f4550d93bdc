/** `gopherwire refuse`: articles that wait are not wanted. */
import type { Command } from 'commander';
import { FeedRecord } from '../intake/feed-record.ts';
import { cleanLine } from '../text/clean.ts';
import { withHelpTexts } from './help-texts.ts';
import { AT_ONCE, withJournal } from './intake-folder.ts';
import { print } from './output.ts';
import { selected, withSelection, type SelectionOptions } from './selection.ts';
import { settingNames } from './serve-options.ts';
import { resolveSettings } from './settings.ts';

interface RefuseOptions extends SelectionOptions {
  readonly reason: string;
}

async function refuse(names: readonly string[], _options: unknown, command: Command): Promise<void> {
  const { values } = await resolveSettings<RefuseOptions>(command, settingNames());
  await withJournal(values.dir, async (journal) => {
    for (const [feed, entries] of await selected(journal, names, values, ['waiting', 'held'])) {
      const record = await FeedRecord.open(feed, journal, AT_ONCE);
      for (const entry of entries) await record.refuse(entry, values.reason);
      await record.commit();
      for (const { id, title } of entries) await print(`refused: ${cleanLine(`${title} (${id})`)}\n`);
    }
  });
}

/** Adds the command to `program`. */
export function addRefuse(program: Command): void {
  const command = withSelection(
    program.command('refuse').description('take articles from the queue for good: sync takes them no more'),
  )
    .option('--reason <words>', 'why, for the journal', 'not selected')
    .action(refuse);
  withHelpTexts(command, {
    examples: [
      ['gopherwire refuse https://news.example/story'],
      ['gopherwire refuse --all --feed news/example --reason "too old"'],
    ],
    exitCodes: [
      [0, 'refused'],
      [1, 'failure'],
      [2, 'usage'],
    ],
  });
}
