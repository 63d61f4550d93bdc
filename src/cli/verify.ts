/** `gopherwire verify`: whether documents are still what they were when they were taken in. */
import type { Command } from 'commander';
import { verifyDocuments, type Verified } from '../intake/verify.ts';
import { countOf } from '../site/listing.ts';
import { cleanLine } from '../text/clean.ts';
import { openArticles, scanArticles } from './articles.ts';
import { withHelpTexts } from './help-texts.ts';
import { readingJournal, tellBroken } from './intake-folder.ts';
import { jsonText, print, styled } from './output.ts';
import { settingNames } from './serve-options.ts';
import { resolveSettings } from './settings.ts';
import { configOption, dirOption } from './site-options.ts';

interface VerifyOptions {
  readonly dir: string;
  readonly json?: boolean;
}

const faultLines = ({ file, faults }: Verified): string[] => [
  `${styled('red', 'failed')}: ${cleanLine(file)}`,
  ...faults.flatMap(({ message, fix }) => [`  ${cleanLine(message)}`, `      fix: ${cleanLine(fix)}`]),
];

function summaryText(found: readonly Verified[], failed: number): string {
  const times = (what: Verified['compared'][number]): number =>
    found.filter(({ compared }) => compared.includes(what)).length;
  return [
    `${countOf(found.length, 'document')}: ${found.length - failed} as they were, ${failed} failed`,
    `compared: ${times('footer')} with the digest in the footer, ${times('journal')} with that of their taking in, ${times('original')} with the words of the original${times('original') === 0 ? ' (kept by sync --keep-source)' : ''}`,
  ].join('\n');
}

async function verify(given: string | undefined, _options: unknown, command: Command): Promise<void> {
  const { values } = await resolveSettings<VerifyOptions>(command, settingNames());
  const dir = given ?? values.dir;
  const { report } = await scanArticles(await openArticles(dir));
  await readingJournal(dir, async (journal) => {
    if (tellBroken(journal)) process.exitCode = 1;
    const found: Verified[] = [];
    for await (const verified of verifyDocuments(report.documents, journal)) {
      found.push(verified);
      if (verified.faults.length > 0 && values.json !== true)
        await print(`${faultLines(verified).join('\n')}\n`);
    }
    const failed = found.filter(({ faults }) => faults.length > 0).length;
    const summary = { documents: found.length, failed };
    await print(
      values.json === true ? jsonText({ documents: found, summary }) : `${summaryText(found, failed)}\n`,
    );
    if (failed > 0) process.exitCode = 3;
  });
}

/** Adds the command to `program`. */
export function addVerify(program: Command): void {
  const command = program
    .command('verify')
    .description('say of which documents the words or bytes are no longer those that were taken in')
    .argument('[dir]', 'the folder of articles (default: articles)')
    .addOption(configOption())
    .addOption(dirOption())
    .option('--json', 'one JSON object with all documents, for programs')
    .action(verify);
  withHelpTexts(command, {
    examples: [['gopherwire verify articles'], [`gopherwire verify --json | jq '.summary'`]],
    notes: [
      'Each document passes the gate; its text has the SHA-256 in its footer; its bytes are those in the journal of sync; and where sync --keep-source kept the original, all words of that stand in it.',
    ],
    exitCodes: [
      [0, 'all are as they were'],
      [1, 'failure'],
      [2, 'usage'],
      [3, 'some are not'],
    ],
  });
}
