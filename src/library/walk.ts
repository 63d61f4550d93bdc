/** Walking the articles folder: what lies in it, and what is passed over and why. */
import type { Dirent, Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { documentOf, isTombstone } from '../article/tombstone.ts';
import { isName } from '../site/routes.ts';
import { problemOf } from './read-file.ts';
import type { PassedOver } from './report.ts';
import { FEED_FILE, GOPHERMAP } from './side-files.ts';

/** Every folder and file that may matter, by path below the articles folder, sorted. */
export interface Walk {
  /** The folders that were entered, each with what tells it from another of its path: inode and time of birth. The first is the articles folder itself, ''. */
  readonly folders: ReadonlyMap<string, string>;
  /** Files ending in `.txt`, whatever their names and kinds, but those with a tombstone beside them. */
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

/** What lies in one folder, by path below the articles folder, sorted. */
export interface FolderContent {
  readonly folders: readonly string[];
  readonly documents: readonly string[];
  readonly tombstones: readonly string[];
  readonly feedFile: string | undefined;
  readonly gophermap: string | undefined;
  readonly passedOver: readonly PassedOver[];
}

/** Tells the entries of `folder` apart. */
export function contentOf(folder: string, entries: readonly Dirent[]): FolderContent {
  const folders: string[] = [];
  const documents: string[] = [];
  const passedOver: PassedOver[] = [];
  const tombstones: string[] = [];
  let [feedFile, gophermap]: (string | undefined)[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name } = entry;
    const file = below(folder, name);
    if (name.startsWith('.')) continue;
    if (entry.isDirectory()) {
      const problem = problemOfFolder(entry, file);
      if (problem === undefined) folders.push(file);
      else passedOver.push(problem);
    } else if (name.endsWith('.txt')) documents.push(file);
    else if (isTombstone(name) && entry.isFile()) tombstones.push(file);
    else if (name === FEED_FILE && entry.isFile()) feedFile = file;
    else if (name === GOPHERMAP && entry.isFile()) gophermap = file;
    else if (entry.isSymbolicLink())
      passedOver.push({
        file,
        message: 'it is a symbolic link',
        fix: 'put a copy here: links are never followed',
      });
    else
      passedOver.push({
        file,
        message: 'it is no document',
        fix: 'documents end in .txt; move other files elsewhere',
      });
  }
  const withdrawn = new Set(tombstones.map(documentOf));
  const notServed = documents
    .filter((file) => withdrawn.has(file))
    .map((file) => ({
      file,
      message: 'it was withdrawn, as the file beside it says',
      fix: 'remove one of the two',
    }));
  return {
    folders,
    documents: documents.filter((file) => !withdrawn.has(file)),
    tombstones,
    feedFile,
    gophermap,
    passedOver: [...passedOver, ...notServed],
  };
}

/** By which a folder is told from another of its path: inode and time of birth. */
export const identityOf = ({ ino, birthtimeMs }: Stats): string => `${ino} ${birthtimeMs}`;

/** What lies below `root`. Rejects when `root` itself cannot be read. */
export async function walk(root: string): Promise<Walk> {
  const folders = new Map<string, string>();
  const contents: FolderContent[] = [];
  const unreadable: PassedOver[] = [];
  const enter = async (folder: string): Promise<void> => {
    let content: FolderContent;
    try {
      folders.set(folder, identityOf(await stat(join(root, folder))));
      content = contentOf(folder, await readdir(join(root, folder), { withFileTypes: true }));
    } catch (error) {
      if (folder === '') throw error;
      folders.delete(folder);
      const { message, fix } = problemOf(error);
      unreadable.push({ file: folder, message, fix });
      return;
    }
    contents.push(content);
    for (const child of content.folders) await enter(child);
  };
  await enter('');
  return {
    folders,
    documents: contents.flatMap(({ documents }) => documents),
    feedFiles: contents.flatMap(({ feedFile }) => feedFile ?? []),
    gophermaps: contents.flatMap(({ gophermap }) => gophermap ?? []),
    passedOver: [...contents.flatMap(({ passedOver }) => passedOver), ...unreadable],
  };
}
