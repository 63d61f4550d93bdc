/** `gopherwire queue`: the articles that wait, and for what. */
import type { Command } from 'commander';
import { isUnaltered } from '../article/article.ts';
import { parseArticle } from '../article/parse.ts';
import { entriesIn, feedAt, selectorOfEntry, waitingDocument, type Named } from '../intake/queue.ts';
import { shownThisMonth, waitOf, waitWords } from '../intake/permission.ts';
import type { Journal } from '../intake/journal.ts';
import { countOf } from '../site/listing.ts';
import { cleanLine } from '../text/clean.ts';
import { existingFeed } from './existing-feed.ts';
import { Failure } from './failure.ts';
import { withHelpTexts } from './help-texts.ts';
import { readingJournal, tellBroken } from './intake-folder.ts';
import { jsonText, print } from './output.ts';
import { refusedItems, refusedText } from './refused.ts';
import { theNamed } from './selection.ts';
import { settingNames } from './serve-options.ts';
import { resolveSettings } from './settings.ts';
import { configOption, dirOption } from './site-options.ts';

interface QueueOptions {
  readonly dir: string;
  readonly feed?: string;
  readonly json?: boolean;
  readonly show?: string;
  readonly refused?: boolean;
}

/** One article that waits, as it is shown. */
interface Item {
  readonly feed: string;
  readonly selector: string;
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly authors: readonly string[];
  /** As the document names it. */
  readonly licence: string;
  readonly isUnaltered: boolean;
  /** Whether it is to take the place of what is shown there. */
  readonly isEdition: boolean;
  readonly isApproved: boolean;
  readonly since: string;
  readonly waits: string;
  readonly until: string | undefined;
}

/** What the document of an article that waits says of itself. */
async function factsOf(
  journal: Journal,
  named: Named,
): Promise<Pick<Item, 'authors' | 'licence' | 'isUnaltered'>> {
  const { article } = parseArticle((await waitingDocument(journal, named)) ?? new Uint8Array());
  return { authors: article.authors, licence: article.licenceName, isUnaltered: isUnaltered(article) };
}

async function itemsOf(journal: Journal, only: string | undefined): Promise<readonly Item[]> {
  const items: Item[] = [];
  const nowMs = Date.now();
  for (const feed of only === undefined ? journal.feeds : [only]) {
    const { permission } = (await feedAt(journal, feed)).settings;
    const { entries } = await journal.ledgerOf(feed);
    const moment = { nowMs, shownThisMonth: shownThisMonth([...entries], nowMs) };
    for (const named of await entriesIn(journal, ['waiting'], feed)) {
      const { entry } = named;
      const wait = waitOf(permission, entry, moment);
      const waits = wait === undefined ? 'for the next sync' : waitWords(wait);
      const { id, url, title, seen: since } = entry;
      items.push({
        feed,
        selector: selectorOfEntry(entry),
        id,
        url,
        title,
        ...(await factsOf(journal, named)),
        isEdition: entry.stands !== undefined,
        isApproved: entry.isApproved === true,
        since,
        waits,
        until: wait?.until,
      });
    }
  }
  return items;
}

const itemLines = (item: Item): string[] => [
  item.selector,
  `  ${cleanLine(item.title)}`,
  ...(item.isEdition ? [`  a new edition of ${item.selector}`] : []),
  ...(item.authors.length === 0 ? [] : [`  by ${cleanLine(item.authors.join(', '))}`]),
  `  ${cleanLine(item.licence)}${item.isUnaltered ? '' : '; not proved to be whole'}`,
  `  ${cleanLine(item.url)}`,
  `  ${item.isApproved ? 'is approved, and ' : ''}waits ${item.waits}`,
];

const queueText = (items: readonly Item[]): string =>
  `${[...items.flatMap(itemLines), `${countOf(items.length, 'article')} waiting`].join('\n')}\n`;

/** Prints the document of the article `name` that waits, as it will be stored. */
async function show(journal: Journal, name: string, only: string | undefined): Promise<void> {
  const named = theNamed(await entriesIn(journal, ['waiting'], only), name);
  if (named === undefined)
    throw new Failure(`nothing of the name ${name} waits`, 'gopherwire queue lists what does');
  const bytes = await waitingDocument(journal, named);
  if (bytes === undefined)
    throw new Failure(`the document of ${name} is lost or damaged`, 'gopherwire sync fetches it again');
  await print(bytes);
}

async function queue(given: string | undefined, _options: unknown, command: Command): Promise<void> {
  const { values } = await resolveSettings<QueueOptions>(command, settingNames());
  await readingJournal(given ?? values.dir, async (journal) => {
    const only = values.feed === undefined ? undefined : await existingFeed(journal, values.feed);
    if (tellBroken(journal, only)) process.exitCode = 1;
    if (values.show !== undefined) {
      await show(journal, values.show, only);
      return;
    }
    if (values.refused === true) {
      const refused = await refusedItems(journal, only);
      await print(values.json === true ? jsonText(refused) : refusedText(refused));
      return;
    }
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
    .option('--show <article>', 'print the document of one, by its selector, id or address')
    .option('--refused', 'what was refused or removed by hand instead; refuse --undo has it taken again')
    .option('--json', 'one JSON list, for programs')
    .action(queue);
  withHelpTexts(command, {
    examples: [
      ['gopherwire queue'],
      ['gopherwire queue wire --feed news/example --json'],
      ['gopherwire queue --show /feeds/news/example/2026/11/a-story.txt'],
    ],
    notes: [
      'The selector is that under which the article will be found. "gopherwire approve" shows it, "gopherwire refuse" takes it from the queue.',
    ],
    exitCodes: [
      [0, 'printed'],
      [1, 'failure'],
      [2, 'usage'],
    ],
  });
}
