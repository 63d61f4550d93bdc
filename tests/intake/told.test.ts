/** What a run tells the operator before and after it takes anything. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { feedToml, filesIn, itemOf, rssOf, sync, takingFrom } from '../support/intake.ts';
import { folderWith, put } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

const story = (n: number): string => itemOf({ link: `https://news.example/${n}`, title: `Story ${n}` });

test('each feed.toml that cannot be used is told with its line and a fix, and the others go on', async () => {
  const upstream = await startUpstream({ '/rss': { body: rssOf([story(1)]) } });
  const dir = await folderWith({
    'good/feed.toml': feedToml(`${upstream.origin}/rss`),
    'kind/feed.toml': feedToml('https://news.example/rss', '', 'rss'),
    'kindless/feed.toml': '[upstream]\nurl = "https://news.example/rss"\n',
    'quote/feed.toml': 'title = "Quote"\n[upstream]\nkind = "feed\n',
    'urlless/feed.toml': '[upstream]\nkind = "feed"\n',
  });
  const { code, stdout, stderr } = await sync(dir);
  expect(code).toBe(1);
  expect(stdout.toString()).toBe('good: 1 new, 0 changed, 0 waiting, 0 held, 0 failed\n');
  for (const words of [
    'kind/feed.toml cannot be used, and nothing is taken in:\n  "upstream.kind" cannot be "rss"\n      fix: it is one of feed, page',
    'kindless/feed.toml cannot be used, and nothing is taken in:\n  "upstream.kind" is missing\n      fix: ',
    'quote/feed.toml cannot be used, and nothing is taken in:\n  line 3: ',
    'urlless/feed.toml cannot be used, and nothing is taken in:\n  "upstream.url" is missing\n      fix: ',
  ])
    expect(stderr).toContain(words);
});

test('that no feed names an upstream is said only where none does', async () => {
  const dir = await folderWith({ 'a/feed.toml': 'title = "A"\ncolour = "red"\n' });
  const none = { code: 0, stdout: Buffer.from('No feed names an upstream.\n'), stderr: '' };
  expect(await sync(dir)).toEqual(none);
  await put(join(dir, 'a/feed.toml'), 'title = "A\n');
  const { code, stdout, stderr } = await sync(dir);
  expect({ code, stdout: stdout.toString() }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('a/feed.toml cannot be used');
});

test('that documents will name localhost is told before any is written, and not where there is none', async () => {
  const upstream = await startUpstream({ '/rss': { body: rssOf([story(1)]) } });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  const { stderr } = await sync(dir, '--dry-run');
  expect(stderr).toContain('say for good that they are passed on at gopher://localhost:7070/.\n  fix: ');
  expect((await filesIn(dir)).shown).toEqual([]);
  expect((await sync(dir, '--host', 'gopher.example.org')).stderr).toBe('');
  expect((await sync(dir)).stderr).toBe('');
});
