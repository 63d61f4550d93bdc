/** Several daemons on one folder and one state folder: all serve all changes, and none disturbs another. */
import { readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { createStore, lockStore, storePath } from '../../src/index/store.ts';
import { OPEN, skipWithoutSqlite } from '../support/catalogues.ts';
import { get } from '../support/client.ts';
import { databaseIn, overwrite } from '../support/damage.ts';
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

beforeEach(skipWithoutSqlite);

const story = (n: number): string => documentOf({ title: `Story ${n}`, body: `Harbour number${n}.` });
const files = Object.fromEntries(
  Array.from({ length: 20 }, (_, n) => [`feed/2025/06/story-${n}.txt`, story(n)]),
);

/** `daemon` serves and finds so many articles. */
const shows = (daemon: Daemon, count: number): Promise<unknown> =>
  eventually(async () => {
    const [list, found] = [
      await get(daemon.port, '/feeds/feed/'),
      await get(daemon.port, '/search\tharbour'),
    ];
    return list.split('Story ').length - 1 === count && found.includes(`${count} articles`)
      ? true
      : undefined;
  });

test('two that start at once on nothing share one catalogue', async () => {
  for (let round = 0; round < 2; round++) {
    const [dir, state] = [await folderWith(files), await temporaryFolder()];
    const daemons = await Promise.all([1, 2].map(() => daemonForTest(dir, '--state', state)));
    for (const daemon of daemons) {
      await shows(daemon, 20);
      expect(daemon.stderr).not.toContain('Search is off');
    }
    expect(readdirSync(state).filter((name) => name.endsWith('.sqlite'))).toHaveLength(1);
    await Promise.all(daemons.map((daemon) => daemon.stop('SIGKILL')));
  }
});

test('what changes shows at both; when the one that writes is killed the other goes on', async () => {
  const [dir, state] = [await folderWith(files), await temporaryFolder()];
  const writer = await daemonForTest(dir, '--state', state);
  const follower = await daemonForTest(dir, '--state', state);
  for (const daemon of [writer, follower]) await shows(daemon, 20);
  await put(join(dir, 'feed/2025/06/story-20.txt'), story(20));
  for (const daemon of [writer, follower]) await shows(daemon, 21);

  await writer.stop('SIGKILL');
  await put(join(dir, 'feed/2025/06/story-21.txt'), story(21));
  await rm(join(dir, 'feed/2025/06/story-0.txt'));
  await rm(join(dir, 'feed/2025/06/story-1.txt'));
  await shows(follower, 20);
  const third = await daemonForTest(dir, '--state', state);
  await put(join(dir, 'feed/2025/06/story-22.txt'), story(22));
  for (const daemon of [follower, third]) await shows(daemon, 21);
  for (const daemon of [writer, follower, third]) expect(daemon.stderr).not.toMatch(/catalogue|failed/);
});

test('the state folder that is removed under both is made by one, and the other takes it up', async () => {
  const [dir, state] = [await folderWith(files), await temporaryFolder()];
  const daemons = [await daemonForTest(dir, '--state', state), await daemonForTest(dir, '--state', state)];
  await rm(state, { recursive: true });
  await eventually(() =>
    Promise.resolve(daemons.some(({ stderr }) => stderr.includes('was gone')) || undefined),
  );
  await put(join(dir, 'feed/2025/06/story-20.txt'), story(20));
  for (const daemon of daemons) await shows(daemon, 21);
});

test.each(['the one that writes', 'the one that follows'] as const)(
  'a catalogue that is damaged under both is met by %s, made anew by one, and taken up by the other',
  async (who) => {
    const [dir, state] = [await folderWith(files), await temporaryFolder()];
    const writer = await daemonForTest(dir, '--state', state);
    const follower = await daemonForTest(dir, '--state', state);
    for (const daemon of [writer, follower]) await shows(daemon, 20);
    const path = await databaseIn(state);
    const before = statSync(path).ino;
    await overwrite(path, () => true);
    await overwrite(`${path}-wal`, () => true);
    // one writes, the other reads what it has not read yet
    if (who === 'the one that writes') await put(join(dir, 'feed/2025/06/story-20.txt'), story(20));
    else expect(await get(follower.port, '/publisher/example-wire/')).toMatch(/^3Something went wrong/);
    await eventually(() =>
      Promise.resolve(statSync(path, { throwIfNoEntry: false })?.ino !== before || undefined),
    );
    await put(join(dir, 'feed/2025/06/story-20.txt'), story(20));
    for (const daemon of [follower, writer]) await shows(daemon, 21);
    expect(writer.stderr + follower.stderr).toContain('is damaged: it is made anew');

    // who wrote writes on, and who followed follows
    await put(join(dir, 'feed/2025/06/story-21.txt'), story(21));
    for (const daemon of [follower, writer]) await shows(daemon, 22);
    await writer.stop('SIGKILL');
    await put(join(dir, 'feed/2025/06/story-22.txt'), story(22));
    await shows(follower, 23);
  },
);

test('commands beside a daemon see what it has, and leave it as it is', async () => {
  const [dir, state] = [await folderWith(files), await temporaryFolder()];
  const daemon = await daemonForTest(dir, '--state', state);
  await shows(daemon, 20);
  const { code, stdout } = await run('search', 'number7', '--dir', dir, '--state', state);
  expect([code, String(stdout)]).toEqual([0, expect.stringContaining('Story 7')]);
  expect(String((await run('status', dir, '--state', state)).stdout)).toContain('20 served');
  await shows(daemon, 20);
});

test.skipIf(OPEN === undefined)(
  'one of another version serves from memory, and leaves the catalogue to the others (skipped without SQLite)',
  async () => {
    if (OPEN === undefined) return;
    const [dir, state] = [await folderWith(files), await temporaryFolder()];
    const path = storePath(state, dir);
    const lock = lockStore(OPEN, path);
    onTestFinished(() => void lock?.close());
    createStore(OPEN, path);
    const database = OPEN(path);
    database.exec('PRAGMA user_version = 999');
    const before = statSync(path).ino;
    const daemon = await daemonForTest(dir, '--state', state);
    expect(daemon.stderr).toContain('another process uses');
    expect(daemon.stderr).toContain('of another version');
    expect(await get(daemon.port, '/feeds/feed/2025/06/story-3')).toContain('Story 3');
    expect(database.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: 999 });
    expect(statSync(path).ino).toBe(before);
    database.close();
  },
);
