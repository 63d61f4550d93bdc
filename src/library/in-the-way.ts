/** What stands where something of ours is to be, or cannot be used: what it is, where, and what to do. */
import { lstat } from 'node:fs/promises';
import { errorCode } from '../error-code.ts';

/** Something that is in the way in one folder, and concerns no other. */
export class InTheWay extends Error {
  readonly code = 'in-the-way';
  readonly fix: string;

  constructor(message: string, fix: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'InTheWay';
    this.fix = fix;
  }
}

type Words = (path: string) => readonly [message: string, fix: string];

const FORBIDDEN: Words = (path) => [
  `no permission to use ${path}`,
  'let the account that runs gopherwire read and write it and its folder, or run it as the account that owns them',
];
const OCCUPIED: Words = (path) => [`${path} is in the way`, 'look at what stands there, and move it away'];
const WORDS: Readonly<Record<string, Words>> = {
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EISDIR: (path) => [`${path} is in the way: it is a folder`, 'move it away: a file is made in its place'],
  ENOTDIR: (path) => [
    `${path} is in the way: it, or what it is in, is no folder`,
    'move it away: a folder is made in its place',
  ],
  EEXIST: OCCUPIED,
  ENOTEMPTY: OCCUPIED,
  ELOOP: (path) => [
    `${path} is in the way: it is a symbolic link`,
    'put what it leads to here: links are never followed',
  ],
  ENAMETOOLONG: (path) => [
    `${path} is too long a name for this file system`,
    'give shorter names to the folders of the feed',
  ],
};

/** What is in the way, where `error` says so, of ours or of the system's; `undefined` for another one, such as of a full disk. */
export function inTheWayOf(error: unknown): InTheWay | undefined {
  if (error instanceof InTheWay) return error;
  const words = WORDS[errorCode(error)];
  if (words === undefined || !(error instanceof Error)) return undefined;
  const paths = [Reflect.get(error, 'dest'), Reflect.get(error, 'path')];
  const path = paths.find((each) => typeof each === 'string') ?? error.message;
  const [message, fix] = words(path);
  return new InTheWay(message, fix, { cause: error });
}

/**
 * Whether there is a folder at `path`; false where nothing is. Rejects with {@link InTheWay} where a link, which could
 * lead anywhere, or a file stands there, and with the system's error where that cannot be seen.
 */
export async function isFolderAt(path: string): Promise<boolean> {
  const stats = await lstat(path).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
    return undefined;
  });
  if (stats === undefined || stats.isDirectory()) return stats !== undefined;
  const what = stats.isSymbolicLink() ? 'a symbolic link' : 'no folder';
  throw new InTheWay(
    `${path} is in the way: it is ${what}`,
    'move it away: a folder is made in its place, and links are never followed',
  );
}
