/** What `gopherwire export` is told, and which of it belongs to which format. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { PartialDate } from '../article/article.ts';
import { parseDate } from '../article/date.ts';
import { MIN_COLUMNS } from '../text/layout.ts';
import { parseView, VIEW_HELP, type View } from '../site/view.ts';
import { MIN_MESSAGE_BYTES } from '../mirror/packet.ts';
import { feedPath } from './add.ts';
import { Failure } from './failure.ts';
import { wholeNumber } from './numbers.ts';
import { configOption, stateOption, withNameOptions, type SiteOptions } from './site-options.ts';

export const FORMATS = ['gophermap', 'text', 'packet', 'bundle'] as const;
export type Format = (typeof FORMATS)[number];

export interface ExportOptions extends SiteOptions {
  readonly state?: string;
  readonly to: Format;
  readonly feed?: string;
  readonly licence?: string;
  readonly since?: PartialDate;
  readonly view: View;
  readonly maxBytes?: number;
  readonly base: string;
  readonly from?: string;
  readonly toCall: string;
  readonly at: string;
  readonly width: number;
  readonly budget?: number;
  readonly all?: boolean;
  readonly period?: PartialDate;
}

/** The options that only some formats have. */
const BELONG: Readonly<Record<string, readonly Format[]>> = {
  view: ['gophermap', 'text'],
  maxBytes: ['text', 'packet'],
  base: ['gophermap'],
  from: ['packet'],
  toCall: ['packet'],
  at: ['packet'],
  width: ['packet'],
  budget: ['packet'],
  all: ['packet'],
  period: ['bundle'],
};

/** Lines that an escape makes one column longer still fit 79. */
const MAX_PACKET_COLUMNS = 78;

function parseViewName(value: string): View {
  const view = parseView(value);
  if (view !== undefined && view.partBytes === undefined) return view;
  throw new InvalidArgumentError(`There is no such view. ${VIEW_HELP}.`);
}

function parseDay(value: string): PartialDate {
  const found = parseDate(value);
  if (found?.whole === true) return found.date;
  throw new InvalidArgumentError('It is a month or a day: 2026-11 or 2026-11-28.');
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2 };

/** A size: digits, and k or M behind them. */
function parseSize(value: string): number {
  const [, digits = '', unit = ''] = /^([1-9]\d{0,8})([km]?)$/i.exec(value) ?? [];
  const bytes = Number(digits) * (UNITS[unit.toLowerCase()] ?? 0);
  if (bytes >= MIN_MESSAGE_BYTES) return bytes;
  throw new InvalidArgumentError(
    `It is a size of at least ${MIN_MESSAGE_BYTES} bytes, such as 8000, 1440k or 2M.`,
  );
}

function parseBase(value: string): string {
  const base = value.replace(/\/+$/, '');
  if (base === '' || /^\/[\u0021-\u007e]{1,100}$/.test(base)) return base;
  throw new InvalidArgumentError('It is the selector of a folder, such as /wire or /~ann/wire.');
}

/** Fields of the S-line: letters and digits, and in an area what parts its names. */
function fieldOf(pattern: RegExp, example: string): (value: string) => string {
  return (value) => {
    if (pattern.test(value)) return value.toUpperCase();
    throw new InvalidArgumentError(`It is no ${example}.`);
  };
}

/** Adds arguments and options to `command`. */
export function withExportOptions(command: Command): Command {
  const named = withNameOptions(
    command
      .argument('<dir>', 'the folder of articles')
      .argument('<out>', 'what is made: a folder, or a file for packet and bundle')
      .addOption(new Option('--to <format>', 'what others read').choices(FORMATS).makeOptionMandatory())
      .addOption(configOption())
      .addOption(stateOption())
      .option('--feed <path>', 'only this feed or group, such as news/example', (value: string) =>
        feedPath(value, '--feed'),
      )
      .option('--licence <id>', 'only articles under this licence, such as CC-BY-4.0')
      .option('--since <date>', 'only what was published then or later: 2026-11 or 2026-11-28', parseDay)
      .addOption(
        new Option('--view <view>', 'gophermap, text: charset and width')
          .argParser(parseViewName)
          .default(parseView('utf-8-67'), 'utf-8-67'),
      )
      .option(
        '--max-bytes <size>',
        'text: into volumes of this size; packet: longer messages in parts (default: 8000)',
        parseSize,
      )
      .addOption(
        new Option('--base <selector>', 'gophermap: where the folder is on the other server')
          .argParser(parseBase)
          .default('', 'its root'),
      ),
    'the port of this server, for articles that originate here',
  );
  return named
    .option(
      '--from <call>',
      'packet: your callsign',
      fieldOf(/^[a-z0-9]{1,3}\d[a-z0-9]{0,3}[a-z](?:-\d{1,2})?$/i, 'callsign'),
    )
    .option(
      '--to-call <name>',
      'packet: to whom',
      fieldOf(/^[a-z0-9]{1,6}$/i, 'name of six letters at most'),
      'ALL',
    )
    .option('--at <area>', 'packet: how far', fieldOf(/^[a-z0-9#.]{1,40}$/i, 'area'), 'WW')
    .option(
      '--width <columns>',
      'packet: columns of the text',
      wholeNumber(MIN_COLUMNS, MAX_PACKET_COLUMNS),
      72,
    )
    .option('--budget <size>', 'packet: the size of the file at most', parseSize)
    .option('--all', 'packet: also what was exported before')
    .option('--period <date>', 'bundle: the month or the day, 2026-11 or 2026-11-28', parseDay);
}

/** Throws a {@link Failure} where an option is given that the format has not. */
export function checkFormat(command: Command, to: Format): void {
  for (const [name, formats] of Object.entries(BELONG)) {
    if (formats.includes(to) || command.getOptionValueSource(name) !== 'cli') continue;
    const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw new Failure(`${flag} is for ${formats.join(' and ')}`, `leave it out with --to ${to}`, 2);
  }
}
