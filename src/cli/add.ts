/** `gopherwire add`: documents brought in as they are. */
import type { Command } from 'commander';
import { errorCode } from '../error-code.ts';
import { addDocument, type AddOutcome, type AddTarget } from '../library/add.ts';
import { inTheWayOf } from '../library/in-the-way.ts';
import { ScratchFolder } from '../library/scratch.ts';
import { feedOf } from '../library/folders.ts';
import { isName } from '../site/routes.ts';
import { cleanLine } from '../text/clean.ts';
import { openArticles } from './articles.ts';
import { Failure, type ExitCode } from './failure.ts';
import { findingLines } from './findings.ts';
import { withHelpTexts } from './help-texts.ts';
import { print, tell } from './output.ts';
import { settingNames } from './serve-options.ts';
import { resolveSettings } from './settings.ts';
import { configOption, dirOption } from './site-options.ts';

interface AddOptions {
  readonly to: string;
  readonly dir: string;
}

/** The path of a feed that option `name` gives. Throws a {@link Failure} where it is none. */
export function feedPath(to: string, name = '--to'): string {
  const path = to.replace(/^\/?(?:feeds\/)?/, '').replace(/\/+$/, '');
  if (path.split('/').every(isName) && feedOf(path) === path) return path;
  if (feedOf(path) !== path)
    throw new Failure(
      `${name} ${to} is a year or a month of a feed`,
      `give the feed itself: ${name} ${feedOf(path)}; year and month are found in the document`,
      2,
    );
  throw new Failure(
    `${name} ${to} is not the path of a feed`,
    'give folder names parted by slashes, such as news/example: letters, digits, dots, dashes, underscores; page, part and search are taken',
    2,
  );
}

/** Tells what became of one file, and gives the exit code that it asks for. */
async function report(file: string, outcome: AddOutcome, dir: string): Promise<ExitCode> {
  switch (outcome.status) {
    case 'added':
      await print(`added ${dir}/${outcome.file} sha256 ${outcome.sha256}\n`);
      for (const finding of outcome.diagnostics) tell(findingLines(finding).join('\n'));
      return 0;
    case 'present':
      await print(`already there ${dir}/${outcome.file}\n`);
      return 0;
    case 'refused':
      tell(
        [
          `refused: ${cleanLine(file)}`,
          ...outcome.diagnostics.filter(({ severity }) => severity === 'held').flatMap(findingLines),
        ].join('\n'),
      );
      return 3;
    case 'conflict':
      tell(
        `refused: ${cleanLine(file)}\n  another edition of this article is at ${dir}/${outcome.file}\n      fix: compare them, and remove the one that is out of date`,
      );
      return 3;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder; give the files in it',
  ENOENT: 'there is no such file',
  EACCES: 'no permission: check who may read it, and write to the articles folder',
  ENOSPC: 'the disk is full: nothing was written',
  EROFS: 'the articles folder cannot be written to',
};

async function addOne(file: string, target: AddTarget, dir: string): Promise<ExitCode> {
  try {
    return await report(file, await addDocument(file, target), dir);
  } catch (error) {
    const code = errorCode(error);
    if (!(error instanceof Error)) throw error;
    const reason = REASONS[code] ?? error.message;
    tell(`failed: ${cleanLine(file)}\n  ${reason}`);
    return 1;
  }
}

async function add(files: readonly string[], _options: unknown, command: Command): Promise<void> {
  const { to, dir } = (await resolveSettings<AddOptions>(command, settingNames())).values;
  const feed = feedPath(to);
  const folder = await openArticles(dir);
  const { defaultLicence } = await folder.feedFacts(feed);
  const scratch = new ScratchFolder(folder.root);
  await scratch.clear().catch((cause: unknown) => {
    const { message = String(cause), fix = 'look at it, and remove it' } = inTheWayOf(cause) ?? {};
    throw new Failure(message, fix, 1, { cause });
  });
  const target = { root: folder.root, feed, defaultLicence, scratch };
  let worst: ExitCode = 0;
  for (const file of files) {
    const code = await addOne(file, target, dir);
    if (worst !== 1 && code !== 0) worst = code;
  }
  await scratch.close();
  process.exitCode = worst;
}

/** Adds the command to `program`. */
export function addAdd(program: Command): void {
  const command = program
    .command('add')
    .description('bring documents into a feed, byte for byte')
    .argument('<file...>', 'documents in the Magical.Fish layout')
    .requiredOption('--to <feed>', 'the path of the feed, such as news/example')
    .addOption(configOption())
    .addOption(dirOption())
    .action(add);
  withHelpTexts(command, {
    examples: [
      ['gopherwire add story.txt --to news/example'],
      ['gopherwire add ~/inbox/*.txt --to news/example --dir wire'],
    ],
    notes: [
      'A document becomes DIR/FEED/YEAR/MONTH/NAME.txt and is never changed. What the gate would hold is refused, and nothing that is there is overwritten.',
    ],
    exitCodes: [
      [0, 'all are there'],
      [1, 'failure'],
      [2, 'usage'],
      [3, 'some were refused'],
    ],
  });
}
