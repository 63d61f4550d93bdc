/** Corrections of what comes without a word on whether it has changed: it is asked for again, seldom. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf } from '../support/documents.ts';
import { feedToml, filesIn, itemOf, pageOf, rssOf, sync, takingFrom, textIn } from '../support/intake.ts';
import { folderWith, run } from '../support/program.ts';
import { startGopherUpstream, startUpstream } from '../support/upstream.ts';

const STATE = '.gopherwire/intake/news~example/state.json';
const HOUR_MS = 60 * 60 * 1000;

/** What was asked for until now was asked for so many hours earlier. */
async function wait(dir: string, hours: number): Promise<void> {
  const path = join(dir, STATE);
  const earlier = (instant: string): string => new Date(Date.parse(instant) - hours * HOUR_MS).toISOString();
  const state = await readFile(path, 'utf8');
  await writeFile(path, state.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, earlier));
}

const countsOf = async (dir: string): Promise<string> =>
  /: (.*)\n/.exec((await sync(dir)).stdout.toString())?.[1] ?? '';

/** A gopher server with a menu of documents of these numbers, and a folder that takes them. */
async function gopherOf(numbers: readonly number[]) {
  const replies: Record<string, string> = {};
  const gopher = await startGopherUpstream(replies);
  for (const n of numbers)
    replies[`/story-${n}.txt`] = documentOf({ title: `Story ${n}`, source: `https://news.example/${n}` });
  const lines = numbers.map((n) => `0Story ${n}\t/story-${n}.txt\t127.0.0.1\t${gopher.port}\r\n`);
  replies['/news'] = `${lines.join('')}.\r\n`;
  const dir = await takingFrom(`${gopher.origin}/1/news`, 'mode = "automatic"', 'gopher');
  const askedFor = (n: number): number =>
    gopher.requests.filter((selector) => selector === `/story-${n}.txt`).length;
  return { replies, gopher, dir, askedFor };
}

test('a gopher document that was corrected is a new edition, a day later; one that was not costs nothing', async () => {
  const { replies, dir, askedFor } = await gopherOf([1, 2]);
  expect(await countsOf(dir)).toContain('2 new, ');
  const corrected = documentOf({
    title: 'Story 1',
    source: 'https://news.example/1',
    body: 'It was a Friday.',
  });
  replies['/story-1.txt'] = corrected;
  await wait(dir, 23);
  expect(await countsOf(dir)).toBe('0 new, 0 changed, 0 waiting, 0 held, 0 failed');
  await wait(dir, 1);
  const { kept } = await filesIn(dir);
  expect(await countsOf(dir)).toBe('0 new, 1 changed, 1 unchanged, 0 waiting, 0 held, 0 failed');
  expect(await textIn(dir, 'news/example/2025/06/story-1.txt')).toBe(corrected);
  expect((await filesIn(dir)).kept.length - kept.length).toBe(1);
  await sync(dir);
  expect([askedFor(1), askedFor(2)]).toEqual([2, 2]);
});

test('of many gopher documents fifty are asked for again in a run, those first that were longest ago; of those withdrawn none', async () => {
  const numbers = Array.from({ length: 52 }, (_, index) => index + 1);
  const { gopher, dir, askedFor } = await gopherOf(numbers);
  await sync(dir);
  await run('withdraw', 'https://news.example/7', '--reason', 'a trial', '--dir', dir);
  await wait(dir, 24);
  gopher.requests.splice(0);
  await sync(dir);
  expect(numbers.filter((n) => askedFor(n) > 0)).toEqual(numbers.filter((n) => n <= 51 && n !== 7));
  await sync(dir);
  expect(numbers.filter((n) => askedFor(n) > 0)).toEqual(numbers.filter((n) => n !== 7));
  expect(gopher.requests.filter((selector) => selector !== '/news')).toHaveLength(51);
});

test('a listed page without validators is asked for again a day later, and its correction taken', async () => {
  const upstream = await startUpstream({
    '/list': { body: '<main><h2><a href="/stories/one">The story of one</a></h2></main>' },
    '/stories/one': { type: 'text/html', body: pageOf('The story of one') },
  });
  const toml = `publisher = "Example Wire"\n${feedToml(`${upstream.origin}/list`, 'mode = "automatic"', 'page')}`;
  const dir = await folderWith({
    'news/example/feed.toml': toml.replace('[upstream]\n', '[upstream]\nlist = true\n'),
  });
  expect(await countsOf(dir)).toContain('1 new, ');
  const corrected = pageOf('The story of one').replaceAll('the mill', 'the old mill');
  upstream.set('/stories/one', { type: 'text/html', body: corrected });
  await wait(dir, 23);
  expect(await countsOf(dir)).toContain('0 new, 0 changed, ');
  await wait(dir, 1);
  expect(await countsOf(dir)).toContain('0 new, 1 changed, ');
  expect(upstream.asked('/stories/one')).toBe(2);
});

test('what waits and what is held is told in each run, once, though the feed has not changed', async () => {
  const upstream = await startUpstream();
  const items = [
    itemOf({ link: 'https://news.example/1', title: 'To be selected' }),
    itemOf({ link: 'https://news.example/2', licence: 'https://creativecommons.org/licenses/by-nc/4.0/' }),
  ];
  upstream.set('/rss', { body: rssOf(items), headers: { etag: '"1"' } });
  const dir = await takingFrom(`${upstream.origin}/rss`, '');
  const first = await sync(dir);
  expect(first.stdout.toString()).toContain('0 new, 0 changed, 1 waiting, 1 held, 0 failed\n');
  const again = await sync(dir);
  expect(again.stdout.toString()).toBe(first.stdout.toString());
  expect(again.code).toBe(3);
  const json = (await sync(dir, '--json')).stdout.toString().trim().split('\n');
  expect(json.map((line): unknown => JSON.parse(line))).toMatchObject([
    { kind: 'waiting', title: 'To be selected', reason: 'to be selected' },
    { kind: 'held', reason: expect.stringContaining('non-commercial use only') },
    { kind: 'feed', counts: { waiting: 1, held: 1 } },
  ]);
});
