/** What is said where an article was that is no longer served. */
import * as fc from 'fast-check';
import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseTombstone, writeTombstone } from '../../src/article/tombstone.ts';
import { get } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { askHttp } from '../support/http.ts';
import { daemonForTest, eventually, folderWith, put, run } from '../support/program.ts';

const TOMBSTONE = `Withdrawn: 2026-03-01
Reason: The publisher asked for it \u2014 twice
Title: A plain title
Source: https://news.example/story
`;

test('a withdrawn article answers that it is, when and why, at all its selectors', async () => {
  const dir = await folderWith({ 'a/2026/02/story.txt': documentOf(), 'a/2026/02/other.txt': documentOf() });
  const daemon = await daemonForTest(dir);
  await put(join(dir, 'a/2026/02/story.withdrawn'), TOMBSTONE);
  await rm(join(dir, 'a/2026/02/story.txt'));
  const path = '/feeds/a/2026/02/story';
  await eventually(async () =>
    (await get(daemon.port, path)).startsWith('3Article withdrawn') ? true : undefined,
  );
  for (const selector of [path, `${path}.txt`, '/raw/a/2026/02/story.txt', `/view/us-ascii-40${path}.txt`]) {
    const reply = await get(daemon.port, selector);
    expect(reply).toMatch(/^3Article withdrawn on 2026-03-01\.\t/);
    expect(reply.replace(/\t.*\r\ni?/g, ' ')).toContain('The publisher asked for it');
    expect(reply).toMatch(/^hThe original\tURL:https:\/\/news\.example\/story\t/m);
    expect(reply.replace(/\t.*\r\ni?/g, ' ')).toContain('The front page is at /');
  }
  const answer = await askHttp(daemon.port, `GET ${path} HTTP/1.1`);
  expect(answer.code).toBe(410);
  expect(answer.body.toString()).toContain('<a href="https://news.example/story"');
  expect(answer.body.toString()).toContain('The publisher asked for it \u2014 twice.');
  expect(await get(daemon.port, '/feeds/a/2026/02/none')).toMatch(/^3Nothing is served here\./);
  expect(daemon.stderr).not.toContain('withdrawn');
});

test('what is written is read again, whatever the words', () => {
  const words = fc.string({ unit: 'binary', maxLength: 600 });
  fc.assert(
    fc.property(words, words, words, (reason, title, source) => {
      const withdrawn = { year: 2026, month: 3, day: 1 };
      const text = writeTombstone({ withdrawn, reason, title, source });
      const read = parseTombstone(text);
      expect(read.withdrawn).toEqual(withdrawn);
      expect(writeTombstone(read)).toBe(text);
      expect(text.split('\n').length).toBeLessThanOrEqual(5);
    }),
  );
});

test.each(['', 'Reason: none', 'Withdrawn: soon', '\0', 'Withdrawn: 2026-02-31'])(
  '%j says that there is no article, whatever else it says',
  async (text) => {
    const { port } = await daemonForTest(
      await folderWith({ 'a/story.withdrawn': text, 'a/b.txt': documentOf() }),
    );
    expect(await get(port, '/feeds/a/story')).toMatch(/^3Article withdrawn\. ?/);
    expect(await get(port, '/feeds/a/story\t+')).toContain('Article withdrawn.');
    expect(await get(port, '/feeds/a/story/page/7/')).toMatch(/^3Nothing is served here/);
  },
);

test('folders, links and long names are no tombstones; a document beside one is not served, and told', async () => {
  const dir = await folderWith({
    'a/b.txt': documentOf(),
    'a/b.withdrawn': TOMBSTONE,
    'a/folder.withdrawn/c.txt': documentOf(),
  });
  await symlink('b.withdrawn', join(dir, 'a/link.withdrawn'));
  const { port } = await daemonForTest(dir);
  for (const name of ['folder', 'link', 'x'.repeat(230)])
    expect(await get(port, `/feeds/a/${name}`)).toMatch(/^3Nothing is served here/);
  expect(await get(port, '/feeds/a/b')).toMatch(/^3Article withdrawn on /);
  const { stdout } = await run('check', dir);
  expect(stdout.toString()).toContain('a/b.txt: it was withdrawn, as the file beside it says; ');
});
