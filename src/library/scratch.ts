/** Where documents are written before they appear, whole, under their names: a hidden folder of the articles folder. */
import { mkdir, open, readdir, rmdir, unlink, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { errorCode } from '../error-code.ts';
import { isFolderAt } from './in-the-way.ts';

/** The folder's name. */
export const SCRATCH_NAME = '.gopherwire';
const CREATE_TRIES = 100;

/** The name of this machine as a part of a file's name. */
export const machineName = (): string => hostname().replace(/[^A-Za-z0-9]/g, '_');

/** Whether a process of this number runs on this machine. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

/** Files are named for the machine and the process that write them, so that a killed one's can be known. */
export class ScratchFolder {
  readonly #path: string;
  readonly #prefix = `${machineName()}-`;
  #written = 0;

  constructor(root: string) {
    this.#path = join(root, SCRATCH_NAME);
  }

  /** Removes what killed runs on this machine have left behind. */
  async clear(): Promise<void> {
    await isFolderAt(this.#path);
    const names = await readdir(this.#path).catch(() => []);
    for (const name of names) {
      const pid = name.startsWith(this.#prefix) ? Number.parseInt(name.slice(this.#prefix.length), 10) : 0;
      // a file of our own number, before we have written any, is of an earlier process
      if (pid > 0 && (pid === process.pid || !isAlive(pid)))
        await unlink(join(this.#path, name)).catch(() => undefined);
    }
    await this.close();
  }

  /** Writes `bytes` to a new file, through to the disk, and gives its path. Rejects with the system's error. */
  async write(bytes: Uint8Array): Promise<string> {
    const path = join(this.#path, `${this.#prefix}${process.pid}-${this.#written++}.tmp`);
    const file = await this.create(path);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } catch (error) {
      await unlink(path).catch(() => undefined);
      throw error;
    } finally {
      await file.close();
    }
    return path;
  }

  /** Makes the folder and opens a new file in it, at `path`. Rejects with the system's error, also where there is one. */
  async create(path: string): Promise<FileHandle> {
    for (let tries = 1; ; tries++) {
      if (!(await isFolderAt(this.#path)))
        await mkdir(this.#path).catch((error: unknown) => {
          if (errorCode(error) !== 'EEXIST') throw error;
        });
      try {
        return await open(path, 'wx', 0o644);
      } catch (error) {
        // another run may have removed the empty folder in between
        if (errorCode(error) !== 'ENOENT' || tries === CREATE_TRIES) throw error;
      }
    }
  }

  /** Removes the folder where nothing is in it any more. */
  async close(): Promise<void> {
    await rmdir(this.#path).catch(() => undefined);
  }
}
