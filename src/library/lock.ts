/** One process at a time takes articles into a folder, or exports to a place. */
import { readFileSync } from 'node:fs';
import { open, readdir, unlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, machineName, SCRATCH_NAME, type ScratchFolder } from './scratch.ts';

/** Another process is at it. */
export class FolderInUse extends Error {
  readonly code = 'folder-in-use';
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.name = 'FolderInUse';
    this.fix = fix;
  }
}

const HOLDER = /^([A-Za-z0-9_]+)-(\d+)-(\d+)$/;
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

/** Where processes make a file each, what the names of those begin with, and what is done by the one that holds the lock. */
interface Lock {
  readonly folder: string;
  readonly prefix: string;
  readonly work: string;
}

interface Holder {
  readonly file: string;
  readonly machine: string;
  readonly pid: number;
  readonly isGone: boolean;
}

function holderOf(file: string, prefix: string): Holder | undefined {
  const name = file.startsWith(prefix) ? file.slice(prefix.length) : '';
  const [, machine = '', pid = '', beginning = ''] = HOLDER.exec(name) ?? [];
  if (machine === '') return undefined;
  const isHere = machine === machineName();
  const isGone = isHere && (!isAlive(Number(pid)) || beginningOf(Number(pid)) !== beginning);
  return { file, machine, pid: Number(pid), isGone };
}

/** Who else holds the folder. The locks of those that were killed are removed: no other process has their names. */
async function othersIn({ folder, prefix }: Lock, own: string): Promise<readonly Holder[]> {
  const names = await readdir(folder);
  const holders = names.flatMap((name) => (name === own ? [] : (holderOf(name, prefix) ?? [])));
  for (const { file } of holders.filter(({ isGone }) => isGone))
    await unlink(join(folder, file)).catch(() => undefined);
  return holders.filter(({ isGone }) => !isGone);
}

/**
 * Takes `lock` and gives what lets go of it. Each process has `create` make a file of its own name and then looks for
 * others: of two at once each sees the other, and the one of the lower number waits until the other has left. Rejects
 * with {@link FolderInUse} when another one stays.
 */
async function take(lock: Lock, create: (path: string) => Promise<FileHandle>): Promise<() => Promise<void>> {
  const { folder, prefix, work } = lock;
  const own = `${prefix}${machineName()}-${process.pid}-${beginningOf(process.pid)}`;
  const release = async (): Promise<void> => unlink(join(folder, own)).catch(() => undefined);
  await (await create(join(folder, own))).close();
  for (let look = 1; ; look++) {
    const [other] = await othersIn(lock, own);
    if (other === undefined) return release;
    const isHere = other.machine === machineName();
    if (isHere && process.pid < other.pid && look < LOOKS) {
      await pause(LOOK_PAUSE_MS);
      continue;
    }
    await release();
    throw new FolderInUse(
      `${work} by process ${other.pid} on ${other.machine}`,
      isHere
        ? 'wait until it is done'
        : `wait until it is done; if it was killed, remove ${join(folder, other.file)}`,
    );
  }
}

/** Takes the lock of the articles folder `root` and gives what lets go of it. Rejects with {@link FolderInUse} when another process stays. */
export const lockFolder = (root: string, scratch: ScratchFolder): Promise<() => Promise<void>> =>
  take(
    { folder: join(root, SCRATCH_NAME), prefix: 'lock-', work: `articles are being taken into ${root}` },
    (path) => scratch.create(path),
  );

/** As {@link lockFolder}, of an export to `out`; what is made stands beside that. Rejects with the system's error, too. */
export const lockExport = (out: string): Promise<() => Promise<void>> =>
  take(
    { folder: dirname(out), prefix: `.${basename(out)}.export-lock-`, work: `${out} is being exported to` },
    (path) => open(path, 'wx', 0o644),
  );
