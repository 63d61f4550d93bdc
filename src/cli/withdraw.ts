/** `gopherwire withdraw`: a document that is shown no more, and says so. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { sourceOf } from '../article/article.ts';
import { parseArticle } from '../article/parse.ts';
import { FeedRecord } from '../intake/feed-record.ts';
import { isInPlace, sha256Of, type Journal } from '../intake/journal.ts';
import { entriesIn, selectorOfEntry, type Named } from '../intake/queue.ts';
import { readIfThere } from '../library/durable.ts';
import { feedOf, parentOf } from '../library/folders.ts';
import { parseRoute } from '../site/routes.ts';
import { Failure } from './failure.ts';
import { withHelpTexts } from './help-texts.ts';
import { AT_ONCE, tellBroken, withJournal } from './intake-folder.ts';
import { print } from './output.ts';
import { theNamed } from './selection.ts';
import { settingNames } from './serve-options.ts';
import { resolveSettings } from './settings.ts';
import { configOption, dirOption } from './site-options.ts';

interface WithdrawOptions {
  readonly dir: string;
  readonly reason: string;
}

/** A document that the journal does not know: it was added by hand. */
async function byHand(journal: Journal, selector: string): Promise<Named | undefined> {
  const route = parseRoute(selector);
  if (route?.kind !== 'text' && route?.kind !== 'article' && route?.kind !== 'raw') return undefined;
  const file = `${route.path}.txt`;
  const bytes = await readIfThere(join(journal.place.root, file));
  if (bytes === undefined) return undefined;
  const { article } = parseArticle(bytes);
  const url = sourceOf(article) ?? selector;
  const at = new Date(AT_ONCE.now()).toISOString();
  const what = { id: url, url, title: article.title, file, sha256: sha256Of(bytes), offered: '' };
  return { feed: feedOf(parentOf(file)), entry: { ...what, state: 'published', seen: at, at } };
}

const NOT_SHOWN = {
  withdrawn: ['is withdrawn already', 'nothing to do: sync does not take it again'],
  refused: ['is not shown: it was refused', 'nothing to do: sync does not take it again'],
  held: ['is not shown: it is held', 'gopherwire refuse takes it from the queue for good'],
} as const;

/** A withdrawal that was killed: the journal has it, and the document stands still. */
async function cutShort(journal: Journal, name: string): Promise<Named | undefined> {
  const named = theNamed(await entriesIn(journal, ['withdrawn']), name);
  return named !== undefined && (await isInPlace(journal.place, named.entry)) ? named : undefined;
}

/** Why nothing can be withdrawn by `name`. */
async function notShown(journal: Journal, name: string): Promise<Failure> {
  const state = theNamed(await entriesIn(journal, ['withdrawn', 'refused', 'held']), name)?.entry.state;
  if (state === 'withdrawn' || state === 'refused' || state === 'held') {
    const [what, fix] = NOT_SHOWN[state];
    return new Failure(`${name} ${what}`, fix);
  }
  return new Failure(`there is no document ${name}`, 'give its selector, id or address');
}

async function withdraw(name: string, _options: unknown, command: Command): Promise<void> {
  const { dir, reason } = (await resolveSettings<WithdrawOptions>(command, settingNames())).values;
  if (reason.trim() === '') throw new Failure('--reason is empty', 'say why, for readers', 2);
  await withJournal(dir, async (journal) => {
    tellBroken(journal);
    const known = theNamed(await entriesIn(journal, ['published', 'waiting']), name);
    const named = known ?? (await cutShort(journal, name)) ?? (await byHand(journal, name));
    if (named === undefined) throw await notShown(journal, name);
    const { feed, entry } = named;
    const record = await FeedRecord.open(feed, journal, AT_ONCE);
    // otherwise opening the record has finished it
    if (entry.state !== 'withdrawn') await record.withdraw(entry, reason);
    await print(`withdrawn: ${selectorOfEntry(entry)}\n`);
  });
}

/** Adds the command to `program`. */
export function addWithdraw(program: Command): void {
  const command = program
    .command('withdraw')
    .description('take a document out of its feed for good; date and reason stay in its place')
    .argument('<article>', 'its selector, id or address')
    .requiredOption('--reason <words>', 'why, for readers')
    .addOption(configOption())
    .addOption(dirOption())
    .action(withdraw);
  withHelpTexts(command, {
    examples: [
      ['gopherwire withdraw /feeds/news/example/2026/11/a-story.txt --reason "at the request of the author"'],
    ],
    notes: ['The document is kept in the journal, below .gopherwire, and sync does not take it again.'],
    exitCodes: [
      [0, 'withdrawn'],
      [1, 'failure'],
      [2, 'usage'],
    ],
  });
}
