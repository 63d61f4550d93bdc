/** What is in force: flags over environment over file over defaults. */
import { InvalidArgumentError, type Command, type Option } from 'commander';
import { Failure } from './failure.ts';
import { readSettingsFile, type FileSetting, type SettingsFile } from './settings-file.ts';

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

const YES = new Set(['true', 'yes', 'on', '1']);
const NO = new Set(['false', 'no', 'off', '0', '']);

/** A switch, given as a word. */
function switchOf(text: string | boolean): boolean {
  if (typeof text === 'boolean') return text;
  if (YES.has(text.toLowerCase())) return true;
  if (NO.has(text.toLowerCase())) return false;
  throw new InvalidArgumentError('It is true or false.');
}

const isSwitch = (option: Option): boolean => !option.required && !option.optional;

/** The value of `option` that `text` gives. Throws commander's error for what it does not take. */
function parsed(option: Option, text: string | boolean): unknown {
  if (isSwitch(option)) return switchOf(text);
  if (text === true && option.optional) return option.presetArg ?? true;
  if (typeof text === 'boolean') throw new InvalidArgumentError('It is not true or false.');
  // a list may grow with each mention on the command line; the file gives the whole list
  return option.parseArg === undefined ? text : option.parseArg(text, undefined);
}

function fromFile(option: Option, setting: FileSetting, file: SettingsFile): unknown {
  try {
    return parsed(option, setting.text);
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
    throw new Failure(`${envVar}: ${problem}`, `set it to true or false, or leave it out`, 2, {
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
    const fix = 'gopherwire config lists all settings; each is called like its flag';
    throw file.failure({ ...setting, column: 1 }, `there is no setting ${setting.name}`, fix);
  }
  return { values: { ...command.opts<T>(), ...values }, origins, path: file?.path };
}
