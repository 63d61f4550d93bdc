/** What a command's help says below its options; the man page says the same. */
import type { Command } from 'commander';

/** A command line and, where it does not speak for itself, what it does. */
export type Example = readonly [line: string, meaning?: string];

/** The texts below the options of one command. */
export interface HelpTexts {
  readonly examples: readonly Example[];
  /** Paragraphs of running text; lines are broken where they are shown. */
  readonly notes?: readonly string[];
  /** What each exit code means here, such as `[0, 'printed']`. */
  readonly exitCodes: readonly (readonly [code: number, meaning: string])[];
}

const WIDTH_COLUMNS = 80;
/** What an example does stands beside it where the example is no longer than this, and below it otherwise. */
const MAX_BESIDE = 36;

const TEXTS = new WeakMap<Command, HelpTexts>();

function exampleLines(examples: readonly Example[]): string[] {
  const beside = examples.flatMap(([line, meaning]) =>
    meaning !== undefined && line.length <= MAX_BESIDE ? [line.length] : [],
  );
  const column = Math.max(0, ...beside) + 4;
  return examples.flatMap(([line, meaning]) => {
    if (meaning === undefined) return [`  ${line}`];
    if (line.length > MAX_BESIDE) return [`  ${line}`, `  ${' '.repeat(column)}${meaning}`];
    return [`  ${line.padEnd(column)}${meaning}`];
  });
}

function shown(command: Command, { examples, notes = [], exitCodes }: HelpTexts): string {
  const codes = exitCodes.map(([code, meaning]) => `${code} ${meaning}`).join(', ');
  const wrap = (text: string): string => command.createHelp().boxWrap(text, WIDTH_COLUMNS);
  const paragraphs = [...notes, `Exit codes: ${codes}.`].map(wrap);
  return ['', 'Examples:', ...exampleLines(examples), '', paragraphs.join('\n')].join('\n');
}

/** Adds `texts` to the help of `command`, and gives the command. */
export function withHelpTexts(command: Command, texts: HelpTexts): Command {
  TEXTS.set(command, texts);
  return command.addHelpText('after', shown(command, texts));
}

/** What {@link withHelpTexts} added to `command`; nothing where it added none. */
export const helpTextsOf = (command: Command): HelpTexts =>
  TEXTS.get(command) ?? { examples: [], exitCodes: [] };
