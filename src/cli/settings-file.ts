/** `gopherwire.toml`: the same names as the flags, without their dashes; each value with its place for messages. */
import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { parse, TomlError } from 'smol-toml';
import { errorCode } from '../error-code.ts';
import { cleanLine } from '../text/clean.ts';
import { columnsOf } from '../text/columns.ts';
import { Failure } from './failure.ts';
import { placesOfKeys, type FilePlace } from './toml-places.ts';

/** What is read where no other file is named. */
export const DEFAULT_FILE = 'gopherwire.toml';

const START: FilePlace = { line: 1, column: 1 };

/** What a file may hold: a list is one of texts. */
export type FileValue = string | number | boolean | readonly string[];

/** One setting of the file, at the place of its value; `value` is `undefined` where it is of a kind that no setting takes. */
export interface FileSetting extends FilePlace {
  readonly name: string;
  readonly value: FileValue | undefined;
}

/** The settings of one file. */
export class SettingsFile {
  readonly path: string;
  readonly settings: readonly FileSetting[];
  readonly #lines: readonly string[];

  /** Throws a {@link Failure} where `bytes` are no TOML in UTF-8; a byte-order mark is passed over. */
  constructor(path: string, bytes: Buffer) {
    this.path = path;
    const source = bytes.toString('utf8').replace(/^\ufeff/, '');
    this.#lines = source.split(/\r?\n/);
    if (!isUtf8(bytes))
      throw this.failure(placeOfFault(bytes), 'this is not UTF-8', 'save the file as UTF-8');
    const values = Object.entries(this.#parse(source));
    const places = placesOfKeys(source);
    this.settings = values.map(([name, value]) => ({
      name,
      value: valueOf(value),
      ...(places.get(name) ?? START),
    }));
  }

  /** What is wrong at a place, with its line and a caret below it. */
  failure({ line, column }: FilePlace, problem: string, fix: string): Failure {
    const shown = this.#lines[line - 1] ?? '';
    const number = `  ${line} | `;
    const caret = ' '.repeat(number.length + columnsOf(visible(shown.slice(0, column - 1))));
    const lines = [`${this.path}:${line}:${column}: ${problem}`, number + visible(shown), `${caret}^`];
    return new Failure(lines.join('\n'), fix, 2);
  }

  #parse(source: string): Readonly<Record<string, unknown>> {
    try {
      return parse(source);
    } catch (error) {
      if (!(error instanceof TomlError)) throw error;
      const [problem = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
      throw this.failure(error, problem, 'write it as TOML: name = "value", a line each');
    }
  }
}

/** `text` as a terminal shows it, a character for each of its own, so that a caret below finds its place. */
const visible = (text: string): string =>
  Array.from(text, (character) => (cleanLine(character) === '' ? ' ' : cleanLine(character))).join('');

/** The first place of `bytes` that is not UTF-8. */
function placeOfFault(bytes: Buffer): FilePlace {
  let start = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf('\n', start);
    const found = bytes.subarray(start, end < 0 ? undefined : end);
    if (end < 0 || !isUtf8(found)) return { line, column: found.toString('utf8').indexOf('\ufffd') + 1 };
    start = end + 1;
  }
}

function valueOf(value: unknown): FileValue | undefined {
  if (typeof value === 'boolean' || typeof value === 'string' || typeof value === 'number') return value;
  if (!Array.isArray(value)) return undefined;
  const words = value.flatMap((one: unknown) => (typeof one === 'string' ? [one] : []));
  return words.length === value.length ? words : undefined;
}

/** Why a file cannot be read. */
function problemOf(code: string): string {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'is not there';
    case 'EISDIR':
      return 'is a folder';
    case 'EACCES':
      return 'cannot be read: no permission';
    default:
      return `cannot be read (${code})`;
  }
}

/** The file at `path`; without one the file in the working folder, where there is one. Throws a {@link Failure} that names line and column. */
export async function readSettingsFile(path: string | undefined): Promise<SettingsFile | undefined> {
  const chosen = path ?? DEFAULT_FILE;
  let bytes;
  try {
    bytes = await readFile(chosen);
  } catch (cause) {
    const code = errorCode(cause);
    if (path === undefined && code === 'ENOENT') return undefined;
    const fix = 'give the path of a file that can be read with --config';
    const isWrongPath = path !== undefined && ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(code);
    throw new Failure(`the configuration file ${chosen} ${problemOf(code)}`, fix, isWrongPath ? 2 : 1, {
      cause,
    });
  }
  return new SettingsFile(chosen, bytes);
}
