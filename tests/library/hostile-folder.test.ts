import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ask, get, parseMenu } from '../support/client.ts';
import { articlesIn, crawl, textOf } from '../support/crawl.ts';
import { documentOf } from '../support/documents.ts';
import { daemonForTest, folderWith, put, run, temporaryFolder } from '../support/program.ts';

const numbered = (number: number, body?: string): string =>
  documentOf({
    title: `Story ${number}`,
    source: `https://news.example/${number}`,
    ...(body !== undefined && { body }),
  });

test('links, FIFOs, sockets and folders that end in .txt are passed over, and never followed or waited for', async () => {
  const outside = await folderWith({ 'secret.txt': documentOf({ title: 'Secret' }) });
  const folder = await folderWith({ 'a/good.txt': documentOf(), 'a/dir.txt/inner.txt': documentOf() });
  await symlink(join(outside, 'secret.txt'), join(folder, 'a/link.txt'));
  await symlink('good.txt', join(folder, 'a/inside.txt'));
  await symlink('nowhere', join(folder, 'a/dangling.txt'));
  await symlink('loop.txt', join(folder, 'a/loop.txt'));
  await symlink(outside, join(folder, 'linked'));
  await symlink('..', join(folder, 'a/up'));
  await symlink(join(outside, 'secret.txt'), join(folder, 'a/gophermap'));
  execFileSync('mkfifo', [join(folder, 'a/fifo.txt'), join(folder, 'a/feed.toml')]);
  const socket = createServer().listen(join(folder, 'a/socket.txt'));
  onTestFinished(() => void socket.close());
  await once(socket, 'listening');

  const daemon = await daemonForTest(folder);
  const replies = await crawl(daemon.port);
  expect(articlesIn(replies)).toEqual(['a/good.txt']);
  expect([...replies.values()].join('')).not.toContain('Secret');
  for (const name of ['link', 'inside', 'dangling', 'loop', 'fifo', 'socket', 'dir.txt/inner', 'up/a/good'])
    expect(parseMenu((await ask(daemon.port, `/raw/a/${name}.txt\r\n`)).toString())[0]?.type, name).toBe('3');

  const { code, stdout } = await run('check', folder);
  expect(code).toBe(3);
  const text = stdout.toString();
  for (const name of ['link', 'inside', 'dangling', 'loop', 'fifo', 'socket'])
    expect(text).toMatch(new RegExp(`^held: a/${name}\\.txt\\n {2}1:1 not-a-file: .*\\n {6}fix: `, 'm'));
  for (const name of ['linked', 'a/up', 'a/gophermap', 'a/feed.toml', 'a/dir.txt'])
    expect(text).toMatch(new RegExp(`^passed over: ${name}: `, 'm'));
});

test('a file without read permission is held, with a fix', async ({ skip }) => {
  if (process.getuid?.() === 0) skip('root may read everything');
  const folder = await folderWith({ 'a/good.txt': documentOf(), 'a/closed.txt': documentOf() });
  await mkdir(join(folder, 'closed'));
  await chmod(join(folder, 'a/closed.txt'), 0);
  await chmod(join(folder, 'closed'), 0);
  expect(articlesIn(await crawl((await daemonForTest(folder)).port))).toEqual(['a/good.txt']);
  const { code, stdout } = await run('check', folder);
  expect(code).toBe(3);
  expect(stdout.toString()).toMatch(/^held: a\/closed\.txt\n {2}1:1 unreadable: .*\n {6}fix: .*chmod/m);
  expect(stdout.toString()).toMatch(/^passed over: closed: no permission/m);
});

test('a name that cannot be part of a selector holds the file and forges nothing', async () => {
  const forged = 'x\r\n0Forged\t/etc/passwd\tevil.example\t70\r\n.txt';
  const names = [
    'with space.txt',
    'caf\u00e9.txt',
    '\u65b0\u805e.txt',
    'tab\t.txt',
    'a%2f..txt',
    '-dash.txt',
  ];
  const folder = await folderWith({ 'a/good.txt': documentOf(), 'a/.hidden.txt': documentOf() });
  for (const name of [...names, forged.replaceAll('/', '_'), 'esc\u001b[2J.txt', 'search.txt', '..txt'])
    await put(join(folder, 'a', name), documentOf());
  // bytes that are no UTF-8
  await writeFile(Buffer.concat([Buffer.from(join(folder, 'a/')), Buffer.from('f\xe9.txt', 'latin1')]), 'x');
  for (const name of ['new\nline', 'b c', '\u202eevil', '.git', 'page'])
    await put(join(folder, name, 'story.txt'), documentOf());
  await put(join(folder, 'f'.repeat(120), 'g'.repeat(120), `${'h'.repeat(120)}.txt`), documentOf());

  const daemon = await daemonForTest(folder);
  const replies = await crawl(daemon.port);
  expect(articlesIn(replies)).toEqual(['a/good.txt']);
  expect([...replies.values()].join('')).not.toMatch(/Forged|evil/);
  for (const selector of [
    '/feeds/a/.hidden',
    '/raw/a/.hidden.txt',
    '/raw/.git/story.txt',
    '/raw/a/with space.txt',
  ])
    expect(parseMenu((await ask(daemon.port, `${selector}\r\n`)).toString())[0]?.type, selector).toBe('3');
  expect(daemon.stderr).not.toContain('\u001b');
  expect((await run('check', folder)).stdout.toString()).not.toMatch(/\u001b|^0Forged/m);
  expect(daemon.stderr).not.toMatch(/^0Forged/m);

  const { code, stdout } = await run('check', folder, '--json');
  expect(code).toBe(3);
  expect(stdout.toString()).toContain('"code": "name-invalid"');
  expect(stdout.toString()).not.toMatch(/hidden|\.git/);
});

test('a feed of 2,000 articles has pages that lead to each of them once', async () => {
  const files = Array.from({ length: 2000 }, (_, n) => [`big/2025/06/s${n}.txt`, numbered(n)] as const);
  const daemon = await daemonForTest(await folderWith(Object.fromEntries(files)));
  const found: string[] = [];
  const visited: string[] = [];
  let next: string | undefined = '/feeds/big/';
  while (next !== undefined) {
    visited.push(next);
    const reply = textOf(next, await ask(daemon.port, `${next}\r\n`));
    expect(reply.length).toBeLessThan(32 * 1024);
    const menu = parseMenu(reply);
    found.push(...menu.map(({ selector }) => selector).filter((selector) => /\/s\d+$/.test(selector)));
    next = menu.find(({ display }) => display.startsWith('Older articles'))?.selector;
  }
  expect(visited).toHaveLength(20);
  expect(found).toHaveLength(2000);
  expect(new Set(found).size).toBe(2000);
  for (const page of ['21/', '0/', '-1/', '1e3/', '99999999999/'])
    expect((await ask(daemon.port, `/feeds/big/page/${page}\r\n`)).toString(), page).toMatch(/^3/);
  expect((await ask(daemon.port, '/feeds/big/2025/06/s1999.txt\r\n')).toString()).toContain('Story 1999');
});

test('a broken feed.toml and a broken gophermap are told of, and their feed is served all the same', async () => {
  const folder = await folderWith({
    'a/feed.toml': 'title = "never closed\n[licence',
    'a/gophermap':
      'Plain\r\n0Too few\t/x\r\n1No port\t/x\thost\tseventy\r\n\u001b[2J\ti\tj\tk\tl\tm\r\n.\r\n',
    'a/story.txt': documentOf(),
    'b/feed.toml': Buffer.from([0xff, 0xfe, 0, 1, 2]),
    'b/gophermap': Buffer.from([0, 1, 2, 3, 0xff]),
    'b/story.txt': numbered(2),
    'c/feed.toml': `title = "${'t'.repeat(100_000)}"`,
    'c/gophermap': 'x'.repeat(100_000),
    'c/story.txt': numbered(3),
    'd/feed.toml':
      '__proto__ = { x = 1 }\nconstructor = 1\ntoString = "x"\nhasOwnProperty = "x"\ntitle = 7\n[licence]\ndefault = "MY-OWN"\n',
    'd/story.txt': numbered(4),
  });
  await mkdir(join(folder, 'e/gophermap'), { recursive: true });
  await mkdir(join(folder, 'e/feed.toml'), { recursive: true });
  await put(join(folder, 'e/story.txt'), numbered(5));
  const stories = ['a', 'b', 'c', 'd', 'e'].map((feed) => `${feed}/story.txt`);
  expect(articlesIn(await crawl((await daemonForTest(folder)).port))).toEqual(stories);
  const { code, stdout } = await run('check', folder);
  expect(code).toBe(0);
  for (const file of [
    'a/feed.toml',
    'a/gophermap',
    'b/feed.toml',
    'c/feed.toml',
    'c/gophermap',
    'd/feed.toml',
  ])
    expect(stdout.toString()).toMatch(new RegExp(`^passed over: ${file}:`, 'm'));
});

test('an item of a gophermap that leads to nothing here is text, and check names its line', async () => {
  const gophermap = 'Words\n0Gone\t/feeds/a/gone.txt\n0Here\tstory.txt\n1Away\t/x\tgopher.example\t70\n';
  const folder = await folderWith({ 'a/gophermap': gophermap, 'a/story.txt': documentOf() });
  const { port } = await daemonForTest(folder);
  const shown = parseMenu(await get(port, '/feeds/a/')).slice(0, 4);
  expect(shown.map(({ type, display }) => type + display)).toEqual(['iWords', 'iGone', '0Here', '1Away']);
  const { code, stdout } = await run('check', folder);
  expect(code).toBe(0);
  expect(stdout.toString()).toContain('passed over: a/gophermap:2: nothing is served at the selector');
});

test('an empty folder is served, and says so', async () => {
  const replies = await crawl((await daemonForTest(await temporaryFolder())).port);
  expect(replies.get('')).toContain('No article is served here yet.');
});
