/** Where an export is to stand: one process at a time makes it beside, and never in the place of what is no export. */
import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { errorCode } from '../error-code.ts';
import { InTheWay } from '../library/in-the-way.ts';
import { lockExport } from '../library/lock.ts';

/** What stands at `path`, which may be nothing. Rejects with the system's error where that cannot be seen. */
export async function kindAt(path: string): Promise<'nothing' | 'folder' | 'file' | 'other'> {
  try {
    const stats = await lstat(path);
    return stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'other';
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return 'nothing';
  }
}

export const notOurs = (out: string): InTheWay =>
  new InTheWay(
    `${out} is there already and is no earlier export: nothing is overwritten`,
    'name a place where nothing is, or move it away',
  );

/** The place of an export, absolute and real but for its own name. Rejects with the system's error where the folder above is not there. */
export async function placeOf(out: string): Promise<string> {
  const path = resolve(out);
  return join(await realpath(dirname(path)), basename(path));
}

/** What is `new`, or was there before and is `old`, stands beside `out` under this name. */
export const besideOf = (out: string, age: 'new' | 'old'): string =>
  join(dirname(out), `.${basename(out)}.export-${age}`);

/**
 * Has `work` make an export to `out` while no other process does; before and after it `settle` ends what was begun, by a
 * killed process too. Rejects with FolderInUse where one does, with the system's error, and with that of `work`.
 */
export async function alone<T>(out: string, settle: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  const release = await lockExport(out);
  try {
    await settle();
    try {
      return await work();
    } finally {
      await settle();
    }
  } finally {
    await release();
  }
}
