/** `gopherwire.toml`: the same names as the flags, without their dashes; each value with its place for messages. */
import { readFile } from 'node:fs/promises';
import { parse, TomlError } from 'smol-toml';
import { errorCode } from '../error-code.ts';
import { Failure } from './failure.ts';

/** What is read where no other file is named. */
export const DEFAULT_FILE = 'gopherwire.toml';

/** One setting of the file; `text` is what would be given on the command line. */
export interface FileSetting {
  readonly name: string;
  readonly text: string | boolean;
  /** From 1; the column is that of the value. */
  readonly line: number;
  readonly column: number;
}

/** The settings of one file. */
export class SettingsFile {
  readonly path: string;
  readonly settings: readonly FileSetting[];
  readonly #lines: readonly string[];

  constructor(path: string, source: string) {
    this.path = path;
    this.#lines = source.split(/\r?\n/);
    this.settings = Object.entries(this.#parse(source)).map(([name, value]) => this.#setting(name, value));
  }

  /** What is wrong with `setting`, with its line and a caret below it. */
  failure(setting: Pick<FileSetting, 'line' | 'column'>, problem: string, fix: string): Failure {
    const { line, column } = setting;
    const shown = this.#lines[line - 1] ?? '';
    const number = `  ${line} | `;
    return new Failure(
      `${this.path}:${line}:${column}: ${problem}\n${number}${shown}\n${' '.repeat(number.length + column - 1)}^`,
      fix,
      2,
    );
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

  #setting(name: string, value: unknown): FileSetting {
    const place = this.#placeOf(name);
    const text = textOf(value);
    if (text !== undefined) return { name, text, ...place };
    throw this.failure(
      place,
      `${name} is neither text, a number, true, false nor a list of texts`,
      'give it as on the command line; there are no tables in this file',
    );
  }

  /** Where the value of `name` stands; the start of the file when it is written in a way of its own. */
  #placeOf(name: string): { readonly line: number; readonly column: number } {
    const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const assignment = new RegExp(`^\\s*(?:"${quoted}"|'${quoted}'|${quoted})\\s*=\\s*`);
    const table = new RegExp(`^\\s*\\[{1,2}\\s*["']?${quoted}\\b`);
    for (const [index, line] of this.#lines.entries()) {
      const found = assignment.exec(line) ?? table.exec(line);
      if (found !== null) return { line: index + 1, column: found[0].length + 1 };
    }
    return { line: 1, column: 1 };
  }
}

function textOf(value: unknown): string | boolean | undefined {
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (!Array.isArray(value)) return undefined;
  const words = value.map((one: unknown) => (typeof one === 'string' ? one : undefined));
  return words.includes(undefined) ? undefined : words.join(' ');
}

/** The file at `path`; without one the file in the working folder, where there is one. Throws a {@link Failure} that names line and column. */
export async function readSettingsFile(path: string | undefined): Promise<SettingsFile | undefined> {
  const chosen = path ?? DEFAULT_FILE;
  let source;
  try {
    source = await readFile(chosen, 'utf8');
  } catch (cause) {
    const code = errorCode(cause);
    if (path === undefined && code === 'ENOENT') return undefined;
    const fix = 'give the path of a file that can be read with --config';
    throw new Failure(`the configuration file ${chosen} cannot be read (${code})`, fix, 2, { cause });
  }
  return new SettingsFile(chosen, source);
}
