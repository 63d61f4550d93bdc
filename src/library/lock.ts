/** One process at a time takes articles into a folder. */
import { readFileSync } from 'node:fs';
import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, machineName, SCRATCH_NAME, type ScratchFolder } from './scratch.ts';

/** Another process that takes articles into the folder. */
export class FolderInUse extends Error {
  readonly code = 'folder-in-use';
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.name = 'FolderInUse';
    this.fix = fix;
  }
}

const LOCK = /^lock-([A-Za-z0-9_]+)-(\d+)-(\d+)$/;
const LOOKS = 20;
const LOOK_PAUSE_MS = 50;

/** When a process began, in ticks since the system did [proc_pid_stat(5), field 22]: numbers of processes come again. */
function beginningOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
  } catch {
    return '0';
  }
}

interface Holder {
  readonly file: string;
  readonly machine: string;
  readonly pid: number;
  readonly isGone: boolean;
}

function holderOf(file: string): Holder | undefined {
  const [, machine = '', pid = '', beginning = ''] = LOCK.exec(file) ?? [];
  if (machine === '') return undefined;
  const isHere = machine === machineName();
  const isGone = isHere && (!isAlive(Number(pid)) || beginningOf(Number(pid)) !== beginning);
  return { file, machine, pid: Number(pid), isGone };
}

/** Who else holds the folder. The locks of those that were killed are removed: no other process has their names. */
async function othersIn(folder: string, own: string): Promise<readonly Holder[]> {
  const holders = (await readdir(folder)).flatMap((name) => (name === own ? [] : (holderOf(name) ?? [])));
  for (const { file } of holders.filter(({ isGone }) => isGone))
    await unlink(join(folder, file)).catch(() => undefined);
  return holders.filter(({ isGone }) => !isGone);
}

/**
 * Takes the lock of the articles folder `root` and gives what lets go of it. Each process makes a file of its own name
 * and then looks for others: of two at once each sees the other, and the one of the lower number waits until the other
 * has left. Rejects with {@link FolderInUse} when another one stays.
 */
export async function lockFolder(root: string, scratch: ScratchFolder): Promise<() => Promise<void>> {
  const folder = join(root, SCRATCH_NAME);
  const own = `lock-${machineName()}-${process.pid}-${beginningOf(process.pid)}`;
  const release = async (): Promise<void> => unlink(join(folder, own)).catch(() => undefined);
  await (await scratch.create(join(folder, own))).close();
  for (let look = 1; ; look++) {
    const [other] = await othersIn(folder, own);
    if (other === undefined) return release;
    const isHere = other.machine === machineName();
    if (isHere && process.pid < other.pid && look < LOOKS) {
      await pause(LOOK_PAUSE_MS);
      continue;
    }
    await release();
    throw new FolderInUse(
      `articles are being taken into ${root} by process ${other.pid} on ${other.machine}`,
      isHere
        ? 'wait until it is done'
        : `wait until it is done; if it was killed, remove ${join(folder, other.file)}`,
    );
  }
}
