/** Two runs at once, runs that were killed or are stopped, and disks that are full. */
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { feedToml, filesIn, itemOf, rssOf, startSync, sync, takingFrom } from '../support/intake.ts';
import { folderWith, ROOT, run, runIn } from '../support/program.ts';
import { gate, startUpstream } from '../support/upstream.ts';

const stories = (...numbers: readonly number[]): string =>
  rssOf(numbers.map((n) => itemOf({ link: `https://news.example/${n}`, title: `Story ${n}` })));
const machine = hostname().replace(/[^A-Za-z0-9]/g, '_');

test('a second run says who holds the folder, and leaves all to the first', async () => {
  const { route, asked, open } = gate(stories(1));
  const upstream = await startUpstream({ '/rss': route });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  const { child, ended } = startSync(dir);
  await asked;
  const second = await sync(dir);
  expect(second.code).toBe(1);
  expect(second.stderr).toContain(`by process ${child.pid} on ${machine}\n  fix: wait until it is done\n`);
  open();
  expect(await ended).toMatchObject({ code: 0 });
  expect((await filesIn(dir)).kept.filter((file) => /lock-|\.tmp$/.test(file))).toEqual([]);
});

test('of two that start at once one does all', async () => {
  const upstream = await startUpstream({ '/rss': { body: stories(1, 2, 3) } });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  const codes = (await Promise.all([sync(dir), sync(dir)])).map(({ code }) => code);
  expect(codes).toContain(0);
  expect((await filesIn(dir)).shown).toHaveLength(3);
});

test('what a killed run has left behind goes: its lock, its temporary files, documents that wait for nobody', async () => {
  const upstream = await startUpstream({ '/rss': { body: stories(1) } });
  const dir = await folderWith({
    'a/feed.toml': feedToml(`${upstream.origin}/rss`),
    // its number is ours, its beginning is not
    [`.gopherwire/lock-${machine}-${process.pid}-1`]: '',
    [`.gopherwire/lock-${machine}-4194304-77`]: '',
    [`.gopherwire/${machine}-4194304-0.tmp`]: 'half a docum',
    '.gopherwire/intake/a/pending/00.txt': 'nobody knows it',
  });
  expect((await sync(dir)).code).toBe(0);
  expect((await filesIn(dir)).kept).toEqual([
    '.gopherwire/intake/a/ledger.jsonl',
    '.gopherwire/intake/a/state.json',
  ]);
});

test('a lock of another machine stays, and is named', async () => {
  const dir = await takingFrom('https://news.example/rss');
  await mkdir(join(dir, '.gopherwire'));
  const lock = join(dir, '.gopherwire/lock-elsewhere-12-34');
  await writeFile(lock, '');
  const { code, stderr } = await sync(dir);
  expect(code).toBe(1);
  expect(stderr).toContain('by process 12 on elsewhere\n');
  expect(stderr).toContain(`remove ${lock}\n`);
});

test('Ctrl-C: what was taken is kept, and the next run goes on', async () => {
  const { route, asked } = gate('');
  const summary = itemOf({ title: 'Late' }).replace(
    /<content:encoded>.*<\/content:encoded>/s,
    '<description>x</description>',
  );
  const upstream = await startUpstream({ '/late': route });
  const body = stories(1, 2).replace(
    '</channel>',
    `${summary.replace(/<link>.*<\/link>/, `<link>${upstream.origin}/late</link>`)}</channel>`,
  );
  upstream.set('/rss', { body, headers: { etag: '"1"' } });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  const { child, ended } = startSync(dir);
  await asked;
  child.kill('SIGINT');
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(130);
  expect(stderr).toContain('Stopping: ');
  expect(stdout).toContain('news/example: 2 new, 0 changed, 0 waiting, 0 held, 0 failed\n');
  const { shown, kept } = await filesIn(dir);
  expect(shown).toHaveLength(2);
  expect(kept.filter((file) => /lock-|\.tmp$/.test(file))).toEqual([]);
  upstream.set('/rss', { body: stories(1, 2, 3), headers: { etag: '"1"' } });
  expect((await sync(dir)).stdout.toString()).toContain('1 new, 0 changed, 2 unchanged, ');
});

test.each(['1d', '30d'])(
  '--every %s goes on until SIGTERM, which ends it at once and well',
  async (every) => {
    const { route, asked, open } = gate(stories(1));
    const upstream = await startUpstream({ '/rss': route });
    const { child, ended } = startSync(await takingFrom(`${upstream.origin}/rss`), '--every', every);
    await asked;
    open();
    await once(child.stdout, 'data');
    // long enough for another round
    await run('check', join(ROOT, 'articles'));
    expect(upstream.asked('/rss')).toBe(1);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
  },
);

test.each([
  ['at a document', 'link', '.gopherwire/*', 2],
  ['at the ledger', 'rename', '.gopherwire/*', 1],
  ['at a temporary file', 'FileHandle.sync', '.gopherwire/*', 3],
])('a disk that is full %s loses nothing, and the next run has all', async (_where, call, path, nth) => {
  const upstream = await startUpstream({ '/rss': { body: stories(1, 2, 3), headers: { etag: '"1"' } } });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  const faults = await folderWith({ control: `${call}\t${join(dir, path)}\t${nth}\tENOSPC\n` });
  const env = {
    FAILING_FS: join(faults, 'control'),
    NODE_OPTIONS: `--import=${join(ROOT, 'tests/support/failing-fs.mjs')}`,
  };
  const full = await runIn({ env }, 'sync', dir, '--allow-private');
  expect(full.code).toBe(1);
  expect(full.stderr).toContain('gopherwire: the disk is full\n  fix: make room');
  expect((await filesIn(dir)).kept.filter((file) => /lock-|\.tmp$/.test(file))).toEqual([]);
  expect((await sync(dir)).code).toBe(0);
  expect((await filesIn(dir)).shown).toEqual([1, 2, 3].map((n) => `news/example/2026/03/story-${n}.txt`));
  expect((await sync(dir)).stdout.toString()).toContain('0 new, 0 changed, 0 waiting, 0 held, 0 failed');
});
