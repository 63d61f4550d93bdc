/** The folder of keys, also where a process is killed while it writes. */
import { chmod, chown, cp, readdir, readFile, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { followChain } from '../../src/mirror/key-chain.ts';
import { knownKeys, makeKeys, readKeys, rotateKeys } from '../../src/mirror/keys.ts';
import type { PublicKey } from '../../src/mirror/minisign.ts';
import { temporaryFolder } from '../support/program.ts';

/** How many calls are made before one that never ends: what follows it is not done, as where a process is killed. */
const calls = vi.hoisted(() => ({ left: Infinity, opened: new Set<FileHandle>() }));

vi.mock(import('node:fs/promises'), async (original) => {
  const real = await original();
  const step = async (): Promise<void> => {
    if (calls.left-- <= 0) await new Promise(() => undefined);
  };
  const open: typeof real.open = async (...args) => {
    await step();
    const handle = await real.open(...args);
    calls.opened.add(handle);
    const [write, sync] = [handle.writeFile.bind(handle), handle.sync.bind(handle)];
    handle.writeFile = async (...data) => {
      await step();
      await write(...data);
    };
    handle.sync = async () => {
      await step();
      await sync();
    };
    return handle;
  };
  return {
    ...real,
    open,
    rename: async (...args) => {
      await step();
      await real.rename(...args);
    },
    link: async (...args) => {
      await step();
      await real.link(...args);
    },
    rm: async (...args) => {
      await step();
      await real.rm(...args);
    },
  };
});

const TIME_MS = Date.UTC(2026, 10, 28, 17, 1, 2);
const FILES = ['gopherwire.key', 'gopherwire.pub', 'keys'];
const namesIn = async (folder: string): Promise<readonly string[]> => (await readdir(folder)).toSorted();

async function folderWithKeys(): Promise<string> {
  const folder = join(await temporaryFolder(), 'keys');
  await makeKeys(folder);
  return folder;
}

async function copyOf(folder: string): Promise<string> {
  const copy = join(await temporaryFolder(), 'keys');
  await cp(folder, copy, { recursive: true });
  return copy;
}

const keyIn = async (folder: string): Promise<PublicKey> => (await knownKeys(folder)).pair.publicKey;

/** Whether who trusts `key` follows to the one that holds in `folder`. */
async function isFollowed(folder: string, key: PublicKey): Promise<boolean> {
  const { chain, pair } = await knownKeys(folder);
  const followed = followChain(chain, key);
  return 'key' in followed && followed.key.line === pair.publicKey.line;
}

/** Runs `task` as far as `count` calls lead; whether it came to its end. */
async function cutShort(count: number, task: () => Promise<void>): Promise<boolean> {
  calls.left = count;
  let isDone = false;
  void task().then(() => (isDone = true));
  await vi.waitUntil(() => isDone || calls.left < 0, { timeout: 10_000, interval: 1 });
  calls.left = Infinity;
  for (const handle of calls.opened) await handle.close().catch(() => undefined);
  calls.opened.clear();
  return isDone;
}

test('a rotation that is killed anywhere leaves the key before or the next, and another one ends well', async () => {
  const model = await folderWithKeys();
  const first = await keyIn(model);
  const holders = new Set<boolean>();
  let [count, isDone] = [0, false];
  for (; !isDone; count++) {
    const folder = await copyOf(model);
    isDone = await cutShort(count, () => rotateKeys(folder, TIME_MS));
    const held = await keyIn(folder);
    holders.add(held.line === first.line);
    expect(await isFollowed(folder, first)).toBe(true);
    await rotateKeys(folder, TIME_MS);
    expect((await keyIn(folder)).line).not.toBe(held.line);
    expect(await isFollowed(folder, held)).toBe(true);
    expect(await readFile(join(folder, 'gopherwire.pub'), 'utf8')).toContain((await keyIn(folder)).line);
    expect(await namesIn(folder)).toEqual(FILES);
  }
  expect(count).toBeGreaterThan(20);
  expect(holders).toEqual(new Set([true, false]));
});

test('a first pair that is killed anywhere is whole or not there, and can be made then', async () => {
  let [count, isDone] = [0, false];
  for (; !isDone; count++) {
    const folder = join(await temporaryFolder(), 'keys');
    isDone = await cutShort(count, () => makeKeys(folder));
    if ((await readKeys(folder)) === undefined) await makeKeys(folder);
    expect(await namesIn(folder)).toEqual(FILES);
  }
  expect(count).toBeGreaterThan(8);
});

test('what a killed process has begun to write goes with the next rotation', async () => {
  const folder = await folderWithKeys();
  await writeFile(join(folder, 'gopherwire.key.next.999999999.tmp'), 'half');
  await rotateKeys(folder, TIME_MS);
  expect(await namesIn(folder)).toEqual(FILES);
});

const OTHER_KEY = 'gopherwire.key is not the key ';

test.for([
  ['keys', undefined, 'keys/keys is not there: it names the public keys so far'],
  ['keys', 'x', 'keys/keys is damaged'],
  ['gopherwire.key', undefined, OTHER_KEY],
  ['gopherwire.key', 'x', 'gopherwire.key holds no Ed25519 key in PEM'],
  ['gopherwire.key', 'x'.repeat(5000), 'gopherwire.key: it is larger than 4 KiB'],
] as const)('%s that is lost or damaged is told, and not taken', async ([file, content, said]) => {
  const folder = await folderWithKeys();
  const path = join(folder, file);
  await rm(path);
  if (content !== undefined) await writeFile(path, content);
  await expect(readKeys(folder)).rejects.toThrow(said);
  await expect(rotateKeys(folder, TIME_MS)).rejects.toThrow(said);
});

test('the secret key of another site is told, and not taken', async () => {
  const [folder, other] = [await folderWithKeys(), await folderWithKeys()];
  await cp(join(other, 'gopherwire.key'), join(folder, 'gopherwire.key'));
  await expect(readKeys(folder)).rejects.toThrow(OTHER_KEY);
});

test('a secret that others can read is told', async () => {
  const folder = await folderWithKeys();
  expect((await knownKeys(folder)).exposed).toBeUndefined();
  await chmod(join(folder, 'gopherwire.key'), 0o640);
  expect((await knownKeys(folder)).exposed).toBe(join(folder, 'gopherwire.key'));
});

test('root leaves the keys to the account that has the state folder', async ({ skip }) => {
  if (process.getuid?.() !== 0) skip('only root can give files away');
  const state = await temporaryFolder();
  const account = 65534;
  await chown(state, account, account);
  const folder = join(state, 'keys');
  const owners = async (): Promise<readonly number[]> =>
    Promise.all(
      [folder, ...FILES.map((file) => join(folder, file))].map(async (path) => (await stat(path)).uid),
    );
  await makeKeys(folder);
  expect(await owners()).toEqual([account, account, account, account]);
  await rotateKeys(folder, TIME_MS);
  expect(await owners()).toEqual([account, account, account, account]);
});
