/** What is approved is approved in its words alone, and what waits is shown as it was taken. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesIn, itemOf, rssOf, sync, takingFrom, textIn } from '../support/intake.ts';
import { run } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

const FILE = 'news/example/2026/03/story.txt';
const body = (words: string): string =>
  rssOf([
    itemOf({ id: '1', link: 'https://news.example/1', title: 'Story', html: `<p>It is ${words}.</p>` }),
  ]);

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
  const pending = join(dir, '.gopherwire/intake/news~example/pending');
  for (const name of await readdir(pending)) await writeFile(join(pending, name), 'other words');
  const approved = await run('approve', '1', '--dir', dir);
  expect(approved).toMatchObject({ code: 1 });
  expect(approved.stderr).toContain('lost or damaged\n  fix: the next sync fetches it again');
  expect((await filesIn(dir)).shown).toEqual([]);
  await sync(dir);
  expect((await run('approve', '1', '--dir', dir)).code).toBe(0);
  expect(await textIn(dir, FILE)).toContain('It is old.');
});
