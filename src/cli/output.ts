/** Writing to people (stderr) and programs (stdout). */
import { once } from 'node:events';
import { fstatSync, writeSync } from 'node:fs';
import { cleanLine } from '../text/clean.ts';

/** A message for people. Control characters in names and texts do not reach the terminal. */
export function tell(message: string): void {
  process.stderr.write(`${message.split('\n').map(cleanLine).join('\n')}\n`);
}

/** Standard output for what goes on when nobody can take it: a full disk is told once, until there is room again. */
export class LastingOutput {
  /** A stream of Node ends with its first error; a disk is full for a while only. */
  readonly #isPlain = !process.stdout.isTTY && !fstatSync(1).isFIFO() && !fstatSync(1).isSocket();
  #isFull = false;

  get writableLength(): number {
    return this.#isPlain ? 0 : process.stdout.writableLength;
  }

  write(text: string): void {
    if (!this.#isPlain) {
      process.stdout.write(text);
      return;
    }
    try {
      writeSync(1, text);
      this.#isFull = false;
    } catch (error) {
      if (!this.#isFull)
        tell(`Standard output cannot be written, what belongs there is lost: ${String(error)}`);
      this.#isFull = true;
    }
  }
}

/** Data for programs and people; resolves when it is handed over. */
export async function print(data: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(data)) await once(process.stdout, 'drain');
}

// what JSON leaves as it is, and a terminal does not
const UNSEEN = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff]/g;

const seen = (text: string): string =>
  `${text.replace(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;

/** `value` as indented JSON that no terminal takes for a command. */
export const jsonText = (value: unknown): string => seen(JSON.stringify(value, null, 2));

/** As {@link jsonText}, on one line. */
export const jsonLine = (value: unknown): string => seen(JSON.stringify(value));

type Style = 'red' | 'green' | 'yellow' | 'dim';
const CODES: Readonly<Record<Style, number>> = { red: 31, green: 32, yellow: 33, dim: 2 };

/** `text` in a colour, where standard output is a terminal and NO_COLOR is not set. */
export function styled(style: Style, text: string): string {
  const wanted = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';
  return wanted ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;
}

const BAR_COLUMNS = 20;

function barOf(done: number, total: number): string {
  const filled = Math.round((BAR_COLUMNS * done) / Math.max(1, total));
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_COLUMNS - filled)}]`;
}

interface Step {
  readonly label: string;
  readonly done: number;
  /** `undefined` where it is not known. */
  readonly total: number | undefined;
  /** What follows. */
  readonly note: string;
}

/** How far a task is, in no more than `columns`: without its bar, then without its label where they have no room. */
export function progressLine({ label, done, total, note }: Step, columns: number): string {
  const count = `${done}${total === undefined ? '' : ` of ${total}`}${note}`;
  const bars = total === undefined ? [] : [`${label} ${barOf(done, total)} ${count}`];
  const line = [...bars, `${label} ${count}`].find((form) => form.length <= columns);
  return line ?? count.slice(0, columns);
}

/** Shows how far a long task is, on one line of a terminal, once it has taken a second. */
export class Progress {
  readonly #label: string;
  readonly #startMs = performance.now();
  #shownMs = 0;

  constructor(label: string) {
    this.#label = label;
  }

  /** `total` where it is known; `note` follows. */
  update(done: number, total?: number, note = ''): void {
    const now = performance.now();
    if (!process.stderr.isTTY || now - this.#startMs < 1000 || now - this.#shownMs < 100) return;
    this.#shownMs = now;
    // a line that is full to its end would go on in the next one
    const columns = (process.stderr.columns || 80) - 1;
    process.stderr.write(`\r${progressLine({ label: this.#label, done, total, note }, columns)}\u001b[K`);
  }

  done(): void {
    if (this.#shownMs > 0) process.stderr.write('\r\u001b[K');
  }
}
