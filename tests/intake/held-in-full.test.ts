/** Items with more of something than others have: all of it is taken, or the item is held. */
import { expect, test } from 'vitest';
import { BY, filesIn, itemOf, rssOf, sync, takingFrom, textIn } from '../support/intake.ts';
import { startUpstream } from '../support/upstream.ts';

const FILE = 'news/example/2026/03/story.txt';
const creators = (count: number): string =>
  Array.from({ length: count }, (_, n) => `Ann${letters(n)} Example`).join('</dc:creator><dc:creator>');
const letters = (n: number): string => String.fromCodePoint(97 + (n % 26)).repeat(1 + Math.floor(n / 26));

async function taken(parts: Parameters<typeof itemOf>[0]): Promise<{ dir: string; told: string }> {
  const item = itemOf({ title: 'Story', link: 'https://news.example/1', ...parts });
  const upstream = await startUpstream({ '/rss': { body: rssOf([item]) } });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  return { dir, told: (await sync(dir)).stdout.toString() };
}

test('all of 300 authors are named', async () => {
  const { dir } = await taken({ creator: creators(300) });
  const text = (await textIn(dir, FILE)).replaceAll(/\s+/g, ' ');
  for (const n of [0, 49, 50, 299]) expect(text).toContain(`Ann${letters(n)} Example`);
});

test('an item of more than 1,000 authors is held', async () => {
  const { dir, told } = await taken({ creator: creators(1_001) });
  expect(told).toContain('it names more than 1,000 authors');
  expect((await filesIn(dir)).shown).toEqual([]);
});

test('a new edition that may not be shown: the one that is served still is named, with the way to withdraw it', async () => {
  const upstream = await startUpstream();
  const offer = (licence: string): void => {
    upstream.set('/rss', {
      body: rssOf([itemOf({ title: 'Story', link: 'https://news.example/1', licence })], ''),
    });
  };
  offer(BY);
  const dir = await takingFrom(`${upstream.origin}/rss`);
  await sync(dir);
  offer('All rights reserved');
  expect((await sync(dir)).stdout.toString()).toContain(
    'still served at /feeds/news/example/2026/03/story.txt: gopherwire withdraw /feeds/news/example/2026/03/story.txt takes',
  );
  expect((await filesIn(dir)).shown).toEqual([FILE]);
});

test('a title of more than 1,000 characters is not cut: its item is held', async () => {
  const { dir, told } = await taken({ title: 'Rain in town '.repeat(90) });
  expect(told).toContain('its title has more than 1,000 characters');
  expect((await filesIn(dir)).shown).toEqual([]);
});
