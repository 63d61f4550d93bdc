/** A journal of which all or a part is lost: nothing doubles, nothing comes back, nothing is shown unseen. */
import { appendFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesIn, itemOf, rssOf, sync, takingFrom, textIn } from '../support/intake.ts';
import { put, run } from '../support/program.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

const FILE = 'news/example/2026/03/story.txt';
const FEED = 'news/example: ';
const JOURNAL = '.gopherwire/intake/news~example';
const body = (words: string): string =>
  rssOf([
    itemOf({ id: '1', link: 'https://news.example/1', title: 'Story', html: `<p>It is ${words}.</p>` }),
  ]);

/** A folder that has taken in the article of its feed, or has it wait. */
async function taken(permission?: string): Promise<{ dir: string; upstream: Upstream }> {
  const upstream = await startUpstream({ '/rss': { body: body('old'), headers: { etag: '"1"' } } });
  const dir = await takingFrom(`${upstream.origin}/rss`, permission);
  expect((await sync(dir)).code).toBe(0);
  return { dir, upstream };
}
const loseJournal = (dir: string): Promise<void> => rm(join(dir, '.gopherwire'), { recursive: true });
const told = async (dir: string): Promise<string> => (await sync(dir)).stdout.toString();

test('without its journal a folder keeps its documents as they are, under their names', async () => {
  const { dir } = await taken();
  const text = await textIn(dir, FILE);
  await loseJournal(dir);
  expect(await told(dir)).toBe(`${FEED}1 new, 0 changed, 0 waiting, 0 held, 0 failed\n`);
  expect((await filesIn(dir)).shown).toEqual([FILE]);
  expect(await textIn(dir, FILE)).toBe(text);
});

test('and what has changed since waits to be selected, as ever', async () => {
  const { dir, upstream } = await taken('');
  expect((await run('approve', '1', '--dir', dir)).code).toBe(0);
  await loseJournal(dir);
  upstream.set('/rss', { body: body('new') });
  expect(await told(dir)).toBe(`${FEED}0 new, 0 changed, 1 waiting, 0 held, 0 failed\n`);
  expect(await textIn(dir, FILE)).toContain('It is old.');
  expect((await run('approve', '1', '--dir', dir)).code).toBe(0);
  expect((await filesIn(dir)).shown).toEqual([FILE]);
  expect(await textIn(dir, FILE)).toContain('It is new.');
});

test('and what was withdrawn stays withdrawn', async () => {
  const { dir, upstream } = await taken();
  expect((await run('withdraw', '1', '--reason', 'an error', '--dir', dir)).code).toBe(0);
  await loseJournal(dir);
  for (const words of ['old', 'new']) {
    upstream.set('/rss', { body: body(words) });
    expect(await told(dir)).toContain('0 new, 0 changed, 0 waiting, 1 not wanted, ');
    expect((await filesIn(dir)).shown).toEqual(['news/example/2026/03/story.withdrawn']);
  }
});

test('a last line that was torn costs nothing, and is cleared away', async () => {
  const { dir } = await taken();
  await appendFile(join(dir, JOURNAL, 'ledger.jsonl'), '{"id":"1","url":"https://news.exa');
  expect(await told(dir)).toBe(`${FEED}0 new, 0 changed, 0 waiting, 0 held, 0 failed\n`);
  expect(await textIn(dir, `${JOURNAL}/ledger.jsonl`)).toMatch(/^\{[^\n]*\}\n$/);
  expect((await filesIn(dir)).shown).toEqual([FILE]);
});

const LEDGER = `${JOURNAL}/ledger.jsonl`;
const DAMAGED = 'ledger.jsonl is damaged: ';

test.each([
  ['garbage', () => 'garbage\n', 'its line 1 cannot be read'],
  ['nothing', () => '', 'it has no whole line'],
  ['a half', (text) => text.slice(0, text.indexOf('\n') / 2), 'it has no whole line'],
  ['a list', () => '[]\n', 'its line 1 cannot be read'],
  ['null', () => 'null', 'it has no whole line'],
  ['garbage behind what can be read', (text) => `${text}garbage\n`, 'its line 3 cannot be read'],
] satisfies [string, (text: string) => string, string][])(
  'a ledger that holds %s stops its feed: what was refused stays refused',
  async (_what, damage, why) => {
    const { dir } = await taken('');
    expect((await run('refuse', '1', '--dir', dir)).code).toBe(0);
    await put(join(dir, 'news/example/feed.toml'), await automatic(dir));
    const text = await textIn(dir, LEDGER);
    await put(join(dir, LEDGER), damage(text));
    const { code, stdout } = await sync(dir);
    expect(code).toBe(4);
    expect(stdout.toString()).toContain(`${DAMAGED}${why}\n      fix: put it back from a backup`);
    expect(await textIn(dir, LEDGER)).toBe(damage(text));
    expect((await filesIn(dir)).shown).toEqual([]);
    await put(join(dir, LEDGER), text);
    expect(await told(dir)).toContain('1 not wanted');
  },
);

test('a line of another version on what was refused: it is not taken, and the line is kept', async () => {
  const { dir } = await taken('');
  expect((await run('refuse', '1', '--dir', dir)).code).toBe(0);
  await put(join(dir, 'news/example/feed.toml'), await automatic(dir));
  const [, refused = ''] = (await textIn(dir, LEDGER)).split('\n');
  const odd = refused.replace('"refused"', '"put aside"');
  expect(odd).not.toBe(refused);
  await put(join(dir, LEDGER), `${odd}\n`);
  expect(await told(dir)).toContain('1 not wanted');
  expect((await filesIn(dir)).shown).toEqual([]);
  expect(await textIn(dir, LEDGER)).toBe(`${odd}\n`);
});

const automatic = async (dir: string): Promise<string> =>
  `${await textIn(dir, 'news/example/feed.toml')}mode = "automatic"\n`;

const losePending = async (dir: string): Promise<void> => {
  const pending = join(dir, JOURNAL, 'pending');
  for (const name of await readdir(pending)) await rm(join(pending, name));
};

test('a document that waits and is lost is told where it was approved, fetched, and to be approved again', async () => {
  const { dir, upstream } = await taken('embargo = "1000d"');
  expect((await run('approve', '1', '--dir', dir)).stdout.toString()).toMatch(/^approved: /);
  await losePending(dir);
  expect((await run('queue', dir, '--show', '1')).stderr).toContain('is lost or damaged\n  fix: ');
  expect(await told(dir)).toBe(`${FEED}0 new, 0 changed, 1 waiting, 0 held, 0 failed\n`);
  expect(upstream.asked('/rss')).toBe(2);
  expect((await run('queue', dir)).stdout.toString()).toContain('waits to be selected\n');
});

test('one that its upstream has no more is told by each run, until it is refused', async () => {
  const { dir, upstream } = await taken('');
  await losePending(dir);
  upstream.set('/rss', { body: rssOf([]) });
  for (let time = 0; time < 2; time++) {
    const { code, stdout } = await sync(dir);
    expect(code).toBe(4);
    expect(stdout.toString()).toContain(
      '  failed: Story (https://news.example/1): its document in the journal is lost or damaged\n      fix: ',
    );
  }
  expect((await run('refuse', '1', '--dir', dir)).code).toBe(0);
  expect((await sync(dir)).code).toBe(0);
});

test('an article whose title and address are written otherwise since keeps its place', async () => {
  const { dir, upstream } = await taken();
  await loseJournal(dir);
  const link = 'http://news.example/1/';
  upstream.set('/rss', {
    body: rssOf([itemOf({ id: '1', link, title: 'Other', html: '<p>It is new.</p>' })]),
  });
  expect(await told(dir)).toBe(`${FEED}0 new, 1 changed, 0 waiting, 0 held, 0 failed\n`);
  expect((await filesIn(dir)).shown).toEqual([FILE]);
  expect(await textIn(dir, FILE)).toContain('It is new.');
});

test('and is not taken again where it was withdrawn', async () => {
  const { dir, upstream } = await taken();
  expect((await run('withdraw', '1', '--reason', 'an error', '--dir', dir)).code).toBe(0);
  await loseJournal(dir);
  upstream.set('/rss', {
    body: rssOf([itemOf({ id: '1', link: 'https://news.example/1', title: 'Other' })]),
  });
  expect(await told(dir)).toContain('0 new, 0 changed, 0 waiting, 1 not wanted, ');
  expect((await filesIn(dir)).shown).toEqual([FILE.replace('.txt', '.withdrawn')]);
});

test('articles that all link to the page of their site are not taken for one another', async () => {
  const link = 'https://news.example/';
  const items = (...titles: readonly string[]) => ({
    body: rssOf(titles.map((title) => itemOf({ id: title, link, title, html: `<p>It is ${title}.</p>` }))),
  });
  const upstream = await startUpstream({ '/rss': items('One') });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  await sync(dir);
  await loseJournal(dir);
  upstream.set('/rss', items('Two', 'One'));
  expect((await sync(dir)).code).toBe(0);
  for (const name of ['One', 'Two'])
    expect(await textIn(dir, `news/example/2026/03/${name.toLowerCase()}.txt`)).toContain(`It is ${name}.`);
});
