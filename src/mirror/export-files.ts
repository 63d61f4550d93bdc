/** Files that are exported: made beside their places, and there when they are whole; of several all are, or none. */
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../library/durable.ts';
import { alone, besideOf, kindAt, notOurs } from './export-place.ts';

/** A file and its place. */
export interface PlacedFile {
  readonly out: string;
  readonly data: string | Uint8Array;
}

/** Rejects with InTheWay where something stands at `out` that is no file that fulfils `isOurs`. */
export async function checkFile(out: string, isOurs: (bytes: Uint8Array) => boolean): Promise<void> {
  const kind = await kindAt(out);
  if (kind !== 'nothing' && !(kind === 'file' && isOurs(await readFile(out)))) throw notOurs(out);
}

async function writeThrough(path: string, data: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o644);
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Writes `files` through to the disk, in the places of what stands there. Rejects with the system's error. */
async function place(files: readonly PlacedFile[]): Promise<void> {
  for (const { out, data } of files) await writeThrough(besideOf(out, 'new'), data);
  for (const { out } of files) {
    await rename(besideOf(out, 'new'), out);
    await syncFolder(dirname(out));
  }
}

/** Ends what {@link place} has begun: where the first file is in its place all are whole, and the others follow it; else none is. */
async function settle([first = '', ...others]: readonly string[]): Promise<void> {
  const isPlaced = (await kindAt(besideOf(first, 'new'))) === 'nothing';
  for (const out of others) {
    const fresh = besideOf(out, 'new');
    if (isPlaced && (await kindAt(fresh)) === 'file') await rename(fresh, out);
    await rm(fresh, { force: true });
  }
  await rm(besideOf(first, 'new'), { force: true });
}

/**
 * Has `make` write the files at `outs`, all or none, while no other process exports to the first of them; `put` takes
 * them in that order. Rejects with FolderInUse where one does, with the system's error, and with that of `make`.
 */
export const exportFiles = <T>(
  outs: readonly [string, ...string[]],
  make: (put: (files: readonly PlacedFile[]) => Promise<void>) => Promise<T>,
): Promise<T> =>
  alone(
    outs[0],
    () => settle(outs),
    () => make(place),
  );
