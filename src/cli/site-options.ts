/** Options that say how the site is named, for every command that shows it. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { isHostName } from '../gopher/item.ts';
import { firstUnwanted } from '../text/clean.ts';
import type { MirrorOf, Signer, SiteSettings } from '../site/settings.ts';
import { DEFAULT_VIEW, type View } from '../site/view.ts';
import { wholeNumber } from './numbers.ts';
import { nameOf, variableOf } from './settings.ts';
import { version } from './version.ts';

export const DEFAULT_PORT = 7070;
export const DEFAULT_DIR = 'articles';

export interface SiteOptions {
  readonly host: string;
  readonly port: number;
  readonly title: string;
  readonly admin?: string;
  readonly strictText?: boolean;
}

/** A name that menus may give. Throws a usage error that says which those are. */
export function parseHost(value: string): string {
  if (isHostName(value)) return value;
  throw new InvalidArgumentError('Menus need a DNS name or an IPv4 address, such as gopher.example.org.');
}

function parseLine(value: string): string {
  if (value.trim() !== '' && firstUnwanted(value) < 0) return value.trim();
  throw new InvalidArgumentError('It must be one line of text without control characters.');
}

/** The name of a file, a folder or an account. Throws a usage error where there is none: a variable may be set to nothing. */
export function parseName(value: string): string {
  if (value !== '' && !value.includes('\0')) return value;
  throw new InvalidArgumentError('It must not be empty.');
}

/** `option`, which environment and file can give too, under the same name. */
export const withVariable = (option: Option): Option => option.env(variableOf(nameOf(option)));

/** An option that environment and file can give too, under the same name. */
export const setting = (flags: string, description: string): Option =>
  withVariable(new Option(flags, description));

/** `--config`, which names the file. */
export const configOption = (): Option =>
  setting(
    '--config <file>',
    'the configuration file (default: gopherwire.toml, where there is one)',
  ).argParser(parseName);

/** `--dir`. */
export const dirOption = (): Option =>
  setting('--dir <dir>', 'the folder of articles').argParser(parseName).default(DEFAULT_DIR);

/** `--state`. */
export const stateOption = (): Option =>
  setting(
    '--state <dir>',
    'the folder for the catalogue and the words of search, which can be made anew from the articles, and for the keys, which cannot (default: $STATE_DIRECTORY, else gopherwire in $XDG_STATE_HOME)',
  ).argParser(parseName);

/** Adds the options that say where the site is and who runs it. */
export function withNameOptions(command: Command, portHelp: string): Command {
  return command
    .addOption(
      setting('--host <name>', 'the name of this server in menus').argParser(parseHost).default('localhost'),
    )
    .addOption(setting('--port <number>', portHelp).argParser(wholeNumber(0, 65535)).default(DEFAULT_PORT))
    .addOption(
      setting('--title <text>', 'the title of the front page').argParser(parseLine).default('gopherwire'),
    )
    .addOption(
      setting('--admin <contact>', 'who runs the server, for about.txt and caps.txt').argParser(parseLine),
    );
}

/** As {@link withNameOptions}, with how its texts end. */
export const withSiteOptions = (command: Command, portHelp: string): Command =>
  withNameOptions(command, portHelp).addOption(
    setting('--strict-text', 'end text documents with a period and double leading ones, as RFC 1436 has it'),
  );

/** What the options say of the site, where it is really served and shown in `view`. */
export function siteSettings(
  options: SiteOptions,
  served: {
    readonly name?: string | undefined;
    readonly port?: number | undefined;
    readonly tlsPort?: number | undefined;
    readonly signer?: Signer | undefined;
    readonly mirrorOf?: MirrorOf | undefined;
  } = {},
  view: View = DEFAULT_VIEW,
): SiteSettings {
  return {
    host: { name: served.name ?? options.host, port: served.port ?? options.port },
    tlsPort: served.tlsPort,
    mirrorOf: served.mirrorOf,
    title: options.title,
    admin: options.admin ?? '',
    version: version(),
    signer: served.signer,
    textFormat: { strict: options.strictText === true },
    view,
  };
}
