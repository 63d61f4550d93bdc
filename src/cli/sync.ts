/** `gopherwire sync`: articles taken in from where publishers offer them. */
import { constants } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { InvalidArgumentError, type Command } from 'commander';
import type { Via } from '../article/article.ts';
import { gopherUri } from '../gopher/uri.ts';
import { parseTime } from '../library/feed-intake.ts';
import type { IntakeFeed } from '../intake/feed.ts';
import { findFeed, findFeeds, type FoundFeed } from '../intake/find-feeds.ts';
import type { Journal } from '../intake/journal.ts';
import { selectorOf } from '../site/routes.ts';
import { existingFeed } from './existing-feed.ts';
import { Failure } from './failure.ts';
import { withHelpTexts } from './help-texts.ts';
import { readingJournal, withJournal } from './intake-folder.ts';
import { wholeNumber } from './numbers.ts';
import { print, tell } from './output.ts';
import { settingNames } from './serve-options.ts';
import { resolveSettings } from './settings.ts';
import { abortOnSignal } from './signals.ts';
import { configOption, dirOption, withNameOptions, type SiteOptions } from './site-options.ts';
import { SyncReport } from './sync-report.ts';
import { version } from './version.ts';

interface SyncCommandOptions extends SiteOptions {
  readonly dir: string;
  readonly feed?: string;
  readonly every?: number;
  readonly allowPrivate?: boolean;
  readonly keepSource?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly limit?: number;
}

const SIGTERM_CODE = 128 + constants.signals.SIGTERM;

function parseEvery(value: string): number {
  const ms = parseTime(value);
  if (ms !== undefined && ms > 0) return ms;
  throw new InvalidArgumentError('It is a number from 1 to 999999 and m, h or d, such as 30m.');
}

/** What is wrong in a feed.toml keeps its feed from taking anything in: a limit that cannot be read is none. */
function usable({ path, feed, problems }: FoundFeed): IntakeFeed[] {
  if (problems.length === 0) return feed === undefined ? [] : [feed];
  tell(`${path === '' ? '' : `${path}/`}feed.toml cannot be used, and nothing is taken in:`);
  for (const { line, message, fix } of problems)
    tell(`  ${line === undefined ? '' : `line ${line}: `}${message}\n      fix: ${fix}`);
  return [];
}

async function feedsOf(journal: Journal, only: string | undefined): Promise<readonly FoundFeed[]> {
  const { root } = journal.place;
  if (only === undefined) return findFeeds(root);
  const found = await findFeed(root, await existingFeed(journal, only));
  if (found.feed === undefined && found.problems.length === 0)
    throw new Failure(
      `feed ${found.path} names no upstream`,
      `write one into ${found.path}/feed.toml: [upstream], kind = "feed", url = "https://..."`,
    );
  return [found];
}

const localhostWarning = (port: number): string =>
  `New documents say for good that they are passed on at gopher://localhost:${port}/.\n  fix: where others are to read them, stop this run and give --host and --port, or write them into gopherwire.toml`;

async function runOnce(journal: Journal, options: SyncCommandOptions, signal: AbortSignal): Promise<number> {
  // loaded only now: the daemon needs none of it
  const [{ sync }, { Fetcher }, { userAgentOf }, { makingWith }] = await Promise.all([
    import('../intake/sync.ts'),
    import('../intake/http/fetcher.ts'),
    import('../intake/http/user-agent.ts'),
    import('../intake/making.ts'),
  ]);
  const found = await feedsOf(journal, options.feed);
  const feeds = found.flatMap(usable);
  const allowPrivate = options.allowPrivate === true;
  const fetcher = new Fetcher({ allowPrivate, userAgent: userAgentOf(version(), options.admin) });
  signal.addEventListener('abort', () => {
    fetcher.close();
  });
  const host = { name: options.host, port: options.port };
  let isToldOfHost = host.name !== 'localhost';
  const viaOf = (path: string): Via => {
    // before the first document is written: each keeps the address for good
    if (!isToldOfHost) tell(localhostWarning(host.port));
    isToldOfHost = true;
    return { site: options.title, uri: gopherUri(host, '1', selectorOf({ kind: 'folder', path, page: 1 })) };
  };
  const making = makingWith(viaOf, fetcher);
  const report = new SyncReport(feeds.length, options);
  try {
    await sync(
      feeds,
      { journal, fetcher, making },
      {
        keepsSource: options.keepSource === true,
        isDry: options.dryRun === true,
        isUrgent: options.feed !== undefined,
        limit: options.limit ?? Infinity,
        now: Date.now,
        signal,
      },
      report,
    );
  } finally {
    fetcher.close();
    await report.flush();
  }
  if (options.json !== true && found.length === 0) await print('No feed names an upstream.\n');
  return found.length > feeds.length ? 1 : report.exitCode;
}

/** Longer timers go off at once. */
const MAX_TIMER_MS = 24 * 60 * 60 * 1000;

/** Runs again and again until `signal`; what fails once may go well the next time. */
async function repeat(run: () => Promise<number>, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await run().catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      tell(`${error.message}\n  fix: ${error.fix}`);
    });
    for (let leftMs = everyMs; leftMs > 0; leftMs -= MAX_TIMER_MS)
      await pause(Math.min(leftMs, MAX_TIMER_MS), undefined, { signal }).catch(() => undefined);
  }
}

async function syncCommand(given: string | undefined, _options: unknown, command: Command): Promise<void> {
  const { values: options } = await resolveSettings<SyncCommandOptions>(command, settingNames());
  const dir = given ?? options.dir;
  const { signal, code } = abortOnSignal();
  const open = options.dryRun === true ? readingJournal : withJournal;
  const runAll = (): Promise<number> => open(dir, (journal) => runOnce(journal, options, signal));
  if (options.every === undefined) {
    const runCode = await runAll();
    process.exitCode = signal.aborted ? code() : runCode;
  } else {
    await repeat(runAll, options.every, signal);
    // a service that is told to stop has done well
    process.exitCode = code() === SIGTERM_CODE ? 0 : code();
  }
  // what was called off may have left a socket behind
  process.exit();
}

/** Adds the command to `program`. */
export function addSync(program: Command): void {
  const command = withNameOptions(
    program
      .command('sync')
      .description('take in articles from where publishers offer them, as each feed.toml says')
      .argument('[dir]', 'the folder of articles (default: articles)')
      .addOption(configOption())
      .addOption(dirOption()),
    'the port of this server, for the line that says where a document can be had',
  )
    .option('--feed <path>', 'this feed alone, such as news/example, and now')
    .option('--every <time>', 'again and again, after so long: 30m, 6h or 1d', parseEvery)
    .option('--allow-private', 'ask addresses of this machine and of private networks too')
    .option('--keep-source', 'keep the HTML that each document is made from, for verify')
    .option('--dry-run', 'say what would be done, and write nothing')
    .option('--json', 'one JSON object a line, for programs')
    .option('--limit <number>', 'take so many articles a feed at most', wholeNumber(1, 1_000_000))
    .action(syncCommand);
  withHelpTexts(command, {
    examples: [
      ['gopherwire sync'],
      ['gopherwire sync wire --feed news/example --dry-run'],
      ['gopherwire sync --every 1h --host gopher.example.org --port 70'],
    ],
    notes: [
      'Each feed.toml with an [upstream] is read: kind = "feed", "page", "gopher" or "folder", and its url. What may be shown, and when, stands below [permission]; unless it says otherwise articles wait until they are approved (gopherwire queue).',
      '"in other feeds": another feed has the article, or the feed lists it twice. "not wanted": it was refused, withdrawn, or its document removed by hand.',
      'Nothing is taken without publisher, recognised licence, date and source. What is held is told with the reason, and looked at again when it or feed.toml changes.',
    ],
    exitCodes: [
      [0, 'done'],
      [1, 'failure'],
      [2, 'usage'],
      [3, 'some articles are held'],
      [4, 'an upstream failed'],
    ],
  });
}
