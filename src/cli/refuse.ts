/** `gopherwire refuse`: articles that wait are not wanted. */
import type { Command } from 'commander';
import { FeedRecord } from '../intake/feed-record.ts';
import type { Journal } from '../intake/journal.ts';
import { UpstreamMemory } from '../intake/upstream/memory.ts';
import { cleanLine } from '../text/clean.ts';
import { withHelpTexts } from './help-texts.ts';
import { AT_ONCE, withJournal } from './intake-folder.ts';
import { print } from './output.ts';
import { selected, withSelection, type SelectionOptions } from './selection.ts';
import { settingNames } from './serve-options.ts';
import { resolveSettings } from './settings.ts';

interface RefuseOptions extends SelectionOptions {
  readonly undo?: boolean;
  readonly reason: string;
}

/** Has what was refused be taken again. */
async function undo(journal: Journal, names: readonly string[], options: RefuseOptions): Promise<void> {
  for (const [feed, entries] of await selected(journal, names, options, ['refused'])) {
    const record = await FeedRecord.open(feed, journal, AT_ONCE);
    await UpstreamMemory.expire(journal.place, feed, AT_ONCE.now());
    for (const entry of entries) record.wantAgain(entry);
    await record.commit();
    for (const { id, title } of entries)
      await print(`to be taken again by the next sync: ${cleanLine(`${title} (${id})`)}\n`);
  }
}

async function refuse(names: readonly string[], _options: unknown, command: Command): Promise<void> {
  const { values } = await resolveSettings<RefuseOptions>(command, settingNames());
  await withJournal(values.dir, async (journal) => {
    if (values.undo === true) {
      await undo(journal, names, values);
      return;
    }
    // what is held may be taken once its source says more: it is refused by name alone
    const states = values.all === true ? (['waiting'] as const) : (['waiting', 'held'] as const);
    for (const [feed, entries] of await selected(journal, names, values, states)) {
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
    program.command('refuse').description('take articles from the queue: sync takes them no more'),
  )
    .option('--reason <words>', 'why, for the journal', 'not selected')
    .option('--undo', 'the contrary, for what was refused: the next sync takes it as if it were new')
    .action(refuse);
  withHelpTexts(command, {
    examples: [
      ['gopherwire refuse https://news.example/story'],
      ['gopherwire refuse --all --feed news/example --reason "too old"'],
      ['gopherwire refuse --undo https://news.example/story'],
    ],
    notes: [
      'With --all what waits is meant: what is held is refused by its name alone. "gopherwire queue --refused" lists what was refused, also what was removed by hand.',
    ],
    exitCodes: [
      [0, 'refused'],
      [1, 'failure'],
      [2, 'usage'],
    ],
  });
}
