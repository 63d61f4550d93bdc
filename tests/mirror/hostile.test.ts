/** Mirrors of an upstream that signs, and of one that lies. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { digestText } from '../../src/library/digest-text.ts';
import { beaconLine, timeText } from '../../src/site/mirror-format.ts';
import { documentOf } from '../support/documents.ts';
import { FakeUpstream, Key } from '../support/mirror.ts';
import { freePort, run, temporaryFolder } from '../support/program.ts';

const ONE = 'news/example/2025/06/one.txt';
const TWO = 'news/example/2025/06/two.txt';
const storyOf = (title: string): string => documentOf({ title });

async function signedUpstream(): Promise<FakeUpstream> {
  const upstream = await FakeUpstream.start();
  upstream.put(ONE, storyOf('One'));
  upstream.put(TWO, storyOf('Two'));
  return upstream;
}

async function mirror({ address }: Pick<FakeUpstream, 'address'>, dir: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await run('mirror', address, dir, ...args);
  return { code, said: stdout.toString(), stderr };
}

/** All below `dir`, with what it says, but for the files of the lists. */
async function contentOf(dir: string): Promise<Record<string, string>> {
  const files = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((each) =>
    each.isFile(),
  );
  const content = files.map(async ({ parentPath, name }): Promise<[string, string]> => {
    const path = join(parentPath, name);
    return [path.slice(dir.length + 1), await readFile(path, 'utf8')];
  });
  return Object.fromEntries(await Promise.all(content));
}

test('the first key is trusted from then on; a manifest that another key signs changes nothing', async () => {
  const upstream = await signedUpstream();
  const dir = await temporaryFolder();
  const first = await mirror(upstream, dir);
  expect(first.code).toBe(0);
  expect(first.stderr).toContain(`is trusted from now on, as it came: ${upstream.key?.line ?? ''}`);
  const before = await contentOf(dir);

  upstream.withdraw(TWO);
  const forger = new Key();
  const { manifest, sequence, timeMs } = upstream;
  const comment = `gopherwire sequence ${sequence} time ${timeText(timeMs)}`;
  upstream.lies.set('/mirror/manifest.minisig', forger.sign(manifest, comment));
  upstream.lies.set('/mirror/key.pub', `untrusted comment: key\n${forger.line}\n`);
  const { code, stderr } = await mirror(upstream, dir);
  expect([code, stderr]).toEqual([4, expect.stringContaining('is not proved')]);
  // nor where it signs nothing any more
  upstream.lies.set('/mirror/manifest.minisig', '3Nothing is served here.\t\terror.host\t1\r\n.\r\n');
  expect((await mirror(upstream, dir, '--unsigned')).code).toBe(4);
  expect(await contentOf(dir)).toEqual(before);

  upstream.lies.clear();
  expect((await mirror(upstream, dir)).said).toContain('1 withdrawn');
});

test('a key that was given is the one that counts: its line, or its file', async () => {
  const upstream = await signedUpstream();
  const dir = await temporaryFolder();
  const other = await mirror(upstream, dir, '--key', new Key().line);
  expect([other.code, other.stderr]).toEqual([4, expect.stringContaining('signed with another key')]);
  expect(existsSync(join(dir, ONE))).toBe(false);
  expect((await mirror(upstream, dir, '--key', upstream.key?.line ?? '')).code).toBe(0);
  expect((await mirror(upstream, dir, '--key', join(dir, 'none.pub'))).code).toBe(2);
});

test('an old state that is shown again is refused', async () => {
  const upstream = await signedUpstream();
  const { manifest, sequence, timeMs } = upstream;
  upstream.put(ONE, storyOf('One, mended'));
  const dir = await temporaryFolder();
  await mirror(upstream, dir);
  const before = await contentOf(dir);
  upstream.lies.set('/mirror/lastupdate', `${beaconLine({ sequence, timeMs }, digestText(manifest))}\r\n`);
  const { code, stderr } = await mirror(upstream, dir);
  expect([code, stderr]).toEqual([4, expect.stringContaining('an old state')]);
  expect(await contentOf(dir)).toEqual(before);
});

test('a journal that was begun anew is taken where it is signed and later', async () => {
  const upstream = await signedUpstream();
  upstream.put(ONE, storyOf('One, mended'));
  const dir = await temporaryFolder();
  await mirror(upstream, dir);
  upstream.withdraw(TWO);
  upstream.beginAnew();
  expect(upstream.sequence).toBe(1);
  const { code, said } = await mirror(upstream, dir);
  expect([code, said]).toEqual([0, expect.stringContaining('0 new, 0 changed, 1 withdrawn')]);
});

test('a change by change account that comes to something else is not believed: the lists are compared', async () => {
  const upstream = await signedUpstream();
  const dir = await temporaryFolder();
  await mirror(upstream, dir);
  const since = `/mirror/since/${upstream.sequence}`;
  upstream.put('news/example/2025/06/three.txt', storyOf('Three'));
  upstream.lies.set(since, `3 20261101T000300Z withdraw /raw/${ONE} 0 - -\r\n`);
  const { code, said } = await mirror(upstream, dir);
  expect([code, said]).toEqual([0, expect.stringContaining('1 new, 0 changed, 0 withdrawn')]);
  expect(upstream.asked).toContain('/mirror/manifest');
});

test('a file that is not what the list says does not appear; it comes when it is', async () => {
  const upstream = await signedUpstream();
  const dir = await temporaryFolder();
  upstream.lies.set(`/raw/${ONE}`, storyOf('Lie'));
  const { code, said } = await mirror(upstream, dir);
  expect([code, said]).toEqual([
    4,
    expect.stringContaining('1 new, 0 changed, 0 withdrawn, 0 refused, 1 failed'),
  ]);
  expect(existsSync(join(dir, ONE))).toBe(false);
  upstream.lies.clear();
  upstream.asked.length = 0;
  expect((await mirror(upstream, dir)).said).toContain('1 new');
  expect(upstream.asked).not.toContain(`/raw/${TWO}`);
});

test('of editions that could not be had the one that is here is still known as ours', async () => {
  const upstream = await signedUpstream();
  const dir = await temporaryFolder();
  await mirror(upstream, dir);
  for (const path of [ONE, TWO]) {
    upstream.put(path, storyOf('Second edition'));
    upstream.lies.set(`/raw/${path}`, 'cut');
  }
  expect((await mirror(upstream, dir)).code).toBe(4);
  expect(await readFile(join(dir, ONE), 'utf8')).toBe(storyOf('One'));
  upstream.lies.clear();
  upstream.put(ONE, storyOf('Third edition'));
  upstream.withdraw(TWO);
  const { code, said } = await mirror(upstream, dir);
  expect([code, said]).toEqual([0, expect.stringContaining('0 new, 1 changed, 1 withdrawn')]);
  expect(await readFile(join(dir, ONE), 'utf8')).toBe(storyOf('Third edition'));
  expect(existsSync(join(dir, TWO))).toBe(false);
});

test('replies without end are cut off', async () => {
  const upstream = await signedUpstream();
  const endless = 'x'.repeat(40_000_000);
  for (const selector of [
    '/mirror/lastupdate',
    '/mirror/manifest',
    '/mirror/part/news/example/2025/06',
    '/mirror/manifest.minisig',
  ]) {
    const dir = await temporaryFolder();
    upstream.lies.set(selector, endless);
    expect([selector, (await mirror(upstream, dir)).code]).toEqual([selector, 4]);
    expect(existsSync(join(dir, 'news'))).toBe(false);
    upstream.lies.clear();
  }
  upstream.lies.set(`/raw/${ONE}`, endless);
  expect((await mirror(upstream, await temporaryFolder())).said).toContain('1 failed');
});

test('what the gate would hold, and a licence other than the list says, is refused with 3, and not asked for again', async () => {
  const upstream = await signedUpstream();
  const dir = await temporaryFolder();
  upstream.put(ONE, 'no document');
  upstream.put(TWO, storyOf('Two'), 'CC-BY-4.0');
  upstream.put('news/example/feed.toml', '[upstream]\nkind = "feed"\nurl = "https://news.example/"\n', '-');
  const { code, said } = await mirror(upstream, dir);
  expect([code, said]).toEqual([3, expect.stringContaining('0 new, 0 changed, 0 withdrawn, 3 refused')]);
  expect(said).toContain('its licence is CC-BY-ND-4.0 here, and CC-BY-4.0 at its origin');
  expect(existsSync(join(dir, 'news'))).toBe(false);
  upstream.put('news/example/2025/06/three.txt', storyOf('Three'));
  upstream.asked.length = 0;
  expect((await mirror(upstream, dir)).code).toBe(3);
  expect(upstream.asked).not.toContain(`/raw/${ONE}`);
  upstream.put(ONE, storyOf('One'));
  expect((await mirror(upstream, dir)).said).toContain('1 new');
});

test.each([
  'news/../../one.txt',
  '.gopherwire/mirror/origin.txt',
  'news/.hidden.txt',
  'news/page/2.txt',
  `news/${'long-'.repeat(50)}name.txt`,
  'news//one.txt',
])('nothing is written at %s', async (path) => {
  const upstream = await FakeUpstream.start();
  upstream.put(path, storyOf('Out'));
  const dir = join(await temporaryFolder(), 'a', 'b');
  const { code } = await mirror(upstream, dir);
  expect(code).toBeGreaterThanOrEqual(3);
  const texts = Object.entries(await contentOf(join(dir, '..', '..')));
  expect(texts.filter(([, text]) => text.includes('Out [1]'))).toEqual([]);
});

test('a link in the folder is not followed', async () => {
  const upstream = await signedUpstream();
  const [dir, outside] = [await temporaryFolder(), await temporaryFolder()];
  await mkdir(join(dir, 'news'));
  await symlink(outside, join(dir, 'news/example'));
  const { code, said } = await mirror(upstream, dir);
  expect([code, said]).toEqual([3, expect.stringContaining('symbolic link')]);
  expect(await readdir(outside)).toEqual([]);
});

test('an upstream that changes meanwhile is asked once more', async () => {
  const upstream = await signedUpstream();
  let isFirst = true;
  upstream.lies.set('/mirror/manifest', () => {
    if (isFirst) upstream.put('news/example/2025/06/three.txt', storyOf('Three'));
    isFirst = false;
    return undefined;
  });
  const { code, said } = await mirror(upstream, await temporaryFolder());
  expect([code, said]).toEqual([0, expect.stringContaining('3 new')]);
});

test('nobody there, no gopherwire, and a folder that mirrors another: 4, 4 and 2', async () => {
  const dir = await temporaryFolder();
  const nobody = await mirror({ address: `gopher://127.0.0.1:${await freePort()}/` }, dir);
  expect([nobody.code, nobody.stderr]).toEqual([4, expect.stringContaining('takes no connections')]);
  const upstream = await signedUpstream();
  upstream.lies.set('/mirror/lastupdate', 'iWelcome\t\terror.host\t1\r\n.\r\n');
  expect((await mirror(upstream, dir)).code).toBe(4);
  upstream.lies.clear();
  expect((await mirror(upstream, dir)).code).toBe(0);
  const other = await mirror(await signedUpstream(), dir);
  expect([other.code, other.stderr]).toEqual([
    2,
    expect.stringContaining('is a mirror of gopher://127.0.0.1'),
  ]);
});
