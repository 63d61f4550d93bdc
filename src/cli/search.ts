/** `gopherwire search`: what the search of the server finds, on a terminal. */
import { InvalidArgumentError, type Command } from 'commander';
import { writeDate } from '../article/date.ts';
import type { Findings, Hit } from '../site/library.ts';
import { countOf } from '../site/listing.ts';
import { selectorOf } from '../site/routes.ts';
import { parseQuery } from '../site/search-query.ts';
import { cleanLine } from '../text/clean.ts';
import { openArticles } from './articles.ts';
import { openIndexed, QUIET } from './collections.ts';
import { Failure } from './failure.ts';
import { withHelpTexts } from './help-texts.ts';
import { wholeNumber } from './numbers.ts';
import { jsonText, print, styled, tell } from './output.ts';
import { settingNames } from './serve-options.ts';
import { resolveSettings } from './settings.ts';
import { configOption, dirOption, stateOption } from './site-options.ts';

interface SearchOptions {
  readonly dir: string;
  readonly state?: string;
  readonly below: string;
  readonly limit: number;
  readonly json?: boolean;
}

const MAX_LIMIT = 500;
const DEFAULT_LIMIT = 20;

function parseFolder(value: string): string {
  const path = value.replace(/^\/+|\/+$/g, '');
  if (path !== '') return path;
  throw new InvalidArgumentError('Give the path of a feed or group, such as news/example.');
}

const dateOf = ({ entry: { date } }: Hit): string => (date === undefined ? '' : writeDate(date));

function hitLines(hit: Hit): string[] {
  const { entry, excerpt } = hit;
  return [
    styled('green', `${dateOf(hit)} ${entry.title}`.trim()),
    `  ${selectorOf({ kind: 'text', path: entry.path })}`,
    `  ${entry.publisher}, ${entry.licence.name}`,
    `  ${excerpt}`,
    '',
  ].map(cleanLine);
}

const hitJson = (hit: Hit): object => ({
  selector: selectorOf({ kind: 'text', path: hit.entry.path }),
  date: hit.entry.date === undefined ? null : dateOf(hit),
  title: hit.entry.title,
  publisher: hit.entry.publisher,
  licence: hit.entry.licence.id,
  excerpt: hit.excerpt,
});

/** "3 articles.", "More than 500 articles, the first 20 of them." */
function countLine({ hits, total, isMore }: Findings): string {
  const count = isMore ? `More than ${countOf(total, 'article')}` : countOf(total, 'article');
  return hits.length < total ? `${count}, the first ${hits.length} of them.` : `${count}.`;
}

async function find(words: string, options: SearchOptions): Promise<Findings> {
  const query = parseQuery(words);
  if (query.kind === 'faulty') throw new Failure(query.faults.join(' '), 'see: gopherwire search --help', 2);
  const { dir, state, below, limit } = options;
  const collection = await openIndexed(await openArticles(dir), state, QUIET);
  try {
    await collection.update();
    const found = await collection.library.search({ query, below, limit, offset: 0 });
    if (found === 'busy') throw new Failure('too many search at once', 'try again in a moment');
    return found;
  } finally {
    await collection.stop();
  }
}

async function search(words: readonly string[], _options: unknown, command: Command): Promise<void> {
  const { values: options } = await resolveSettings<SearchOptions>(command, settingNames());
  const findings = await find(words.join(' '), options);
  if (options.json === true) {
    const { total, isMore, near } = findings;
    await print(jsonText({ total, isMore, near, articles: findings.hits.map(hitJson) }));
  } else {
    await print(
      findings.hits
        .flatMap(hitLines)
        .map((line) => `${line}\n`)
        .join(''),
    );
    tell(countLine(findings));
    if (findings.near.length > 0) tell(`Near spellings: ${findings.near.join(', ')}`);
  }
  if (findings.total === 0) process.exitCode = 1;
}

/** What commander says of `-river`, which is an option to it and a word to leave out to a reader. */
const UNKNOWN_OPTION = /unknown option '-([^-\s].+)'/;

/** `message` and, where a word was taken for an option, how to leave it out. */
function withLeavingOut(message: string): string {
  const word = UNKNOWN_OPTION.exec(message)?.[1];
  if (word === undefined) return message;
  return `${message}  fix: to leave out what has a word write "not ${word}", or put -- before all words: gopherwire search -- lake -${word}\n`;
}

/** Adds the command to `program`. */
export function addSearch(program: Command): void {
  const command = program
    .command('search')
    .description('look through the texts of all articles')
    .argument('<words...>', 'what to look for')
    .addOption(configOption())
    .addOption(dirOption())
    .addOption(stateOption())
    .option('--below <feed>', 'only in this feed or group, such as news/example', parseFolder, '')
    .option('--limit <number>', 'so many articles at most', wholeNumber(1, MAX_LIMIT), DEFAULT_LIMIT)
    .option('--json', 'one JSON object, for programs')
    .configureOutput({
      outputError: (message, write) => {
        write(withLeavingOut(message));
      },
    })
    .action(search);
  withHelpTexts(command, {
    examples: [
      ['gopherwire search river bridge'],
      [`gopherwire search '"slow line" or packet*' --limit 5`, 'a phrase, or words that begin so'],
      ['gopherwire search water by:ann licence:by-sa after:2024 before:2025-06', 'filters'],
      ['gopherwire search water --json'],
    ],
    notes: [
      'All words have to be there; case and accents do not matter. "a phrase", prefix*, or, not (or -word, behind --), brackets. Filters: by:, feed:, licence:, lang:, before: and after: with YYYY, YYYY-MM or YYYY-MM-DD.',
      'The catalogue in the state folder is brought up to date first; where a daemon serves the folder, it has done so.',
    ],
    exitCodes: [
      [0, 'found'],
      [1, 'nothing found, or failure'],
      [2, 'usage'],
    ],
  });
}
