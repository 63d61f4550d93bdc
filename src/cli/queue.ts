/** `gopherwire queue`: the articles that wait, and for what. */
import type { Command } from 'commander';
import { entriesIn, feedAt, selectorOfEntry } from '../intake/queue.ts';
import { monthOf, waitOf, waitWords } from '../intake/permission.ts';
import type { Journal } from '../intake/journal.ts';
import { countOf } from '../site/listing.ts';
import { cleanLine } from '../text/clean.ts';
import { feedPath } from './add.ts';
import { withHelpTexts } from './help-texts.ts';
import { readingJournal } from './intake-folder.ts';
import { jsonText, print } from './output.ts';
import { settingNames } from './serve-options.ts';
import { resolveSettings } from './settings.ts';
import { configOption, dirOption } from './site-options.ts';

interface QueueOptions {
  readonly dir: string;
  readonly feed?: string;
  readonly json?: boolean;
}

/** One article that waits, as it is shown. */
interface Item {
  readonly feed: string;
  readonly selector: string;
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly since: string;
  readonly waits: string;
  readonly until: string | undefined;
}

async function itemsOf(journal: Journal, only: string | undefined): Promise<readonly Item[]> {
  const items: Item[] = [];
  const nowMs = Date.now();
  const month = monthOf(new Date(nowMs).toISOString());
  for (const feed of only === undefined ? journal.feeds : [only]) {
    const { permission } = (await feedAt(journal, feed)).settings;
    const shown = [...(await journal.ledgerOf(feed)).entries].filter(
      (each) => monthOf(each.shown ?? '') === month,
    );
    for (const { entry } of await entriesIn(journal, ['waiting'], feed)) {
      const wait = waitOf(permission, entry, { nowMs, shownThisMonth: shown.length });
      const waits = wait === undefined ? 'for the next sync' : waitWords(wait);
      const { id, url, title, seen: since } = entry;
      items.push({
        feed,
        selector: selectorOfEntry(entry),
        id,
        url,
        title,
        since,
        waits,
        until: wait?.until,
      });
    }
  }
  return items;
}

function queueText(items: readonly Item[]): string {
  const lines = items.flatMap(({ selector, title, url, waits }) => [
    selector,
    `  ${cleanLine(title)}`,
    `  ${cleanLine(url)}`,
    `  waits ${waits}`,
  ]);
  return `${[...lines, `${countOf(items.length, 'article')} waiting`].join('\n')}\n`;
}

async function queue(given: string | undefined, _options: unknown, command: Command): Promise<void> {
  const { values } = await resolveSettings<QueueOptions>(command, settingNames());
  const only = values.feed === undefined ? undefined : feedPath(values.feed, '--feed');
  await readingJournal(given ?? values.dir, async (journal) => {
    const items = await itemsOf(journal, only);
    await print(values.json === true ? jsonText(items) : queueText(items));
  });
}

/** Adds the command to `program`. */
export function addQueue(program: Command): void {
  const command = program
    .command('queue')
    .description('the articles that sync has taken in and that wait to be shown, and for what')
    .argument('[dir]', 'the folder of articles (default: articles)')
    .addOption(configOption())
    .addOption(dirOption())
    .option('--feed <path>', 'of this feed alone, such as news/example')
    .option('--json', 'one JSON list, for programs')
    .action(queue);
  withHelpTexts(command, {
    examples: [['gopherwire queue'], ['gopherwire queue wire --feed news/example --json']],
    notes: [
      'The selector is that under which the article will be found. "gopherwire approve" shows it, "gopherwire refuse" takes it from the queue for good.',
    ],
    exitCodes: [
      [0, 'printed'],
      [1, 'failure'],
      [2, 'usage'],
    ],
  });
}
