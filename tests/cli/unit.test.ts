/** The units, as systemd reads them: apt install systemd. */
import { spawnSync } from 'node:child_process';
import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { unitWord } from '../../src/cli/systemd-text.ts';
import { BIN, folderWith, ROOT, run, temporaryFolder } from '../support/program.ts';
import { isInstalled } from '../support/terminal.ts';

const MAX_EXPOSURE = 1.5;

/** The words of a line of a unit: unquoted, and specifiers resolved [systemd.syntax(7), systemd.unit(5)]. */
function wordsOf(line: string): string[] {
  const words = Array.from(
    line.matchAll(/"((?:[^"\\]|\\["\\])*)"(?= |$)|([^\s"'\\]+)/g),
    ([, quoted, bare]) =>
      (quoted?.replaceAll(/\\(.)/g, '$1') ?? bare ?? '').replaceAll(/%(.?)/g, (_, next: string) => {
        if (next !== '%') throw new Error(`a specifier in ${line}`);
        return '%';
      }),
  );
  return words;
}

async function unit(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run('unit', ...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.toString();
}

const valuesOf = (text: string, key: string): string[] =>
  text.split('\n').flatMap((line) => (line.startsWith(`${key}=`) ? [line.slice(key.length + 1)] : []));

test('a word of a unit is unquoted back to itself', () => {
  const path = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/\p{Cc}/u.test(text));
  const nasty = fc.stringMatching(/^[ "'%\\$a/;:~#]+$/);
  fc.assert(
    fc.property(fc.array(fc.oneof(path, nasty), { minLength: 1 }), (words) => {
      expect(wordsOf(words.map(unitWord).join(' '))).toEqual(words);
    }),
  );
});

test('the service runs this program, with real paths, whatever they hold', async () => {
  const dir = join(await temporaryFolder(), String.raw`a b %h $HOME "q" \x`);
  const [start = ''] = valuesOf(
    await unit('--dir', dir, '--host', 'gopher.example.org', '--port', '70'),
    'ExecStart',
  );
  expect(start.charAt(0)).toBe(':');
  const site = ['--host', 'gopher.example.org', '--port', '70'];
  expect(wordsOf(start.slice(1))).toEqual([process.execPath, await realpath(BIN), 'serve', dir, ...site]);
});

test('the socket listens where the service serves', async () => {
  expect(valuesOf(await unit('socket', '--port', '70'), 'ListenStream')).toEqual(['70']);
  const [start = ''] = valuesOf(await unit('service', '--port', '70'), 'ExecStart');
  expect(start).toMatch(/ --port 70$/);
});

test('what is read below hidden folders is shown, and nothing else there', async () => {
  const text = await unit('--dir', '/home/ann/my wire', '--config', '/srv/gopherwire.toml');
  expect(valuesOf(text, 'ProtectHome')).toEqual(['tmpfs']);
  expect(valuesOf(text, 'BindReadOnlyPaths')).toContain('"/home/ann/my wire"');
  expect(valuesOf(text, 'BindReadOnlyPaths')).not.toContain('/srv/gopherwire.toml');
  const [start = ''] = valuesOf(text, 'ExecStart');
  expect(start).toMatch(/ --config \/srv\/gopherwire\.toml$/);
});

test('what the configuration says is not hidden by flags, and its folder is the folder', async () => {
  const folder = await folderWith({ 'my.toml': 'dir = "/srv/wire"\nhost = "gopher.example.org"\n' });
  const config = join(folder, 'my.toml');
  const serve = [process.execPath, await realpath(BIN), 'serve'];
  const wordsWith = async (...args: readonly string[]): Promise<string[]> =>
    wordsOf(valuesOf(await unit(...args), 'ExecStart')[0]?.slice(1) ?? '');
  expect(await wordsWith('--config', config)).toEqual([...serve, '/srv/wire', '--config', config]);
  expect(await wordsWith('--config', config, '--dir', '/srv/other')).toEqual([
    ...serve,
    '/srv/other',
    '--config',
    config,
  ]);
  expect(await wordsWith()).toEqual([...serve, join(ROOT, 'articles')]);
});

test('--user names an account in place of one that is made', async () => {
  expect(valuesOf(await unit(), 'DynamicUser')).toEqual(['yes']);
  const text = await unit('--user', 'gopher');
  expect(valuesOf(text, 'User')).toEqual(['gopher']);
  expect(valuesOf(text, 'DynamicUser')).toEqual([]);
});

test('the service may write to its state folder, which is for its account alone, and to nothing else', async () => {
  for (const args of [[], ['--user', 'gopher'], ['--dir', '/home/ann/wire']]) {
    const text = await unit('service', ...args);
    expect(valuesOf(text, 'StateDirectory')).toEqual(['gopherwire']);
    expect(valuesOf(text, 'StateDirectoryMode')).toEqual(['0700']);
    expect(valuesOf(text, 'ProtectSystem')).toEqual(['strict']);
    expect(text).not.toMatch(/^(?:ReadWritePaths|BindPaths)=/m);
    // serve takes the folder of the service where no flag names another
    expect(valuesOf(text, 'ExecStart')[0]).not.toContain('--state');
  }
});

test('what fetches runs as the owner of the articles, which alone it can write, and the timer says when', async () => {
  const text = await unit(
    'sync',
    '--dir',
    '/home/ann/my wire',
    '--user',
    'ann',
    '--host',
    'gopher.example.org',
    '--port',
    '70',
  );
  expect(wordsOf(valuesOf(text, 'ExecStart')[0]?.slice(1) ?? '').slice(2)).toEqual([
    'sync',
    '/home/ann/my wire',
    '--host',
    'gopher.example.org',
    '--port',
    '70',
  ]);
  expect(valuesOf(text, 'User')).toEqual(['ann']);
  expect(valuesOf(text, 'ReadWritePaths')).toEqual(['"/home/ann/my wire"']);
  expect(valuesOf(text, 'BindPaths')).toEqual(['"/home/ann/my wire"']);
  expect(valuesOf(text, 'BindReadOnlyPaths')).not.toContain('"/home/ann/my wire"');
  expect(valuesOf(await unit('timer'), 'OnUnitInactiveSec')).toEqual(['6h']);
});

test('a unit that fetches without the name of the server warns, unless its configuration has it', async () => {
  const folder = await folderWith({ 'my.toml': 'host = "gopher.example.org"\n' });
  const args = ['unit', 'sync', '--user', 'ann', '--dir', '/srv/wire'];
  expect(await run(...args)).toMatchObject({ code: 0, stderr: expect.stringContaining('fix: give --host') });
  expect(await run(...args, '--config', join(folder, 'my.toml'))).toMatchObject({ code: 0, stderr: '' });
});

test.each([
  ['a path with a line break', ['--dir', 'a\nExecStartPre=/bin/true']],
  ['an account that is none', ['--user', 'a b']],
  ['an unknown unit', ['path']],
  ['sync without an account', ['sync']],
])('%s: 2', async (_what, args) => {
  const { code, stdout } = await run('unit', ...args);
  expect(code).toBe(2);
  expect(stdout.toString()).toBe('');
});

test.for(['', '--user daemon'])(
  `systemd finds no fault in the units, options "%s", and exposure of at most ${MAX_EXPOSURE} (skipped without systemd)`,
  async (options, { skip }) => {
    if (!isInstalled('systemd-analyze')) skip('systemd-analyze is not installed');
    const made = await temporaryFolder();
    const dir = join(made, 'a b %h "q"');
    await mkdir(dir);
    const args = ['--dir', dir, ...options.split(' ').filter((word) => word !== '')];
    const folder = await folderWith({
      'gopherwire.service': await unit('service', ...args),
      'gopherwire.socket': await unit('socket', ...args),
      'gopherwire-sync.service': await unit(
        'sync',
        '--user',
        'daemon',
        '--host',
        'gopher.example.org',
        ...args,
      ),
      'gopherwire-sync.timer': await unit('timer'),
    });
    const analyze = (...words: readonly string[]): string => {
      const { stdout, stderr, status } = spawnSync('systemd-analyze', words, {
        cwd: folder,
        encoding: 'utf8',
      });
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      return stdout;
    };
    expect(analyze('verify', './gopherwire.service', './gopherwire.socket', './gopherwire-sync.timer')).toBe(
      '',
    );
    for (const name of ['gopherwire.service', 'gopherwire-sync.service']) {
      const told = analyze('security', '--offline=true', `./${name}`);
      const exposure = /Overall exposure level for gopherwire\S*: ([\d.]+) /.exec(told)?.[1];
      expect(Number(exposure)).toBeLessThanOrEqual(MAX_EXPOSURE);
    }
  },
);
