/** Writing that lasts: a file appears whole or not at all, and what has appeared is there after a power cut. */
import { lstatSync } from 'node:fs';
import { link, mkdir, open, realpath, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../error-code.ts';
import { mapConcurrently } from './concurrently.ts';
import { MAX_DOCUMENT_BYTES } from './document-file.ts';
import { parentOf } from './folders.ts';
import { InTheWay } from './in-the-way.ts';
import { readRegularFile } from './read-file.ts';
import type { ScratchFolder } from './scratch.ts';

/** The disk writes several files in the time of one; Node has four threads for them. */
const CONCURRENCY = 16;

/** A file to be written below a folder. */
export interface Write {
  /** Its path, parted by slashes. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Whether it takes the place of what stands there. */
  readonly replaces: boolean;
}

/** The folder under which files are written, absolute and real, and where they are written first. */
export interface Place {
  readonly root: string;
  readonly scratch: ScratchFolder;
}

/** Whether nothing is at `path`; where that cannot be seen, whoever reads it is told why. Ten times less work than an attempt to open it. */
export function isAbsent(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

/** The file that stands at `path`; `undefined` where nothing does. Rejects with {@link InTheWay} where something else does. */
export async function readIfThere(
  path: string,
  maxBytes: number = MAX_DOCUMENT_BYTES,
): Promise<Uint8Array | undefined> {
  // so it is of most new documents
  if (isAbsent(path)) return undefined;
  const content = await readRegularFile(path, maxBytes);
  if ('bytes' in content) return content.bytes;
  if (content.code === 'vanished') return undefined;
  throw new InTheWay(`${path} is in the way: ${content.message}`, content.fix);
}

/** Moves a file to `target`; false when something stands there already. */
export async function moveInto(temporary: string, target: string): Promise<boolean> {
  try {
    await link(temporary, target);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) throw error;
  }
  // a file system without hard links: look, then rename
  if ((await readIfThere(target)) !== undefined) return false;
  await rename(temporary, target);
  return true;
}

/** Makes `folder` below `root`, and nothing outside of it; gives the folders that hold a new one. Rejects when a link leads away. */
export async function makeFolder(root: string, folder: string): Promise<readonly string[]> {
  const parents: string[] = [];
  let path = root;
  for (const name of folder.split('/')) {
    const parent = path;
    path = join(path, name);
    const made = await mkdir(path).then(
      () => true,
      (error: unknown) => {
        if (errorCode(error) !== 'EEXIST') throw error;
        return false;
      },
    );
    if (made) parents.push(parent);
    else if ((await realpath(path)) !== path)
      throw new InTheWay(
        `${path} is a symbolic link: documents are added to real folders only`,
        'put the folder itself here',
      );
  }
  return parents;
}

/** Makes new names last through a power cut, where the system can. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // some systems cannot sync a folder; the files themselves are written
  }
}

/** Writes all of `files` where nobody looks. Rejects with the first error, and leaves nothing then. */
async function writeAside(scratch: ScratchFolder, files: readonly Write[]): Promise<readonly string[]> {
  let failure: Error | undefined;
  const paths = await mapConcurrently(files, CONCURRENCY, async ({ bytes }) => {
    if (failure !== undefined) return '';
    return scratch.write(bytes).catch((error: unknown) => {
      failure ??= error instanceof Error ? error : new Error(String(error), { cause: error });
      return '';
    });
  });
  if (failure === undefined) return paths;
  for (const path of paths.filter((each) => each !== '')) await unlink(path).catch(() => undefined);
  throw failure;
}

/**
 * Writes `files`, each whole, through to the disk; false for each whose place was taken. Cost: one sync a file and a
 * folder, many at once. Rejects with the system's error; what has appeared by then stays.
 */
export async function writeAll({ root, scratch }: Place, files: readonly Write[]): Promise<boolean[]> {
  const temporaries = await writeAside(scratch, files);
  try {
    const touched = new Set<string>();
    for (const folder of new Set(files.map(({ file }) => parentOf(file)))) {
      for (const parent of await makeFolder(root, folder)) touched.add(parent);
      touched.add(join(root, folder));
    }
    const placed: boolean[] = [];
    for (const [index, { file, replaces }] of files.entries()) {
      const [temporary, target] = [temporaries[index] ?? '', join(root, file)];
      if (replaces) await rename(temporary, target);
      placed.push(replaces || (await moveInto(temporary, target)));
    }
    for (const folder of touched) await syncFolder(folder);
    return placed;
  } finally {
    await mapConcurrently(temporaries, CONCURRENCY, (path) => unlink(path).catch(() => undefined));
  }
}
