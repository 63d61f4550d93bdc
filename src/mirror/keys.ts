/** The keys with which a site signs, in a folder of their own. Whenever a process is killed, the keys before or those after are there whole. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmod, chown, mkdtemp, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode } from '../error-code.ts';
import { moveInto, syncFolder } from '../library/durable.ts';
import { InTheWay } from '../library/in-the-way.ts';
import { makeFolders } from '../library/make-folders.ts';
import { readRegularFile } from '../library/read-file.ts';
import { isAlive } from '../library/scratch.ts';
import { continueChain, keysOfChain, MAX_CHAIN_BYTES } from './key-chain.ts';
import { publicKeyOf, publicKeyText, type KeyPair, type PublicKey } from './minisign.ts';

/** The secret key, PKCS #8 in PEM. */
const SECRET = 'gopherwire.key';
/** A secret key that takes its place as soon as the chain names it. */
const NEXT = 'gopherwire.key.next';
const PUBLIC = 'gopherwire.pub';
/** The chain; the last of its keys is the one that holds. */
const CHAIN = 'keys';

/** A file that is written, by the process of this number, before it has its name. */
const ASIDE = /\.(\d{1,10})\.tmp$/;

const FOLDER_MODE = 0o700;
const SECRET_MODE = 0o600;
const PUBLIC_MODE = 0o644;
const OTHERS = 0o077;
const MAX_SECRET_BYTES = 4096;

/** The keys of a site. */
export interface SiteKeys {
  readonly pair: KeyPair;
  /** All public keys so far, as {@link continueChain} writes them. */
  readonly chain: string;
  /** How many those are. */
  readonly count: number;
  /** The file of the secret key where others may read or write it. */
  readonly exposed: string | undefined;
}

interface Secret {
  readonly pair: KeyPair;
  readonly path: string;
  readonly mode: number;
}

const pairOf = (privateKey: KeyObject): KeyPair => ({
  privateKey,
  publicKey: publicKeyOf(createPublicKey(privateKey)),
});

/** The file `name` of `folder`, which is real; `undefined` where nothing is. Rejects with {@link InTheWay}. */
async function read(
  folder: string,
  name: string,
  maxBytes: number,
): Promise<{ readonly text: string; readonly mode: number } | undefined> {
  const path = join(folder, name);
  const content = await readRegularFile(path, maxBytes);
  if ('bytes' in content) return { text: Buffer.from(content.bytes).toString(), mode: content.stats.mode };
  if (content.code === 'vanished') return undefined;
  const fix =
    content.code === 'unreadable'
      ? `let the account that runs gopherwire own it and its folder: chown -R ACCOUNT ${folder}`
      : 'put a copy of the file there';
  throw new InTheWay(`${path}: ${content.message}`, fix);
}

/** The secret key in the file `name`; `undefined` where there is no file. Rejects with {@link InTheWay} where it holds none. */
async function readSecret(folder: string, name: string): Promise<Secret | undefined> {
  const content = await read(folder, name, MAX_SECRET_BYTES);
  if (content === undefined) return undefined;
  const path = join(folder, name);
  try {
    const key = createPrivateKey(content.text);
    if (key.asymmetricKeyType === 'ed25519') return { pair: pairOf(key), path, mode: content.mode };
  } catch {
    // said below
  }
  throw new InTheWay(`${path} holds no Ed25519 key in PEM`, 'put back a copy of the file');
}

/** `folder` without links on the way; `undefined` where there is none, or nothing in it. */
async function realFolder(folder: string): Promise<string | undefined> {
  try {
    const real = await realpath(folder);
    return (await readdir(real)).length === 0 ? undefined : real;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return undefined;
    throw new InTheWay(
      `the keys in ${folder} cannot be read (${errorCode(error)})`,
      `let the account that runs gopherwire own the folder: chown -R ACCOUNT ${folder}`,
      { cause: error },
    );
  }
}

const sameKey = (one: PublicKey, other: PublicKey | undefined): boolean => one.line === other?.line;

/** The keys in `folder`; `undefined` where there are none. Rejects with {@link InTheWay} where they cannot be used. */
export async function readKeys(folder: string): Promise<SiteKeys | undefined> {
  const real = await realFolder(folder);
  if (real === undefined) return undefined;
  const chain = (await read(real, CHAIN, MAX_CHAIN_BYTES))?.text;
  const keys = keysOfChain(chain ?? '');
  const newest = keys?.at(-1);
  if (chain === undefined || keys === undefined || newest === undefined)
    throw new InTheWay(
      `${join(folder, CHAIN)} ${chain === undefined ? 'is not there' : 'is damaged'}: it names the public keys so far`,
      `put back a copy of the file; or move ${folder} away and make other keys: gopherwire keys new`,
    );
  for (const name of [SECRET, NEXT]) {
    const secret = await readSecret(real, name);
    if (secret === undefined || !sameKey(newest, secret.pair.publicKey)) continue;
    const { pair, path, mode } = secret;
    return { pair, chain, count: keys.length, exposed: (mode & OTHERS) === 0 ? undefined : path };
  }
  throw new InTheWay(
    `${join(folder, SECRET)} is not the key ${newest.id}, the last that ${CHAIN} names`,
    `put back a copy of the file; or move ${folder} away and make other keys: gopherwire keys new`,
  );
}

/** Writes a new file of these permissions, through to the disk. Root leaves it to whom the folder belongs. */
async function writeNew(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    if (process.getuid?.() === 0) {
      const { uid, gid } = await stat(dirname(path));
      await file.chown(uid, gid);
    }
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Puts a whole file into `folder` with `place`, which gets its path and that at which it is to be. */
async function placeFile(
  folder: string,
  name: string,
  text: string,
  mode: number,
  place: (from: string, to: string) => Promise<unknown>,
): Promise<void> {
  const aside = join(folder, `${name}.${process.pid}.tmp`);
  // of a process that had this number and was killed
  await rm(aside, { force: true });
  try {
    await writeNew(aside, text, mode);
    await place(aside, join(folder, name));
  } finally {
    await rm(aside, { force: true });
  }
  await syncFolder(folder);
}

const newSecret = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Makes the first key pair, in the new folder `folder`. Rejects with {@link InTheWay} where something is there already. */
export async function makeKeys(folder: string): Promise<void> {
  const parent = dirname(folder);
  makeFolders(parent);
  const aside = await mkdtemp(`${folder}.`);
  try {
    if (process.getuid?.() === 0) {
      const { uid, gid } = await stat(parent);
      await chown(aside, uid, gid);
    }
    await chmod(aside, FOLDER_MODE);
    const secret = newSecret();
    const text = publicKeyText(pairOf(createPrivateKey(secret)).publicKey);
    await writeNew(join(aside, SECRET), secret, SECRET_MODE);
    await writeNew(join(aside, PUBLIC), text, PUBLIC_MODE);
    await writeNew(join(aside, CHAIN), text, PUBLIC_MODE);
    await syncFolder(aside);
    await rename(aside, folder);
    await syncFolder(parent);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    const isTaken = ['EEXIST', 'ENOTEMPTY', 'ENOTDIR'].includes(errorCode(error));
    // a file or a link that leads nowhere is told as what it is
    if (!isTaken || (await realFolder(folder)) === undefined) throw error;
    throw new InTheWay(
      `there are keys in ${folder} already`,
      'gopherwire keys shows them, gopherwire keys rotate makes a new one that those who mirror can follow',
      { cause: error },
    );
  }
}

/** Removes what killed processes have begun to write: it may be a secret. */
async function clear(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = Number(ASIDE.exec(name)?.[1] ?? process.pid);
    if (!isAlive(pid)) await rm(join(folder, name), { force: true });
  }
}

/** Ends a rotation whose chain is written: the secret key takes its place. */
async function settle(folder: string, { pair }: SiteKeys): Promise<void> {
  const next = await readSecret(folder, NEXT);
  if (next === undefined || !sameKey(pair.publicKey, next.pair.publicKey)) return;
  await placeFile(folder, PUBLIC, publicKeyText(pair.publicKey), PUBLIC_MODE, rename);
  await rename(join(folder, NEXT), join(folder, SECRET));
  await syncFolder(folder);
}

/** The keys in `folder`. Rejects with {@link InTheWay} where there are none, too. */
export async function knownKeys(folder: string): Promise<SiteKeys> {
  const keys = await readKeys(folder);
  if (keys !== undefined) return keys;
  throw new InTheWay(`there are no keys in ${folder}`, 'make them with: gopherwire keys new');
}

/**
 * Makes a new key pair in `folder`, signed with the one before. The chain is what counts: until it names the new key
 * the old one holds, and no secret key is removed before. Rejects with {@link InTheWay}.
 */
export async function rotateKeys(folder: string, nowMs: number): Promise<void> {
  const before = await knownKeys(folder);
  const real = await realpath(folder);
  await clear(real);
  await settle(real, before);
  // one that is there is whole, and of a rotation that was killed or goes on: it is taken, so that both end alike
  await placeFile(real, NEXT, newSecret(), SECRET_MODE, moveInto);
  const next = await readSecret(real, NEXT);
  const now = await knownKeys(folder);
  if (next !== undefined && !sameKey(now.pair.publicKey, next.pair.publicKey)) {
    const chain = continueChain(now.chain, now.pair, next.pair.publicKey, nowMs);
    await placeFile(real, CHAIN, chain, PUBLIC_MODE, rename);
  }
  await settle(real, await knownKeys(folder));
}
