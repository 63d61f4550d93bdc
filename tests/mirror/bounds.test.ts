/** Upstreams that would have a mirror take room or time without end, and folders of mirrors that were damaged by hand. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { digestText } from '../../src/library/digest-text.ts';
import { beaconLine, manifestText, timeText } from '../../src/site/mirror-format.ts';
import { documentOf } from '../support/documents.ts';
import { FakeUpstream, Key } from '../support/mirror.ts';
import { put, run, temporaryFolder } from '../support/program.ts';
import { mirror, titled, wire } from '../support/walk.ts';

const STATE = '.gopherwire/mirror';

test('rounds that come to no end leave the lists of the last one behind, and no others', async () => {
  const upstream = await FakeUpstream.start();
  const dir = await temporaryFolder();
  upstream.put('news/2024/06/old.txt', documentOf({ title: 'Old' }));
  upstream.lies.set('/mirror/part/news/2024/06', 'no list');
  for (const title of ['One', 'Two', 'Three']) {
    upstream.put('news/2025/06/new.txt', documentOf({ title }));
    // one list after the other: that of the newer folder is kept before the other one fails
    expect((await mirror(upstream.address, dir, '--max-bytes', '1M')).code).toBe(4);
  }
  expect(await readdir(join(dir, STATE, 'parts'))).toHaveLength(1);
});

test('more than a million files are told before any list is asked for', async () => {
  const upstream = await FakeUpstream.start();
  const parts = Array.from({ length: 1001 }, (_, folder) => ({
    selector: `/mirror/part/news/${folder + 1000}x`,
    bytes: 66_000,
    digest: digestText(String(folder)),
    files: 1_000,
  }));
  const moment = { sequence: 1_001_000, timeMs: upstream.timeMs };
  const manifest = manifestText({ ...moment, parts });
  upstream.lies.set('/mirror/manifest', manifest);
  upstream.lies.set('/mirror/lastupdate', beaconLine(moment, digestText(manifest)));
  const comment = `gopherwire sequence ${moment.sequence} time ${timeText(moment.timeMs)}`;
  upstream.lies.set('/mirror/manifest.minisig', upstream.key?.sign(manifest, comment) ?? '');
  const { code, stderr } = await mirror(upstream.address, await temporaryFolder());
  expect([code, stderr]).toEqual([4, expect.stringContaining('take a part of it, with --feed')]);
  expect(upstream.asked.filter((selector) => selector.startsWith('/mirror/part/'))).toEqual([]);
});

test('a document at which the connection breaks keeps no other from coming, and the round comes to its end', async () => {
  const upstream = await FakeUpstream.start();
  const dir = await temporaryFolder();
  for (let number = 0; number < 6; number++)
    upstream.put(`news/2025/06/${number}.txt`, documentOf({ title: `Story ${number}` }));
  upstream.broken.add('/raw/news/2025/06/0.txt');
  const { code, said } = await mirror(upstream.address, dir);
  expect([code, said]).toEqual([
    4,
    expect.stringContaining('5 new, 0 changed, 0 withdrawn, 0 refused, 1 failed'),
  ]);
  expect(said).toContain('it broke the connection off');
  upstream.broken.clear();
  expect(await mirror(upstream.address, dir)).toMatchObject({
    code: 0,
    said: expect.stringContaining('1 new'),
  });
});

test('where no connection comes to anything the rest is left', async () => {
  const upstream = await FakeUpstream.start();
  for (let number = 0; number < 60; number++) {
    upstream.put(`news/2025/06/${number}.txt`, documentOf({ title: `Story ${number}` }));
    upstream.broken.add(`/raw/news/2025/06/${number}.txt`);
  }
  const { code, stderr } = await mirror(upstream.address, await temporaryFolder());
  expect([code, stderr]).toEqual([4, expect.stringContaining('it broke the connection off')]);
  const asked = new Set(upstream.asked.filter((selector) => selector.startsWith('/raw/')));
  expect(asked.size).toBeLessThan(20);
});

test('menus that name more than can be kept in memory are left, and selectors that are none', async () => {
  const long = `/news/${'long'.repeat(70)}`;
  const upstream = await wire(
    { '': ['0/news/one', `0${long}`, '1/menu/0'] },
    { '/news/one': titled('One'), 'robots.txt': 'User-agent: *\nDisallow: /closed\n' },
  );
  for (let menu = 0; menu < 45; menu++)
    upstream.setMenu(`/menu/${menu}`, [
      `1/menu/${menu + 1}`,
      ...Array.from({ length: 4_999 }, (_, item) => `0/closed/${menu}-${item}`),
    ]);
  const { code, said } = await mirror(upstream.address, await temporaryFolder());
  expect([code, said]).toEqual([0, expect.stringContaining('1 new')]);
  expect(said).toContain('1 file left for the next time');
  expect(upstream.requests).toContain('/menu/39');
  expect(upstream.requests).not.toContain('/menu/41');
  expect(upstream.requests).not.toContain(long);
});

test('a mirror whose key is known is never walked, whatever else its origin file has lost', async () => {
  const upstream = await FakeUpstream.start();
  const dir = await temporaryFolder();
  upstream.put('news/2025/06/one.txt', documentOf({ title: 'One' }));
  await mirror(upstream.address, dir);
  const origin = join(dir, STATE, 'origin');
  await writeFile(origin, (await readFile(origin, 'utf8')).replace(/Sequence: [^]*/, ''));
  upstream.lies.set('/mirror/lastupdate', '3Nothing here\t\terror.host\t1\r\n.\r\n');
  const { code, stderr } = await mirror(upstream.address, dir);
  expect([code, stderr]).toEqual([4, expect.stringContaining('keeps no journal')]);
  expect(upstream.asked).not.toContain('robots.txt');
  upstream.lies.clear();
  expect((await mirror(upstream.address, dir)).code).toBe(0);
  expect(await readFile(origin, 'utf8')).toMatch(/^Sequence: 1$/m);
});

test('what a first round has proved holds where that was called off: whose copy it is, and the key', async () => {
  const upstream = await FakeUpstream.start();
  const dir = await temporaryFolder();
  for (const name of ['one', 'two']) upstream.put(`news/2025/06/${name}.txt`, documentOf({ title: name }));
  upstream.lies.set('/mirror/part/news/2025/06', 'no list');
  const first = await mirror(upstream.address, dir);
  expect([first.code, first.stderr]).toEqual([4, expect.stringContaining('is trusted from now on')]);

  const other = await FakeUpstream.start();
  expect((await mirror(other.address, dir)).code).toBe(2);
  upstream.lies.clear();
  const forger = new Key();
  const { manifest, sequence, timeMs } = upstream;
  const comment = `gopherwire sequence ${sequence} time ${timeText(timeMs)}`;
  upstream.lies.set('/mirror/manifest.minisig', forger.sign(manifest, comment));
  upstream.lies.set('/mirror/key.pub', `untrusted comment: key\n${forger.line}\n`);
  const second = await mirror(upstream.address, dir);
  expect([second.code, second.stderr]).toEqual([4, expect.stringContaining('signed with another key')]);
  upstream.lies.clear();
  expect((await mirror(upstream.address, dir)).said).toContain('2 new');
});

test('a list or a signature that was damaged here is there again after the next run, though nothing has changed', async () => {
  const upstream = await FakeUpstream.start();
  const dir = await temporaryFolder();
  upstream.put('news/2025/06/one.txt', documentOf({ title: 'One' }));
  await mirror(upstream.address, dir);
  const [part = ''] = await readdir(join(dir, STATE, 'parts'));
  for (const file of ['manifest.minisig', `parts/${part}`]) {
    await writeFile(join(dir, STATE, file), 'damaged');
    expect([file, (await run('verify', dir)).code]).toEqual([file, 3]);
    expect((await mirror(upstream.address, dir)).code).toBe(0);
    expect([file, (await run('verify', dir)).code]).toEqual([file, 0]);
  }
});

test('a list that names a file twice is none', async () => {
  const upstream = await FakeUpstream.start();
  upstream.put('news/2025/06/one.txt', documentOf({ title: 'One' }));
  const list = upstream.reply('/mirror/part/news/2025/06');
  const twice = list + list;
  const parts = [
    { selector: '/mirror/part/news/2025/06', bytes: twice.length, digest: digestText(twice), files: 2 },
  ];
  const moment = { sequence: 1, timeMs: upstream.timeMs };
  const manifest = manifestText({ ...moment, parts });
  upstream.lies.set('/mirror/part/news/2025/06', twice);
  upstream.lies.set('/mirror/manifest', manifest);
  upstream.lies.set('/mirror/lastupdate', beaconLine(moment, digestText(manifest)));
  const comment = `gopherwire sequence 1 time ${timeText(moment.timeMs)}`;
  upstream.lies.set('/mirror/manifest.minisig', upstream.key?.sign(manifest, comment) ?? '');
  const { code, stderr } = await mirror(upstream.address, await temporaryFolder());
  expect([code, stderr]).toEqual([4, expect.stringContaining('cannot be read')]);
});

test('a folder in the place of what a mirror remembers is told by verify too', async () => {
  const dir = await temporaryFolder();
  await mkdir(join(dir, STATE, 'origin'), { recursive: true });
  const { code, stderr } = await run('verify', dir);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^gopherwire: .*\/origin is in the way: it is no regular file\n {2}fix: /);
});

test('what is no key is told before anything is asked', async () => {
  const dir = await temporaryFolder();
  await put(join(dir, 'bad.pub'), 'untrusted comment: a key\nRWnonsense\n');
  const { code, stderr } = await mirror(
    'gopher://127.0.0.1:1/',
    join(dir, 'copy'),
    '--key',
    join(dir, 'bad.pub'),
  );
  expect([code, stderr]).toEqual([2, expect.stringContaining('there is no public key in')]);
});

test('a file in the place of the folder of keys is told as what it is', async () => {
  const state = await temporaryFolder();
  await put(join(state, 'keys'), '');
  const { code, stderr } = await run('keys', 'new', '--state', state);
  expect([code, stderr]).toEqual([1, expect.stringContaining('keys is in the way')]);
  await rm(join(state, 'keys'));
  expect((await run('keys', 'new', '--state', state)).code).toBe(0);
});
