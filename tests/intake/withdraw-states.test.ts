/** Withdrawing what is shown, waits, is held, is withdrawn already or unknown, and what a reader sees then. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { get } from '../support/client.ts';
import { feedToml, filesIn, itemOf, rssOf, sync, textIn } from '../support/intake.ts';
import { daemonForTest, folderWith, ROOT, run, runIn, type Run } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

const SHOWN = '/feeds/shown/2026/03/story.txt';
const item = (feed: string, licence?: string): string =>
  itemOf({
    id: feed,
    link: `https://news.example/${feed}`,
    title: 'Story',
    ...(licence !== undefined && { licence }),
  });

/** A folder with an article that is shown, one that waits and one that is held, each with the name of its feed. */
async function folder(): Promise<string> {
  const nonCommercial = 'https://creativecommons.org/licenses/by-nc/4.0/';
  const upstream = await startUpstream({
    '/shown': { body: rssOf([item('shown')]) },
    '/waiting': { body: rssOf([item('waiting')]) },
    '/held': { body: rssOf([item('held', nonCommercial)], '') },
  });
  const toml = (feed: string, permission?: string): string =>
    feedToml(`${upstream.origin}/${feed}`, permission);
  const dir = await folderWith({
    'shown/feed.toml': toml('shown'),
    'waiting/feed.toml': toml('waiting', ''),
    'held/feed.toml': toml('held'),
  });
  expect((await sync(dir)).code).toBe(3);
  return dir;
}
const withdraw = (dir: string, name: string): Promise<Run> =>
  run('withdraw', name, '--reason', 'an error', '--dir', dir);

test('twice: the second time it is told that it is done, and the first tombstone stays', async () => {
  const dir = await folder();
  expect(await withdraw(dir, SHOWN)).toMatchObject({ code: 0 });
  const before = await filesIn(dir);
  for (const name of [SHOWN, 'shown', 'https://news.example/shown']) {
    const again = await withdraw(dir, name);
    expect(again).toMatchObject({ code: 1 });
    expect(again.stderr).toContain(`${name} is withdrawn already\n  fix: `);
  }
  expect(await filesIn(dir)).toEqual(before);
});

test('what waits goes from the queue without a tombstone; what is held is to be refused', async () => {
  const dir = await folder();
  expect(await withdraw(dir, 'waiting')).toMatchObject({ code: 0 });
  const held = await withdraw(dir, 'held');
  expect(held).toMatchObject({ code: 1 });
  expect(held.stderr).toContain('held is not shown: it is held\n  fix: gopherwire refuse');
  const unknown = await withdraw(dir, '/feeds/shown/2026/03/other.txt');
  expect(unknown).toMatchObject({ code: 1 });
  expect(unknown.stderr).toContain('there is no document /feeds/shown/2026/03/other.txt\n  fix: ');
  const { shown, kept } = await filesIn(dir);
  expect(shown).toEqual(['shown/2026/03/story.txt']);
  expect(kept.filter((file) => file.includes('/pending/'))).toEqual([]);
  expect((await sync(dir)).stdout.toString()).toContain('waiting: 0 new, 0 changed, 0 waiting, 1 not wanted');
});

test('a reader is told that it was withdrawn, and why; lists have it no more', async () => {
  const dir = await folder();
  await withdraw(dir, SHOWN);
  const { port } = await daemonForTest(dir);
  for (const selector of [SHOWN, SHOWN.replace('.txt', '')]) {
    const text = await get(port, selector);
    expect(text).toMatch(/^3Article withdrawn on /);
    expect(text).toContain('an error');
    expect(text).not.toContain('The bridge is open again.');
  }
  for (const list of ['', '/feeds/shown/', '/feeds/shown/2026/03/'])
    expect(await get(port, list)).not.toContain('Story');
});

const FILE = 'shown/2026/03/story.txt';
const TOMBSTONE = 'shown/2026/03/story.withdrawn';

test('what was removed by hand leaves a tombstone too', async () => {
  const dir = await folder();
  await rm(join(dir, FILE));
  expect(await withdraw(dir, SHOWN)).toMatchObject({ code: 0 });
  expect((await filesIn(dir)).shown).toEqual([TOMBSTONE]);
  expect(await textIn(dir, TOMBSTONE)).toContain('\nReason: an error\nTitle: Story\n');
});

/** Withdraws what is shown, and fails where the document is to be removed. */
async function cutShort(dir: string): Promise<void> {
  const faults = await folderWith({ control: `unlink\t${join(dir, FILE)}\t1\tEIO\n` });
  const env = {
    FAILING_FS: join(faults, 'control'),
    NODE_OPTIONS: `--import=${join(ROOT, 'tests/support/failing-fs.mjs')}`,
  };
  expect(await runIn({ env }, 'withdraw', SHOWN, '--reason', 'an error', '--dir', dir)).toMatchObject({
    code: 1,
  });
}

test.each([
  ['sync', (dir: string) => sync(dir, '--feed', 'shown')],
  ['withdraw once more', (dir: string) => withdraw(dir, SHOWN)],
])('cut short before the document is gone: no reader sees it, and %s finishes it', async (_how, finish) => {
  const dir = await folder();
  await cutShort(dir);
  expect((await filesIn(dir)).shown).toEqual([FILE, TOMBSTONE]);
  const { port } = await daemonForTest(dir);
  expect(await get(port, SHOWN)).toMatch(/^3Article withdrawn on /);
  expect(await get(port, '/feeds/shown/')).not.toContain('Story');
  expect(await finish(dir)).toMatchObject({ code: 0 });
  expect((await filesIn(dir)).shown).toEqual([TOMBSTONE]);
  expect(await textIn(dir, TOMBSTONE)).toContain('\nReason: an error\nTitle: Story\n');
});
