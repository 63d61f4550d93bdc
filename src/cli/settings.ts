/** What is in force: flags over environment over file over defaults. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { Failure } from './failure.ts';
import { readSettingsFile, type FileSetting, type FileValue, type SettingsFile } from './settings-file.ts';

/** Where a value came from. */
export type Origin =
  | { readonly kind: 'default' }
  | { readonly kind: 'flag' }
  | { readonly kind: 'environment'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string; readonly line: number };

/** All settings of a command; `T` are its options. */
export interface Settings<T> {
  readonly values: T;
  /** By the name of the setting, which is that of its flag without dashes. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** The file that was read; `undefined` when there is none. */
  readonly path: string | undefined;
}

const PREFIX = 'GOPHERWIRE_';

/** The name of the environment variable for the setting `name`: GOPHERWIRE_MAX_CONNECTIONS. */
export const variableOf = (name: string): string => PREFIX + name.toUpperCase().replaceAll('-', '_');

/** What the setting of `option` is called in the file. */
export const nameOf = (option: Option): string => option.long?.slice(2) ?? '';

/** The options that are settings: those that the environment can give too, but for the file itself. */
export const settingsOf = (command: Command): Option[] =>
  command.options.filter((option) => option.envVar !== undefined && nameOf(option) !== 'config');

/** An option that takes several values: parted by spaces, or each by itself where the file gives a list. */
export class ListOption<T> extends Option {
  readonly parseItems: (items: readonly string[]) => T;

  constructor(flags: string, description: string, parseItems: (items: readonly string[]) => T) {
    super(flags, description);
    this.parseItems = parseItems;
  }
}

const YES = new Set(['true', 'yes', 'on', '1']);
const NO = new Set(['false', 'no', 'off', '0', '']);

/** A switch, given as a word. */
function switchOf(text: string): boolean {
  if (YES.has(text.toLowerCase())) return true;
  if (NO.has(text.toLowerCase())) return false;
  throw new InvalidArgumentError('It is true or false.');
}

/** Whether `option` takes no value. */
export const isSwitch = (option: Option): boolean => !option.required && !option.optional;

/** What a setting is in the file, by what stands for its value in the help. */
function kindOf(option: Option): 'switch' | 'number' | 'list' | 'text' {
  if (isSwitch(option)) return 'switch';
  const placeholder = /[<[](.*)[>\]]$/.exec(option.flags)?.[1] ?? '';
  if (['number', 'seconds'].includes(placeholder)) return 'number';
  return ['place', 'addresses'].includes(placeholder) ? 'list' : 'text';
}

/** The value of `option` that the file gives. Throws commander's error for what it does not take. */
function parsed(option: Option, value: FileValue | undefined): unknown {
  // a list may grow with each mention on the command line; the file gives the whole list
  const parse = (text: string): unknown =>
    option.parseArg === undefined ? text : option.parseArg(text, undefined);
  if (value === true && option.presetArg !== undefined) return option.presetArg;
  switch (kindOf(option)) {
    case 'switch':
      if (typeof value === 'boolean') return value;
      throw new InvalidArgumentError('It is true or false, without quotes.');
    case 'number':
      if (typeof value === 'number') return parse(String(value));
      throw new InvalidArgumentError('It is a number, without quotes.');
    case 'list':
      if (typeof value === 'string') return parse(value);
      if (typeof value === 'object')
        return option instanceof ListOption ? option.parseItems(value) : parse(value.join(' '));
      throw new InvalidArgumentError('It is a text in quotes, or a list of them in brackets.');
    case 'text':
      if (typeof value === 'string') return parse(value);
      throw new InvalidArgumentError('It is a text in quotes.');
  }
}

function fromFile(option: Option, setting: FileSetting, file: SettingsFile): unknown {
  try {
    return parsed(option, setting.value);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw file.failure(
      setting,
      `${setting.name}: ${error.message}`,
      `gopherwire serve --help tells what --${setting.name} takes`,
    );
  }
}

/** A switch that the environment gives: commander takes every text for a yes. */
function fromEnvironment(option: Option, value: unknown): unknown {
  if (!isSwitch(option)) return value;
  const { envVar = '' } = option;
  try {
    return switchOf(process.env[envVar] ?? '');
  } catch (error) {
    const problem = error instanceof Error ? error.message : '';
    throw new Failure(`${envVar}: ${problem}`, 'set it to true or false, or leave it out', 2, {
      cause: error,
    });
  }
}

/**
 * The settings of `command`, whose line has been read. `known` are the names that the file may hold besides its own:
 * one file serves several commands. May be called again when the file has changed. Throws a {@link Failure}.
 */
export async function resolveSettings<T extends object>(
  command: Command,
  known: ReadonlySet<string> = new Set(),
): Promise<Settings<T>> {
  const { config } = command.opts<{ readonly config?: string }>();
  const file = await readSettingsFile(config);
  const given = new Map(file?.settings.map((setting) => [setting.name, setting]));
  const origins = new Map<string, Origin>();
  const values: Record<string, unknown> = {};
  for (const option of settingsOf(command)) {
    const [name, key] = [nameOf(option), option.attributeName()];
    const setting = given.get(name);
    const source = command.getOptionValueSource(key);
    if (source === 'cli') {
      origins.set(name, { kind: 'flag' });
    } else if (source === 'env') {
      origins.set(name, { kind: 'environment', name: option.envVar ?? '' });
      values[key] = fromEnvironment(option, command.getOptionValue(key));
    } else if (file !== undefined && setting !== undefined) {
      origins.set(name, { kind: 'file', path: file.path, line: setting.line });
      values[key] = fromFile(option, setting, file);
    } else origins.set(name, { kind: 'default' });
    given.delete(name);
  }
  for (const setting of given.values()) {
    if (file === undefined || known.has(setting.name)) continue;
    const fix =
      setting.value === undefined
        ? 'there are no tables in this file: give each setting a line of its own, called like its flag'
        : 'gopherwire config lists all settings; each is called like its flag';
    throw file.failure({ ...setting, column: 1 }, `there is no setting ${setting.name}`, fix);
  }
  return { values: { ...command.opts<T>(), ...values }, origins, path: file?.path };
}
