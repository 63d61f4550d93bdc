/** Stopping on SIGINT and SIGTERM, reading the settings again on SIGHUP. */
import { constants } from 'node:os';
import { tell } from './output.ts';

/** How long the last lines of the log may take to be read by whoever reads them. */
const FLUSH_MS = 1_000;

type StopSignal = 'SIGINT' | 'SIGTERM';

/** Ends the process at once as `signal` does by itself: an exit would wait for the threads, and fail in what they are at. */
function dieOf(signal: StopSignal): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/** Ends the process with 0 after `stop` on the first signal, and at once on a second. */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (signal: StopSignal): void => {
    if (stopping) {
      dieOf(signal);
      return;
    }
    stopping = true;
    tell('Stopping: replies under way are finished first. A second signal ends at once.');
    stop().then(exitWhenFlushed, (error: unknown) => {
      tell(`stopping failed: ${String(error)}`);
      process.exit(1);
    });
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

/** Aborts on the first signal, ends at once on a second, and remembers which it was. */
export function abortOnSignal(): { readonly signal: AbortSignal; readonly code: () => number } {
  const controller = new AbortController();
  let code = 0;
  const onSignal = (signal: StopSignal): void => {
    if (code !== 0) {
      dieOf(signal);
      return;
    }
    code = 128 + constants.signals[signal];
    tell('Stopping: the article under way is finished first. A second signal ends at once.');
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return { signal: controller.signal, code: () => code };
}

/**
 * Holds each SIGHUP until it is told what to do; that is done for each, one after the other, and for those that come
 * while one waits once. It must not reject.
 */
export function holdHangups(): (reload: () => Promise<void>) => void {
  let start: ((reload: () => Promise<void>) => void) | undefined;
  const started = new Promise<() => Promise<void>>((resolve) => (start = resolve));
  let last: Promise<unknown> = started;
  let waiting = 0;
  process.on('SIGHUP', () => {
    if (waiting > 1) return;
    waiting++;
    last = last.then(async () => (await started)()).finally(() => waiting--);
  });
  return (reload) => start?.(reload);
}

function exitWhenFlushed(): void {
  setTimeout(() => process.exit(0), FLUSH_MS).unref();
  process.stdout.write('', () => process.exit(0));
}
