import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, symlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ask, get, parseMenu } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { daemonForTest, folderWith, ROOT, run, temporaryFolder } from '../support/program.ts';

const REAL_NAME = '2025-06-the-uns-missed-chance-to-lead-on-anti-trafficking.txt';
const REAL = join(ROOT, '../shared/articles', REAL_NAME);
const REAL_SHA256 = '6655a2786efd517ee00b2b65cbe055d435c33837e9d32b366e0539fecd13482a';

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** Every file below `folder`, dotfiles too. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

test('the real article comes in as it is and goes out byte for byte', async ({ skip }) => {
  if (!existsSync(REAL)) skip(`the real article is not here: ${REAL}`);
  const dir = await temporaryFolder();
  const added = await run('add', REAL, '--to', 'news/opendemocracy', '--dir', dir);
  expect(added).toMatchObject({ code: 0, stderr: '' });
  const file = `news/opendemocracy/2025/06/${REAL_NAME}`;
  expect(added.stdout.toString()).toBe(`added ${dir}/${file} sha256 ${REAL_SHA256}\n`);
  expect(await filesIn(dir)).toEqual([file]);

  const rendered = await run('render', `/raw/${file}`, '--dir', dir);
  expect(rendered.code).toBe(0);
  expect(sha256(rendered.stdout)).toBe(REAL_SHA256);
  const daemon = await daemonForTest(dir);
  expect(sha256(await ask(daemon.port, `/raw/${file}\r\n`))).toBe(REAL_SHA256);
  const menu = parseMenu(await get(daemon.port, '/feeds/news/opendemocracy/'));
  expect(menu.map(({ selector }) => selector)).toContain(`/feeds/${file.slice(0, -'.txt'.length)}`);
});

test('a symbolic link in the way is told of, and no folder is made beyond one', async () => {
  const inbox = await folderWith({ 'story.txt': documentOf() });
  const [outside, dir] = [await temporaryFolder(), await folderWith({ 'a/2025/06/.keep': '' })];
  await symlink('/nonexistent', join(dir, 'a/2025/06/story.txt'));
  await symlink(outside, join(dir, 'news'));
  const dangling = await run('add', join(inbox, 'story.txt'), '--to', 'a', '--dir', dir);
  expect(dangling.code).toBe(1);
  expect(dangling.stderr).toContain('is in the way: it is a symbolic link');
  const away = await run('add', join(inbox, 'story.txt'), '--to', 'news/ex', '--dir', dir);
  expect(away.code).toBe(1);
  expect(away.stderr).toContain('is a symbolic link');
  expect(await filesIn(outside)).toEqual([]);
  expect(await readdir(outside)).toEqual([]);
  expect(await readdir(dir)).toEqual(['a', 'news']);
});

test('what could not be served for its size or its name is refused', async () => {
  const inbox = await folderWith({
    'book.txt': documentOf({ body: 'A line of a very long book.\n'.repeat(650_000) }),
    'story.txt': documentOf(),
  });
  const dir = await temporaryFolder();
  const book = await run('add', join(inbox, 'book.txt'), '--to', 'a', '--dir', dir);
  expect(book.code).toBe(3);
  expect(book.stderr).toContain('too-large');
  const deep = Array.from({ length: 3 }, (_, n) => String(n).repeat(100)).join('/');
  const long = await run('add', join(inbox, 'story.txt'), '--to', deep, '--dir', dir);
  expect(long.code).toBe(3);
  expect(long.stderr).toContain('name-invalid');
  expect(await readdir(dir)).toEqual([]);
});

test('a link in place of the folder for unfinished files is not followed; a FIFO is not waited for', async () => {
  const inbox = await folderWith({ 'story.txt': documentOf() });
  const host = hostname().replace(/[^A-Za-z0-9]/g, '_');
  const outside = await folderWith({ [`${host}-4194304-0.tmp`]: 'not ours' });
  const dir = await temporaryFolder();
  await symlink(outside, join(dir, '.gopherwire'));
  const linked = await run('add', join(inbox, 'story.txt'), '--to', 'a', '--dir', dir);
  expect(linked.code).toBe(1);
  expect(linked.stderr).toContain('.gopherwire is in the way');
  expect(await filesIn(outside)).toEqual([`${host}-4194304-0.tmp`]);
  execFileSync('mkfifo', [join(inbox, 'fifo')]);
  const fifo = await run('add', join(inbox, 'fifo'), '--to', 'a', '--dir', await temporaryFolder());
  expect(fifo).toMatchObject({ code: 1 });
  expect(fifo.stderr).toContain('it is no regular file');
});

test('what a killed run left behind goes with the next one', async () => {
  const inbox = await folderWith({ 'story.txt': documentOf() });
  const name = hostname().replace(/[^A-Za-z0-9]/g, '_');
  const dir = await folderWith({ [`.gopherwire/${name}-4194304-0.tmp`]: 'half a docum' });
  expect((await run('add', join(inbox, 'story.txt'), '--to', 'a', '--dir', dir)).code).toBe(0);
  expect(await filesIn(dir)).toEqual(['a/2025/06/story.txt']);
});

test('a year is no feed, and a file that is not there is told in plain words', async () => {
  const dir = await temporaryFolder();
  const year = await run('add', 'x.txt', '--to', 'news/example/2026', '--dir', dir);
  expect(year.code).toBe(2);
  expect(year.stderr).toContain('fix: give the feed itself: --to news/example;');
  const missing = await run('add', 'x.txt', '--to', 'news/example', '--dir', dir);
  expect(missing).toMatchObject({ code: 1, stderr: 'failed: x.txt\n  there is no such file\n' });
});

test('any bytes that pass the gate are kept: CRLF, byte-order mark, Windows-1252', async () => {
  const crlf = documentOf({ title: 'One', source: 'https://news.example/1' }).replaceAll('\n', '\r\n');
  const marked = `\ufeff${documentOf({ title: 'Two', source: 'https://news.example/2' })}`;
  const legacy = Buffer.from(documentOf({ title: 'Caf\u00e9', source: 'https://news.example/3' }), 'latin1');
  const inbox = await folderWith({ 'one.txt': crlf, 'two.txt': marked, 'three.txt': legacy });
  const dir = await temporaryFolder();
  const files = ['one.txt', 'two.txt', 'three.txt'];
  const added = await run('add', ...files.map((file) => join(inbox, file)), '--to', 'a', '--dir', dir);
  expect(added.code).toBe(0);
  // what was tolerated is told to people, not to programs
  expect(added.stderr).toContain('line-endings');
  expect(added.stderr).toContain('byte-order-mark');
  expect(added.stderr).toContain('encoding');
  for (const file of files) {
    const original = await readFile(join(inbox, file));
    expect(await readFile(join(dir, 'a/2025/06', file))).toEqual(original);
    expect((await run('render', `/raw/a/2025/06/${file}`, '--dir', dir)).stdout).toEqual(original);
  }
});

test('a second time changes nothing', async () => {
  const inbox = await folderWith({ 'story.txt': documentOf() });
  const dir = await temporaryFolder();
  const args = ['add', join(inbox, 'story.txt'), '--to', 'news/example/', '--dir', dir];
  expect((await run(...args)).code).toBe(0);
  const again = await run(...args);
  expect(again).toMatchObject({ code: 0, stderr: '' });
  expect(again.stdout.toString()).toBe(`already there ${dir}/news/example/2025/06/story.txt\n`);
  expect(await filesIn(dir)).toEqual(['news/example/2025/06/story.txt']);
});

test('another edition of an article is refused, and the first one stays', async () => {
  const inbox = await folderWith({ 'story.txt': documentOf({ body: 'Corrected.' }) });
  const dir = await folderWith({ 'a/2025/06/story.txt': documentOf() });
  const { code, stdout, stderr } = await run('add', join(inbox, 'story.txt'), '--to', 'a', '--dir', dir);
  expect(code).toBe(3);
  expect(stdout.toString()).toBe('');
  expect(stderr).toContain('another edition');
  expect(await readFile(join(dir, 'a/2025/06/story.txt'), 'utf8')).toBe(documentOf());
});

test('another article of the same name gets a name of its own', async () => {
  const other = documentOf({ source: 'https://news.example/other' });
  const inbox = await folderWith({ 'story.txt': other });
  const dir = await folderWith({ 'a/2025/06/story.txt': documentOf() });
  expect((await run('add', join(inbox, 'story.txt'), '--to', 'a', '--dir', dir)).code).toBe(0);
  expect(await readFile(join(dir, 'a/2025/06/story-2.txt'), 'utf8')).toBe(other);
  expect(await readFile(join(dir, 'a/2025/06/story.txt'), 'utf8')).toBe(documentOf());
});

test('what the gate would hold is refused with its reason; the good one beside it comes in', async () => {
  const inbox = await folderWith({
    'bad.txt': documentOf({ licence: 'Ask my aunt' }),
    'good.txt': documentOf(),
    'binary.txt': Buffer.from([0x89, 0x50, 0, 1]),
  });
  const dir = await temporaryFolder();
  const files = ['bad.txt', 'binary.txt', 'good.txt'].map((file) => join(inbox, file));
  const { code, stdout, stderr } = await run('add', ...files, '--to', 'a', '--dir', dir);
  expect(code).toBe(3);
  expect(stderr).toMatch(/refused: .*bad\.txt\n {2}\d+:\d+ licence-unknown: .*\n {6}fix: /);
  expect(stderr).toMatch(/refused: .*binary\.txt\n {2}\d+:\d+ binary: /);
  expect(stdout.toString()).toContain(`added ${dir}/a/2025/06/good.txt sha256 ${sha256(documentOf())}\n`);
  expect(await filesIn(dir)).toEqual(['a/2025/06/good.txt']);
});

const NAMES: Readonly<Record<string, string>> = {
  '\u00c9t\u00e9 \u00e0 Paris.TXT': 'ete-a-paris',
  '.hidden.txt': 'hidden',
  'a\nb\tc.txt': 'a-b-c',
  '\u65b0\u805e.txt': 'article',
  'page.txt': 'page-article',
  [`${'x'.repeat(180)}.txt`]: 'x'.repeat(100),
};

test('any file name becomes a name for a selector', async () => {
  const files = Object.keys(NAMES);
  const inbox = await folderWith(
    Object.fromEntries(
      files.map((file, index) => [file, documentOf({ source: `https://news.example/${index}` })]),
    ),
  );
  const dir = await temporaryFolder();
  const added = await run('add', ...files.map((file) => join(inbox, file)), '--to', 'a', '--dir', dir);
  expect(added).toMatchObject({ code: 0, stderr: '' });
  const names = Object.values(NAMES).toSorted();
  expect(await filesIn(dir)).toEqual(names.map((name) => `a/2025/06/${name}.txt`));
  const menu = parseMenu((await run('render', '/feeds/a/', '--dir', dir)).stdout.toString());
  const selectors = new Set(menu.map(({ selector }) => selector));
  for (const name of names) expect(selectors).toContain(`/feeds/a/2025/06/${name}`);
});

const NO_FEEDS = ['../out', '/etc/../x', 'a//b', 'a/./b', '.git', 'a b', 'a\nb', '', 'a/page'];

test('what is no path of a feed: 2, a fix, and nothing is written', async () => {
  const inbox = await folderWith({ 'story.txt': documentOf() });
  const dir = await temporaryFolder();
  const runs = await Promise.all(
    NO_FEEDS.map((to) => run('add', join(inbox, 'story.txt'), '--to', to, '--dir', dir)),
  );
  for (const [index, { code, stderr }] of runs.entries()) {
    expect(code, NO_FEEDS[index]).toBe(2);
    expect(stderr, NO_FEEDS[index]).toContain('fix: ');
  }
  expect(await filesIn(dir)).toEqual([]);
});

test('a feed that is a symbolic link out of the articles folder takes nothing', async () => {
  const inbox = await folderWith({ 'story.txt': documentOf() });
  const outside = await temporaryFolder();
  const dir = await temporaryFolder();
  await symlink(outside, join(dir, 'a'));
  const { code, stderr } = await run('add', join(inbox, 'story.txt'), '--to', 'a', '--dir', dir);
  expect(code).toBe(1);
  expect(stderr).toContain('symbolic link');
  expect(await filesIn(outside)).toEqual([]);
});

test('a file that is not there, or is a folder, fails with 1; the good one beside it comes in', async () => {
  const inbox = await folderWith({ 'story.txt': documentOf() });
  const dir = await temporaryFolder();
  const files = [join(inbox, 'none.txt'), inbox, join(inbox, 'story.txt')];
  const { code, stderr } = await run('add', ...files, '--to', 'a', '--dir', dir);
  expect(code).toBe(1);
  expect(stderr).toMatch(/failed: .*none\.txt/);
  expect(stderr).toContain('it is a folder');
  expect(stderr).not.toContain('    at ');
  expect(await filesIn(dir)).toEqual(['a/2025/06/story.txt']);
});
