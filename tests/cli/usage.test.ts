import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { documentOf } from '../support/documents.ts';
import { BIN, COMMANDS, folderWith, run, temporaryFolder } from '../support/program.ts';

test('--help names every command, on stdout, with 0', async () => {
  const { code, stdout, stderr } = await run('--help');
  expect(code).toBe(0);
  expect(stderr).toBe('');
  for (const command of COMMANDS) expect(stdout.toString()).toMatch(new RegExp(`^ {2}${command} `, 'm'));
});

test.concurrent.each(COMMANDS)('%s --help shows examples and exit codes', async (command) => {
  const { code, stdout } = await run(command, '--help');
  expect(code).toBe(0);
  expect(stdout.toString()).toContain(`Usage: gopherwire ${command}`);
  expect(stdout.toString()).toContain('Examples:');
  expect(stdout.toString()).toContain('Exit codes: 0');
});

test('--version prints the version alone', async () => {
  const { code, stdout } = await run('--version');
  expect(code).toBe(0);
  expect(stdout.toString()).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.concurrent.each([
  ['no command', []],
  ['an unknown command', ['dance']],
  ['an unknown flag', ['serve', '--dance']],
  ['an unknown flag before the command', ['--dance', 'serve']],
  ['one argument too many', ['check', 'articles', 'more']],
  ['a port that is no number', ['serve', '--port', 'seventy']],
  ['a port that is too high', ['serve', '--port', '65536']],
  ['a negative port', ['serve', '--port', '-1']],
  ['a port in another notation', ['serve', '--port', '0x50']],
  ['a flag without its value', ['serve', '--port']],
  ['a host with a space', ['serve', '--host', 'a b']],
  ['a host with a TAB', ['serve', '--host', 'a\tb']],
  ['a host in brackets', ['serve', '--host', '[::1]']],
  ['a title with a line break', ['serve', '--title', 'a\nb']],
  ['an unknown log format', ['serve', '--log', 'xml']],
  ['render without a selector', ['render']],
  ['add without --to', ['add', 'story.txt']],
  ['add without a file', ['add', '--to', 'news/example']],
])('%s: 2, a message on stderr, nothing on stdout', async (_what, args) => {
  const { code, stdout, stderr } = await run(...args);
  expect(code).toBe(2);
  expect(stdout.toString()).toBe('');
  expect(stderr).not.toBe('');
  expect(stderr).not.toContain('    at ');
});

test.each([
  ['serve', (dir: string) => ['serve', dir, '--port', '0']],
  ['check', (dir: string) => ['check', dir]],
  ['render', (dir: string) => ['render', '/', '--dir', dir]],
  ['add', (dir: string) => ['add', BIN, '--to', 'a', '--dir', dir]],
])('%s: a folder that is not there is a failure with a fix', async (_command, argsFor) => {
  const missing = join(await temporaryFolder(), 'none');
  const { code, stdout, stderr } = await run(...argsFor(missing));
  expect(code).toBe(1);
  expect(stdout.toString()).toBe('');
  expect(stderr).toBe(
    `gopherwire: there is no folder ${missing}\n  fix: give the folder that holds your articles, or make it: mkdir ${missing}\n`,
  );
});

test('a file is no folder of articles', async () => {
  const { code, stderr } = await run('check', BIN);
  expect(code).toBe(1);
  expect(stderr).toContain(`${BIN} is not a folder\n  fix: `);
});

test('a port in use is a failure that names the port and a way on', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? String(address.port) : '';
  const dir = await temporaryFolder();
  const { code, stdout, stderr } = await run('serve', dir, '--port', port, '--listen', '127.0.0.1');
  expect(code).toBe(1);
  expect(stdout.toString()).toBe('');
  expect(stderr).toContain(`port ${port} of 127.0.0.1 is in use by another program\n  fix: `);
  expect(stderr).not.toContain('    at ');
});

test('a second listener that cannot listen ends the first one too', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? String(address.port) : '';
  const listen = ['--listen', '127.0.0.1', '--listen', `127.0.0.1:${port}=cp437-40`];
  const { code, stderr } = await run('serve', await temporaryFolder(), '--port', '0', ...listen);
  expect(code).toBe(1);
  expect(stderr).toContain(`port ${port} of 127.0.0.1 is in use`);
});

/** Root has to say that it wants to serve others. */
const asRoot = process.getuid?.() === 0 ? ['--user', 'root'] : [];

test('an address that is not of this machine is a failure with a fix', async () => {
  const dir = await temporaryFolder();
  const { code, stderr } = await run('serve', dir, '--port', '0', '--listen', '192.0.2.1', ...asRoot);
  expect(code).toBe(1);
  expect(stderr).toContain('192.0.2.1 is not an address of this machine\n  fix: ');
});

/** What `check DIR` writes to a terminal. */
function onTerminal(dir: string, env: Readonly<Record<string, string>>): string {
  const { NO_COLOR: _, ...inherited } = process.env;
  const command = `'${process.execPath}' '${BIN}' check '${dir}'`;
  const options = { env: { ...inherited, ...env }, encoding: 'utf8', input: '' } as const;
  return spawnSync('script', ['-qec', command, '/dev/null'], options).stdout;
}

test('colour only on a terminal, and not with NO_COLOR', async ({ skip }) => {
  if (spawnSync('script', ['--version']).error !== undefined) skip('script(1) is not installed');
  const dir = await folderWith({ 'a/story.txt': documentOf() });
  expect((await run('check', dir)).stdout.toString()).not.toContain('\u001b');
  expect(onTerminal(dir, {})).toContain('\u001b[32mserved\u001b[0m: a/story.txt');
  const plain = onTerminal(dir, { NO_COLOR: '1' });
  expect(plain).toContain('served: a/story.txt');
  expect(plain).not.toContain('\u001b');
  // [no-color.org] an empty value does not count
  expect(onTerminal(dir, { NO_COLOR: '' })).toContain('\u001b[32m');
});

test('a reader of stdout that goes away ends check quietly', async () => {
  const files = Array.from({ length: 300 }, (_, index) => [`a/story-${index}.txt`, documentOf()] as const);
  const dir = await folderWith(Object.fromEntries(files));
  const child = spawn(process.execPath, [BIN, 'check', dir, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.destroy();
  await once(child, 'close');
  expect(child.exitCode).toBe(0);
  expect(stderr).toBe('');
});
