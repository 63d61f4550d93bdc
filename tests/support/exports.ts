/** What an export is made of and what it has made. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folderWith, run, temporaryFolder, type Run } from './program.ts';

/** A folder of articles, and an empty one to export into. */
export async function workplace(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<{ readonly dir: string; readonly place: string; readonly state: string }> {
  return { dir: await folderWith(files), place: await temporaryFolder(), state: await temporaryFolder() };
}

/** Runs `gopherwire export DIR --to FORMAT OUT ARGS…`. */
export const exportTo = (
  format: string,
  { dir, state }: { readonly dir: string; readonly state: string },
  out: string,
  ...args: readonly string[]
): Promise<Run> => run('export', dir, '--to', format, out, '--state', state, ...args);

/** All files below `folder` with their bytes, sorted by path; the mark of an export is none. */
export async function filesIn(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found
    .filter((each) => each.isFile() && each.name !== '.gopherwire-export')
    .map((each) => join(each.parentPath, each.name).slice(folder.length + 1))
    .toSorted();
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(folder, path))] as const)),
  );
}
