/** Making a folder with those above it. */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Makes the folder `path` and those above that are not there, each with these permissions. Throws the system's error. */
export function makeFolders(path: string, mode = 0o777): void {
  // step by step: where the system says that what it was asked to make is not there, Node tries for ever to make all
  if (isFolder(path)) return;
  makeFolders(dirname(path), mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // another process was faster
    if (!isFolder(path)) throw error;
  }
}
