/** Mirrors of gopher servers that keep no journal: their menus are walked. */
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ask } from '../support/client.ts';
import { daemonForTest, run, temporaryFolder } from '../support/program.ts';
import { CRLF, longAgo, mirror, news, titled } from '../support/walk.ts';

const TOLD = /keeps no journal for mirrors.*Its menus are walked; nobody signs what comes/;

test('documents are kept byte for byte, with where and when each was had; texts that are none are not', async () => {
  const upstream = await news();
  const dir = await temporaryFolder();
  const { code, said, stderr } = await mirror(upstream.address, dir);
  expect([code, said]).toEqual([
    0,
    expect.stringContaining('2 new, 0 changed, 0 withdrawn, 0 refused, 0 failed'),
  ]);
  expect(stderr).toMatch(TOLD);
  expect(stderr).toContain('Not kept, for they are no articles: 1 text.');
  expect(await readFile(join(dir, 'news/one.txt'), 'utf8')).toBe(titled('One'));
  expect(await readFile(join(dir, 'news/2024/11/two.txt'), 'utf8')).toBe(CRLF);
  const record = await readFile(join(dir, '.gopherwire/mirror/walked'), 'utf8');
  expect(record).toMatch(
    new RegExp(`^20\\d\\d-[\\dTZ:-]+ [\\w-]{43} news/one\\.txt ${upstream.origin}/0/news/one\\.txt$`, 'm'),
  );
  const verified = await run('verify', dir);
  expect([verified.code, verified.stdout.toString()]).toEqual([
    0,
    expect.stringContaining(`mirror of ${upstream.address}: 2 files`),
  ]);
  const daemon = await daemonForTest(dir, '--port', '0');
  expect((await ask(daemon.port, '/raw/news/2024/11/two.txt\r\n')).toString()).toBe(CRLF);
  expect((await ask(daemon.port, '/about.txt\r\n')).toString()).toContain(`a mirror of ${upstream.address}`);
});

test('another walk asks for the menus, and for what is new in them', async () => {
  const upstream = await news();
  const dir = await temporaryFolder();
  await mirror(upstream.address, dir);
  upstream.requests.length = 0;
  upstream.all['/news/three.txt'] = titled('Three');
  upstream.setMenu('/news/older', ['0/news/2024/11/two.txt', '0/news/three.txt']);
  const { code, said } = await mirror(upstream.address, dir);
  expect([code, said]).toEqual([0, expect.stringContaining('1 new')]);
  expect(upstream.requests).toEqual([
    'robots.txt',
    '/robots.txt',
    '',
    '/news',
    '/news/older',
    '/news/three.txt',
  ]);
  expect((await mirror(upstream.address, dir)).said).toContain('nothing new');
});

test('a correction is taken after a day; another article at its address is not, nor over what somebody changed here', async () => {
  const upstream = await news();
  const dir = await temporaryFolder();
  await mirror(upstream.address, dir);
  const mended = titled('One').replace('A second one.', 'A second one, mended.');
  upstream.all['/news/one.txt'] = mended;
  expect((await mirror(upstream.address, dir)).said).toContain('nothing new');
  await longAgo(dir);
  expect((await mirror(upstream.address, dir)).said).toContain('0 new, 1 changed');
  expect(await readFile(join(dir, 'news/one.txt'), 'utf8')).toBe(mended);

  upstream.all['/news/one.txt'] = titled('Another');
  await longAgo(dir);
  const other = await mirror(upstream.address, dir);
  expect([other.code, other.said]).toEqual([
    3,
    expect.stringContaining('another article has come to stand at its address'),
  ]);
  expect(await readFile(join(dir, 'news/one.txt'), 'utf8')).toBe(mended);

  const ours = mended.replace('A first', 'Our first');
  await writeFile(join(dir, 'news/one.txt'), ours);
  const verified = await run('verify', dir);
  expect([verified.code, verified.stdout.toString()]).toEqual([
    3,
    expect.stringContaining('its bytes are not those that came'),
  ]);
  upstream.all['/news/one.txt'] = titled('One');
  await longAgo(dir);
  const kept = await mirror(upstream.address, dir);
  expect([kept.code, kept.said]).toEqual([3, expect.stringContaining('left as it is: /news/one.txt')]);
  expect(await readFile(join(dir, 'news/one.txt'), 'utf8')).toBe(ours);
});

test('what was withdrawn here does not come back; what was lost does', async () => {
  const upstream = await news();
  const dir = await temporaryFolder();
  await mirror(upstream.address, dir);
  await run('withdraw', '/feeds/news/one.txt', '--reason', 'as asked', '--dir', dir);
  expect(existsSync(join(dir, 'news/one.txt'))).toBe(false);
  await rm(join(dir, 'news/2024/11/two.txt'));
  await longAgo(dir);
  expect((await mirror(upstream.address, dir)).said).toContain('1 new, 0 changed');
  expect(existsSync(join(dir, 'news/one.txt'))).toBe(false);
  expect(await readFile(join(dir, 'news/2024/11/two.txt'), 'utf8')).toBe(CRLF);
  expect((await run('verify', dir)).code).toBe(0);
});

test('robots.txt is followed, for the documents, the menus, and the menu that was asked for', async () => {
  const upstream = await news();
  upstream.all['robots.txt'] = 'User-agent: *\r\nDisallow: /news/older\r\nDisallow: /about\r\n';
  const dir = await temporaryFolder();
  const { said, stderr } = await mirror(upstream.address, dir);
  expect(said).toContain('1 new');
  expect(stderr).toContain('Not asked for, as robots.txt there wants it: 2 items.');
  expect(upstream.requests).not.toContain('/about.txt');
  expect(upstream.requests).not.toContain('/news/older');
  const below = await mirror(`${upstream.origin}/1/news/older`, await temporaryFolder());
  expect([below.code, below.stderr]).toEqual([4, expect.stringContaining('keeps programs from there')]);
});

test('a menu that was given: what it names, and what is below, no other menus', async () => {
  const upstream = await news();
  const dir = await temporaryFolder();
  expect((await mirror(`${upstream.origin}/1/news/older`, dir)).said).toContain('1 new');
  expect(upstream.requests).toEqual([
    'caps.txt',
    'robots.txt',
    '/robots.txt',
    '/news/older',
    '/news/2024/11/two.txt',
  ]);
  const other = await mirror(upstream.address, dir);
  expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('is a mirror of')]);
});

test('filters and budgets: what is left is told, and comes the next time', async () => {
  const upstream = await news();
  const dir = await temporaryFolder();
  expect((await mirror(upstream.address, dir, '--licence', 'by')).said).toContain('nothing new');
  const size = Buffer.byteLength(titled('One'));
  const some = await mirror(upstream.address, dir, '--max-bytes', String(size + 30));
  expect(some.said).toMatch(/1 new.*1 file left for the next time/);
  expect((await mirror(upstream.address, dir)).said).toContain('1 new');
  expect((await readdir(join(dir, 'news'))).toSorted()).toEqual(['2024', 'one.txt']);
  const feed = await temporaryFolder();
  upstream.requests.length = 0;
  expect((await mirror(upstream.address, feed, '--feed', 'elsewhere')).said).toContain('nothing new');
  expect(upstream.requests).not.toContain('/news/one.txt');
});
