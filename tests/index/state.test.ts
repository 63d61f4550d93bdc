/** The state folder in every state: not to be had, damaged, of another version, gone while the daemon runs. */
import { rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Database } from '../../src/index/sqlite.ts';
import { OPEN, skipWithoutSqlite } from '../support/catalogues.ts';
import { get } from '../support/client.ts';
import { databaseIn, overwrite } from '../support/damage.ts';
import { documentOf } from '../support/documents.ts';
import {
  daemonForTest,
  daemonIn,
  eventually,
  folderWith,
  put,
  ROOT,
  run,
  startDaemon,
  temporaryFolder,
  type Daemon,
} from '../support/program.ts';

const files = Object.fromEntries(
  Array.from({ length: 60 }, (_, n) => [
    `feed-${n % 3}/2025/06/story-${n}.txt`,
    documentOf({ title: `Story ${n}`, publisher: `Wire ${n % 5}`, body: `Harbour number${n}. `.repeat(20) }),
  ]),
);

/** The answer of `daemon` to `selector` that `isRight`, once it is given; until then only errors are. */
const answered = (daemon: Daemon, selector: string, isRight: (reply: string) => boolean): Promise<string> =>
  eventually(async () => {
    const reply = await get(daemon.port, selector);
    if (isRight(reply)) return reply;
    expect(reply).toMatch(/\.\r\n$/);
    return undefined;
  });

/** All is served, and found. */
async function expectWhole(daemon: Daemon, count = 60): Promise<void> {
  await answered(daemon, '/search\tharbour', (reply) => reply.includes(`${count} articles`));
  await answered(daemon, '/search\tnumber7', (reply) => reply.includes('Story 7'));
  for (const path of ['feed-0/2025/06/story-57', 'feed-1/2025/06/story-4', 'feed-2/2025/06/story-59'])
    await answered(daemon, `/feeds/${path}`, (reply) => reply.includes('Story '));
  for (const selector of [
    '/',
    '/feeds/feed-1/',
    '/feeds/feed-2/2025/06/',
    '/publisher/',
    '/publisher/wire-3/',
  ])
    await answered(daemon, selector, (reply) => /^[01].*\t\/feeds\/|^1.*\t\/publisher\//m.test(reply));
}

const told = (daemon: Daemon, message: string): Promise<true> =>
  eventually(() => Promise.resolve(daemon.stderr.includes(message) || undefined));

/** A state folder with what a daemon has left behind that was stopped. */
async function usedState(dir: string): Promise<string> {
  const state = await temporaryFolder();
  expect((await run('status', dir, '--state', state)).code).toBe(0);
  return state;
}

function withDatabase<T>(path: string, work: (database: Database) => T): T {
  if (OPEN === undefined) throw new Error('there is no SQLite');
  const database = OPEN(path);
  try {
    return work(database);
  } finally {
    database.close();
  }
}

interface Without {
  readonly what: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly reason: string;
}

const NO_SQLITE = { NODE_OPTIONS: `--import ${join(ROOT, 'tests/support/no-sqlite.mjs')}` };

test.for<Without>([
  { what: 'there is no SQLite', env: NO_SQLITE, reason: 'there is no SQLite' },
  { what: 'no home', env: { HOME: '/', XDG_STATE_HOME: '' }, reason: 'the account has no home' },
  {
    what: 'a state folder that is a file',
    args: ['--state', join(ROOT, 'package.json')],
    reason: 'cannot be used: EEXIST',
  },
  {
    what: 'a state folder that cannot be made',
    args: ['--state', '/proc/gopherwire'],
    reason: 'cannot be used: ENOENT',
  },
  { what: 'a state folder that takes no files', args: ['--state', '/proc/self'], reason: 'cannot be used: ' },
])(
  '$what: all is served from memory, search is off, and why is told',
  async ({ env = {}, args = [], reason }, context) => {
    if (env !== NO_SQLITE) skipWithoutSqlite(context);
    const dir = await folderWith(files);
    const daemon = await daemonIn({ env }, dir, ...args);
    expect(daemon.stderr).toContain('Search is off, and all articles are kept in memory: ');
    expect(daemon.stderr).toContain(reason);
    expect(daemon.stderr).toMatch(/\n {2}fix: .*; SIGHUP has it tried again\n/);
    expect(await get(daemon.port, '/feeds/feed-1/2025/06/story-4')).toContain('Story 4');
    expect(await get(daemon.port, '/search\tharbour')).toContain('Search is off on this server.');
    await put(join(dir, 'feed-9/new.txt'), documentOf({ title: 'A new one' }));
    await answered(daemon, '/feeds/feed-9/new', (reply) => reply.includes('A new one'));
  },
);

test('a state folder that can be had later is taken up with SIGHUP, and so is another one', async (context) => {
  skipWithoutSqlite(context);
  const cwd = await folderWith({
    'gopherwire.toml': 'state = "state"\n',
    state: 'no folder',
    'articles/a/one.txt': documentOf({ title: 'One', body: 'Harbour.' }),
  });
  const daemon = await daemonIn({ cwd });
  const off = 'Search is off on this server.';
  expect(await get(daemon.port, '/search\tharbour')).toContain(off);
  daemon.child.kill('SIGHUP');
  await told(daemon, 'The articles are served as before: the state folder state cannot be used: ');
  expect(await get(daemon.port, '/search\tharbour')).toContain(off);
  await rm(join(cwd, 'state'));
  await put(join(cwd, 'articles/a/two.txt'), documentOf({ title: 'Two', body: 'Harbour.' }));
  daemon.child.kill('SIGHUP');
  await told(daemon, 'The catalogue is kept in state now, and search is on.');
  expect(await get(daemon.port, '/search\tharbour')).toContain('2 articles');
  await writeFile(join(cwd, 'gopherwire.toml'), 'state = "other"\n');
  daemon.child.kill('SIGHUP');
  await told(daemon, 'The catalogue is kept in other now, and search is on.');
  await put(join(cwd, 'articles/a/three.txt'), documentOf({ title: 'Three', body: 'Harbour.' }));
  await answered(daemon, '/search\tharbour', (reply) => reply.includes('3 articles'));
  expect(await databaseIn(join(cwd, 'other'))).toContain('.sqlite');
  expect(await daemon.stop()).toBe(0);
});

test.for<[string, (path: string) => Promise<unknown>, string]>([
  ['garbage', (path) => writeFile(path, 'no database at all '.repeat(999)), 'damaged'],
  ['cut in the middle', async (path) => truncate(path, (await stat(path)).size / 2), 'damaged'],
  ['overwritten but for the first page', (path) => overwrite(path, () => true), 'damaged'],
  ['overwritten in each third page', (path) => overwrite(path, (page) => page % 3 === 0), 'damaged'],
  ['empty', (path) => writeFile(path, ''), ''],
  [
    'of another version',
    async (path) =>
      Promise.resolve(withDatabase(path, (database) => database.exec('PRAGMA user_version = 999'))),
    'of another version',
  ],
])('a catalogue that is %s is made anew', async ([, damage, message], context) => {
  skipWithoutSqlite(context);
  const dir = await folderWith(files);
  const state = await usedState(dir);
  await damage(await databaseIn(state));
  const daemon = await daemonForTest(dir, '--state', state);
  await expectWhole(daemon);
  if (message !== '') await told(daemon, `is ${message}: it is made anew`);
  expect(daemon.stderr).not.toContain('Search is off');
});

test('a damage that only a reader meets is an error to that one, and the catalogue is made anew', async (context) => {
  skipWithoutSqlite(context);
  const dir = await folderWith(files);
  const state = await usedState(dir);
  const path = await databaseIn(state);
  const page = withDatabase(path, (database) => {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'served_by_publisher'").get();
  })?.['rootpage'];
  await overwrite(path, (number) => number === page);
  const daemon = await startDaemon(dir, '--state', state);
  try {
    expect(daemon.stderr).not.toContain('damaged');
    expect(await get(daemon.port, '/publisher/wire-3/')).toMatch(/^3Something went wrong/);
    await told(daemon, 'is damaged: it is made anew');
    await expectWhole(daemon);
  } finally {
    await daemon.stop('SIGKILL');
  }
});

test('a damage while the daemon runs is met by what comes next, and mended', async (context) => {
  skipWithoutSqlite(context);
  const dir = await folderWith(files);
  const state = await temporaryFolder();
  const daemon = await daemonForTest(dir, '--state', state);
  await expectWhole(daemon);
  const path = await databaseIn(state);
  await overwrite(path, () => true);
  await overwrite(`${path}-wal`, () => true);
  for (let n = 60; n < 64; n++)
    await put(
      join(dir, `feed-${n % 3}/2025/06/story-${n}.txt`),
      documentOf({ title: `Story ${n}`, body: `Harbour number${n}.` }),
    );
  await told(daemon, 'is damaged: it is made anew');
  await expectWhole(daemon, 64);
});

test('the state folder may be removed while the daemon runs: it is made again', async (context) => {
  skipWithoutSqlite(context);
  const dir = await folderWith(files);
  const state = await temporaryFolder();
  const daemon = await daemonForTest(dir, '--state', state);
  await expectWhole(daemon);
  await rm(state, { recursive: true });
  await told(daemon, 'was gone: it is made anew');
  await put(join(dir, 'feed-0/2025/06/story-60.txt'), documentOf({ title: 'Story 60', body: 'Harbour.' }));
  await expectWhole(daemon, 61);
  expect(await databaseIn(state)).toContain('.sqlite');
});
