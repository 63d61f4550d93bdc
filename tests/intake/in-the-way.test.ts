/** What is in the way in one feed costs that feed alone. */
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { feedToml, filesIn, itemOf, rssOf, sync } from '../support/intake.ts';
import { folderWith, put, run, runIn, temporaryFolder, type Run } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

test('a folder in the place of a document, a file in that of a year, a stray file: the other feeds go on', async () => {
  const upstream = await startUpstream();
  const files: Record<string, string> = {};
  for (const feed of ['a', 'b', 'c']) {
    const item = itemOf({ link: `https://${feed}.example/1`, title: 'One' });
    upstream.set(`/${feed}`, { body: rssOf([item]) });
    files[`${feed}/feed.toml`] = feedToml(`${upstream.origin}/${feed}`);
  }
  const dir = await folderWith(files);
  await mkdir(join(dir, 'a/2026/03/one.txt'), { recursive: true });
  await put(join(dir, 'b/2026'), 'x');
  await put(join(dir, '.gopherwire/intake/stray'), 'x');
  const { code, stdout, stderr } = await sync(dir);
  expect(stderr).not.toContain('    at ');
  expect(code).toBe(4);
  expect(stdout.toString().match(/ {2}failed: /g)).toHaveLength(2);
  expect((await filesIn(dir)).shown).toContain('c/2026/03/one.txt');
});

const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;
const INTAKE = '.gopherwire/intake';

/** Runs `gopherwire ARGS…` as an account that no closed folder lets in: root enters any. */
function runUnprivileged(dir: string, ...args: readonly string[]): Promise<Run> {
  if (isRoot) execFileSync('chown', ['-R', String(NOBODY), dir]);
  return runIn(isRoot ? { as: NOBODY } : {}, ...args);
}

/** A folder with the feeds a and b, of each of which an article waits. */
async function twoFeeds(): Promise<string> {
  const upstream = await startUpstream();
  const files: Record<string, string> = {};
  for (const feed of ['a', 'b']) {
    const item = itemOf({ link: `https://${feed}.example/1`, title: 'One' });
    upstream.set(`/${feed}`, { body: rssOf([item]) });
    files[`${feed}/feed.toml`] = feedToml(`${upstream.origin}/${feed}`, '');
  }
  const dir = await folderWith(files);
  expect((await sync(dir)).code).toBe(0);
  return dir;
}

/** Ways in which what is at `path` can be in the way, and what is said of them. */
const OBSTACLES: Readonly<Record<string, readonly [(path: string) => Promise<unknown>, RegExp]>> = {
  'a file': [
    async (path) => {
      await rm(path, { recursive: true });
      await writeFile(path, 'x');
    },
    /is in the way: it is no folder\n {2,6}fix: move it away/,
  ],
  'a folder': [
    async (path) => {
      await rm(path);
      await mkdir(path);
    },
    /is in the way: it is no regular file\n {2,6}fix: remove it/,
  ],
  'a link': [
    async (path) => {
      const outside = join(await temporaryFolder(), 'outside');
      await rename(path, outside);
      await symlink(outside, path);
    },
    /is in the way: it is a symbolic link\n {2,6}fix: (?:move it away|put a copy)/,
  ],
  'closed to all': [(path) => chmod(path, 0), /no permission to (?:use|read) .*\n {2,6}fix: (?:let|make)/],
};

test.each([
  ['.gopherwire', 'a file'],
  ['.gopherwire', 'a link'],
  ['.gopherwire', 'closed to all'],
  [INTAKE, 'a file'],
  [INTAKE, 'a link'],
  [INTAKE, 'closed to all'],
])('%s is %s: it is told, with what to do, and nothing is written beyond it', async (path, how) => {
  const dir = await twoFeeds();
  const [obstruct, told] = OBSTACLES[how] ?? [];
  await obstruct?.(join(dir, path));
  for (const command of ['sync', 'queue']) {
    const { code, stderr } = await runUnprivileged(dir, command, dir);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(told ?? /^$/) });
    expect(stderr).toContain(join(dir, path));
    expect(stderr).not.toContain('    at ');
  }
  await chmod(join(dir, '.gopherwire'), 0o755);
});

test.each([
  [`${INTAKE}/a`, 'a file'],
  [`${INTAKE}/a`, 'a link'],
  [`${INTAKE}/a`, 'closed to all'],
  [`${INTAKE}/a/ledger.jsonl`, 'a folder'],
  [`${INTAKE}/a/ledger.jsonl`, 'a link'],
  [`${INTAKE}/a/ledger.jsonl`, 'closed to all'],
])('%s is %s: its feed fails and is named, the other goes on', async (path, how) => {
  const dir = await twoFeeds();
  const [obstruct, told = /^$/] = OBSTACLES[how] ?? [];
  await obstruct?.(join(dir, path));
  const synced = await runUnprivileged(dir, 'sync', dir, '--allow-private');
  expect(synced).toMatchObject({ code: 4, stderr: '' });
  expect(synced.stdout.toString()).toMatch(told);
  expect(synced.stdout.toString()).toContain('b: 0 new, 0 changed, 1 waiting');
  const queue = await runUnprivileged(dir, 'queue', dir);
  expect(queue.code).toBe(1);
  expect(queue.stdout.toString()).toContain('https://b.example/1\n  waits to be selected\n1 article waiting');
  for (const text of [told, /^Feed a is left out: /]) expect(queue.stderr).toMatch(text);
  await chmod(join(dir, INTAKE, 'a'), 0o755);
});

test('the other commands leave out the feed whose ledger cannot be read, and name it', async () => {
  const dir = await twoFeeds();
  const ledger = join(dir, INTAKE, 'a/ledger.jsonl');
  await rm(ledger);
  await mkdir(ledger);
  const approved = await run('approve', 'https://b.example/1', '--dir', dir);
  expect(approved.stdout.toString()).toBe('shown: /feeds/b/2026/03/one.txt One\n');
  const verified = await run('verify', dir);
  expect(verified.stdout.toString()).toContain('1 document: 1 as they were, 0 failed');
  const withdrawn = await run('withdraw', '/feeds/b/2026/03/one.txt', '--reason', 'x', '--dir', dir);
  expect([approved.code, verified.code, withdrawn.code]).toEqual([0, 1, 0]);
  const told = `Feed a is left out: ${ledger} is in the way: it is no regular file\n  fix: `;
  for (const { stderr } of [approved, verified, withdrawn]) expect(stderr).toContain(told);
  const named = await run('approve', '--all', '--feed', 'a', '--dir', dir);
  expect(named).toMatchObject({ code: 1, stderr: expect.stringContaining('is in the way') });
});

test('a link in the place of the folder of what waits: nothing where it leads is removed', async () => {
  const dir = await twoFeeds();
  const outside = await folderWith({ 'ours.txt': 'x' });
  const pending = join(dir, INTAKE, 'a/pending');
  await rm(pending, { recursive: true });
  await symlink(outside, pending);
  const { code, stdout } = await sync(dir);
  expect(code).toBe(4);
  expect(stdout.toString()).toContain('pending is in the way: it is a symbolic link\n');
  expect(await readdir(outside)).toEqual(['ours.txt']);
});

test('feeds of long paths have journals, also where no file can have such a name', async () => {
  const [part, other] = ['a'.repeat(100), 'b'.repeat(90)];
  const feeds = [`${part}/${other}`, `${part}/${part}/${part}`, `${part}/${part}/${part}/c`];
  const upstream = await startUpstream();
  const files: Record<string, string> = {};
  for (const [n, feed] of feeds.entries()) {
    upstream.set(`/${n}`, { body: rssOf([itemOf({ link: `https://news.example/${n}`, title: 'One' })]) });
    files[`${feed}/feed.toml`] = feedToml(`${upstream.origin}/${n}`, '');
  }
  // a slash is a tilde in names of the journal, and no feed's path has one
  files['a~b/feed.toml'] = feedToml(`${upstream.origin}/0`, '');
  const dir = await folderWith(files);
  const { code, stdout, stderr } = await sync(dir);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining('a~b/feed.toml cannot be used'),
  });
  expect(stdout.toString()).toContain(`${feeds[0]}: 0 new, 0 changed, 1 waiting, 0 held`);
  expect(stdout.toString().match(/0 waiting, 1 held, 0 failed/g)).toHaveLength(2);
  // what has too long a selector is held in its own feed, and known there
  for (const n of [1, 2])
    expect(await run('refuse', `https://news.example/${n}`, '--dir', dir)).toMatchObject({ code: 0 });
  expect((await sync(dir)).stdout.toString().match(/0 waiting, 1 not wanted, 0 held/g)).toHaveLength(2);
  expect(await readdir(join(dir, INTAKE))).toHaveLength(3);
});

test('a folder in the place of a document costs that article alone, new or waiting', async () => {
  const stories = [1, 2].map((n) => itemOf({ link: `https://news.example/${n}`, title: `Story ${n}` }));
  const upstream = await startUpstream({ '/rss': { body: rssOf(stories) } });
  const told = (dir: string): string => `${join(dir, 'a/2026/03/story-1.txt')} is in the way: `;
  for (const permission of ['mode = "automatic"', 'mode = "select"']) {
    const dir = await folderWith({ 'a/feed.toml': feedToml(`${upstream.origin}/rss`, permission) });
    const isSelecting = permission.includes('select');
    if (isSelecting) expect((await sync(dir)).code).toBe(0);
    const path = join(dir, 'a/2026/03/story-1.txt');
    await mkdir(path, { recursive: true });
    const { code, stdout, stderr } = isSelecting
      ? await run('approve', '--all', '--feed', 'a', '--dir', dir)
      : await sync(dir);
    expect(code).toBe(isSelecting ? 1 : 4);
    expect(stdout.toString() + stderr).toContain(told(dir));
    expect((await filesIn(dir)).shown).toEqual(['a/2026/03/story-2.txt']);
    await rm(path, { recursive: true });
    expect((await sync(dir)).stdout.toString()).toContain('a: 1 new, 0 changed, 1 unchanged, 0 waiting');
    expect((await filesIn(dir)).shown).toHaveLength(2);
  }
});

test('a folder in the place of a document that waits: it is refused all the same, and so are the others', async () => {
  const dir = await twoFeeds();
  await mkdir(join(dir, 'a/2026/03/one.txt'), { recursive: true });
  const names = ['https://a.example/1', 'https://b.example/1'];
  const { code, stdout } = await run('refuse', ...names, '--dir', dir);
  expect({ code, told: stdout.toString() }).toEqual({
    code: 0,
    told: names.map((name) => `refused: One (${name})\n`).join(''),
  });
  expect((await run('queue', dir)).stdout.toString()).not.toContain('One');
});
