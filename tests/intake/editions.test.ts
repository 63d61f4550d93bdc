/** What is approved is approved in its words alone, and what waits is shown as it was taken. */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf } from '../support/documents.ts';
import { filesIn, itemOf, rssOf, sync, takingFrom, textIn } from '../support/intake.ts';
import { folderWith, put, run } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

const FILE = 'news/example/2026/03/story.txt';
const body = (words: string): string =>
  rssOf([
    itemOf({ id: '1', link: 'https://news.example/1', title: 'Story', html: `<p>It is ${words}.</p>` }),
  ]);

/** Damages every document of `dir` that waits. */
async function damagePending(dir: string): Promise<void> {
  const pending = join(dir, '.gopherwire/intake/news~example/pending');
  for (const name of await readdir(pending)) await writeFile(join(pending, name), 'other words');
}

test('a new edition of a selected article waits, and the old one stays until it is approved', async () => {
  const upstream = await startUpstream({ '/rss': { body: body('old') } });
  const dir = await takingFrom(`${upstream.origin}/rss`, '');
  await sync(dir);
  expect((await run('approve', '1', '--dir', dir)).code).toBe(0);
  upstream.set('/rss', { body: body('new') });
  expect((await sync(dir)).stdout.toString()).toContain('0 new, 0 changed, 1 waiting, ');
  expect(await textIn(dir, FILE)).toContain('It is old.');
  expect((await run('approve', '1', '--dir', dir)).code).toBe(0);
  expect(await textIn(dir, FILE)).toContain('It is new.');
});

test('a document that waits and is damaged is not shown, told, and fetched again', async () => {
  const upstream = await startUpstream({ '/rss': { body: body('old'), headers: { etag: '"1"' } } });
  const dir = await takingFrom(`${upstream.origin}/rss`, '');
  await sync(dir);
  await damagePending(dir);
  const approved = await run('approve', '1', '--dir', dir);
  expect(approved).toMatchObject({ code: 1 });
  expect(approved.stderr).toContain('lost or damaged\n  fix: the next sync fetches it again');
  expect((await filesIn(dir)).shown).toEqual([]);
  await sync(dir);
  expect((await run('approve', '1', '--dir', dir)).code).toBe(0);
  expect(await textIn(dir, FILE)).toContain('It is old.');
});

test('a new edition that is kept byte for byte, and damaged while it waits, is fetched again', async () => {
  const edition = (words: string): string => documentOf({ title: 'Story', body: words });
  const inbox = await folderWith({ 'story.txt': edition('The old words.') });
  const dir = await takingFrom(inbox, '', 'folder');
  await sync(dir);
  const approve = ['approve', '--all', '--feed', 'news/example', '--dir', dir] as const;
  expect((await run(...approve)).code).toBe(0);
  await put(join(inbox, 'story.txt'), edition('The new words.'));
  await sync(dir);
  await damagePending(dir);
  await sync(dir);
  expect(await run(...approve)).toMatchObject({ code: 0, stderr: '' });
  expect(await textIn(dir, 'news/example/2025/06/story.txt')).toBe(edition('The new words.'));
});

/** An article that was approved, of which a new edition waits, and whose document was removed by hand. */
async function removedByHand() {
  const upstream = await startUpstream({ '/rss': { body: body('old') } });
  const dir = await takingFrom(`${upstream.origin}/rss`, '');
  await sync(dir);
  await run('approve', '1', '--dir', dir);
  upstream.set('/rss', { body: body('new') });
  await sync(dir);
  await rm(join(dir, FILE));
  return { upstream, dir };
}

test('what was removed by hand is not wanted, whichever edition is offered after that', async () => {
  const { upstream, dir } = await removedByHand();
  for (const words of ['newer', 'new', 'old']) {
    upstream.set('/rss', { body: body(words) });
    expect((await sync(dir)).stdout.toString()).toContain('0 new, 0 changed, 0 waiting, 1 not wanted, ');
  }
  expect((await filesIn(dir)).shown).toEqual([]);
});

test('approving a new edition of what was removed by hand shows nothing, and tells so', async () => {
  const { dir } = await removedByHand();
  expect(await run('approve', '1', '--dir', dir)).toMatchObject({
    code: 1,
    stdout: Buffer.from(''),
    stderr: expect.stringContaining('Story: its document was removed by hand'),
  });
  expect((await filesIn(dir)).shown).toEqual([]);
});
