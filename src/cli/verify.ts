/** `gopherwire verify`: whether documents are still what they were when they were taken in. */
import type { Command } from 'commander';
import { tombstoneOf } from '../article/tombstone.ts';
import type { Journal } from '../intake/journal.ts';
import { entriesIn } from '../intake/queue.ts';
import { verifyDocuments, type Verified } from '../intake/verify.ts';
import { verifyMirror, type VerifiedMirror } from '../mirror/verify-mirror.ts';
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

function mirrorText({ address, time, keyId, files, faults }: VerifiedMirror): string {
  const by = keyId === undefined ? 'nothing that is signed' : `the key ${keyId}`;
  const asBefore = files === 1 ? 'as it was' : 'as they were';
  return `mirror of ${address}: ${countOf(files, 'file')} ${asBefore}${time === '' ? '' : ` at ${time}`}, by ${by}; ${faults.length} failed`;
}

/** How the mirror at `root` is; the tombstones of what its own operator has withdrawn are no faults. */
async function mirrorAt(root: string, journal: Journal): Promise<VerifiedMirror | undefined> {
  const mirror = await verifyMirror(root);
  if (mirror === undefined) return undefined;
  const withdrawn = await entriesIn(journal, ['withdrawn']);
  const own = new Set(withdrawn.map(({ entry }) => tombstoneOf(entry.file)));
  return { ...mirror, faults: mirror.faults.filter(({ file }) => !own.has(file)) };
}

async function verify(given: string | undefined, _options: unknown, command: Command): Promise<void> {
  const { values } = await resolveSettings<VerifyOptions>(command, settingNames());
  const dir = given ?? values.dir;
  const folder = await openArticles(dir);
  const { report } = await scanArticles(folder);
  const isJson = values.json === true;
  await readingJournal(dir, async (journal) => {
    const mirror = await mirrorAt(folder.root, journal);
    for (const { file, message, fix } of mirror?.faults ?? [])
      if (!isJson)
        await print(`${faultLines({ file, compared: [], faults: [{ message, fix }] }).join('\n')}\n`);
    if (tellBroken(journal)) process.exitCode = 1;
    const found: Verified[] = [];
    for await (const verified of verifyDocuments(report.documents, journal)) {
      found.push(verified);
      if (verified.faults.length > 0 && !isJson) await print(`${faultLines(verified).join('\n')}\n`);
    }
    const failed = found.filter(({ faults }) => faults.length > 0).length;
    const summary = { documents: found.length, failed };
    const lines = [summaryText(found, failed), ...(mirror === undefined ? [] : [mirrorText(mirror)])];
    await print(isJson ? jsonText({ documents: found, summary, mirror }) : `${lines.join('\n')}\n`);
    if (failed > 0 || (mirror?.faults.length ?? 0) > 0) process.exitCode = 3;
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
      'Each document passes the gate; its text has the SHA-256 in its footer; its bytes are those in the journal of sync; and where sync --keep-source kept the original, all words of that stand in it. In a mirror each file is the one that its origin has signed.',
    ],
    exitCodes: [
      [0, 'all are as they were'],
      [1, 'failure'],
      [2, 'usage'],
      [3, 'some are not'],
    ],
  });
}
