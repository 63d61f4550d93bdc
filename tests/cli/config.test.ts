/** Settings by flag, environment and file: which of them holds, and where a file is found. */
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { expect, test } from 'vitest';
import { get } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { daemonIn, folderWith, put, runIn, temporaryFolder, type Surroundings } from '../support/program.ts';

type Shown = Readonly<Record<string, { readonly value: unknown; readonly from: string }>>;

async function config(surroundings: Surroundings, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runIn(surroundings, 'config', ...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.toString();
}

async function shown(surroundings: Surroundings, ...args: readonly string[]): Promise<Shown> {
  const settings: Shown = JSON.parse(await config(surroundings, '--json', ...args));
  return settings;
}

test('each item of a list in the file is one place, spaces and all', async () => {
  const listen = [
    '127.0.0.1:1,certificate=/my files/a.pem,key=/my files/a.key',
    'fd:two words=us-ascii-40',
    'fd:a@7070.socket',
  ];
  const cwd = await folderWith({ 'gopherwire.toml': `listen = ${JSON.stringify(listen)}\n` });
  expect((await shown({ cwd }))['listen']?.value).toEqual(listen);
});

test('check, add and render find the folder as serve does', async () => {
  const cwd = await folderWith({
    'gopherwire.toml': 'dir = "wire"\nport = 70\n',
    'other.toml': 'dir = "other"\n',
    'wire/a/story.txt': documentOf(),
    'other/b/story.txt': documentOf(),
    'story.txt': documentOf(),
  });
  const checked = async (
    env: Readonly<Record<string, string>>,
    ...args: readonly string[]
  ): Promise<string> => (await runIn({ cwd, env }, 'check', ...args)).stdout.toString();
  expect(await checked({})).toContain('a/story.txt');
  expect(await checked({}, '--config', 'other.toml')).toContain('b/story.txt');
  expect(await checked({ GOPHERWIRE_DIR: 'other' })).toContain('b/story.txt');
  expect(await checked({ GOPHERWIRE_DIR: 'wire' }, 'other')).toContain('b/story.txt');
  const added = await runIn({ cwd }, 'add', 'story.txt', '--to', 'c');
  expect(added.stdout.toString()).toMatch(/^added wire\/c\//);
  const { code, stderr } = await runIn({ cwd: await folderWith({ 'gopherwire.toml': 'x = 1\n' }) }, 'check');
  expect({ code, told: stderr.includes('there is no setting x') }).toEqual({ code: 2, told: true });
});

interface Kind {
  readonly name: string;
  readonly byDefault: unknown;
  /** In the file, in the environment and as a flag: the text, and the value. */
  readonly file: readonly [string, unknown];
  readonly environment: readonly [string, unknown];
  readonly flag: readonly [readonly string[], unknown];
}

const KINDS: readonly Kind[] = [
  {
    name: 'title',
    byDefault: 'gopherwire',
    file: ['"From # the file"', 'From # the file'],
    environment: ['From the "environment"', 'From the "environment"'],
    flag: [['--title', 'From the flag'], 'From the flag'],
  },
  {
    name: 'port',
    byDefault: 7070,
    file: ['70', 70],
    environment: ['71', 71],
    flag: [['--port', '72'], 72],
  },
  {
    name: 'strict-text',
    byDefault: false,
    file: ['true', true],
    environment: ['no', false],
    flag: [['--strict-text'], true],
  },
  {
    name: 'listen',
    byDefault: null,
    file: ['[\n  "localhost:1",\n  "localhost:2=cp437-40",\n]', ['localhost:1', 'localhost:2=cp437-40']],
    environment: ['localhost:3 localhost:4', ['localhost:3', 'localhost:4']],
    flag: [
      ['--listen', 'localhost:5', '--listen', 'localhost:6'],
      ['localhost:5', 'localhost:6'],
    ],
  },
  {
    name: 'exempt',
    byDefault: 'loopback',
    file: ['["192.0.2.0/24", "2001:db8::/32"]', '192.0.2.0/24 2001:db8::/32'],
    environment: ['none', 'none'],
    flag: [['--exempt', '::1,127.0.0.1'], '::1,127.0.0.1'],
  },
  {
    name: 'log',
    byDefault: 'combined',
    file: ['"json"', 'json'],
    environment: ['none', 'none'],
    flag: [['--log', 'combined'], 'combined'],
  },
  {
    name: 'log-addresses',
    byDefault: 'none',
    file: ['true', 'full'],
    environment: ['truncated', 'truncated'],
    flag: [['--log-addresses'], 'full'],
  },
];

test('flags go before environment, environment before file, file before defaults', async () => {
  const cwd = await folderWith({
    'gopherwire.toml': KINDS.map(({ name, file: [text] }) => `${name} = ${text}\n`).join(''),
  });
  const env = Object.fromEntries(
    KINDS.map(({ name, environment: [text] }) => [
      `GOPHERWIRE_${name.toUpperCase().replaceAll('-', '_')}`,
      text,
    ]),
  );
  const flags = KINDS.flatMap(({ flag: [words] }) => words);
  const all = await Promise.all([
    shown({ cwd: await temporaryFolder() }),
    shown({ cwd }),
    shown({ cwd, env }),
    shown({ cwd, env }, ...flags),
  ]);
  const lineOf = (name: string): number => {
    const before = KINDS.slice(
      0,
      KINDS.findIndex((kind) => kind.name === name),
    );
    return 1 + before.reduce((lines, { file: [text] }) => lines + text.split('\n').length, 0);
  };
  for (const { name, byDefault, file, environment, flag } of KINDS)
    expect(all.map((settings) => settings[name])).toEqual([
      { value: byDefault, from: 'default' },
      { value: file[1], from: `gopherwire.toml, line ${lineOf(name)}` },
      { value: environment[1], from: `GOPHERWIRE_${name.toUpperCase().replaceAll('-', '_')}` },
      { value: flag[1], from: 'flag' },
    ]);
});

test('what config prints is a file that gives the same settings again', async () => {
  const flags = KINDS.flatMap(({ flag: [words] }) => words);
  const odd = ['--admin', 'Ann "A" <ann@example.org> \\ # \u6f22', '--tls-key', "it's a\nkey.pem"];
  const first = await config({ cwd: await temporaryFolder() }, 'my wire', ...flags, ...odd);
  const cwd = await folderWith({ 'gopherwire.toml': first });
  const second = await config({ cwd });
  expect(parse(second)).toEqual(parse(first));
  expect(parse(first)).toMatchObject({ dir: 'my wire', admin: odd[1], 'tls-key': odd[3], port: 72 });
  expect(first).toMatch(/^port = 72 +# flag$/m);
  expect(first).toMatch(/^max-bytes = 0 +# default$/m);
  expect(first).toMatch(/^# user is not set$/m);
  expect(second).toMatch(/^port = 72 +# gopherwire\.toml, line 3$/m);
});

test('a configuration is found in the working folder, and one that is named goes before it', async () => {
  const cwd = await folderWith({
    'gopherwire.toml': 'title = "Found"\ndir = "wire"\nlog = "none"\nport = 7171\n',
    'other.toml': 'title = "Named"\ndir = "wire"\n',
    'third.toml': 'title = "By flag"\ndir = "wire"\n',
    'wire/a/story.txt': documentOf(),
  });
  const titles = async (env: Readonly<Record<string, string>>, ...args: string[]): Promise<unknown[]> => {
    const rendered = await runIn({ cwd, env }, 'render', '/', ...args);
    const served = await daemonIn({ cwd, env }, ...args);
    return [
      (await shown({ cwd, env }, ...args))['title']?.value,
      /^i(\S+(?: \S+)?)/.exec(rendered.stdout.toString())?.[1],
      /^i(\S+(?: \S+)?)/.exec(await get(served.port, ''))?.[1],
    ];
  };
  expect(await titles({})).toEqual(['Found', 'Found', 'Found']);
  const env = { GOPHERWIRE_CONFIG: 'other.toml' };
  expect(await titles(env)).toEqual(['Named', 'Named', 'Named']);
  expect(await titles(env, '--config', 'third.toml')).toEqual(['By flag', 'By flag', 'By flag']);
});

test('render prints what serve sends', async () => {
  const cwd = await folderWith({ 'wire/a/story.txt': documentOf() });
  const env = { GOPHERWIRE_ADMIN: 'ann@example.org' };
  await put(join(cwd, 'gopherwire.toml'), 'host = "gopher.example.org"\ndir = "wire"\nstrict-text = true\n');
  const daemon = await daemonIn({ cwd, env });
  for (const selector of ['/', '/about.txt', '/caps.txt', '/feeds/a/story.txt']) {
    const { stdout } = await runIn({ cwd, env }, 'render', selector, '--port', String(daemon.port));
    expect(stdout.toString()).toBe(await get(daemon.port, selector));
  }
});
