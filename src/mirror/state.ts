/** What a mirror remembers, below `.gopherwire/mirror`: each file whole, and what others name is there before them. */
import { constants } from 'node:fs';
import { open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { digestText } from '../library/digest-text.ts';
import { makeFolder, readIfThere, syncFolder, writeAll, type Place, type Write } from '../library/durable.ts';
import { isFolderAt } from '../library/in-the-way.ts';
import {
  MIRROR_FOLDER,
  ORIGIN_FILE,
  parseOrigin,
  writeOrigin,
  type MirrorOrigin,
} from '../library/mirror-origin.ts';
import { parseManifest } from '../site/mirror-format.ts';
import { under, type Known } from './known.ts';

const MANIFEST = `${MIRROR_FOLDER}/manifest`;
const SIGNATURE = `${MIRROR_FOLDER}/manifest.minisig`;
/** Parts are named by their digests: a manifest and its parts fit together at any moment. */
const PARTS = `${MIRROR_FOLDER}/parts`;
/** Files as this mirror put them, where that may not be as the parts say: a line a file, selector and digest. */
const HELD = `${MIRROR_FOLDER}/held`;
/** Files that are not taken as they are: a line a file, selector, digest and why. */
const REFUSED = `${MIRROR_FOLDER}/refused`;
const MAX_STATE_BYTES: number = 512 * 1024 * 1024;

/** A file that was refused. */
export interface RefusedFile {
  readonly selector: string;
  readonly digest: string;
  readonly reason: string;
}

export interface State {
  readonly origin: MirrorOrigin;
  readonly known: Known | undefined;
  /** All parts that were kept, by digest: also those of a round that came to no end. */
  readonly parts: ReadonlyMap<string, string>;
  readonly signature: string;
  /** By selector the digests that a file may have which this mirror put there, besides the one its part gives. */
  readonly held: ReadonlyMap<string, ReadonlySet<string>>;
  readonly refused: ReadonlyMap<string, RefusedFile>;
}

/** What stands in a file of the mirror at `root`; empty where nothing does. */
export async function textAt(root: string, file: string): Promise<string> {
  const bytes = await readIfThere(join(root, file), MAX_STATE_BYTES);
  return bytes === undefined ? '' : Buffer.from(bytes).toString('utf8');
}

/** The parts that are kept; those that are not whole are not there. */
async function partsIn(root: string): Promise<ReadonlyMap<string, string>> {
  const folder = join(root, PARTS);
  const parts = new Map<string, string>();
  if (!(await isFolderAt(folder))) return parts;
  for (const name of await readdir(folder)) {
    const text = await textAt(root, `${PARTS}/${name}`);
    if (digestText(text) === name) parts.set(name, text);
  }
  return parts;
}

async function knownIn(root: string, byDigest: ReadonlyMap<string, string>): Promise<Known | undefined> {
  const text = await textAt(root, MANIFEST);
  const manifest = parseManifest(text);
  if (manifest === undefined) return undefined;
  return under(manifest, text, byDigest);
}

/** The words of each line that is not empty. */
export const linesOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' '));

/** What the mirror at `root` remembers; `undefined` where there is none. */
export async function readState(root: string): Promise<State | undefined> {
  for (const folder of ['.gopherwire', MIRROR_FOLDER])
    if (!(await isFolderAt(join(root, folder)))) return undefined;
  const held = new Map<string, Set<string>>();
  for (const [selector = '', digest = ''] of linesOf(await textAt(root, HELD)))
    held.set(selector, (held.get(selector) ?? new Set()).add(digest));
  const refused = linesOf(await textAt(root, REFUSED)).map(
    ([selector = '', digest = '', ...words]): [string, RefusedFile] => [
      selector,
      { selector, digest, reason: words.join(' ') },
    ],
  );
  const origin = parseOrigin(await textAt(root, ORIGIN_FILE));
  const parts = await partsIn(root);
  if (origin === undefined && held.size === 0 && parts.size === 0) return undefined;
  return {
    origin: origin ?? { address: '', key: '', sequence: '', time: '', filters: '', left: 1 },
    known: await knownIn(root, parts),
    parts,
    signature: await textAt(root, SIGNATURE),
    held,
    refused: new Map(refused),
  };
}

/** Takes down that these files are put, or about to be: through to the disk before they are. */
export async function noteHeld(
  { root }: Place,
  files: readonly { readonly selector: string; readonly digest: string }[],
): Promise<void> {
  await appendLines(
    root,
    HELD,
    files.map(({ selector, digest }) => `${selector} ${digest}`),
  );
}

/** Adds `lines` to `file`, below the mirror's folder of `root`, through to the disk. */
export async function appendLines(root: string, file: string, lines: readonly string[]): Promise<void> {
  const parents = await makeFolder(root, MIRROR_FOLDER);
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW } = constants;
  const handle = await open(join(root, file), O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW, 0o644);
  try {
    // a line that was cut short by a kill stays by itself
    await handle.writeFile(lines.map((line) => `\n${line}`).join('') + '\n');
    await handle.sync();
  } finally {
    await handle.close();
  }
  for (const folder of [...parents, join(root, MIRROR_FOLDER)]) await syncFolder(folder);
}

const whole = (file: string, text: string) => ({ file, bytes: Buffer.from(text), replaces: true });

/** `origin` as it is written. */
export const originWrite = (origin: MirrorOrigin): Write => whole(ORIGIN_FILE, writeOrigin(origin));

/** Keeps a part before all of a round is there: on a slow line it is not asked for twice. */
export async function keepPart(place: Place, text: string): Promise<void> {
  await writeAll(place, [whole(`${PARTS}/${digestText(text)}`, text)]);
}

/** Removes the parts that have none of `digests`: of rounds that came to no end there may be any number. */
export async function dropParts({ root }: Place, digests: ReadonlySet<string>): Promise<void> {
  const folder = join(root, PARTS);
  const names = (await isFolderAt(folder)) ? await readdir(folder) : [];
  for (const name of names) if (!digests.has(name)) await unlink(join(folder, name)).catch(() => undefined);
}

/** Remembers all of `next` in the place of what was: parts first, the origin last. Rejects with the system's error. */
export async function writeState(place: Place, next: Omit<State, 'parts'>): Promise<void> {
  const { known, origin, signature, held, refused } = next;
  if (known === undefined) return;
  const digests = new Set(Array.from(known.parts.values(), digestText));
  const folder = join(place.root, PARTS);
  const there = new Set((await isFolderAt(folder)) ? await readdir(folder) : []);
  const fresh = Array.from(known.parts.values(), (text) => whole(`${PARTS}/${digestText(text)}`, text));
  await writeAll(
    place,
    fresh.filter(({ file }) => !there.has(file.slice(PARTS.length + 1))),
  );
  const lines = Array.from(
    refused.values(),
    ({ selector, digest, reason }) => `${selector} ${digest} ${reason}\n`,
  );
  await writeAll(place, [whole(REFUSED, lines.join('')), whole(SIGNATURE, signature)]);
  await writeAll(place, [whole(MANIFEST, known.text)]);
  await writeAll(place, [originWrite(origin)]);
  const left = Array.from(held, ([selector, own]) =>
    Array.from(own, (digest) => `${selector} ${digest}\n`).join(''),
  );
  await writeAll(place, [whole(HELD, left.join(''))]);
  await dropParts(place, digests);
}
