/** What those who mirror are told: every change once, in order, for good; and what there is. */
import { createHash } from 'node:crypto';
import { readdir, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  folderOfFile,
  parseBeacon,
  parseChange,
  parseManifest,
  parsePart,
  partSelector,
  partTexts,
  type Change,
  type MirrorFile,
} from '../../src/site/mirror-format.ts';
import { OPEN } from '../support/catalogues.ts';
import { ask } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import {
  daemonIn,
  eventually,
  folderWith,
  put,
  run,
  runIn,
  temporaryFolder,
  type Daemon,
} from '../support/program.ts';
import { clockEnvironment, HOUR_MS } from '../support/clock.ts';

const hasSqlite = OPEN !== undefined;

const digestOf = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('base64url');
const textAt = async (daemon: Daemon, selector: string): Promise<string> =>
  (await ask(daemon.port, `${selector}\r\n`)).toString();

const storyOf = (words: string): string => documentOf({ title: `On ${words}`, body: `${words} `.repeat(20) });
const FEED = `title = "Example Wire"\n[upstream]\nkind = "feed"\nurl = "https://secret.example/rss"\n[permission]\ncredit = "Not for others."\n`;

const serve = (dir: string, state: string, env: Readonly<Record<string, string>> = {}): Promise<Daemon> =>
  daemonIn({ env }, dir, '--state', state);

/** All changes after `sequence`, as mirrors ask for them, once the last is `isLast`. */
async function changesSince(daemon: Daemon, sequence: number): Promise<Change[]> {
  const changes: Change[] = [];
  for (let after = sequence; ;) {
    const text = await textAt(daemon, `/mirror/since/${after}`);
    expect(text).toMatch(/\r\n$/);
    const lines = text.trimEnd().split('\r\n');
    changes.push(...lines.flatMap((line) => parseChange(line) ?? []));
    const [, more] = /# more: \/mirror\/since\/(\d+)/.exec(text) ?? [];
    if (more === undefined) return changes;
    after = Number(more);
  }
}

/** The files that the manifest lists, each digest on the way looked at. */
async function listedBy(daemon: Daemon): Promise<MirrorFile[]> {
  const beacon = parseBeacon(await textAt(daemon, '/mirror/lastupdate'));
  const text = await textAt(daemon, '/mirror/manifest');
  const manifest = parseManifest(text);
  expect(manifest).toMatchObject({ sequence: beacon?.sequence, timeMs: beacon?.timeMs });
  expect(beacon?.digest).toBe(digestOf(text));
  const files: MirrorFile[] = [];
  for (const part of manifest?.parts ?? []) {
    const listed = await textAt(daemon, part.selector);
    expect(listed).toHaveLength(part.bytes);
    expect(digestOf(listed)).toBe(part.digest);
    expect(parsePart(listed)).toHaveLength(part.files);
    files.push(...(parsePart(listed) ?? []));
  }
  for (const file of files) {
    const bytes = await ask(daemon.port, `${file.selector}\r\n`);
    expect({ bytes: bytes.length, digest: digestOf(bytes) }).toEqual({
      bytes: file.bytes,
      digest: file.digest,
    });
  }
  return files;
}

/** What there is after `changes`. */
function afterAll(changes: readonly Change[]): MirrorFile[] {
  const files = new Map<string, MirrorFile>();
  for (const { kind, file } of changes)
    if (kind === 'withdraw') files.delete(file.selector);
    else files.set(file.selector, file);
  return [...files.values()];
}

const bySelector = (files: readonly MirrorFile[]): readonly MirrorFile[] =>
  files.toSorted((a, b) => (a.selector < b.selector ? -1 : 1));

/** The changes after `sequence`, once there are `count`. */
const soon = (daemon: Daemon, sequence: number, count: number): Promise<Change[]> =>
  eventually(async () => {
    const changes = await changesSince(daemon, sequence);
    return changes.length >= count ? changes : undefined;
  });

const brief = ({ kind, file, sequence }: Change): string => `${sequence} ${kind} ${file.selector}`;

test.skipIf(!hasSqlite)(
  'what is added, changed, held and removed is told once each; the manifest is what the changes come to (skipped without SQLite)',
  async () => {
    const dir = await folderWith({
      'news/wire/feed.toml': FEED,
      'news/wire/2026/01/one.txt': storyOf('boats'),
      'news/wire/2026/01/two.txt': storyOf('goats'),
      'loose.txt': storyOf('moats'),
    });
    const daemon = await serve(dir, await temporaryFolder());
    await soon(daemon, 0, 4);
    await put(join(dir, 'news/wire/2026/02/three.txt'), storyOf('coats'));
    await soon(daemon, 4, 1);
    await put(join(dir, 'news/wire/2026/01/one.txt'), storyOf('better boats'));
    await soon(daemon, 5, 1);
    await unlink(join(dir, 'news/wire/2026/01/two.txt'));
    await soon(daemon, 6, 1);
    await put(join(dir, 'loose.txt'), 'No licence, so it is held.\n');
    await soon(daemon, 7, 1);
    await put(join(dir, 'news/wire/feed.toml'), FEED.replace('Example Wire', 'Another Wire'));
    const changes = await soon(daemon, 0, 9);
    expect(changes.slice(4).map(brief)).toEqual([
      '5 add /raw/news/wire/2026/02/three.txt',
      '6 replace /raw/news/wire/2026/01/one.txt',
      '7 withdraw /raw/news/wire/2026/01/two.txt',
      '8 withdraw /raw/loose.txt',
      '9 replace /raw/news/wire/feed.toml',
    ]);
    expect(changes.map(({ sequence }) => sequence)).toEqual(changes.map((_, index) => index + 1));
    expect(bySelector(await listedBy(daemon))).toEqual(bySelector(afterAll(changes)));
    const feed = await textAt(daemon, '/raw/news/wire/feed.toml');
    expect(feed).toBe('title = "Another Wire"\n');
    expect(await textAt(daemon, '/mirror/since/9')).toBe('# nothing since 9\r\n');
    expect(await textAt(daemon, '/mirror/since/10')).toBe('# 10 has not been yet: the last is 9\r\n');
    expect(await textAt(daemon, '/view/us-ascii-40/mirror/since/9')).toBe('# nothing since 9\r\n');
    const odd = [
      '/mirror/',
      '/mirror/since/',
      '/mirror/since/x',
      '/mirror/part/nowhere',
      '/mirror/part/../x',
    ];
    for (const selector of odd) expect(await textAt(daemon, selector)).toMatch(/^3/);
  },
);

test.skipIf(!hasSqlite)(
  'sequences go on after a restart, with a catalogue made anew, and with a clock that was set back (skipped without SQLite)',
  async () => {
    const dir = await folderWith({ 'a/one.txt': storyOf('boats'), 'a/two.txt': storyOf('goats') });
    const state = await temporaryFolder();
    const ahead = clockEnvironment(HOUR_MS);
    expect((await runIn({ env: ahead }, 'status', dir, '--state', state)).code).toBe(0);
    await put(join(dir, 'a/three.txt'), storyOf('coats'));
    await unlink(join(dir, 'a/one.txt'));
    for (const end of ['', '-wal', '-shm'])
      await rm(join(state, `${await nameIn(state)}${end}`), { force: true });
    expect((await run('status', dir, '--state', state)).code).toBe(0);
    const daemon = await serve(dir, state);
    const changes = await soon(daemon, 0, 4);
    expect(changes.map(brief).toSorted()).toEqual(
      [
        '1 add /raw/a/one.txt',
        '2 add /raw/a/two.txt',
        '3 add /raw/a/three.txt',
        '4 withdraw /raw/a/one.txt',
      ].toSorted(),
    );
    const times = changes.map(({ timeMs }) => timeMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(bySelector(await listedBy(daemon))).toEqual(bySelector(afterAll(changes)));
  },
);

test.skipIf(!hasSqlite)(
  'tombstones are told as clean lines, also where the catalogue was made before it knew of them (skipped without SQLite)',
  async () => {
    const dir = await folderWith({
      'a/one.txt': storyOf('boats'),
      'a/old.withdrawn': 'withdrawn: 2026-03-01\r\nReason: as \u001basked  \nOther: x\n',
      'a/nothing.withdrawn': '',
    });
    const state = await temporaryFolder();
    await run('status', dir, '--state', state);
    const catalogue = OPEN?.(join(state, await nameIn(state)));
    catalogue?.exec('PRAGMA user_version = 3');
    catalogue?.close();
    const two = join(dir, 'a/two.withdrawn');
    await put(two, 'Reason: at first\n');
    const daemon = await serve(dir, state);
    await soon(daemon, 0, 3);
    await put(two, 'Reason: on reflection\n');
    await soon(daemon, 3, 1);
    expect(await textAt(daemon, '/raw/a/two.withdrawn')).toBe('Reason: on reflection\n');
    await unlink(two);
    const changes = await soon(daemon, 0, 5);
    expect(changes.map(brief)).toEqual([
      '1 add /raw/a/one.txt',
      '2 add /raw/a/old.withdrawn',
      '3 add /raw/a/two.withdrawn',
      '4 replace /raw/a/two.withdrawn',
      '5 withdraw /raw/a/two.withdrawn',
    ]);
    expect(bySelector(await listedBy(daemon))).toEqual(bySelector(afterAll(changes)));
    expect(await textAt(daemon, '/raw/a/old.withdrawn')).toBe('Withdrawn: 2026-03-01\nReason: as asked\n');
    for (const selector of ['/raw/a/two.withdrawn', '/raw/a/nothing.withdrawn', '/raw/../x.withdrawn'])
      expect(await textAt(daemon, selector)).toMatch(/^3Nothing is served here/);
  },
);

/** The name of the catalogue in a state folder. */
async function nameIn(state: string): Promise<string> {
  return (await readdir(state)).find((name) => name.endsWith('.sqlite')) ?? '';
}

test.skipIf(!hasSqlite)(
  'a journal that is damaged is begun anew, later than the one before; one that is moved away too (skipped without SQLite)',
  async () => {
    const dir = await folderWith({ 'a/one.txt': storyOf('boats') });
    const state = await temporaryFolder();
    await run('status', dir, '--state', state);
    const journal = join(state, (await nameIn(state)).replace('.sqlite', '.journal'));
    for (const end of ['-wal', '-shm']) await rm(journal + end, { force: true });
    await writeFile(journal, 'no database at all, but of some length: '.repeat(200));
    await run('status', dir, '--state', state);
    const first = await serve(dir, state);
    expect((await soon(first, 0, 1)).map(brief)).toEqual(['1 add /raw/a/one.txt']);
    await first.stop();
    await rename(journal, `${journal}.away`);
    const second = await serve(dir, state);
    await put(join(dir, 'a/two.txt'), storyOf('goats'));
    expect((await soon(second, 0, 2)).map(({ kind }) => kind)).toEqual(['add', 'add']);
  },
);

test.skipIf(!hasSqlite)(
  'many files of one folder are listed in parts of a thousand, and many changes five hundred at a time (skipped without SQLite)',
  async () => {
    const names = Array.from({ length: 1_203 }, (_, n) => `flat/story-${n}.txt`);
    const dir = await folderWith(Object.fromEntries(names.map((name) => [name, storyOf(name)])));
    const daemon = await serve(dir, await temporaryFolder());
    const changes = await soon(daemon, 0, names.length);
    const manifest = parseManifest(await textAt(daemon, '/mirror/manifest'));
    expect(manifest?.parts.map(({ selector, files }) => [selector, files])).toEqual([
      ['/mirror/part/flat', 1_000],
      ['/mirror/part/flat/page/2', 203],
    ]);
    const files = afterAll(changes);
    for (const [index, text] of partTexts(files).entries())
      expect(await textAt(daemon, partSelector('flat', index + 1))).toBe(text);
    expect(files.every(({ selector }) => folderOfFile(selector) === 'flat')).toBe(true);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    expect(bytes).toBeGreaterThan(0);
  },
);
