/** A mirror of a real daemon, and a mirror of that mirror. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { OPEN } from '../support/catalogues.ts';
import { ask, get, parseMenu } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { countingProxy } from '../support/mirror.ts';
import {
  BIN,
  daemonForTest,
  eventually,
  folderWith,
  put,
  run,
  temporaryFolder,
  type Daemon,
} from '../support/program.ts';

const FEED = 'news/example';
const storyOf = (number: number, parts: Parameters<typeof documentOf>[0] = {}): string =>
  documentOf({ title: `Story ${number}`, source: `https://news.example/${number}`, ...parts });

const STORIES = {
  [`${FEED}/feed.toml`]: 'title = "Example"\npublisher = "Example Wire"\n',
  [`${FEED}/2025/05/one.txt`]: storyOf(1),
  [`${FEED}/2025/06/two.txt`]: storyOf(2, { licence: 'Creative Commons CC BY-SA 4.0' }),
  [`${FEED}/2025/06/three.txt`]: storyOf(3),
  'other/four.txt': storyOf(4),
};

const daemonOf = async (folder: string): Promise<Daemon> =>
  daemonForTest(folder, '--log', 'none', '--state', await temporaryFolder());

const addressOf = (port: number): string => `gopher://127.0.0.1:${port}/`;

/** Runs a mirror of what is at `port` into `dir`; gives its code and summary. */
async function mirror(port: number, dir: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await run('mirror', addressOf(port), dir, '--unsigned', ...args);
  return { code, said: stdout.toString(), stderr };
}

/** The articles in `dir`, sorted. */
async function articlesIn(dir: string): Promise<string[]> {
  const names = await readdir(dir, { recursive: true });
  return names.filter((name) => name.endsWith('.txt')).toSorted();
}

const sequenceAt = async (port: number): Promise<number> =>
  Number((await get(port, '/mirror/lastupdate')).split(' ')[0]);

/** Resolves when the daemon has seen a change. */
const changed = (port: number, before: number): Promise<true> =>
  eventually(async () => ((await sequenceAt(port)) > before ? true : undefined));

describe.skipIf(OPEN === undefined)('with SQLite (skipped without it)', () => {
  test('the first copy has the same bytes, and a mirror of the mirror too', async () => {
    const upstream = await daemonOf(await folderWith(STORIES));
    const dir = await temporaryFolder();
    const counts = '4 new, 0 changed, 0 withdrawn, 0 refused, 0 failed; 1 other file; ';
    expect((await mirror(upstream.port, dir, '--dry-run')).said).toContain(counts);
    expect(await readdir(dir)).toEqual([]);
    const { code, said } = await mirror(upstream.port, dir);
    expect(said).toContain(counts);
    expect(said).toContain('\n  new: Story 4 (/raw/other/four.txt)\n');
    expect(said).not.toContain('feed.toml');
    expect(code).toBe(0);
    const first = await daemonOf(dir);
    const second = await temporaryFolder();
    expect((await mirror(first.port, second)).code).toBe(0);
    for (const [file, text] of Object.entries(STORIES)) {
      expect((await readFile(join(second, file), 'utf8')).trimEnd()).toBe(text.trimEnd());
      const selector = `/raw/${file}`;
      expect(await ask(first.port, `${selector}\r\n`)).toEqual(await ask(upstream.port, `${selector}\r\n`));
    }
    const menu = parseMenu(await get(first.port, '/'));
    expect(menu).toContainEqual({
      type: '1',
      display: `A mirror of ${addressOf(upstream.port)}`,
      selector: '',
      host: '127.0.0.1',
      port: String(upstream.port),
    });
    expect(await get(first.port, '/about.txt')).toContain(`It is a mirror of ${addressOf(upstream.port)}`);
    expect(await get(upstream.port, '/')).not.toContain('A mirror of');
    // the lists are the same, and so is the digest of all but the moment
    const partsOf = async (port: number): Promise<string> =>
      (await get(port, '/mirror/manifest')).replace(/^#.*\n/gm, '');
    expect(await partsOf(first.port)).toBe(await partsOf(upstream.port));
  });

  test('nothing new takes one request of less than 200 bytes both ways; one new article little more than itself', async () => {
    const folder = await folderWith(STORIES);
    const upstream = await daemonOf(folder);
    const counter = await countingProxy(upstream.port);
    const dir = await temporaryFolder();
    await mirror(counter.port, dir);
    counter.bytes = 0;
    const { code, said } = await mirror(counter.port, dir);
    expect([code, said]).toEqual([0, expect.stringMatching(/^.*nothing new.*\n$/)]);
    expect(counter.bytes).toBeGreaterThan(0);
    expect(counter.bytes).toBeLessThanOrEqual(200);

    const before = await sequenceAt(upstream.port);
    const text = storyOf(5, { body: 'A line of text.\n'.repeat(280) });
    await put(join(folder, FEED, '2025/06/five.txt'), text);
    await changed(upstream.port, before);
    counter.bytes = 0;
    const next = await mirror(counter.port, dir);
    expect([next.code, next.said]).toEqual([0, expect.stringContaining('1 new, 0 changed')]);
    expect(counter.bytes - text.length).toBeLessThan(2_000);
    expect(await readFile(join(dir, FEED, '2025/06/five.txt'), 'utf8')).toBe(text);
  });

  test('an edition takes the place of the one before; what is withdrawn leaves a tombstone; what is back is shown again', async () => {
    const folder = await folderWith(STORIES);
    const upstream = await daemonOf(folder);
    const dir = await temporaryFolder();
    await mirror(upstream.port, dir);
    const [two, three] = [join(FEED, '2025/06/two.txt'), join(FEED, '2025/06/three.txt')];
    let before = await sequenceAt(upstream.port);
    const edited = storyOf(2, { body: 'It was mended.' });
    await put(join(folder, two), edited);
    await changed(upstream.port, before);
    before = await sequenceAt(upstream.port);
    await rm(join(folder, three));
    await changed(upstream.port, before);
    const { code, said } = await mirror(upstream.port, dir);
    expect([code, said]).toEqual([0, expect.stringContaining('0 new, 1 changed, 1 withdrawn')]);
    expect(said.split('\n').slice(1)).toEqual([
      '  withdrawn: Story 3 (/raw/news/example/2025/06/three.txt)',
      '  changed: Story 2 (/raw/news/example/2025/06/two.txt)',
      '',
    ]);
    expect(await readFile(join(dir, two), 'utf8')).toBe(edited);
    const tombstone = await readFile(join(dir, FEED, '2025/06/three.withdrawn'), 'utf8');
    expect(tombstone).toContain(`Reason: no longer at ${addressOf(upstream.port)}`);
    expect(tombstone).toContain('Title: Story 3');
    expect(existsSync(join(dir, three))).toBe(false);

    before = await sequenceAt(upstream.port);
    await put(join(folder, three), storyOf(3));
    await changed(upstream.port, before);
    expect((await mirror(upstream.port, dir)).said).toContain('1 new');
    expect(existsSync(join(dir, FEED, '2025/06/three.withdrawn'))).toBe(false);
  });

  test('only licences and feeds that are wanted are taken, and more when more are wanted', async () => {
    const upstream = await daemonOf(await folderWith(STORIES));
    const dir = await temporaryFolder();
    expect((await mirror(upstream.port, dir, '--licence', 'by-sa')).code).toBe(0);
    expect(await articlesIn(dir)).toEqual([join(FEED, '2025/06/two.txt')]);
    await mirror(upstream.port, dir, '--feed', FEED);
    expect(await articlesIn(dir)).toHaveLength(3);
    const { said } = await mirror(upstream.port, dir);
    expect(said).toContain('1 new');
    expect(await articlesIn(dir)).toHaveLength(4);
    expect((await mirror(upstream.port, dir, '--licence', 'gpl')).code).toBe(2);
    const none = await mirror(upstream.port, dir, '--feed', 'nws');
    expect([none.code, none.stderr]).toEqual([0, expect.stringContaining('has no feed nws.')]);
  });

  test('with --max-bytes the newest come first, and the next run goes on', async () => {
    const upstream = await daemonOf(await folderWith(STORIES));
    const dir = await temporaryFolder();
    const args = ['--feed', FEED, '--max-bytes', '600'];
    const { code, said } = await mirror(upstream.port, dir, ...args);
    expect([code, said]).toEqual([0, expect.stringMatching(/left for the next time/)]);
    const first = await articlesIn(dir);
    expect(first).toHaveLength(1);
    expect(first[0]).toContain(join('2025', '06'));
    for (let count = 2; count <= 3; count++) {
      await mirror(upstream.port, dir, ...args);
      expect(await articlesIn(dir)).toHaveLength(count);
    }
    expect((await mirror(upstream.port, dir, ...args)).said).toContain('nothing new');
  });

  test('a file that somebody else put or changed is left alone, and told with 3', async () => {
    const folder = await folderWith(STORIES);
    const upstream = await daemonOf(folder);
    const dir = await folderWith({ 'other/four.txt': 'mine' });
    const { code, said } = await mirror(upstream.port, dir);
    expect([code, said]).toEqual([3, expect.stringContaining('1 left as they are')]);
    expect(said).toContain('left as it is: /raw/other/four.txt: it was put or changed here by somebody else');
    expect(await readFile(join(dir, 'other/four.txt'), 'utf8')).toBe('mine');

    const one = join(FEED, '2025/05/one.txt');
    await put(join(dir, one), 'changed here');
    const before = await sequenceAt(upstream.port);
    await rm(join(folder, one));
    await changed(upstream.port, before);
    expect((await mirror(upstream.port, dir)).code).toBe(3);
    expect(await readFile(join(dir, one), 'utf8')).toBe('changed here');
  });

  test('what was killed goes on where it was, and leaves nothing torn', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 120 }, (_, index) => [`${FEED}/2025/06/story-${index}.txt`, storyOf(index)]),
    );
    const upstream = await daemonOf(await folderWith(many));
    const dir = await temporaryFolder();
    // at this pace a batch is written after two seconds
    const args = ['mirror', addressOf(upstream.port), dir, '--unsigned', '--line', '60000'];
    const child = spawn(process.execPath, [BIN, ...args], { stdio: 'ignore' });
    await eventually(async () => ((await articlesIn(dir)).length > 0 ? true : undefined));
    child.kill('SIGKILL');
    await once(child, 'close');
    const had = await articlesIn(dir);
    expect(had.length).toBeLessThan(120);
    for (const file of had) expect(await readFile(join(dir, file), 'utf8')).toBe(many[file]);
    const { code, said } = await mirror(upstream.port, dir);
    expect([code, said]).toEqual([0, expect.stringContaining(`${120 - had.length} new, 0 changed`)]);
    expect(await articlesIn(dir)).toHaveLength(120);
  });

  test('of two at once in one folder the second is told to wait', async () => {
    const upstream = await daemonOf(await folderWith(STORIES));
    const dir = await temporaryFolder();
    const args = ['mirror', addressOf(upstream.port), dir, '--unsigned', '--line', '50'];
    const child = spawn(process.execPath, [BIN, ...args], { stdio: 'ignore' });
    await eventually(async () => {
      const names = await readdir(join(dir, '.gopherwire')).catch(() => []);
      return names.some((name) => name.startsWith('lock-')) ? true : undefined;
    });
    const { code, stderr } = await mirror(upstream.port, dir);
    child.kill('SIGKILL');
    await once(child, 'close');
    expect([code, stderr]).toEqual([1, expect.stringContaining('wait until it is done')]);
    expect((await mirror(upstream.port, dir)).code).toBe(0);
  });

  test('--json says of each file what became of it, and how it ended', async () => {
    const upstream = await daemonOf(await folderWith(STORIES));
    const { said } = await mirror(upstream.port, await temporaryFolder(), '--json');
    const lines = said
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    const file = 'other/four.txt';
    expect(lines).toContainEqual({ kind: 'new', selector: `/raw/${file}`, file, title: 'Story 4' });
    expect(lines).toContainEqual({
      kind: 'new',
      selector: `/raw/${FEED}/feed.toml`,
      file: `${FEED}/feed.toml`,
    });
    expect(lines.at(-1)).toMatchObject({
      kind: 'mirror',
      sequence: '5',
      isSame: false,
      counts: { new: 5 },
      articles: { new: 4, changed: 0, withdrawn: 0, dropped: 0 },
      left: 0,
    });
  });
});
