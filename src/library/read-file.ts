/** Reading a file of the articles folder so that no link, FIFO, device or giant can do harm. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from '../error-code.ts';

/** What was read and the file's state at that moment. */
export interface FileContent {
  readonly bytes: Uint8Array;
  readonly stats: Stats;
}

/** What changes whenever a file does. */
export const stampOf = ({ size, mtimeMs, ctimeMs, ino }: Stats): string =>
  `${size}:${mtimeMs}:${ctimeMs}:${ino}`;

/** Why a file was passed over. */
export interface FileProblem {
  readonly code: 'not-a-file' | 'too-large' | 'unreadable' | 'vanished';
  readonly message: string;
  readonly fix: string;
}

// a FIFO without a writer would block; a link could lead anywhere
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

const OPEN_TRIES = 100;
const OPEN_PAUSE_MS = 20;

const LINK: FileProblem = {
  code: 'not-a-file',
  message: 'it is a symbolic link',
  fix: 'put a copy of the file here: links are never followed',
};
const NOT_REGULAR: FileProblem = {
  code: 'not-a-file',
  message: 'it is no regular file',
  fix: 'remove it from the articles folder',
};

/** Why a file could not be read. A mistake of ours costs one document, never the others. */
export function problemOf(error: unknown): FileProblem {
  const code = errorCode(error);
  switch (code) {
    case '':
      return {
        code: 'unreadable',
        message: `gopherwire failed on it: ${error instanceof Error ? error.message : String(error)}`,
        fix: 'please report this with the file',
      };
    case 'ENOENT':
    case 'ENOTDIR':
      return { code: 'vanished', message: 'it vanished while it was read', fix: 'nothing to do' };
    case 'ELOOP':
    case 'EMLINK':
      return LINK;
    case 'ENXIO': // a socket, or a FIFO
      return NOT_REGULAR;
    case 'EACCES':
    case 'EPERM':
      return {
        code: 'unreadable',
        message: 'no permission to read it',
        fix: 'make it readable for the user that runs gopherwire: chmod a+r',
      };
    default:
      return {
        code: 'unreadable',
        message: `it cannot be read (${code})`,
        fix: 'check the disk and the file',
      };
  }
}

/** Opens a file, and waits for a while where all descriptors are taken. */
async function openPatiently(path: string): Promise<FileHandle> {
  for (let tries = 1; ; tries++) {
    try {
      return await open(path, FLAGS);
    } catch (error) {
      if (!['EMFILE', 'ENFILE'].includes(errorCode(error)) || tries === OPEN_TRIES) throw error;
    }
    await pause(OPEN_PAUSE_MS);
  }
}

function tooLarge(maxBytes: number): FileProblem {
  const megabytes = maxBytes / 1024 / 1024;
  const limit = megabytes >= 1 ? `${megabytes} MiB` : `${maxBytes / 1024} KiB`;
  return { code: 'too-large', message: `it is larger than ${limit}`, fix: 'split it, or leave it out' };
}

async function readUpTo(file: FileHandle, size: number, maxBytes: number): Promise<Uint8Array | undefined> {
  let buffer = Buffer.alloc(Math.min(size, maxBytes) + 1);
  let filled = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, filled);
    filled += bytesRead;
    if (filled > maxBytes) return undefined;
    // one that is as long as it was said to be is not asked once more
    if (bytesRead === 0 || (filled >= size && filled < buffer.length)) return buffer.subarray(0, filled);
    // the file grows while it is read
    if (filled === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(buffer.length)]);
  }
}

/**
 * The bytes of the regular file at `path`, at most `maxBytes`. `path` is absolute and its folder real: no link is
 * followed on the way, and no writer waited for.
 */
export async function readRegularFile(path: string, maxBytes: number): Promise<FileContent | FileProblem> {
  let file: FileHandle | undefined;
  try {
    file = await openPatiently(path);
    const stats = await file.stat();
    if (!stats.isFile()) return NOT_REGULAR;
    if ((await realpath(dirname(path))) !== dirname(path)) return LINK;
    const bytes = stats.size > maxBytes ? undefined : await readUpTo(file, stats.size, maxBytes);
    if (bytes !== undefined) return { bytes, stats };
    return tooLarge(maxBytes);
  } catch (error) {
    return problemOf(error);
  } finally {
    // what was only read loses nothing when closing fails
    await file?.close().catch(() => undefined);
  }
}

/** What was only read loses nothing when closing fails. */
function closeQuietly(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // the descriptor is let go of all the same
  }
}

/**
 * As {@link readRegularFile}, at once: ten times less work, for a thread that has nothing else to do. The folder of
 * `path` must have been found to be no link. What a file grows by while it is read is left out: it has another stamp then.
 */
export function readRegularFileSync(path: string, maxBytes: number): FileContent | FileProblem {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, FLAGS);
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return NOT_REGULAR;
    if (stats.size > maxBytes) return tooLarge(maxBytes);
    const buffer = Buffer.allocUnsafe(stats.size);
    let filled = 0;
    for (let count = -1; count !== 0 && filled < buffer.length; filled += count)
      count = readSync(descriptor, buffer, filled, buffer.length - filled, filled);
    return { bytes: buffer.subarray(0, filled), stats };
  } catch (error) {
    return problemOf(error);
  } finally {
    if (descriptor !== undefined) closeQuietly(descriptor);
  }
}
