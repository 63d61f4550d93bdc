/** A clock that was far ahead for once does no harm when it is right again. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesIn, feedToml, itemOf, rssOf, sync, takingFrom, textIn } from '../support/intake.ts';
import { put } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

const JOURNAL = '.gopherwire/intake/news~example';
const story = (n: number, date?: string): string =>
  itemOf({ link: `https://news.example/${n}`, title: `Story ${n}`, ...(date !== undefined && { date }) });

/** Writes the instants of this year and the next in a file of the journal as those of a time far ahead. */
async function setAhead(dir: string, file: string): Promise<void> {
  const path = `${JOURNAL}/${file}`;
  const text = await textIn(dir, path);
  const ahead = text.replaceAll(/"(seen|shown|at|asked|restedAt|notBefore)":"\d{4}/g, '"$1":"2999');
  expect(ahead).not.toBe(text);
  await put(join(dir, path), ahead);
}

test('an upstream that was asked at a time to come is asked now; one that was asked before rests', async () => {
  const upstream = await startUpstream({ '/rss': { body: rssOf([story(1)]) } });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  const toml = feedToml(`${upstream.origin}/rss"\nevery = "1d`);
  await put(join(dir, 'news/example/feed.toml'), toml);
  await sync(dir);
  expect((await sync(dir)).stdout.toString()).toContain('not asked until');
  await setAhead(dir, 'state.json');
  expect((await sync(dir)).stdout.toString()).not.toContain('not asked until');
  expect(upstream.asked('/rss')).toBe(2);
  expect((await sync(dir)).stdout.toString()).toContain('not asked until');
});

test('what was shown at a time to come counts for this month', async () => {
  const upstream = await startUpstream({ '/rss': { body: rssOf([story(1), story(2)]) } });
  const dir = await takingFrom(`${upstream.origin}/rss`, 'mode = "automatic"\nmonthly = 2');
  await sync(dir);
  await setAhead(dir, 'ledger.jsonl');
  upstream.set('/rss', { body: rssOf([story(3)]) });
  expect((await sync(dir)).stdout.toString()).toContain('0 new, 0 changed, 1 waiting');
  expect((await filesIn(dir)).shown).toHaveLength(2);
  expect((await sync(dir)).stdout.toString()).toContain('0 new, 0 changed, 1 waiting');
});

test('an embargo that counts from a time to come counts from now', async () => {
  const upstream = await startUpstream({ '/rss': { body: rssOf([story(1)]) } });
  const dir = await takingFrom(`${upstream.origin}/rss`, 'mode = "automatic"\nembargo = "9999d"');
  await sync(dir);
  await setAhead(dir, 'ledger.jsonl');
  const path = `${JOURNAL}/ledger.jsonl`;
  await put(join(dir, path), (await textIn(dir, path)).replace(/"dated":"[^"]*",/, ''));
  await sync(dir);
  const last = (await textIn(dir, path)).trimEnd().split('\n').at(-1) ?? '';
  expect(JSON.parse(last)).toMatchObject({ state: 'waiting', seen: expect.stringMatching(/^20\d\d-/) });
});
