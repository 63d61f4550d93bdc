import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { get, parseMenu } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { daemonForTest, eventually, folderWith, put, type Daemon } from '../support/program.ts';

/** Less than the daemon waits before it looks at all files again: a watch that fails is seen. */
const WATCHED_MS = 20_000;

async function selectorsAt(daemon: Daemon, selector: string): Promise<string[]> {
  return parseMenu(await get(daemon.port, selector)).map((line) => line.selector);
}

/** Waits until the reply to `selector` pleases `wanted`. */
async function seen(daemon: Daemon, selector: string, wanted: (reply: string) => boolean): Promise<string> {
  return eventually(async () => {
    const reply = await get(daemon.port, selector);
    return wanted(reply) ? reply : undefined;
  }, WATCHED_MS);
}

const ERROR = /^3.*\terror\.host\t1\r\n\.\r\n$/;

test('a new file shows: in its feed, on the front page, as article, text and raw', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf() });
  const daemon = await daemonForTest(folder);
  expect(await get(daemon.port, '/feeds/a/new')).toMatch(ERROR);
  await put(join(folder, 'a/new.txt'), documentOf({ title: 'Fresh' }));
  await seen(daemon, '/feeds/a/', (menu) => menu.includes('/feeds/a/new\t'));
  expect(await selectorsAt(daemon, '/')).toContain('/feeds/a/new');
  expect(await get(daemon.port, '/feeds/a/new')).toContain('Fresh');
  expect(await get(daemon.port, '/feeds/a/new.txt')).toContain('Fresh [1]\r\n');
  expect(await get(daemon.port, '/raw/a/new.txt')).toBe(documentOf({ title: 'Fresh' }));
});

test('[DESIGN] a new file shows within two seconds, unless the machine is too busy each time', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf() });
  const daemon = await daemonForTest(folder);
  const timesMs: number[] = [];
  while (timesMs.length < 5 && !timesMs.some((ms) => ms < 2_000)) {
    const name = `new-${timesMs.length}`;
    const started = performance.now();
    await put(join(folder, `a/${name}.txt`), documentOf());
    await seen(daemon, '/feeds/a/', (menu) => menu.includes(`/feeds/a/${name}\t`));
    timesMs.push(performance.now() - started);
  }
  expect(Math.min(...timesMs)).toBeLessThan(2_000);
});

test('a new file in folders that were not there shows, and another beside it after it', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf() });
  const daemon = await daemonForTest(folder);
  await put(join(folder, 'b/c/2025/06/one.txt'), documentOf());
  await seen(daemon, '/feeds/b/c/', (menu) => menu.includes('/feeds/b/c/2025/06/one\t'));
  await put(join(folder, 'b/c/2025/06/two.txt'), documentOf());
  await seen(daemon, '/feeds/b/c/', (menu) => menu.includes('/feeds/b/c/2025/06/two\t'));
});

test('a file that is replaced by another shows the new text, wherever it was already asked for', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf({ title: 'Before' }) });
  const daemon = await daemonForTest(folder);
  const selectors = ['/feeds/a/', '/feeds/a/story', '/feeds/a/story.txt', '/raw/a/story.txt'];
  for (const selector of selectors) expect(await get(daemon.port, selector)).toContain('Before');
  await put(join(folder, 'story.tmp'), documentOf({ title: 'Behind' }));
  await rename(join(folder, 'story.tmp'), join(folder, 'a/story.txt'));
  await seen(daemon, '/feeds/a/', (menu) => menu.includes('Behind'));
  for (const selector of selectors) {
    const reply = await get(daemon.port, selector);
    expect(reply, selector).toContain('Behind');
    expect(reply, selector).not.toContain('Before');
  }
});

test('a removed file is gone everywhere, and its feed with the last one', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf(), 'b/story.txt': documentOf() });
  const daemon = await daemonForTest(folder);
  expect(await get(daemon.port, '/feeds/b/story.txt')).toContain('A first paragraph.');
  await rm(join(folder, 'b/story.txt'));
  await seen(daemon, '/feeds/b/story.txt', (reply) => ERROR.test(reply));
  await seen(daemon, '/', (menu) => !menu.includes('/feeds/b/'));
  expect(await get(daemon.port, '/feeds/b/story')).toMatch(ERROR);
  expect(await get(daemon.port, '/raw/b/story.txt')).toMatch(ERROR);
});

test('a document that loses its licence is held at once; with its licence it is back', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf(), 'a/other.txt': documentOf() });
  const daemon = await daemonForTest(folder);
  await put(join(folder, 'a/story.txt'), documentOf({ licence: 'Ask my aunt' }));
  await seen(daemon, '/feeds/a/', (menu) => !menu.includes('/feeds/a/story\t'));
  for (const selector of ['/feeds/a/story', '/feeds/a/story.txt', '/raw/a/story.txt'])
    expect(await get(daemon.port, selector), selector).toMatch(ERROR);
  await eventually(
    async () => Promise.resolve(daemon.stderr.includes('licence-unknown') || undefined),
    WATCHED_MS,
  );
  await put(join(folder, 'a/story.txt'), documentOf());
  await seen(daemon, '/feeds/a/', (menu) => menu.includes('/feeds/a/story\t'));
});

test('a feed.toml that is changed renames its feed', async () => {
  const folder = await folderWith({ 'a/feed.toml': 'title = "Old"', 'a/story.txt': documentOf() });
  const daemon = await daemonForTest(folder);
  expect(await get(daemon.port, '/')).toContain('Old (1 article)');
  await put(join(folder, 'a/feed.toml'), 'title = "Young"');
  await seen(daemon, '/', (menu) => menu.includes('Young (1 article)'));
});

test('what goes wrong in a feed.toml or a gophermap while the daemon runs is told', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf() });
  const daemon = await daemonForTest(folder);
  await put(join(folder, 'a/feed.toml'), 'title = "never closed');
  await put(join(folder, 'a/gophermap'), '1Gone\t/feeds/gone/\n');
  for (const finding of ['a/feed.toml:1: ', 'a/gophermap:1: nothing is served'])
    await eventually(async () => Promise.resolve(daemon.stderr.includes(finding) || undefined), WATCHED_MS);
});

const BODY = `Beginning. ${'All the words between. '.repeat(400)}The very end.`;

/** Writes `content` to `path` in two pieces with `gapMs` between them. */
async function writeInHalves(path: string, content: string, cut: number, gapMs: number): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.write(content.slice(0, cut));
    await pause(gapMs);
    await file.write(content.slice(cut));
  } finally {
    await file.close();
  }
}

/** What `selector` shows, asked again and again, while `writing` is under way. */
async function repliesUntil(
  writing: Promise<void>,
  daemon: Daemon,
  selector: string,
): Promise<readonly string[]> {
  const replies: string[] = [];
  const state = { isDone: false };
  const watched = writing.finally(() => (state.isDone = true));
  do replies.push(await get(daemon.port, selector));
  while (!state.isDone);
  await watched;
  return replies;
}

const CUTS = {
  'in the text': (content: string) => content.indexOf('between.') + 2000,
  'in the source URL': (content: string) => content.indexOf('/story') + 3,
  'after the licence': (content: string) => content.indexOf('\n\nvia '),
};

test.each(Object.entries(CUTS))(
  'a new file written slowly, cut %s, is never served half',
  async (_, cutOf) => {
    const folder = await folderWith({ 'a/story.txt': documentOf() });
    const daemon = await daemonForTest(folder);
    const content = documentOf({ body: BODY });
    const writing = writeInHalves(join(folder, 'a/slow.txt'), content, cutOf(content), 200);
    const replies = new Set(await repliesUntil(writing, daemon, '/raw/a/slow.txt'));
    replies.add(await seen(daemon, '/raw/a/slow.txt', (reply) => !ERROR.test(reply)));
    for (const reply of replies) if (!ERROR.test(reply)) expect(reply).toBe(content);
    const text = await get(daemon.port, '/feeds/a/slow.txt');
    expect(text).toContain('The very end.');
  },
);

test('a half that stays for a second is held, and the whole shows when it is there', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf() });
  const daemon = await daemonForTest(folder);
  const content = documentOf({ body: BODY });
  const cut = CUTS['in the text'](content);
  const writing = writeInHalves(join(folder, 'a/slow.txt'), content, cut, 1_000);
  for (const reply of await repliesUntil(writing, daemon, '/raw/a/slow.txt')) expect(reply).toMatch(ERROR);
  expect(await seen(daemon, '/raw/a/slow.txt', (reply) => !ERROR.test(reply))).toBe(content);
});

test.each(Object.entries(CUTS))(
  'a file that is rewritten in place slowly, cut %s, is never served half',
  async (_, cutOf) => {
    const old = documentOf({ title: 'Before' });
    const folder = await folderWith({ 'a/story.txt': old });
    const daemon = await daemonForTest(folder);
    const content = documentOf({ title: 'Behind', body: BODY });
    const writing = writeInHalves(join(folder, 'a/story.txt'), content, cutOf(content), 200);
    const replies = new Set(await repliesUntil(writing, daemon, '/raw/a/story.txt'));
    await seen(daemon, '/feeds/a/', (menu) => menu.includes('Behind'));
    replies.add(await get(daemon.port, '/raw/a/story.txt'));
    for (const reply of replies) if (!ERROR.test(reply) && reply !== old) expect(reply).toBe(content);
  },
);

test('a folder that takes the place of another is watched in its stead', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf(), 'b/story.txt': documentOf() });
  const daemon = await daemonForTest(folder);
  await rename(join(folder, 'a'), join(folder, '.old'));
  await rename(join(folder, 'b'), join(folder, 'a'));
  await seen(daemon, '/', (menu) => !menu.includes('/feeds/b/'));
  await put(join(folder, 'a/new.txt'), documentOf());
  await seen(daemon, '/feeds/a/', (menu) => menu.includes('/feeds/a/new\t'));
});

test('a folder that is deleted and made again at once is watched anew, whatever its inode', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf(), 'b/story.txt': documentOf() });
  const daemon = await daemonForTest(folder);
  await rm(join(folder, 'a'), { recursive: true });
  await put(join(folder, 'a/again.txt'), documentOf());
  await seen(daemon, '/feeds/a/', (menu) => menu.includes('/feeds/a/again\t'));
  await put(join(folder, 'a/new.txt'), documentOf());
  await seen(daemon, '/feeds/a/', (menu) => menu.includes('/feeds/a/new\t'));
});

test('the articles folder itself is deleted and made anew', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf() });
  const daemon = await daemonForTest(folder);
  await rm(folder, { recursive: true });
  await eventually(
    async () => Promise.resolve(daemon.stderr.includes('cannot be read') || undefined),
    WATCHED_MS,
  );
  expect(await get(daemon.port, '/')).toContain('/feeds/a/story\t');
  await put(join(folder, 'c/story.txt'), documentOf());
  await seen(daemon, '/', (menu) => menu.includes('/feeds/c/'));
  await put(join(folder, 'c/next.txt'), documentOf());
  await seen(daemon, '/feeds/c/', (menu) => menu.includes('/feeds/c/next\t'));
});

test('two hundred files at once all show, and the daemon answers meanwhile', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf() });
  const daemon = await daemonForTest(folder);
  const writing = Promise.all(
    Array.from({ length: 200 }, (_, index) => put(join(folder, `b/n${index}.txt`), documentOf())),
  );
  parseMenu(await get(daemon.port, '/'));
  await writing;
  await seen(daemon, '/', (menu) => menu.includes('b (200 articles)'));
});
