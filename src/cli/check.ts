/** `gopherwire check`: every document, served or held, and why. */
import type { Command } from 'commander';
import { cleanLine } from '../text/clean.ts';
import { heldOf, type DocumentReport, type Report } from '../library/report.ts';
import { selectorOf } from '../site/routes.ts';
import { openArticles, scanArticles } from './articles.ts';
import { findingLines, passedOverLine, summaryLine } from './findings.ts';
import { withHelpTexts } from './help-texts.ts';
import { jsonText, print, styled } from './output.ts';
import { settingNames } from './serve-options.ts';
import { resolveSettings } from './settings.ts';
import { configOption, dirOption } from './site-options.ts';

function documentLines({ file, entry, diagnostics }: DocumentReport): string[] {
  const state = entry === undefined ? styled('red', 'held') : styled('green', 'served');
  const licence = entry === undefined ? '' : ` (${entry.licence.id})`;
  return [`${state}: ${cleanLine(file)}${licence}`, ...diagnostics.flatMap(findingLines).map(cleanLine)];
}

function reportText(report: Report): string {
  const lines = [
    ...report.documents.flatMap(documentLines),
    ...report.passedOver.map(
      (other) => `${styled('yellow', 'passed over')}: ${cleanLine(passedOverLine(other))}`,
    ),
    summaryLine({ documents: report.documents.length, held: heldOf(report).length }),
  ];
  return `${lines.join('\n')}\n`;
}

function reportJson(report: Report): string {
  const held = heldOf(report).length;
  const documents = report.documents.map(({ file, entry, diagnostics }) => ({
    file,
    status: entry === undefined ? 'held' : 'served',
    ...(entry !== undefined && {
      selector: selectorOf({ kind: 'article', path: entry.path }),
      title: entry.title,
      publisher: entry.publisher,
      licence: entry.licence.id,
      bytes: entry.bytes,
    }),
    diagnostics,
  }));
  const summary = { documents: documents.length, served: documents.length - held, held };
  return jsonText({ documents, passedOver: report.passedOver, summary });
}

interface CheckOptions {
  readonly dir: string;
  readonly json?: boolean;
}

async function check(given: string | undefined, _options: unknown, command: Command): Promise<void> {
  const { values } = await resolveSettings<CheckOptions>(command, settingNames());
  const { report } = await scanArticles(await openArticles(given ?? values.dir));
  await print(values.json === true ? reportJson(report) : reportText(report));
  if (heldOf(report).length > 0) process.exitCode = 3;
}

/** Adds the command to `program`. */
export function addCheck(program: Command): void {
  const command = program
    .command('check')
    .description('say of every document whether it is served or held, and why')
    .argument('[dir]', 'the folder of articles (default: articles)')
    .addOption(configOption())
    .addOption(dirOption())
    .option('--json', 'one JSON object with documents, findings and counts, for programs')
    .action(check);
  withHelpTexts(command, {
    examples: [
      ['gopherwire check', 'articles/'],
      [`gopherwire check wire --json | jq '.documents[] | select(.status == "held")'`],
    ],
    notes: ['What is wrong in a feed.toml or gophermap is told and changes no exit code.'],
    exitCodes: [
      [0, 'all documents are served'],
      [1, 'failure'],
      [2, 'usage'],
      [3, 'some are held'],
    ],
  });
}
