/** What sync tells programs is JSON line by line, whatever goes wrong; a dry run touches nothing. */
import { appendFile, lstat, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HOUR_MS, runLater } from '../support/clock.ts';
import { feedToml, itemOf, rssOf, sync, takingFrom } from '../support/intake.ts';
import { folderWith, run } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

test('--json: each line an object, for what is taken, held and failed, of each feed', async () => {
  const hostile = itemOf({
    id: '1',
    title: 'A "story"\u2028\\ of <b>two</b> lines',
    link: 'https://news.example/1',
  });
  const upstream = await startUpstream({ '/bad': { type: 'text/html', body: '<p>No feed.</p>' } });
  const undated = itemOf({ id: '2', link: `${upstream.origin}/2`, date: '' });
  upstream.set('/good', { body: rssOf([hostile, undated]) });
  const dir = await folderWith({
    'bad/feed.toml': feedToml(`${upstream.origin}/bad`),
    'faulty/feed.toml': feedToml('https://news.example/rss', 'embargo = "soon"'),
    'gone/feed.toml': feedToml(`${upstream.origin}/gone`),
    'good/feed.toml': feedToml(`${upstream.origin}/good`),
  });
  const { code, stdout, stderr } = await sync(dir, '--json');
  expect(code).toBe(1);
  expect(stderr).toContain('faulty/feed.toml cannot be used');
  const text = stdout.toString();
  expect(text).toMatch(/\}\n$/);
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(lines).toMatchObject([
    { feed: 'bad', kind: 'feed', trouble: { message: expect.any(String), fix: expect.any(String) } },
    { feed: 'gone', kind: 'feed', trouble: { message: expect.stringContaining('is gone (404)') } },
    { feed: 'good', kind: 'new', id: '1' },
    {
      feed: 'good',
      kind: 'held',
      reason: expect.stringContaining('it has no date (looked at besides: its page'),
      fix: expect.any(String),
    },
    { feed: 'good', kind: 'feed', counts: { new: 1, held: 1, failed: 0 } },
  ]);
});

/** Every file and folder in `dir` with its bytes, and when it was last changed. */
async function stateOf(dir: string) {
  const paths = (await readdir(dir, { recursive: true })).toSorted();
  return Promise.all(
    ['.', ...paths].map(async (path) => {
      const { mtimeMs, ctimeMs, ino } = await lstat(join(dir, path));
      const bytes = await readFile(join(dir, path), 'base64').catch(() => 'a folder');
      return { path, mtimeMs, ctimeMs, ino, bytes };
    }),
  );
}

test('--dry-run writes nothing, whatever there would be to do', async () => {
  const story = (n: number, html = `<p>It is ${n}.</p>`): string =>
    itemOf({ id: `${n}`, link: `https://news.example/${n}`, title: `Story ${n}`, html });
  const free = itemOf({
    id: 'free',
    link: 'https://news.example/free',
    title: 'Free',
    date: new Date().toUTCString(),
  });
  const upstream = await startUpstream({
    '/rss': { body: rssOf([1, 2, 3].map((n) => story(n)).concat(free)) },
  });
  const dir = await takingFrom(`${upstream.origin}/rss`, 'mode = "automatic"\nembargo = "6h"');
  await sync(dir, '--keep-source');
  const [first, second] = ['1', '2'].map((n) => join(dir, `news/example/2026/03/story-${n}.txt`));
  await run('withdraw', '3', '--reason', 'an error', '--dir', dir);
  await rm(second ?? '');
  await appendFile(join(dir, '.gopherwire/intake/news~example/ledger.jsonl'), '{"torn');
  await appendFile(join(dir, '.gopherwire/intake/news~example/pending/stray.txt'), 'nobody knows it');
  expect(await readFile(first ?? '', 'utf8')).toContain('It is 1.');
  const changed = [story(1, '<p>It is new.</p>'), story(2, '<p>It is gone.</p>'), story(3), story(4), free];
  upstream.set('/rss', { body: rssOf(changed) });
  const before = await stateOf(dir);
  const args = ['sync', dir, '--allow-private', '--keep-source', '--dry-run'];
  const { code, stdout } = await runLater(7 * HOUR_MS, ...args);
  expect(code).toBe(0);
  expect(stdout.toString()).toBe(
    [
      'news/example: 2 new, 1 changed, 0 waiting, 2 not wanted, 0 held, 0 failed',
      '  changed: Story 1 (CC BY 4.0)',
      '  new: Story 4 (CC BY 4.0)',
      '  new: Free',
      '  not wanted: Story 2 (https://news.example/2): its document was removed by hand',
      '      fix: nothing to do: it is not taken again; gopherwire refuse --undo has it taken again\n',
    ].join('\n'),
  );
  expect(await stateOf(dir)).toEqual(before);
});

test.each(['0m', '99999999d'])('--every %s: the range is told', async (time) => {
  const { code, stderr } = await run('sync', '--every', time);
  expect(code).toBe(2);
  expect(stderr).toContain('It is a number from 1 to 999999 and m, h or d');
});
