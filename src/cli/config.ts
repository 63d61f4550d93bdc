/** `gopherwire config`: the settings in force, and where each came from. */
import type { Command, Option } from 'commander';
import { stringify } from 'smol-toml';
import { withHelpTexts } from './help-texts.ts';
import { jsonText, print } from './output.ts';
import { withServeOptions, type ServeOptions } from './serve-options.ts';
import { isSwitch, nameOf, resolveSettings, settingsOf, type Origin } from './settings.ts';

type Plain = string | number | boolean | readonly string[];

/** `value` as the file would give it; `undefined` where it is not set. */
function plainOf(value: unknown): Plain | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((one: unknown) => String(plainOf(one) ?? ''));
  if (typeof value === 'object' && value !== null && 'text' in value) return String(value.text);
  return undefined;
}

function originText(origin: Origin | undefined): string {
  switch (origin?.kind) {
    case 'flag':
      return 'flag';
    case 'environment':
      return origin.name;
    case 'file':
      return `${origin.path}, line ${origin.line}`;
    case 'default':
    case undefined:
      return 'default';
  }
}

function lineOf(option: Option, value: unknown, origin: Origin | undefined): string {
  const name = nameOf(option);
  const plain = plainOf(value);
  if (plain === undefined) return `# ${name} is not set`;
  const text = stringify({ [name]: plain }).trim();
  // a line break in a comment would begin a line of the file
  return `${text.padEnd(40)} # ${originText(origin).replace(/[\r\n]/g, ' ')}`;
}

async function config(
  given: string | undefined,
  { json }: { readonly json?: boolean },
  command: Command,
): Promise<void> {
  const { values, origins } = await resolveSettings<ServeOptions & Record<string, unknown>>(command);
  const dirOrigin: Origin = { kind: 'flag' };
  const lines = settingsOf(command).map((option) => {
    const name = nameOf(option);
    const isGiven = name === 'dir' && given !== undefined;
    return {
      option,
      name,
      value: isGiven ? given : (values[option.attributeName()] ?? (isSwitch(option) ? false : undefined)),
      origin: isGiven ? dirOrigin : origins.get(name),
    };
  });
  if (json === true) {
    const entries = lines.map(({ name, value, origin }) => [
      name,
      { value: plainOf(value) ?? null, from: originText(origin) },
    ]);
    await print(jsonText(Object.fromEntries(entries)));
  } else
    await print(`${lines.map(({ option, value, origin }) => lineOf(option, value, origin)).join('\n')}\n`);
}

/** Adds the command to `program`. */
export function addConfig(program: Command): void {
  const command = withServeOptions(
    program
      .command('config')
      .description('print the settings of serve that are in force, and where each came from')
      .argument('[dir]', 'the folder of articles (default: articles)'),
  )
    .option('--json', 'for programs')
    .action(config);
  withHelpTexts(command, {
    examples: [
      ['gopherwire config'],
      ['gopherwire config > gopherwire.toml', 'a file to begin with'],
      ['GOPHERWIRE_PORT=70 gopherwire config --config /etc/gopherwire.toml'],
    ],
    exitCodes: [
      [0, 'printed'],
      [2, 'usage, or a file that cannot be used'],
    ],
  });
}
