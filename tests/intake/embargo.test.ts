/** Articles that wait for an hour or a month: told with their time, and shown once it has come. */
import { expect, test } from 'vitest';
import { HOUR_MS, runLater } from '../support/clock.ts';
import { feedToml, filesIn, itemOf, rssOf, sync, takingFrom, textIn } from '../support/intake.ts';
import { folderWith, run } from '../support/program.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

const FEED = 'news/example';
const words = (what: string): string => `<p>It is ${what}.</p>`;
/** Feeds give whole seconds. */
const PUBLISHED = new Date().toUTCString();
/** A feed whose only article is of now. */
const dated = (html: string, date = PUBLISHED): string =>
  rssOf([itemOf({ id: '1', link: 'https://news.example/1', title: 'Story', date, html })]);
const syncLater = async (hours: number, dir: string): Promise<string> =>
  (await runLater(hours * HOUR_MS, 'sync', dir, '--allow-private')).stdout.toString().trim();
const shownIn = async (dir: string): Promise<readonly string[]> => (await filesIn(dir)).shown;

async function underEmbargo(permission: string): Promise<{ dir: string; upstream: Upstream }> {
  const upstream = await startUpstream({ '/rss': { body: dated(words('old')) } });
  const dir = await takingFrom(`${upstream.origin}/rss`, `mode = "${permission}"\nembargo = "6h"`);
  await sync(dir);
  return { dir, upstream };
}

test('an article of now waits for six hours, is told with its time, and is shown by the next run after it', async () => {
  const { dir } = await underEmbargo('automatic');
  expect(await shownIn(dir)).toEqual([]);
  const until = new Date(Date.parse(PUBLISHED) + 6 * HOUR_MS).toISOString();
  expect((await run('queue', dir)).stdout.toString()).toContain(
    `  waits for the end of its embargo, until ${until.slice(0, 16).replace('T', ' ')} UTC\n`,
  );
  expect(await syncLater(5, dir)).toBe(`${FEED}: 0 new, 0 changed, 1 waiting, 0 held, 0 failed`);
  expect(await shownIn(dir)).toEqual([]);
  expect(await syncLater(7, dir)).toBe(`${FEED}: 1 new, 0 changed, 0 waiting, 0 held, 0 failed`);
  expect(await shownIn(dir)).toHaveLength(1);
});

test('it is shown when its upstream cannot be asked, too', async () => {
  const { dir, upstream } = await underEmbargo('automatic');
  upstream.set('/rss', { status: 503 });
  expect(await syncLater(7, dir)).toContain(`${FEED}: 1 new, `);
});

test('what is approved waits for its embargo all the same, and needs no second approval', async () => {
  const { dir } = await underEmbargo('select');
  const approved = await run('approve', '1', '--dir', dir);
  expect(approved).toMatchObject({ code: 0, stderr: '' });
  expect(approved.stdout.toString()).toMatch(
    /^approved: \/feeds\/news\/example\/.*\/story\.txt Story; it waits for the end of its embargo, until .* UTC\n$/,
  );
  expect(await shownIn(dir)).toEqual([]);
  expect((await run('queue', dir)).stdout.toString()).toContain('for the end of its embargo, until');
  expect(await syncLater(7, dir)).toContain(`${FEED}: 1 new, `);
  expect(await shownIn(dir)).toHaveLength(1);
});

test('an article that changes under its embargo is shown in its last words alone', async () => {
  const { dir, upstream } = await underEmbargo('automatic');
  upstream.set('/rss', { body: dated(words('new')) });
  expect(await syncLater(1, dir)).toContain('0 new, 0 changed, 1 waiting, ');
  expect((await filesIn(dir)).kept.filter((file) => file.includes('/pending/'))).toHaveLength(1);
  await syncLater(8, dir);
  const [file = ''] = await shownIn(dir);
  expect(await textIn(dir, file)).toContain('It is new.');
});

test('words that were approved and change under the embargo are to be approved again', async () => {
  const { dir, upstream } = await underEmbargo('select');
  await run('approve', '1', '--dir', dir);
  upstream.set('/rss', { body: dated(words('new')) });
  expect(await syncLater(7, dir)).toContain('0 new, 0 changed, 1 waiting, ');
  expect(await shownIn(dir)).toEqual([]);
  expect((await run('queue', dir)).stdout.toString()).toContain('waits to be selected');
});

test('an embargo does not make an article without a date one that may be shown', async () => {
  const upstream = await startUpstream({ '/rss': { body: dated(words('old'), '') } });
  const dir = await takingFrom(`${upstream.origin}/rss`, 'mode = "automatic"\nembargo = "6h"');
  // its page might give one, and cannot be had
  expect((await sync(dir)).stdout.toString()).toContain('0 new, 0 changed, 0 waiting, 0 held, 1 failed');
  expect(await syncLater(7, dir)).toContain('0 new, 0 changed, 0 waiting, 0 held, 1 failed');
  expect(await shownIn(dir)).toEqual([]);
});

const NOW = new Date();
/** So many hours until the middle of a month to come: no month ends while a run is on. */
const hoursToMonth = (ahead: number): number =>
  (Date.UTC(NOW.getUTCFullYear(), NOW.getUTCMonth() + ahead, 15) - NOW.getTime()) / HOUR_MS;
const [FIRST_MONTH, NEXT_MONTH] = [hoursToMonth(1), hoursToMonth(2)];
const story = (n: number): string =>
  itemOf({
    link: `https://news.example/${n}`,
    title: `Story ${n}`,
    date: `Tue, 0${n} Mar 2026 08:00:00 +0100`,
  });

test('with the month those that have waited come first, the oldest of them before all', async () => {
  const upstream = await startUpstream({ '/rss': { body: rssOf([4, 3, 2, 1].map(story)) } });
  const dir = await takingFrom(`${upstream.origin}/rss`, 'mode = "automatic"\nmonthly = 1');
  await syncLater(FIRST_MONTH, dir);
  const names = async (): Promise<readonly string[]> =>
    (await shownIn(dir)).map((file) => file.replace(/^.*story-(\d).txt$/, '$1'));
  expect(await names()).toEqual(['4']);
  upstream.set('/rss', { body: rssOf([5, 4, 3, 2, 1].map(story)) });
  expect(await syncLater(NEXT_MONTH, dir)).toContain('1 new, 0 changed, 1 unchanged, 3 waiting');
  expect(await names()).toEqual(['1', '4']);
});

test('each feed has a month of its own', async () => {
  const upstream = await startUpstream({
    '/a': { body: rssOf([1, 2].map(story)) },
    '/b': { body: rssOf([3, 4].map(story)) },
  });
  const dir = await folderWith({
    'a/feed.toml': feedToml(`${upstream.origin}/a`, 'mode = "automatic"\nmonthly = 1'),
    'b/feed.toml': feedToml(`${upstream.origin}/b`, 'mode = "automatic"\nmonthly = 1'),
  });
  await syncLater(FIRST_MONTH, dir);
  expect(await shownIn(dir)).toEqual(['a/2026/03/story-1.txt', 'b/2026/03/story-3.txt']);
  await syncLater(NEXT_MONTH, dir);
  expect(await shownIn(dir)).toHaveLength(4);
});
