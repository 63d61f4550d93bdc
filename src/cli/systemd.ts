/** What systemd hands to a service and wants to hear of it: sd_listen_fds(3) and sd_notify(3). */
import { execFile } from 'node:child_process';
import { Failure } from './failure.ts';

/** A socket that listens already. */
export interface PassedSocket {
  readonly descriptor: number;
  /** FileDescriptorName= of the socket unit. */
  readonly name: string;
}

/** [sd_listen_fds(3)] the first descriptor that is passed. */
const FIRST = 3;
/** More than any socket unit has. */
const MAX_SOCKETS = 1024;

/** The sockets that were passed to this process; none where they were meant for another. Throws a {@link Failure}. */
export function passedSockets(environment: NodeJS.ProcessEnv, pid: number): PassedSocket[] {
  const { LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES = '' } = environment;
  if (LISTEN_PID !== String(pid) || LISTEN_FDS === undefined) return [];
  const count = /^\d{1,4}$/.test(LISTEN_FDS) ? Number(LISTEN_FDS) : Infinity;
  if (count > MAX_SOCKETS)
    throw new Failure(
      `LISTEN_FDS=${LISTEN_FDS} is no number of sockets that can be passed, which is ${MAX_SOCKETS} at most`,
      'leave LISTEN_FDS and LISTEN_PID to the service manager',
    );
  const names = LISTEN_FDNAMES.split(':');
  return Array.from({ length: count }, (_, index) => ({
    descriptor: FIRST + index,
    name: names[index] === undefined || names[index] === '' ? 'unknown' : names[index],
  }));
}

/** What the service manager is told. */
export interface Notifier {
  /** Resolves when it was told, or could not be: then the daemon goes on without. */
  notify(...assignments: readonly string[]): Promise<void>;
  /** Says that all is well as often as it wants to hear it. Does not keep the program running. */
  watchdog(): void;
}

/** A notifier for the manager that `environment` names; it says nothing where there is none. */
export function notifierFor(environment: NodeJS.ProcessEnv, onFailure: (problem: string) => void): Notifier {
  const { NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID } = environment;
  // Node has no datagram sockets of AF_UNIX: systemd's own tool sends the words
  const notify = (...assignments: readonly string[]): Promise<void> =>
    new Promise((resolve) => {
      if (NOTIFY_SOCKET === undefined) {
        resolve();
        return;
      }
      execFile('systemd-notify', [`--pid=${process.pid}`, ...assignments], { timeout: 10_000 }, (error) => {
        if (error !== null) onFailure(`systemd-notify failed: ${error.message.trim()}`);
        resolve();
      });
    });
  return {
    notify,
    watchdog() {
      const limitMs = Number(WATCHDOG_USEC) / 1000;
      const isMeant = WATCHDOG_PID === undefined || WATCHDOG_PID === String(process.pid);
      if (!isMeant || !(limitMs > 0)) return;
      // [sd_watchdog_enabled(3)] every half of the time
      setInterval(() => void notify('WATCHDOG=1'), limitMs / 2).unref();
    },
  };
}
