/** `gopherwire search` and `gopherwire status`: the catalogue on the command line. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { skipWithoutSqlite } from '../support/catalogues.ts';
import { get } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { daemonIn, eventually, folderWith, put, runIn } from '../support/program.ts';

beforeEach(skipWithoutSqlite);

const FILES = {
  'articles/rivers/feed.toml': 'title = "Rivers"\nlanguage = "en"\n',
  'articles/rivers/bridge.txt': documentOf({
    title: 'The old bridge',
    body: 'Nobody knows who built it.\n\nThe ford lies below the bridge, where the water is low.',
  }),
  'articles/rivers/ferry.txt': documentOf({
    title: 'A ferry',
    body: 'The ferry waits for the water to rise.',
  }),
  'articles/towns/market.txt': documentOf({ title: 'Market day', body: 'Caf\u00e9s open at six.' }),
  'articles/towns/held.txt': documentOf({ licence: 'All rights reserved' }),
};

interface Found {
  readonly total: number;
  readonly isMore: boolean;
  readonly near: readonly string[];
  readonly articles: readonly Readonly<Record<string, unknown>>[];
}

const jsonOf = async (cwd: string, ...args: readonly string[]): Promise<Found> => {
  const { stdout } = await runIn({ cwd }, 'search', '--json', ...args);
  const found: Found = JSON.parse(stdout.toString());
  return found;
};

test('all words, in any case and with or without accents; a line of the article shows why', async () => {
  const cwd = await folderWith(FILES);
  const { code, stdout, stderr } = await runIn({ cwd }, 'search', 'WATER', 'ford');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '1 article.\n' });
  expect(stdout.toString()).toBe(
    '2025-06-30 The old bridge\n  /feeds/rivers/bridge.txt\n  Example Wire, CC BY-ND 4.0\n' +
      '  The ford lies below the bridge, where the water is low.\n\n',
  );
  expect(await jsonOf(cwd, 'cafes')).toEqual({
    total: 1,
    isMore: false,
    near: [],
    articles: [
      {
        selector: '/feeds/towns/market.txt',
        date: '2025-06-30',
        title: 'Market day',
        publisher: 'Example Wire',
        licence: 'CC-BY-ND-4.0',
        excerpt: 'Caf\u00e9s open at six.',
      },
    ],
  });
});

test('--below, --limit, filters, and what is changed is found as it is now', async () => {
  const cwd = await folderWith(FILES);
  expect((await jsonOf(cwd, 'water')).total).toBe(2);
  expect((await jsonOf(cwd, 'water', '--limit', '1')).articles).toHaveLength(1);
  expect((await jsonOf(cwd, 'water', '--below', '/rivers/')).total).toBe(2);
  expect((await jsonOf(cwd, 'water', '--below', 'towns')).total).toBe(0);
  expect((await jsonOf(cwd, 'water lang:en not ferry')).total).toBe(1);
  await put(join(cwd, 'articles/rivers/ferry.txt'), documentOf({ title: 'A ferry', body: 'It is gone.' }));
  await rm(join(cwd, 'articles/rivers/bridge.txt'));
  expect((await jsonOf(cwd, 'water')).total).toBe(0);
  expect((await jsonOf(cwd, 'gone')).total).toBe(1);
});

test('nothing found: 1, and near spellings; a faulty search is a usage error', async () => {
  const cwd = await folderWith(FILES);
  const { code, stdout, stderr } = await runIn({ cwd }, 'search', 'brigde');
  expect({ code, stdout: stdout.toString(), stderr }).toEqual({
    code: 1,
    stdout: '',
    stderr: '0 articles.\nNear spellings: bridge\n',
  });
  expect((await jsonOf(cwd, 'ferry WATTER lang:en')).near).toEqual(['ferry water lang:en']);
  for (const words of ['not', '-water', 'lang:en', '" "', 'after:yesterday water']) {
    const faulty = await runIn({ cwd }, 'search', '--', words);
    expect({ words, code: faulty.code, stdout: faulty.stdout.toString() }).toEqual({
      words,
      code: 2,
      stdout: '',
    });
    expect(faulty.stderr).toMatch(/^gopherwire: .+\n {2}fix: see: gopherwire search --help\n$/);
  }
});

test('a word with a minus is an option unless it stands behind --, and the message says so', async () => {
  const cwd = await folderWith(FILES);
  for (const words of [['-ferry'], ['water', '-ferry'], ['-harbour', 'water']]) {
    const { code, stdout, stderr } = await runIn({ cwd }, 'search', ...words);
    const word = words.find((one) => one.startsWith('-'))?.slice(1);
    expect({ words, code, stdout: stdout.toString() }).toEqual({ words, code: 2, stdout: '' });
    expect(stderr).toBe(
      `error: unknown option '-${word}'\n  fix: to leave out what has a word write "not ${word}", or put -- before all words: gopherwire search -- lake -${word}\n(--help tells more)\n`,
    );
  }
  const { code, stderr } = await runIn({ cwd }, 'search', 'water', '--jsn');
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^error: unknown option '--jsn'\n(?!.*fix)/)]);
  expect((await jsonOf(cwd, '--', 'water', '-ferry')).total).toBe(1);
  expect((await jsonOf(cwd, 'water', 'not', 'ferry')).total).toBe(1);
});

test('beside a daemon that serves the folder both find the same', async () => {
  const cwd = await folderWith(FILES);
  const daemon = await daemonIn({ cwd });
  const menu = await get(daemon.port, '/search\tferry water');
  expect(menu).toContain('12025-06-30 A ferry\t/feeds/rivers/ferry\t');
  expect((await jsonOf(cwd, 'ferry water')).total).toBe(1);
  await put(join(cwd, 'articles/rivers/raft.txt'), documentOf({ title: 'A raft', body: 'Ferry or raft?' }));
  await eventually(async () =>
    (await get(daemon.port, '/search\traft')).includes('A raft') ? true : undefined,
  );
  expect((await jsonOf(cwd, 'raft')).total).toBe(1);
  expect(await daemon.stop()).toBe(0);
});

test('without a state folder it says what is wrong', async () => {
  const cwd = await folderWith(FILES);
  const { code, stderr } = await runIn({ cwd }, 'search', 'water', '--state', '/dev/null/none');
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^gopherwire: the state folder \/dev\/null\/none cannot be used: .*\n {2}fix: give one that can be written to with --state\n$/,
  );
});

test('status: articles by feed, licence and language, what is held and why, the last change', async () => {
  const cwd = await folderWith(FILES);
  const { code, stdout } = await runIn({ cwd }, 'status');
  expect(code).toBe(0);
  const [summary, catalogue, change, ...rest] = stdout.toString().split('\n');
  expect(summary).toBe('articles: 4 documents: 3 served, 1 held');
  expect(catalogue).toMatch(/^Catalogue: \/.+\/gopherwire\/articles-[0-9a-f]{12}\.sqlite, \d/);
  expect(change).toMatch(/^Last change: 20\d\d-.*Z, add \S+; 3 changes in all$/);
  expect(rest).toEqual([
    '',
    'By feed',
    '  2  rivers',
    '  1  towns',
    '',
    'By licence',
    '  3  CC-BY-ND-4.0',
    '',
    'By language',
    '  2  en',
    '',
    'Held, by reason',
    '  1  licence-unknown',
    '',
  ]);
  const json = await runIn({ cwd }, 'status', 'articles', '--json');
  expect(JSON.parse(json.stdout.toString())).toMatchObject({
    dir: 'articles',
    documents: 4,
    held: 1,
    feeds: [
      { name: 'rivers', count: 2 },
      { name: 'towns', count: 1 },
    ],
    lastChange: { sequence: 3, change: 'add' },
  });
});
