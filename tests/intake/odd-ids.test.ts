/** Ids that are hardly any: short, blank, huge, like paths; and what is held in one feed may be another's. */
import { expect, test } from 'vitest';
import { feedToml, filesIn, itemOf, rssOf, sync, takingFrom } from '../support/intake.ts';
import { folderWith, run } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

const IDS = [
  '0',
  '',
  ' ',
  'x'.repeat(10_000),
  `${'x'.repeat(9_999)}y`,
  '../../etc/passwd',
  'C:\\x',
  'CON',
  '__proto__',
  '-',
];

test('each article is one of its own, and the same one in the next run', async () => {
  const items = IDS.map((id, n) => itemOf({ id, link: `https://news.example/${n}`, title: `Story ${n}` }));
  const upstream = await startUpstream({ '/rss': { body: rssOf(items) } });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  expect((await sync(dir)).stdout.toString()).toContain(
    `${IDS.length} new, 0 changed, 0 waiting, 0 held, 0 failed`,
  );
  expect((await filesIn(dir)).shown).toEqual(IDS.map((_, n) => `news/example/2026/03/story-${n}.txt`));
  upstream.set('/rss', { body: rssOf(items.toReversed()) });
  expect((await sync(dir)).stdout.toString()).toContain(`0 new, 0 changed, ${IDS.length} unchanged, `);
  for (const id of ['0', '../../etc/passwd', 'CON', '-'])
    expect(await run('withdraw', '--reason', 'an error', '--dir', dir, '--', id)).toMatchObject({ code: 0 });
  expect((await filesIn(dir)).shown.filter((file) => file.endsWith('.withdrawn'))).toHaveLength(4);
});

test('what is held in one feed is taken from another that may show it', async () => {
  const [theirs, ours] = [itemOf({ id: 'tag:one' }), itemOf({ id: 'tag:one' })];
  const upstream = await startUpstream({
    '/a': { body: rssOf([theirs], 'https://creativecommons.org/licenses/by-nc/4.0/') },
    '/b': { body: rssOf([ours]) },
  });
  const dir = await folderWith({
    'a/feed.toml': feedToml(`${upstream.origin}/a`),
    'b/feed.toml': feedToml(`${upstream.origin}/b`),
  });
  for (let time = 0; time < 2; time++) {
    expect((await sync(dir)).stdout.toString()).toContain('a: 0 new, 0 changed, 0 waiting, 1 held, ');
    expect((await filesIn(dir)).shown).toEqual(['b/2026/03/the-bridge-at-low-ford.txt']);
  }
});
