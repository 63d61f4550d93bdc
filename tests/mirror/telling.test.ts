/** What `mirror` tells of a run, and with --dry-run of one to come. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf } from '../support/documents.ts';
import { FakeUpstream } from '../support/mirror.ts';
import { put, run, temporaryFolder } from '../support/program.ts';
import { news } from '../support/walk.ts';

const storyOf = (number: number, parts: Parameters<typeof documentOf>[0] = {}): string =>
  documentOf({ title: `Story ${number}`, source: `https://news.example/${number}`, ...parts });
const bytesOf = (...numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + Buffer.byteLength(storyOf(number)), 0);
const selectorOf = (number: number): string => `/raw/news/story-${number}.txt`;

/** One that has so many stories, and signs them. */
async function wireOf(stories: number): Promise<FakeUpstream> {
  const upstream = await FakeUpstream.start();
  for (let number = 1; number <= stories; number++) upstream.put(`news/story-${number}.txt`, storyOf(number));
  return upstream;
}

/** Runs `mirror` of `upstream` into `dir`. */
async function mirror({ address }: FakeUpstream, dir: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await run('mirror', address, dir, ...args);
  return { code, lines: stdout.toString().trimEnd().split('\n'), stderr };
}

test('of what is new ten are named, and how many more there are', async () => {
  const { code, lines } = await mirror(await wireOf(12), await temporaryFolder());
  expect(code).toBe(0);
  expect(lines[0]).toContain(': 12 new, 0 changed, 0 withdrawn, 0 refused, 0 failed; ');
  const named = lines.slice(1, 11);
  for (const line of named) expect(line).toMatch(/^ {2}new: Story (\d+) \(\/raw\/news\/story-\1\.txt\)$/);
  expect(lines.slice(11)).toEqual(['  ... and 2 more: --json tells all']);
});

/** All files below `dir`, what is remembered too, with their bytes. */
async function contentOf(dir: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      files.map(async (file): Promise<[string, string]> => [file, await readFile(file, 'latin1')]),
    ),
  );
}

test('--dry-run before the first copy: how much it is, how long it takes and whose key it would be; no folder is made', async () => {
  const upstream = await wireOf(2);
  const dir = join(await temporaryFolder(), 'copy');
  const { code, lines, stderr } = await mirror(upstream, dir, '--dry-run', '--line', '64000');
  expect(code).toBe(0);
  expect(lines[0]).toContain(': 2 new, 0 changed, 0 withdrawn, 0 refused, 0 failed; ');
  expect(lines[1]).toBe(
    `  would fetch 2 files, ${bytesOf(1, 2)} bytes: with their lists about 1 s at 64000 bits a second`,
  );
  expect(lines.slice(2)).toEqual([`  new: ${selectorOf(1)}`, `  new: ${selectorOf(2)}`]);
  expect(stderr).toContain(`would be trusted from then on, as it came: ${upstream.key?.line}`);
  expect(existsSync(dir)).toBe(false);
  expect(upstream.asked.filter((selector) => !selector.startsWith('/mirror/'))).toEqual([]);

  const json = await mirror(upstream, dir, '--dry-run', '--line', '64000', '--json');
  const told = json.lines.map((line): unknown => JSON.parse(line));
  const file = 'news/story-1.txt';
  expect(told).toContainEqual({ kind: 'new', selector: `/raw/${file}`, file, bytes: bytesOf(1) });
  expect(told.at(-1)).toMatchObject({
    kind: 'mirror',
    articles: { new: 2 },
    left: 0,
    toFetch: { files: 2, bytes: bytesOf(1, 2), seconds: 1 },
  });
});

test('--dry-run of a copy: what is new, changed, withdrawn, no longer taken and left alone; nothing is written, and the run does so', async () => {
  const upstream = await wireOf(5);
  const dir = await temporaryFolder();
  await mirror(upstream, dir);
  const mended = storyOf(1, { body: 'It was mended.' });
  upstream.put('news/story-1.txt', mended);
  upstream.withdraw('news/story-2.txt');
  upstream.put('news/story-3.txt', storyOf(3, { licence: 'Creative Commons CC BY 4.0' }), 'CC-BY-4.0');
  upstream.withdraw('news/story-4.txt');
  upstream.put('news/story-6.txt', storyOf(6));
  await put(join(dir, 'news/story-4.txt'), 'changed here');
  const before = await contentOf(dir);
  upstream.asked.length = 0;
  const { code, lines, stderr } = await mirror(upstream, dir, '--licence', 'by-nd', '--dry-run');
  const counts =
    '1 new, 1 changed, 1 withdrawn, 1 no longer under a licence that is taken, 0 refused, 1 left as they are, 0 failed';
  expect([code, lines[0], stderr]).toEqual([3, expect.stringContaining(`: ${counts}; `), '']);
  const told = lines.slice(1).join('\n');
  expect(told).toContain(`  would fetch 2 files, ${Buffer.byteLength(mended) + bytesOf(6)} bytes\n`);
  expect(told).toContain(`  changed: ${selectorOf(1)}`);
  expect(told).toContain(`  withdrawn: ${selectorOf(2)}`);
  expect(told).toContain(`  no longer under a licence that is taken: ${selectorOf(3)}`);
  expect(told).toContain(`  left as it is: ${selectorOf(4)}: it was put or changed here by somebody else`);
  expect(told).toContain(`  new: ${selectorOf(6)}`);
  expect(upstream.asked.filter((selector) => selector.startsWith('/raw/'))).toEqual([]);
  expect(await contentOf(dir)).toEqual(before);
  const done = await mirror(upstream, dir, '--licence', 'by-nd');
  expect([done.code, done.lines[0]]).toEqual([3, expect.stringContaining(`: ${counts}; `)]);
});

test('--dry-run takes no more than --max-bytes, and only a feed, as the run does', async () => {
  const upstream = await wireOf(3);
  upstream.put('other/four.txt', storyOf(4));
  const dir = await temporaryFolder();
  const args = ['--feed', 'news', '--max-bytes', String(bytesOf(1, 2))];
  const foreseen = await mirror(upstream, dir, ...args, '--dry-run');
  expect(foreseen.lines[0]).toMatch(/: 2 new, .*; 1 file left for the next time; /);
  expect(await readdir(dir)).toEqual([]);
  const { lines } = await mirror(upstream, dir, ...args);
  expect(lines[0]).toMatch(/: 2 new, .*; 1 file left for the next time; /);
  expect((await mirror(upstream, dir, '--feed', 'news', '--dry-run')).lines[0]).toContain(': 1 new, ');
  await mirror(upstream, dir, '--feed', 'news');
  const { lines: none } = await mirror(upstream, dir, '--feed', 'news', '--dry-run');
  expect(none).toEqual([expect.stringContaining('nothing new')]);
});

test('what a walk of menus would fetch cannot be told, which is said with 2; no menu is asked for', async () => {
  const { address, origin, requests } = await news();
  const dir = join(await temporaryFolder(), 'copy');
  for (const from of [address, `${origin}/1/news`]) {
    const { code, stderr } = await run('mirror', from, dir, '--dry-run');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('what that would fetch cannot be told without fetching it'),
    ]);
  }
  expect(requests).toEqual(['/mirror/lastupdate']);
  expect(existsSync(dir)).toBe(false);
  await run('mirror', address, dir);
  expect((await run('mirror', address, dir, '--dry-run')).code).toBe(2);
});
