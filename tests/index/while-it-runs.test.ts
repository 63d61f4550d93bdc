/** What becomes of folders and searches while the daemon runs. */
import { chmod, mkdir, rename, rm, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { skipWithoutSqlite } from '../support/catalogues.ts';
import { get } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { daemonForTest, daemonIn, eventually, folderWith, put, temporaryFolder } from '../support/program.ts';

const NOBODY = 65_534;

const appears = (port: number, selector: string, words: string): Promise<true> =>
  eventually(async () => ((await get(port, selector)).includes(words) ? true : undefined));

test('an articles folder that becomes a link is not read, and what was known stays; it is found when it is back', async (context) => {
  skipWithoutSqlite(context);
  const cwd = await folderWith({ 'articles/a/story.txt': documentOf() });
  const [articles, other] = [join(cwd, 'articles'), join(cwd, 'other')];
  const daemon = await daemonIn({ cwd });
  await rename(articles, other);
  await symlink('other', articles);
  await eventually(() =>
    Promise.resolve(/cannot be read, what was known stays in force/.exec(daemon.stderr) ?? undefined),
  );
  expect(await get(daemon.port, '/feeds/a/')).toContain('A plain title');
  await rm(articles);
  await rename(other, articles);
  await put(join(articles, 'a/news.txt'), documentOf({ title: 'News' }));
  await appears(daemon.port, '/feeds/a/', 'News');
});

test('a folder that cannot be entered costs the others nothing', async () => {
  const cwd = await folderWith({ 'articles/a/story.txt': documentOf() });
  const state = await temporaryFolder();
  await chmod(cwd, 0o755);
  await chmod(state, 0o777);
  // root enters every folder
  const as = process.getuid?.() === 0 ? { as: NOBODY } : {};
  const daemon = await daemonIn({ cwd, ...as }, '--state', state);
  await mkdir(join(cwd, 'articles/private'), { mode: 0 });
  await eventually(() =>
    Promise.resolve(/private: no permission to read it/.exec(daemon.stderr) ?? undefined),
  );
  await put(join(cwd, 'articles/a/news.txt'), documentOf({ title: 'News' }));
  await appears(daemon.port, '/feeds/a/', 'News');
  expect(daemon.stderr).not.toContain('no more watches');
});

test('a document that was touched a moment ago is found, without a line of it', async (context) => {
  skipWithoutSqlite(context);
  const dir = await folderWith({ 'a/story.txt': documentOf({ body: 'A ford in the river.' }) });
  const daemon = await daemonForTest(dir);
  await utimes(join(dir, 'a/story.txt'), new Date(), new Date(2020, 1, 1));
  const reply = await get(daemon.port, '/search\tford');
  expect(reply).toContain('A plain title');
  expect(reply).toContain('1 article');
});

test('a page past the end leads to the last one', async (context) => {
  skipWithoutSqlite(context);
  const { port } = await daemonForTest(await folderWith({ 'a/story.txt': documentOf() }));
  const reply = await get(port, '/search/999/plain');
  expect(reply).toContain('There is no page 999.');
  expect(reply.match(/\/search\/\d+\/plain/g)).toEqual(['/search/1/plain']);
});

test('where too many search at once, those who would wait are told so', async (context) => {
  skipWithoutSqlite(context);
  const { port } = await daemonForTest(await folderWith({ 'a/story.txt': documentOf() }));
  const replies = await Promise.all(
    Array.from({ length: 100 }, (_, number) => get(port, `/search\tplain or word${number}`)),
  );
  const busy = replies.filter((reply) => reply.includes('Many are searching just now.'));
  expect(busy.length).toBeGreaterThan(0);
  expect(busy.length).toBeLessThan(100);
  for (const reply of replies) expect(busy.includes(reply) || reply.includes('A plain title')).toBe(true);
  expect(await get(port, '/search\tplain')).toContain('A plain title');
});
