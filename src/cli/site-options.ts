/** Options that say how the site is named, for every command that shows it. */
import { InvalidArgumentError, type Command } from 'commander';
import { isHostName } from '../gopher/item.ts';
import { firstUnwanted } from '../text/clean.ts';
import type { SiteSettings } from '../site/settings.ts';
import { DEFAULT_VIEW, type View } from '../site/view.ts';
import { wholeNumber } from './numbers.ts';
import { version } from './version.ts';

export const DEFAULT_PORT = 7070;

export interface SiteOptions {
  readonly host: string;
  readonly port: number;
  readonly title: string;
  readonly admin?: string;
  readonly strictText?: boolean;
}

/** A name that menus can hold. Throws a usage error. */
export function parseHost(value: string): string {
  if (isHostName(value)) return value;
  throw new InvalidArgumentError('Menus need a DNS name or an IPv4 address, such as gopher.example.org.');
}

function parseLine(value: string): string {
  if (value.trim() !== '' && firstUnwanted(value) < 0) return value.trim();
  throw new InvalidArgumentError('It must be one line of text without control characters.');
}

/** Adds the options to `command`. */
export function withSiteOptions(command: Command, portHelp: string): Command {
  return command
    .option('--host <name>', 'the name of this server in menus', parseHost, 'localhost')
    .option('--port <number>', portHelp, wholeNumber(0, 65535), DEFAULT_PORT)
    .option('--title <text>', 'the title of the front page', parseLine, 'gopherwire')
    .option('--admin <contact>', 'who runs the server, for about.txt and caps.txt', parseLine)
    .option('--strict-text', 'end text documents with a period and double leading ones, as RFC 1436 has it');
}

/** What the options say of the site, at the port that is really served. */
export function siteSettings(
  options: SiteOptions,
  port: number = options.port,
  view: View = DEFAULT_VIEW,
): SiteSettings {
  return {
    host: { name: options.host, port },
    title: options.title,
    admin: options.admin ?? '',
    version: version(),
    textFormat: { strict: options.strictText === true },
    view,
  };
}
