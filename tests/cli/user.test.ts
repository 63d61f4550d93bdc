/** --user: root opens the ports, and somebody else serves. Only root can show it; else each test is skipped. */
import { execFileSync } from 'node:child_process';
import { chmod, chown, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { get } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import {
  daemonIn,
  eventually,
  folderWith,
  isFree,
  put,
  run,
  runIn,
  temporaryFolder,
} from '../support/program.ts';
import { isInstalled } from '../support/terminal.ts';

const NOBODY = '65534';

beforeEach(({ skip }) => {
  if (process.getuid?.() !== 0) skip('only root can go on as somebody else');
});

/** A folder with a story that everybody may read. */
async function openFolder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await folderWith({ 'articles/a/story.txt': documentOf(), ...files });
  await chmod(folder, 0o755);
  return folder;
}

/** The numbers in the line `name` of what the system says of a process [proc(5)]. */
async function idsOf(pid: number | undefined, name: string): Promise<string[]> {
  const status = await readFile(`/proc/${pid ?? 0}/status`, 'utf8');
  const line = status.split('\n').find((each) => each.startsWith(`${name}:`)) ?? '';
  return line
    .split(/\s+/)
    .slice(1)
    .filter((word) => word !== '');
}

test('it goes on as the account, in its groups alone and without any capability', async () => {
  const cwd = await openFolder();
  const daemon = await daemonIn({ cwd }, '--user', 'nobody', '--listen', '127.0.0.1');
  const { pid } = daemon.child;
  expect(await idsOf(pid, 'Uid')).toEqual([NOBODY, NOBODY, NOBODY, NOBODY]);
  expect(await idsOf(pid, 'Gid')).toEqual([NOBODY, NOBODY, NOBODY, NOBODY]);
  expect(await idsOf(pid, 'Groups')).toEqual([NOBODY]);
  expect(await idsOf(pid, 'CapEff')).toEqual(['0000000000000000']);
  expect(await idsOf(pid, 'CapPrm')).toEqual(['0000000000000000']);
  expect(await get(daemon.port, '/feeds/a/story.txt')).toContain('A plain title');
  expect(await daemon.stop()).toBe(0);
});

test('NAME:GROUP names another group', async () => {
  const cwd = await openFolder();
  const daemon = await daemonIn({ cwd }, '--user', 'nobody:daemon');
  expect(await idsOf(daemon.child.pid, 'Uid')).toEqual([NOBODY, NOBODY, NOBODY, NOBODY]);
  expect(await idsOf(daemon.child.pid, 'Gid')).toEqual(['1', '1', '1', '1']);
  expect(await idsOf(daemon.child.pid, 'Groups')).toEqual(['1']);
});

test('it reads what is added, and nothing that only root may read, at the start or later', async () => {
  const cwd = await openFolder({ 'articles/a/secret.txt': documentOf({ title: 'A secret' }) });
  await chmod(join(cwd, 'articles/a/secret.txt'), 0o600);
  // readable by the group of root, in which the daemon was born
  await put(join(cwd, 'articles/a/group.txt'), documentOf({ title: 'For the group' }));
  await chmod(join(cwd, 'articles/a/group.txt'), 0o640);
  const daemon = await daemonIn({ cwd }, '--user', 'nobody');
  expect(await get(daemon.port, '/feeds/a/')).not.toMatch(/A secret|For the group/);
  const later = join(cwd, 'articles/.later');
  await writeFile(later, documentOf({ title: 'Another secret' }), { mode: 0o600 });
  execFileSync('mv', [later, join(cwd, 'articles/a/another.txt')]);
  await put(join(cwd, 'articles/a/next.txt'), documentOf({ title: 'The next story' }));
  const menu = await eventually(async () => {
    const now = await get(daemon.port, '/feeds/a/');
    return now.includes('The next story') ? now : undefined;
  });
  expect(menu).not.toMatch(/secret|For the group/);
  expect(await get(daemon.port, '/feeds/a/secret.txt')).toMatch(/^3/);
  await eventually(() =>
    Promise.resolve(/another\.txt[\s\S]*no permission to read it/.exec(daemon.stderr) ?? undefined),
  );
});

test.each([
  [
    'serving others as root',
    ['--listen', '0.0.0.0'],
    2,
    'as root it serves this machine only',
    '--user nobody',
  ],
  [
    'no such account',
    ['--user', 'no-such-one'],
    2,
    '--user no-such-one: there is no account no-such-one',
    'getent passwd',
  ],
  ['an empty name', ['--user', ':'], 2, '--user :: this is no account', 'give NAME or NAME:GROUP'],
  [
    'an empty group',
    ['--user', 'nobody:'],
    2,
    '--user nobody:: this is no account',
    'give NAME or NAME:GROUP',
  ],
  ['no such group', ['--user', 'nobody:none-such'], 2, 'there is no group none-such', 'getent group'],
])('%s: a message and a fix', async (_what, args, expected, problem, fix) => {
  const { code, stdout, stderr } = await run('serve', await temporaryFolder(), '--port', '0', ...args);
  expect({ code, stdout: stdout.toString() }).toEqual({ code: expected, stdout: '' });
  expect(stderr).toMatch(new RegExp(`^gopherwire: .*${problem}\n  fix: .*${fix}`));
});

test('a folder that the account cannot read: 1, and what to do', async () => {
  const dir = await folderWith({ 'a/story.txt': documentOf() });
  const { code, stderr } = await run('serve', dir, '--port', '0', '--user', 'nobody');
  expect(code).toBe(1);
  expect(stderr).toBe(
    `gopherwire: no permission to read ${dir}\n  fix: let the account that runs gopherwire enter the folders above it, and read it: chmod a+rx ${dir}\n`,
  );
});

test('somebody else than root cannot become another', async () => {
  const cwd = await openFolder();
  const { code, stderr } = await runIn(
    { cwd, as: Number(NOBODY) },
    'serve',
    '--port',
    '0',
    '--user',
    'daemon',
  );
  expect(code).toBe(2);
  expect(stderr).toBe('gopherwire: --user needs root to start with\n  fix: leave it out, or start as root\n');
});

test('a reload cannot make root serve others', async () => {
  const cwd = await openFolder({ 'gopherwire.toml': 'title = "Before"\n' });
  const daemon = await daemonIn({ cwd });
  await writeFile(join(cwd, 'gopherwire.toml'), 'user = "nobody"\nlisten = "0.0.0.0"\n');
  daemon.child.kill('SIGHUP');
  await eventually(() =>
    Promise.resolve(/Not reloaded.*as root it serves this machine only/.exec(daemon.stderr) ?? undefined),
  );
});

/** A port that only root can open and nobody listens on. */
async function lowPort(): Promise<number> {
  for (let port = 600; port < 1024; port++) if (await isFree(port)) return port;
  throw new Error('no port below 1024 is free');
}

test('a port below 1024 is kept by every reload, and no new one is to be had', async () => {
  const port = await lowPort();
  const settings = (title: string, ...addresses: readonly string[]): string =>
    `title = "${title}"\nuser = "nobody"\nlisten = [${addresses.map((address) => `"${address}:${port}"`).join(', ')}]\n`;
  const cwd = await openFolder({ 'gopherwire.toml': settings('First', '127.0.0.1') });
  const daemon = await daemonIn({ cwd });
  const reload = async (...given: Parameters<typeof settings>): Promise<string> => {
    const before = daemon.stderr.length;
    await writeFile(join(cwd, 'gopherwire.toml'), settings(...given));
    daemon.child.kill('SIGHUP');
    return eventually(() =>
      Promise.resolve(/(?:Reloaded|Not reloaded).*/.exec(daemon.stderr.slice(before))?.[0]),
    );
  };
  for (const addresses of [['0.0.0.0'], ['127.0.0.2'], ['127.0.0.2', '127.0.0.1']]) {
    expect(await reload('Second', ...addresses)).toMatch(/^Not reloaded.*no permission to listen on port/);
    expect(await get(port, '')).toContain('iFirst');
  }
  expect(await reload('Third', '127.0.0.1')).toContain('Reloaded');
  expect(await get(port, '')).toContain('iThird');
});

test('a key that only root may read is told of at the start, and holds while all else is reloaded (skipped without openssl)', async ({
  skip,
}) => {
  if (!isInstalled('openssl')) skip('openssl is not installed');
  const cwd = await openFolder();
  const [key, certificate] = [join(cwd, 'key.pem'), join(cwd, 'cert.pem')];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-days', '2'];
  execFileSync('openssl', [...request, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  await chmod(key, 0o600);
  await chown(key, 0, 0);
  const tls = 'tls-key = "key.pem"\ntls-certificate = "cert.pem"\n';
  await writeFile(join(cwd, 'gopherwire.toml'), `title = "Before"\n${tls}`);
  const daemon = await daemonIn({ cwd }, '--user', 'nobody');
  const saidOf = (words: RegExp): Promise<RegExpExecArray> =>
    eventually(() => Promise.resolve(words.exec(daemon.stderr) ?? undefined));
  await saidOf(/^key\.pem can be read by root only: what is renewed there is used after a new start/m);
  expect(daemon.stderr).not.toContain('cert.pem can be read');
  const client = ['s_client', '-quiet', '-connect', `127.0.0.1:${daemon.port}`];
  const overTls = (): string =>
    execFileSync('openssl', client, { input: '\r\n', stdio: ['pipe', 'pipe', 'ignore'] }).toString();
  expect(overTls()).toContain('iBefore');
  await writeFile(join(cwd, 'gopherwire.toml'), `title = "After"\n${tls}`);
  daemon.child.kill('SIGHUP');
  await saidOf(/^Reloaded gopherwire\.toml\.$/m);
  await saidOf(
    /^The certificate cert\.pem cannot be read again \(no permission\): the one before stays in force\.$/m,
  );
  expect(overTls()).toContain('iAfter');
  await writeFile(join(cwd, 'gopherwire.toml'), 'tls-key = "key.pem"\ntls-certificate = "other.pem"\n');
  daemon.child.kill('SIGHUP');
  await saidOf(/^Not reloaded.*TLS cannot be spoken with other\.pem and key\.pem: ENOENT/m);
  expect(overTls()).toContain('iAfter');
});
