/** Walking the articles folder: what lies in it, and what is passed over and why. */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isName } from '../site/routes.ts';
import { problemOf } from './read-file.ts';
import type { PassedOver } from './report.ts';
import { FEED_FILE, GOPHERMAP } from './side-files.ts';

/** Every folder and file that may matter, by path below the articles folder, sorted. */
export interface Walk {
  /** The folders that were entered, each with what tells it from another of its path: inode and time of birth. The first is the articles folder itself, ''. */
  readonly folders: ReadonlyMap<string, string>;
  /** Files ending in `.txt`, whatever their names and kinds. */
  readonly documents: readonly string[];
  readonly feedFiles: readonly string[];
  readonly gophermaps: readonly string[];
  readonly passedOver: readonly PassedOver[];
}

export const NAME_FIX =
  'use letters, digits, dots, dashes and underscores, beginning with a letter or digit; page, part and search are taken';

/** The file's path below the articles folder, parted by slashes on every system. */
const below = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

function problemOfFolder(entry: Dirent, file: string): PassedOver | undefined {
  if (isName(entry.name)) return undefined;
  return { file, message: 'the folder has a name that cannot be part of a selector', fix: NAME_FIX };
}

/** What lies below `root`. Rejects when `root` itself cannot be read. */
export async function walk(root: string): Promise<Walk> {
  const folders = new Map<string, string>();
  const documents: string[] = [];
  const feedFiles: string[] = [];
  const gophermaps: string[] = [];
  const passedOver: PassedOver[] = [];

  const sort = (folder: string, entry: Dirent): string | undefined => {
    const { name } = entry;
    if (name.startsWith('.')) return undefined;
    const file = below(folder, name);
    if (entry.isDirectory()) {
      const problem = problemOfFolder(entry, file);
      if (problem === undefined) return file;
      passedOver.push(problem);
    } else if (name.endsWith('.txt')) {
      documents.push(file);
    } else if (name === FEED_FILE && entry.isFile()) {
      feedFiles.push(file);
    } else if (name === GOPHERMAP && entry.isFile()) {
      gophermaps.push(file);
    } else if (entry.isSymbolicLink()) {
      passedOver.push({
        file,
        message: 'it is a symbolic link',
        fix: 'put a copy here: links are never followed',
      });
    } else {
      passedOver.push({
        file,
        message: 'it is no document',
        fix: 'documents end in .txt; move other files elsewhere',
      });
    }
    return undefined;
  };

  const enter = async (folder: string): Promise<void> => {
    let entries: Dirent[];
    try {
      const { ino, birthtimeMs } = await stat(join(root, folder));
      folders.set(folder, `${ino} ${birthtimeMs}`);
      entries = await readdir(join(root, folder), { withFileTypes: true });
    } catch (error) {
      if (folder === '') throw error;
      folders.delete(folder);
      const { message, fix } = problemOf(error);
      passedOver.push({ file: folder, message, fix });
      return;
    }
    const children = entries
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => sort(folder, entry) ?? []);
    for (const child of children) await enter(child);
  };
  await enter('');
  return { folders, documents, feedFiles, gophermaps, passedOver };
}
