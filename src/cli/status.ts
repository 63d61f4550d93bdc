/** `gopherwire status`: what the catalogue of a folder holds. */
import { statSync } from 'node:fs';
import type { Command } from 'commander';
import type { IndexStatus } from '../index/index-status.ts';
import { countOf, numberText } from '../site/listing.ts';
import { sizeText } from '../site/document.ts';
import { cleanLine } from '../text/clean.ts';
import { openArticles } from './articles.ts';
import { openIndexed, QUIET } from './collections.ts';
import { summaryLine } from './findings.ts';
import { withHelpTexts } from './help-texts.ts';
import { jsonText, print } from './output.ts';
import { settingNames } from './serve-options.ts';
import { resolveSettings } from './settings.ts';
import { configOption, dirOption, stateOption } from './site-options.ts';

interface StatusOptions {
  readonly dir: string;
  readonly state?: string;
  readonly json?: boolean;
}

interface Counted {
  readonly name: string;
  readonly count: number;
}

function table(heading: string, rows: readonly Counted[]): string[] {
  if (rows.length === 0) return [];
  const columns = Math.max(...rows.map(({ count }) => numberText(count).length));
  return [
    '',
    heading,
    ...rows.map(({ name, count }) => `  ${numberText(count).padStart(columns)}  ${cleanLine(name)}`),
  ];
}

function statusLines(
  dir: string,
  { documents, held, feeds, licences, languages, reasons, lastChange }: IndexStatus,
  path: string,
  bytes: number,
): string[] {
  return [
    `${dir}: ${summaryLine({ documents, held })}`,
    `Catalogue: ${path}, ${sizeText(bytes)}`,
    lastChange === undefined
      ? 'Nothing has changed yet.'
      : `Last change: ${new Date(lastChange.timeMs).toISOString()}, ${lastChange.change} ${cleanLine(lastChange.path)}; ${countOf(lastChange.sequence, 'change')} in all`,
    ...table('By feed', feeds),
    ...table('By licence', licences),
    ...table('By language', languages),
    ...table('Held, by reason', reasons),
  ];
}

async function status(given: string | undefined, _options: unknown, command: Command): Promise<void> {
  const { values: options } = await resolveSettings<StatusOptions>(command, settingNames());
  const dir = given ?? options.dir;
  const collection = await openIndexed(await openArticles(dir), options.state, QUIET);
  try {
    await collection.update();
    const found = collection.status();
    const { path } = collection;
    const bytes = ['', '-wal'].reduce(
      (sum, end) => sum + (statSync(path + end, { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
    const text =
      options.json === true
        ? jsonText({ dir, catalogue: path, bytes, ...found })
        : `${statusLines(dir, found, path, bytes).join('\n')}\n`;
    await print(text);
  } finally {
    await collection.stop();
  }
}

/** Adds the command to `program`. */
export function addStatus(program: Command): void {
  const command = program
    .command('status')
    .description('what the catalogue holds: articles by feed, licence and language, what is held and why')
    .argument('[dir]', 'the folder of articles (default: articles)')
    .addOption(configOption())
    .addOption(dirOption())
    .addOption(stateOption())
    .option('--json', 'one JSON object, for programs')
    .action(status);
  withHelpTexts(command, {
    examples: [['gopherwire status'], ['gopherwire status wire --json']],
    notes: [
      'The catalogue in the state folder is brought up to date first; where a daemon serves the folder, it has done so. All in the state folder but keys may be removed at any time: it is made anew from the articles.',
    ],
    exitCodes: [
      [0, 'printed'],
      [1, 'failure'],
      [2, 'usage'],
    ],
  });
}
