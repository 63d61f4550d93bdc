/** `gopherwire unit`: systemd units for this installation. */
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Argument, InvalidArgumentError, type Command } from 'commander';
import { firstUnwanted } from '../text/clean.ts';
import { Failure } from './failure.ts';
import { withHelpTexts } from './help-texts.ts';
import { wholeNumber } from './numbers.ts';
import { print, tell } from './output.ts';
import { DEFAULT_DIR, DEFAULT_PORT, parseHost, parseName } from './site-options.ts';
import { readSettingsFile } from './settings-file.ts';
import { serviceUnit, socketUnit, syncUnit, timerUnit } from './units.ts';

const UNITS = { service: serviceUnit, socket: socketUnit, sync: syncUnit, timer: timerUnit } as const;

interface UnitOptions {
  readonly dir?: string;
  readonly host?: string;
  readonly port?: number;
  readonly config?: string;
  readonly user?: string;
}

/** [systemd.exec(5), User=] in its strict form, or a number. */
function parseUser(value: string): string {
  if (/^(?:[a-zA-Z_][\w-]{0,30}|\d{1,9})$/.test(value)) return value;
  throw new InvalidArgumentError('Give the name of an account, or its number.');
}

/** What the configuration says of `wanted`; `undefined` where it is silent, or is none. Throws a {@link Failure}. */
async function configured(config: string | undefined, wanted: 'dir' | 'host'): Promise<string | undefined> {
  const file = config === undefined ? undefined : await readSettingsFile(config);
  const value = file?.settings.find(({ name }) => name === wanted)?.value;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

async function unit(kind: keyof typeof UNITS, options: UnitOptions): Promise<void> {
  const { host, port, user } = options;
  if (kind === 'sync' && user === undefined)
    throw new Failure('sync writes the articles', 'say as whom: --user NAME, the owner of the folder', 2);
  const program = await realpath(fileURLToPath(new URL('../../bin/gopherwire.js', import.meta.url)));
  const dir = resolve(options.dir ?? (await configured(options.config, 'dir')) ?? DEFAULT_DIR);
  const config = options.config === undefined ? [] : [resolve(options.config)];
  const command = [
    process.execPath,
    program,
    kind === 'sync' ? 'sync' : 'serve',
    dir,
    ...config.flatMap((path) => ['--config', path]),
    // flags would hide what the configuration says
    ...(host === undefined ? [] : ['--host', host]),
    ...(port === undefined ? [] : ['--port', String(port)]),
  ];
  const odd = command.find((word) => firstUnwanted(word) >= 0);
  if (odd !== undefined)
    throw new Failure('a unit cannot hold a path with control characters', 'give the folder another name', 2);
  // the program reads its packages and its package.json too
  const paths = [process.execPath, resolve(program, '../..'), dir, ...config];
  if (kind === 'sync' && (host ?? (await configured(options.config, 'host'))) === undefined)
    tell(
      'Each document that this unit fetches will say that it is passed on at localhost, for good.\n  fix: give --host and --port, or a --config that names them',
    );
  await print(UNITS[kind]({ command, paths, dir, port: port ?? DEFAULT_PORT, user }));
}

/** Adds the command to `program`. */
export function addUnit(program: Command): void {
  const command = program
    .command('unit')
    .description(
      'print systemd units that serve a folder and fetch for it, shut off from the rest of the machine',
    )
    .addArgument(new Argument('[unit]', 'which one').choices(Object.keys(UNITS)).default('service'))
    .option(
      '--dir <dir>',
      'the folder of articles (default: that of the configuration, or articles)',
      parseName,
    )
    .option('--host <name>', 'the name of this server in menus and new documents', parseHost)
    .option('--port <number>', `the port (default of the socket: ${DEFAULT_PORT})`, wholeNumber(1, 65535))
    .option('--config <file>', 'the configuration file of serve', parseName)
    .option('--user <name>', 'run as this account (default: one that systemd makes for each run)', parseUser)
    .action(unit);
  withHelpTexts(command, {
    examples: [
      ['gopherwire unit --dir /srv/articles --host gopher.example.org --port 70'],
      ['gopherwire unit socket --port 70'],
      ['gopherwire unit sync --dir /srv/articles --user wire --host gopher.example.org --port 70'],
      ['gopherwire unit timer'],
    ],
    notes: [
      'Put them into /etc/systemd/system as gopherwire.service and gopherwire.socket, both with the same port. Then: systemctl daemon-reload && systemctl enable --now gopherwire.service. The service needs its socket. Everybody must be allowed to read the articles, or else the account of --user. The catalogue lies in /var/lib/gopherwire: leave state out of the configuration file.',
      'What fetches is apart: gopherwire-sync.service and gopherwire-sync.timer, every six hours. Then: systemctl enable --now gopherwire-sync.timer.',
    ],
    exitCodes: [
      [0, 'printed'],
      [2, 'usage'],
    ],
  });
}
