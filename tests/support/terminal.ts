/** A program on a terminal of its own, as a person sees it: tmux runs it, types and reads the screen. */
import { execFileSync, spawnSync } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { eventually } from './program.ts';

/** A screen on which a whole article and the longest of addresses can be seen at once. */
const COLUMNS = 140;
const ROWS = 320;

/**
 * Clients that draw from two threads at once: while a loaded machine starts one, the page may be drawn over with nothing,
 * and stands there again once the size of the window changes.
 */
const LOSES_ITS_PAGE: readonly string[] = ['bombadillo'];
/** After so many looks that such a screen does not show what it should, its window gets another size. */
const PATIENCE = 100;

/** Whether a program of this name is installed. */
export function isInstalled(name: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
}

let terminals = 0;

export interface Terminal {
  /** Types `keys`, as tmux names them: `Enter`, `q`. */
  type(...keys: readonly string[]): void;
  /** The screen, once it holds `text` and does not change any more. */
  shows(text: string): Promise<string>;
}

/** Starts `command` on a wide terminal that goes with the test. */
export const onTerminal = (...command: readonly string[]): Terminal => onTerminalOf(COLUMNS, command);

/** Starts `command` on a terminal of so many columns that goes with the test. */
export function onTerminalOf(columns: number, command: readonly string[]): Terminal {
  const server = `gopherwire-test-${process.pid}-${terminals++}`;
  const tmux = (...args: readonly string[]): string =>
    execFileSync('tmux', ['-L', server, '-f', '/dev/null', ...args], { encoding: 'utf8' });
  const environment = ['LC_ALL=C.UTF-8', 'TERM=screen-256color', 'PAGER=less', 'LESSSECURE=1'];
  const size = ['-x', String(columns), '-y', String(ROWS)];
  tmux('-u', 'new-session', '-d', ...size, 'env', ...environment, ...command);
  onTestFinished(() => {
    spawnSync('tmux', ['-L', server, 'kill-server']);
  });
  const screen = (): string => tmux('capture-pane', '-p');
  const losesItsPage = LOSES_ITS_PAGE.includes(command[0] ?? '');
  let before = '';
  let looks = 0;
  const waits = (): undefined => {
    looks += 1;
    if (!losesItsPage || looks % PATIENCE > 0) return undefined;
    tmux('resize-window', '-x', String(columns), '-y', String(ROWS + looks / PATIENCE));
  };
  return {
    type: (...keys) => void tmux('send-keys', ...keys),
    shows: async (text) => {
      try {
        return await eventually(async () => {
          const now = screen();
          const isAtRest = now === before;
          before = now;
          return Promise.resolve(isAtRest && now.includes(text) ? now : waits());
        });
      } catch (cause) {
        throw new Error(`"${text}" is not on the screen:\n${before.trimEnd()}`, { cause });
      }
    },
  };
}
