/** Keys and signatures through the real program; minisign checks them too: apt install minisign. */
import { execFileSync } from 'node:child_process';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OPEN } from '../support/catalogues.ts';
import { followChain } from '../../src/mirror/key-chain.ts';
import { parsePublicKey, verifySignature, type PublicKey } from '../../src/mirror/minisign.ts';
import { ask, get } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import {
  daemonForTest,
  eventually,
  folderWith,
  run,
  temporaryFolder,
  type Daemon,
} from '../support/program.ts';
import { isInstalled } from '../support/terminal.ts';

const SECRET = 'keys/gopherwire.key';

const keys = (action: string, state: string): ReturnType<typeof run> => run('keys', action, '--state', state);

function keyOf(text: string): PublicKey {
  const key = parsePublicKey(text);
  if (key === undefined) throw new Error(`no key: ${text}`);
  return key;
}

/** A daemon with its state in `state`, once it has a manifest. */
async function daemonWith(state: string): Promise<Daemon> {
  const dir = await folderWith({ 'a/story.txt': documentOf() });
  const daemon = await daemonForTest(dir, '--state', state);
  await eventually(async () =>
    (await get(daemon.port, '/mirror/manifest')).startsWith('# gopherwire') ? true : undefined,
  );
  return daemon;
}

/** Sends SIGHUP and waits until the daemon has said `words` after it. */
async function hangUp(daemon: Daemon, words: string): Promise<void> {
  const before = daemon.stderr.length;
  daemon.child.kill('SIGHUP');
  await eventually(() => Promise.resolve(daemon.stderr.slice(before).includes(words) ? true : undefined));
}

/** What the signature proves that is served at `port`, for somebody who trusts `key`. */
async function proved(port: number, key: PublicKey): Promise<ReturnType<typeof verifySignature>> {
  const manifest = await ask(port, '/mirror/manifest\r\n');
  return verifySignature(manifest, await get(port, '/mirror/manifest.minisig'), key);
}

test.skipIf(OPEN === undefined)(
  'what is served verifies, here and with minisign, also after a rotation (skipped without SQLite)',
  async () => {
    const state = await temporaryFolder();
    const first = keyOf((await keys('new', state)).stdout.toString());
    const daemon = await daemonWith(state);
    const { port } = daemon;
    expect(daemon.stderr).toContain(`The manifest for mirrors is signed with the key ${first.line}\n`);
    const [beacon, about] = [await get(port, '/mirror/lastupdate'), await get(port, '/about.txt')];
    const [sequence = '', time = ''] = beacon.split(' ');
    expect(await proved(port, first)).toEqual({
      trustedComment: `gopherwire sequence ${sequence} time ${time}`,
      keyId: first.id,
    });
    expect(await get(port, '/mirror/manifest.minisig')).toBe(await get(port, '/mirror/manifest.minisig'));
    expect(about).toContain(`\r\n  ${first.line}\r\n`);
    expect(about).toContain(`gopher://localhost:${port}/9/mirror/manifest.minisig\r\n`);

    const second = keyOf((await keys('rotate', state)).stdout.toString());
    expect(await proved(port, first)).toMatchObject({ keyId: first.id });
    await hangUp(daemon, second.line);
    expect(await proved(port, first)).toEqual({ problem: 'other-key' });
    expect(followChain(await get(port, '/mirror/keys'), first)).toMatchObject({ key: { line: second.line } });
    expect(await proved(port, second)).toMatchObject({ keyId: second.id });
    expect(await get(port, '/about.txt')).toContain(second.line);

    if (!isInstalled('minisign')) return;
    const names = ['manifest', 'manifest.minisig', 'key.pub'];
    const saved = await folderWith({});
    for (const name of names) await writeFile(join(saved, name), await ask(port, `/mirror/${name}\r\n`));
    const said = execFileSync('minisign', ['-V', '-m', 'manifest', '-p', 'key.pub'], { cwd: saved });
    expect(said.toString()).toContain(`Trusted comment: gopherwire sequence ${sequence} time ${time}`);
  },
);

test.skipIf(OPEN === undefined)(
  'without keys nothing is signed, and a key that is made then is taken with SIGHUP (skipped without SQLite)',
  async () => {
    const state = await temporaryFolder();
    const daemon = await daemonWith(state);
    const { port } = daemon;
    for (const name of ['manifest.minisig', 'key.pub', 'keys'])
      expect(await get(port, `/mirror/${name}`)).toContain('Nothing is served here.');
    const about = await get(port, '/about.txt');
    expect(about).toContain(`gopher://localhost:${port}/0/mirror/lastupdate\r\n`);
    expect(about).not.toContain('minisign');
    const key = keyOf((await keys('new', state)).stdout.toString());
    await hangUp(daemon, key.line);
    expect(await proved(port, key)).toMatchObject({ keyId: key.id });
  },
);

test.skipIf(OPEN === undefined)(
  'a key that others can read, and one that cannot be used, are told; what signed before goes on (skipped without SQLite)',
  async () => {
    const state = await temporaryFolder();
    const key = keyOf((await keys('new', state)).stdout.toString());
    const secret = await readFile(join(state, SECRET));
    await chmod(join(state, SECRET), 0o644);
    const daemon = await daemonWith(state);
    expect(daemon.stderr).toContain(`${join(state, SECRET)} can be read by others`);
    await writeFile(join(state, SECRET), 'damaged');
    await hangUp(
      daemon,
      `The key before goes on: ${join(state, SECRET)} holds no Ed25519 key in PEM\n  fix: `,
    );
    expect(await proved(daemon.port, key)).toMatchObject({ keyId: key.id });

    const fresh = await daemonWith(state);
    expect(fresh.stderr).toContain(`Nothing is signed: ${join(state, SECRET)} holds no`);
    expect(await get(fresh.port, '/mirror/manifest.minisig')).toContain('Nothing is served here.');
    await writeFile(join(state, SECRET), secret);
    await hangUp(fresh, key.line);
    expect(await proved(fresh.port, key)).toMatchObject({ keyId: key.id });
  },
);

test('keys are made once, for their owner alone, shown, and rotated by two at once', async () => {
  const state = await temporaryFolder();
  const none = await keys('show', state);
  expect(none.code).toBe(1);
  expect(none.stderr).toBe(
    `gopherwire: there are no keys in ${state}/keys\n  fix: make them with: gopherwire keys new\n`,
  );
  const made = await keys('new', state);
  expect(made.code).toBe(0);
  expect(made.stdout.toString()).toMatch(/^RW[A-Za-z0-9+/]{54}\n$/);
  for (const [path, mode] of [
    ['keys', 0o700],
    [SECRET, 0o600],
  ] as const)
    expect((await stat(join(state, path))).mode & 0o777).toBe(mode);
  const again = await keys('new', state);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain(`there are keys in ${state}/keys already\n  fix: gopherwire keys`);
  await Promise.all([keys('rotate', state), keys('rotate', state)]);
  const shown = await keys('show', state);
  expect(shown.code).toBe(0);
  const line = shown.stdout.toString().trim();
  expect(shown.stderr).toContain(`minisign -V -m manifest -P ${line}\n`);
  const chain = await readFile(join(state, 'keys/keys'), 'utf8');
  expect(followChain(chain, keyOf(made.stdout.toString()))).toMatchObject({ key: { line } });
  expect(line).not.toBe(made.stdout.toString().trim());
});

// where the system says that what it was asked to make is not there, Node tries for ever to make all
test.each(['/proc/x', '/dev/null/x', '/sys/x'])(
  'a folder that cannot be made, %s, is told: by keys, and by mirror',
  async (folder) => {
    for (const args of [
      ['keys', 'new', '--state', folder],
      ['mirror', 'gopher://127.0.0.1:1/', folder],
    ])
      expect(await run(...args)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(new RegExp(`${folder}.*\n +fix: `)),
      });
  },
);
