/** Withdrawals on their way to mirrors: date and reason as the origin's operator gave them, and no others. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OPEN } from '../support/catalogues.ts';
import { ask, get } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { countingProxy, FakeUpstream } from '../support/mirror.ts';
import { daemonForTest, eventually, folderWith, put, run, temporaryFolder } from '../support/program.ts';

const WITHIN_MS = 20_000;
const [ONE, TWO] = ['a/2026/01/one', 'a/2026/01/two'];
const storyOf = (title: string, parts: Parameters<typeof documentOf>[0] = {}): string =>
  documentOf({ title, source: `https://news.example/${title.toLowerCase()}`, ...parts });
const TOMBSTONE =
  'Withdrawn: 2026-03-01\nReason: as its author wished\nTitle: One\nSource: https://news.example/one\n';

async function mirror(address: string, dir: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await run('mirror', address, dir, ...args);
  return { code, said: stdout.toString(), stderr };
}

const addressOf = (port: number): string => `gopher://127.0.0.1:${port}/`;

async function signing(folder: string): Promise<number> {
  const state = await temporaryFolder();
  expect((await run('keys', 'new', '--state', state)).code).toBe(0);
  return (await daemonForTest(folder, '--log', 'none', '--state', state)).port;
}

/** Resolves once exactly `files`, in the folder of both documents, are listed at `port`. */
const lists = (port: number, ...files: readonly string[]): Promise<true> =>
  eventually(async () => {
    const part = await get(port, '/mirror/part/a/2026/01');
    const listed = Array.from(part.matchAll(/^\/raw\/(\S+)/gm), ([, file]) => file);
    return listed.join(' ') === files.join(' ') || undefined;
  }, WITHIN_MS);

test.skipIf(OPEN === undefined)(
  'date and reason of a withdrawal reach the mirror of the mirror, and go again when the document is back (skipped without SQLite)',
  async () => {
    const folder = await folderWith({ [`${ONE}.txt`]: storyOf('One'), [`${TWO}.txt`]: storyOf('Two') });
    const origin = await signing(folder);
    await lists(origin, `${ONE}.txt`, `${TWO}.txt`);
    const counter = await countingProxy(origin);
    const [first, second] = [await temporaryFolder(), await temporaryFolder()];
    expect((await mirror(addressOf(counter.port), first)).code).toBe(0);
    const between = await signing(first);
    await lists(between, `${ONE}.txt`, `${TWO}.txt`);
    expect((await mirror(addressOf(between), second)).code).toBe(0);

    await run('withdraw', `/feeds/${ONE}`, '--reason', 'its author wished it', '--dir', folder);
    await lists(origin, `${ONE}.withdrawn`, `${TWO}.txt`);
    const { code, said } = await mirror(addressOf(counter.port), first);
    expect([code, said]).toEqual([0, expect.stringContaining('0 new, 0 changed, 1 withdrawn')]);
    await eventually(
      async () => (await get(between, `/feeds/${ONE}`)).includes('its author wished it') || undefined,
      WITHIN_MS,
    );
    const saidAt = async (port: number): Promise<string> =>
      (await get(port, `/feeds/${ONE}`)).replaceAll(String(port), 'PORT');
    expect(await saidAt(between)).toBe(await saidAt(origin));
    expect(await saidAt(between)).toContain('It was: One.');
    const bytes = await ask(origin, `/raw/${ONE}.withdrawn\r\n`);
    expect(bytes).toEqual(await readFile(join(folder, `${ONE}.withdrawn`)));
    await eventually(
      async () => (await ask(between, `/raw/${ONE}.withdrawn\r\n`)).equals(bytes) || undefined,
      WITHIN_MS,
    );
    expect(await get(between, `/raw/${ONE}.withdrawn\t!`)).toMatch(/^\+INFO: 9/m);
    expect((await mirror(addressOf(between), second)).said).toContain('1 withdrawn');
    expect(await readFile(join(second, `${ONE}.withdrawn`))).toEqual(bytes);
    counter.bytes = 0;
    expect((await mirror(addressOf(counter.port), first)).said).toContain('nothing new');
    expect(counter.bytes).toBeLessThanOrEqual(200);

    await writeFile(join(first, `${ONE}.withdrawn`), TOMBSTONE);
    const verified = await run('verify', first);
    expect([verified.code, verified.stdout.toString()]).toEqual([
      3,
      expect.stringContaining(
        `failed: ${ONE}.withdrawn\n  its bytes are not those that its origin has signed`,
      ),
    ]);
    await rm(join(first, `${ONE}.withdrawn`));
    expect((await mirror(addressOf(counter.port), first)).code).toBe(0);
    expect((await run('verify', first)).code).toBe(0);

    await rm(join(folder, `${ONE}.withdrawn`));
    await put(join(folder, `${ONE}.txt`), storyOf('One'));
    await lists(origin, `${ONE}.txt`, `${TWO}.txt`);
    expect((await mirror(addressOf(counter.port), first)).said).toContain('1 new, 0 changed, 0 withdrawn');
    expect(existsSync(join(first, `${ONE}.withdrawn`))).toBe(false);
    expect(await readFile(join(first, `${ONE}.txt`), 'utf8')).toBe(storyOf('One'));
  },
  120_000,
);

async function upstreamWith(...titles: readonly string[]): Promise<FakeUpstream> {
  const upstream = await FakeUpstream.start();
  for (const title of titles) upstream.put(`a/2026/01/${title.toLowerCase()}.txt`, storyOf(title));
  return upstream;
}

const withdraw = (upstream: FakeUpstream, text = TOMBSTONE): void => {
  upstream.withdraw(`${ONE}.txt`);
  upstream.put(`${ONE}.withdrawn`, text, '-');
};

test('a document goes though its tombstone cannot be had: that comes with the next run', async () => {
  const upstream = await upstreamWith('One', 'Two');
  const dir = await temporaryFolder();
  await mirror(upstream.address, dir);
  withdraw(upstream);
  upstream.broken.add(`/raw/${ONE}.withdrawn`);
  expect((await mirror(upstream.address, dir)).code).toBe(4);
  expect(existsSync(join(dir, `${ONE}.txt`))).toBe(false);
  expect(await readFile(join(dir, `${ONE}.withdrawn`), 'utf8')).toContain('Reason: no longer at gopher://');
  upstream.broken.clear();
  expect((await mirror(upstream.address, dir)).code).toBe(0);
  expect(await readFile(join(dir, `${ONE}.withdrawn`), 'utf8')).toBe(TOMBSTONE);
  // another reason takes the place of the one before
  upstream.put(`${ONE}.withdrawn`, TOMBSTONE.replace('author', 'publisher'), '-');
  expect((await mirror(upstream.address, dir)).said).toContain('0 new, 0 changed, 0 withdrawn');
  expect(await readFile(join(dir, `${ONE}.withdrawn`), 'utf8')).toContain('publisher');
});

test('what was withdrawn and is back as it was is shown, also where a run was broken off between', async () => {
  const upstream = await upstreamWith('One', 'Two');
  const dir = await temporaryFolder();
  await mirror(upstream.address, dir);
  withdraw(upstream);
  const more = Array.from({ length: 12 }, (_, index) => `b/2026/01/more-${index}.txt`);
  for (const path of more) {
    upstream.put(path, storyOf(path));
    upstream.broken.add(`/raw/${path}`);
  }
  expect((await mirror(upstream.address, dir)).code).toBe(4);
  expect(existsSync(join(dir, `${ONE}.txt`))).toBe(false);
  upstream.broken.clear();
  upstream.withdraw(`${ONE}.withdrawn`);
  upstream.put(`${ONE}.txt`, storyOf('One'));
  expect((await mirror(upstream.address, dir)).code).toBe(0);
  expect(await readFile(join(dir, `${ONE}.txt`), 'utf8')).toBe(storyOf('One'));
  expect(existsSync(join(dir, `${ONE}.withdrawn`))).toBe(false);
  expect((await run('verify', dir)).code).toBe(0);

  // between its tombstone and its going a run may be killed, too
  const reason = `no longer at ${upstream.address}, of which this is a mirror`;
  await writeFile(join(dir, `${TWO}.withdrawn`), `Reason: ${reason}\n`);
  expect((await mirror(upstream.address, dir)).code).toBe(0);
  expect(existsSync(join(dir, `${TWO}.withdrawn`))).toBe(false);
  expect(await readFile(join(dir, `${TWO}.txt`), 'utf8')).toBe(storyOf('Two'));
});

test('what people have withdrawn in a mirror stays in their words, and a document of theirs is not hidden', async () => {
  const upstream = await upstreamWith('One', 'Two');
  const dir = await temporaryFolder();
  await mirror(upstream.address, dir);
  await run('withdraw', `/feeds/${ONE}`, '--reason', 'as a reader asked', '--dir', dir);
  const own = await readFile(join(dir, `${ONE}.withdrawn`), 'utf8');
  withdraw(upstream);
  await put(join(dir, 'b/mine.txt'), 'mine');
  upstream.put('b/mine.withdrawn', TOMBSTONE, '-');
  const { code, said } = await mirror(upstream.address, dir);
  expect([code, said]).toEqual([0, expect.stringContaining('0 new, 0 changed, 0 withdrawn')]);
  expect((await mirror(upstream.address, dir)).said).toContain('nothing new');
  expect((await run('verify', dir)).stdout.toString()).not.toContain(`failed: ${ONE}`);
  upstream.withdraw(`${ONE}.withdrawn`);
  upstream.put(`${ONE}.txt`, storyOf('One'));
  expect((await mirror(upstream.address, dir)).code).toBe(0);
  expect((await mirror(upstream.address, dir)).said).toContain('nothing new');
  expect(await readFile(join(dir, `${ONE}.withdrawn`), 'utf8')).toBe(own);
  expect(existsSync(join(dir, `${ONE}.txt`))).toBe(false);
  expect(await readFile(join(dir, 'b/mine.txt'), 'utf8')).toBe('mine');
  expect(existsSync(join(dir, 'b/mine.withdrawn'))).toBe(false);
});

test('tombstones that no gopherwire tells are refused; one of a document that is listed too counts for nothing', async () => {
  const upstream = await upstreamWith('One', 'Two');
  const dir = await temporaryFolder();
  const texts = {
    huge: `Reason: ${'x'.repeat(70_000)}\n`,
    long: `Reason: ${'x'.repeat(600)}\n`,
    escape: 'Reason: \u001b[31mred\n',
    lines: 'Reason: one\r\nTitle: two\r\n',
    garbage: '\ufffd\u0000\u0001',
    more: `${TOMBSTONE}Script: none\n`,
    nothing: '',
  };
  for (const [name, text] of Object.entries(texts)) upstream.put(`c/${name}.withdrawn`, text, '-');
  upstream.put('c/..withdrawn', TOMBSTONE, '-');
  upstream.put('c/.hidden.withdrawn', TOMBSTONE, '-');
  upstream.put(`${TWO}.withdrawn`, TOMBSTONE, '-');
  const { code, said } = await mirror(upstream.address, dir);
  expect([code, said]).toEqual([
    3,
    expect.stringContaining('2 new, 0 changed, 0 withdrawn, 9 refused, 0 failed'),
  ]);
  expect(upstream.asked).not.toContain('/raw/c/huge.withdrawn');
  for (const name of Object.keys(texts)) expect(existsSync(join(dir, `c/${name}.withdrawn`))).toBe(false);
  expect(existsSync(join(dir, `${TWO}.withdrawn`))).toBe(false);
  expect(await readFile(join(dir, `${TWO}.txt`), 'utf8')).toBe(storyOf('Two'));
  expect((await run('verify', dir)).code).toBe(0);

  // once its document is gone it counts
  upstream.withdraw(`${TWO}.txt`);
  expect((await mirror(upstream.address, dir)).said).toContain('0 new, 0 changed, 1 withdrawn, 9 refused');
  expect(await readFile(join(dir, `${TWO}.withdrawn`), 'utf8')).toBe(TOMBSTONE);
});

test('whatever licences are taken, withdrawals are; a folder in the place of a tombstone keeps no document here', async () => {
  const upstream = await upstreamWith('One', 'Two');
  const dir = await temporaryFolder();
  await mirror(upstream.address, dir);
  await mkdir(join(dir, `${ONE}.withdrawn`));
  withdraw(upstream);
  upstream.put('c/three.withdrawn', TOMBSTONE, '-');
  const { code, said } = await mirror(upstream.address, dir, '--licence', 'by-sa');
  expect([code, said]).toEqual([3, expect.stringContaining('1 withdrawn')]);
  expect(said).toContain(`left as it is: /raw/${ONE}.withdrawn: `);
  expect(existsSync(join(dir, `${ONE}.txt`))).toBe(false);
  expect(await readFile(join(dir, 'c/three.withdrawn'), 'utf8')).toBe(TOMBSTONE);
});
