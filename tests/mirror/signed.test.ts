/** Two daemons that sign, a mirror and a mirror of the mirror: edits, withdrawals, another key, and what verify says. */
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OPEN } from '../support/catalogues.ts';
import { ask, get } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import {
  daemonForTest,
  eventually,
  folderWith,
  put,
  run,
  temporaryFolder,
  type Daemon,
} from '../support/program.ts';

const storyOf = (number: number, words = 'quiet'): string =>
  documentOf({
    title: `Story ${number}`,
    source: `https://news.example/${number}`,
    body: `It was a ${words} day.`,
  });

interface Site {
  readonly folder: string;
  readonly state: string;
  readonly daemon: Daemon;
}

/** A daemon for `folder` that signs. */
async function signing(folder: string): Promise<Site> {
  const state = await temporaryFolder();
  expect((await run('keys', 'new', '--state', state)).code).toBe(0);
  return { folder, state, daemon: await daemonForTest(folder, '--log', 'none', '--state', state) };
}

const mirror = ({ daemon }: Site, dir: string, ...args: readonly string[]) =>
  run('mirror', `gopher://127.0.0.1:${daemon.port}/`, dir, ...args);

const keyOf = async ({ daemon }: Site): Promise<string> =>
  (await get(daemon.port, '/mirror/key.pub')).split('\n')[1] ?? '';

/** Resolves once the site serves `bytes` at `selector`; nothing where they are empty. */
const serves = ({ daemon }: Site, selector: string, text: string): Promise<true> =>
  eventually(async () => {
    const reply = (await ask(daemon.port, `${selector}\r\n`)).toString();
    return (text === '' ? reply.startsWith('3') : reply === text) || undefined;
  });

/** Resolves once the site's last change is of `selector`. */
const tells = ({ daemon }: Site, words: string): Promise<true> =>
  eventually(async () => (await get(daemon.port, '/mirror/since/0')).includes(words) || undefined);

test.skipIf(OPEN === undefined)(
  'what is edited, withdrawn and signed with another key reaches the mirror of the mirror, proved all the way (skipped without SQLite)',
  async () => {
    const origin = await signing(
      await folderWith({ 'a/2026/01/one.txt': storyOf(1), 'a/2026/01/two.txt': storyOf(2) }),
    );
    await tells(origin, '/raw/a/2026/01/two.txt');
    const first = await temporaryFolder();
    expect((await mirror(origin, first)).code).toBe(0);
    const between = await signing(first);
    await tells(between, '/raw/a/2026/01/two.txt');
    const second = await temporaryFolder();
    expect((await mirror(between, second)).code).toBe(0);

    const before = await keyOf(origin);
    expect((await run('keys', 'rotate', '--state', origin.state)).code).toBe(0);
    origin.daemon.child.kill('SIGHUP');
    await eventually(async () => ((await keyOf(origin)) === before ? undefined : true));
    await put(join(origin.folder, 'a/2026/01/one.txt'), storyOf(1, 'windy'));
    await serves(origin, '/raw/a/2026/01/one.txt', storyOf(1, 'windy'));
    await rm(join(origin.folder, 'a/2026/01/two.txt'));
    await tells(origin, 'withdraw /raw/a/2026/01/two.txt');

    expect((await mirror(origin, first)).code).toBe(0);
    expect(await readFile(join(first, '.gopherwire/mirror/origin'), 'utf8')).toContain(await keyOf(origin));
    await serves(between, '/raw/a/2026/01/one.txt', storyOf(1, 'windy'));
    await tells(between, 'withdraw /raw/a/2026/01/two.txt');
    expect((await mirror(between, second)).code).toBe(0);
    expect(await readFile(join(second, 'a/2026/01/one.txt'), 'utf8')).toBe(storyOf(1, 'windy'));
    expect(await readFile(join(second, 'a/2026/01/two.withdrawn'), 'utf8')).toMatch(/^Withdrawn: /);
    for (const dir of [first, second]) {
      const { code, stdout } = await run('verify', dir);
      expect([code, stdout.toString()]).toEqual([
        0,
        expect.stringMatching(/(?:1 file as it was|2 files as they were) .*by the key /),
      ]);
    }
  },
);

test.skipIf(OPEN === undefined)(
  'verify names each file of a mirror that is not as it was signed (skipped without SQLite)',
  async () => {
    const files = Object.fromEntries([1, 2, 3].map((n) => [`a/2026/01/story-${n}.txt`, storyOf(n)]));
    const origin = await signing(await folderWith(files));
    await tells(origin, '/raw/a/2026/01/story-3.txt');
    const dir = await temporaryFolder();
    expect((await mirror(origin, dir)).code).toBe(0);
    await appendFile(join(dir, 'a/2026/01/story-1.txt'), '\n');
    await rm(join(dir, 'a/2026/01/story-2.txt'));
    const { code, stdout } = await run('verify', dir);
    expect(code).toBe(3);
    const text = stdout.toString();
    expect(text).toContain(
      'failed: a/2026/01/story-1.txt\n  its bytes are not those that its origin has signed',
    );
    expect(text).toContain('failed: a/2026/01/story-2.txt\n  its origin serves it, and it is not here');
    expect(text).toContain('1 file as it was');

    await rm(join(dir, 'a/2026/01/story-1.txt'));
    expect((await mirror(origin, dir)).stdout.toString()).toContain('2 new, 0 changed');
    expect((await run('verify', dir)).code).toBe(0);

    const manifest = join(dir, '.gopherwire/mirror/manifest');
    const signed = await readFile(manifest, 'utf8');
    await writeFile(manifest, signed.replace('# sequence 3', '# sequence 4'));
    expect((await run('verify', dir)).stdout.toString()).toContain(
      'failed: .gopherwire/mirror/manifest.minisig\n',
    );
    await writeFile(manifest, 'nothing of the kind\n');
    expect((await run('verify', dir)).stdout.toString()).toContain('failed: .gopherwire/mirror/manifest\n');
  },
);

test.skipIf(OPEN === undefined)(
  'what was lost in a mirror is fetched anew though nothing has changed; what was withdrawn here stays so (skipped without SQLite)',
  async () => {
    const files = Object.fromEntries([1, 2, 3].map((n) => [`a/2026/01/story-${n}.txt`, storyOf(n)]));
    const origin = await signing(await folderWith({ ...files, 'b/2026/01/one.txt': storyOf(4) }));
    await tells(origin, '/raw/b/2026/01/one.txt');
    const dir = await temporaryFolder();
    const ofFeed = () => mirror(origin, dir, '--feed', 'a');
    expect((await ofFeed()).stdout.toString()).toContain('3 new');

    await run('withdraw', '/feeds/a/2026/01/story-1.txt', '--reason', 'as asked', '--dir', dir);
    expect((await ofFeed()).stdout.toString()).toContain('nothing new');
    await rm(join(dir, 'a/2026/01/story-2.txt'));
    expect((await ofFeed()).stdout.toString()).toContain('1 new, 0 changed');
    await rm(join(dir, '.gopherwire/mirror/parts'), { recursive: true });
    expect((await ofFeed()).stdout.toString()).toContain('0 new, 0 changed');
    await writeFile(join(dir, '.gopherwire/mirror/manifest.minisig'), 'nothing of the kind\n');
    expect((await ofFeed()).stdout.toString()).toContain('0 new, 0 changed');
    expect((await ofFeed()).stdout.toString()).toContain('nothing new');

    await put(join(origin.folder, 'a/2026/01/story-1.txt'), storyOf(1, 'windy'));
    await serves(origin, '/raw/a/2026/01/story-1.txt', storyOf(1, 'windy'));
    expect((await ofFeed()).stdout.toString()).toContain('0 new, 0 changed');
    expect(await readFile(join(dir, 'a/2026/01/story-1.withdrawn'), 'utf8')).toContain('as asked');
    expect((await mirror(origin, dir)).stdout.toString()).toContain('1 new, 0 changed');
    expect((await run('verify', dir)).code).toBe(0);
  },
);
