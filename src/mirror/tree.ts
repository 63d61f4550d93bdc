/** Folders that are exported: made beside their place, and there at once when they are whole. */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolders } from '../library/make-folders.ts';
import { alone, besideOf, kindAt, notOurs } from './export-place.ts';

/** One file of an export. */
export interface ExportedFile {
  /** Below the export's folder, parted by slashes. */
  readonly path: string;
  readonly data: string | Uint8Array;
}

/** By this file an export is known. */
const MARK = '.gopherwire-export';
const MARK_TEXT = 'gopherwire export: a new one takes the place of all that is in this folder.\n';

/** Rejects with InTheWay where something stands at `out` that is no exported folder. */
async function checkFolder(out: string): Promise<boolean> {
  const kind = await kindAt(out);
  if (kind === 'nothing') return false;
  if (kind === 'folder' && (await kindAt(join(out, MARK))) === 'file') return true;
  throw notOurs(out);
}

/** Removes what stands beside `out`; what stood there before comes back where nothing has taken its place. */
async function settle(out: string): Promise<void> {
  const old = besideOf(out, 'old');
  if ((await kindAt(out)) === 'nothing' && (await kindAt(old)) === 'folder') await rename(old, out);
  await rm(besideOf(out, 'new'), { recursive: true, force: true });
  await rm(old, { recursive: true, force: true });
}

/**
 * Has `write` fill a new folder, which then stands at `out`, in place of an earlier export. Rejects with InTheWay where
 * something else stands there, with FolderInUse where another process exports to it, with the system's error, and with
 * that of `write`; what stood there stays then.
 */
export function exportFolder<T>(
  out: string,
  write: (put: (file: ExportedFile) => Promise<void>) => Promise<T>,
): Promise<T> {
  const fresh = besideOf(out, 'new');
  const fill = async (): Promise<T> => {
    await checkFolder(out);
    await mkdir(fresh);
    await writeFile(join(fresh, MARK), MARK_TEXT);
    const result = await write(async ({ path, data }) => {
      const file = join(fresh, path);
      makeFolders(dirname(file));
      await writeFile(file, data, { flag: 'wx' });
    });
    if (await checkFolder(out)) await rename(out, besideOf(out, 'old'));
    await rename(fresh, out);
    return result;
  };
  return alone(out, () => settle(out), fill);
}
