/** Folders that are exported: made beside their place, and there at once when they are whole. */
import { lstat, mkdir, open, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { errorCode } from '../error-code.ts';
import { InTheWay } from '../library/in-the-way.ts';
import { isAlive } from '../library/scratch.ts';

/** One file of an export. */
export interface ExportedFile {
  /** Below the export's folder, parted by slashes. */
  readonly path: string;
  readonly data: string | Uint8Array;
}

/** By this file an export is known. */
const MARK = '.gopherwire-export';
const MARK_TEXT = 'gopherwire export: a new one takes the place of all that is in this folder.\n';

/** What stands at `path`, which may be nothing. Rejects with the system's error where that cannot be seen. */
async function kindAt(path: string): Promise<'nothing' | 'folder' | 'file' | 'other'> {
  try {
    const stats = await lstat(path);
    return stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'other';
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return 'nothing';
  }
}

const notOurs = (out: string): InTheWay =>
  new InTheWay(
    `${out} is there already and is no earlier export: nothing is overwritten`,
    'name a place where nothing is, or move it away',
  );

/** The place of an export, absolute and real but for its own name. Rejects with the system's error where the folder above is not there. */
export async function placeOf(out: string): Promise<string> {
  const path = resolve(out);
  return join(await realpath(dirname(path)), basename(path));
}

/** Removes what killed exports to `out` have left beside it. */
async function clearBeside(out: string): Promise<void> {
  const prefix = `.${basename(out)}.export-`;
  for (const name of await readdir(dirname(out))) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : 0;
    if (pid > 0 && !isAlive(pid)) await rm(join(dirname(out), name), { recursive: true, force: true });
  }
}

const besideOf = (out: string, end: string): string =>
  join(dirname(out), `.${basename(out)}.export-${process.pid}-${end}`);

/** Rejects with {@link InTheWay} where something stands at `out` that is no exported folder. */
async function checkFolder(out: string): Promise<boolean> {
  const kind = await kindAt(out);
  if (kind === 'nothing') return false;
  if (kind === 'folder' && (await kindAt(join(out, MARK))) === 'file') return true;
  throw notOurs(out);
}

/**
 * Has `write` fill a new folder, which then stands at `out`, in place of an earlier export. Rejects with
 * {@link InTheWay} where something else stands there, with the system's error, and with that of `write`; what stood
 * there stays then.
 */
export async function exportFolder<T>(
  out: string,
  write: (put: (file: ExportedFile) => Promise<void>) => Promise<T>,
): Promise<T> {
  await checkFolder(out);
  await clearBeside(out);
  const [fresh, old] = [besideOf(out, 'new'), besideOf(out, 'old')];
  await mkdir(fresh);
  try {
    await writeFile(join(fresh, MARK), MARK_TEXT);
    const result = await write(async ({ path, data }) => {
      const file = join(fresh, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, data, { flag: 'wx' });
    });
    if (await checkFolder(out)) await rename(out, old);
    await rename(fresh, out);
    return result;
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}

/**
 * Writes `data` through to the disk as the file `out`, in place of one that fulfils `isOurs`. Rejects with
 * {@link InTheWay} where something else stands there, and with the system's error.
 */
export async function exportFile(
  out: string,
  data: string | Uint8Array,
  isOurs: (bytes: Uint8Array) => boolean,
): Promise<void> {
  const kind = await kindAt(out);
  if (kind !== 'nothing' && !(kind === 'file' && isOurs(await readFile(out)))) throw notOurs(out);
  await clearBeside(out);
  const fresh = besideOf(out, 'new');
  try {
    const file = await open(fresh, 'wx', 0o644);
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, out);
  } finally {
    await rm(fresh, { force: true });
  }
}
