/** Articles that wait and are shown at last: cut short between the document and the ledger, and once more. */
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesIn, itemOf, rssOf, sync, takingFrom, textIn } from '../support/intake.ts';
import { folderWith, ROOT, run, runIn } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

const story = (n: number): string => itemOf({ link: `https://news.example/${n}`, title: `Story ${n}` });
const FILES = [1, 2, 3].map((n) => `news/example/2026/03/story-${n}.txt`);
const LEDGER = '.gopherwire/intake/news~example/ledger.jsonl';
const APPROVE = ['approve', '--all', '--feed', 'news/example', '--dir'];

async function waiting(permission: string): Promise<string> {
  const upstream = await startUpstream({ '/rss': { body: rssOf([1, 2, 3].map(story)) } });
  const dir = await takingFrom(`${upstream.origin}/rss`, permission);
  expect((await sync(dir)).code).toBe(0);
  return dir;
}

/** What `args` do when the disk is full at the `nth` write of the ledger. */
const fullAtLedger = (dir: string, nth: number, ...args: readonly string[]) =>
  fullAt('FileHandle.datasync', join(dir, LEDGER), nth, ...args);

/** What `args` do when the disk is full at the `nth` such call. */
async function fullAt(call: string, path: string, nth: number, ...args: readonly string[]) {
  const faults = await folderWith({ control: `${call}\t${path}\t${nth}\tENOSPC\n` });
  const env = {
    FAILING_FS: join(faults, 'control'),
    NODE_OPTIONS: `--import=${join(ROOT, 'tests/support/failing-fs.mjs')}`,
  };
  return runIn({ env }, ...args);
}

test('a disk that is full between documents and ledger: approved once more, each article is shown once', async () => {
  const dir = await waiting('');
  // the first write says that they are approved, the second that they are shown
  const full = await fullAtLedger(dir, 2, ...APPROVE, dir);
  expect(full.code).toBe(1);
  expect((await filesIn(dir)).shown).toEqual(FILES);
  const again = await run(...APPROVE, dir);
  expect(again.stdout.toString()).toBe(
    [1, 2, 3].map((n) => `shown: /feeds/news/example/2026/03/story-${n}.txt Story ${n}\n`).join(''),
  );
  const { shown, kept } = await filesIn(dir);
  expect(shown).toEqual(FILES);
  expect(kept.filter((file) => file.includes('/pending/'))).toEqual([]);
});

test('what was cut short so and is refused then is shown no longer, and says so', async () => {
  const dir = await waiting('');
  await fullAtLedger(dir, 2, ...APPROVE, dir);
  expect((await run('refuse', '--all', '--feed', 'news/example', '--dir', dir)).code).toBe(0);
  expect((await filesIn(dir)).shown).toEqual(FILES.map((file) => file.replace('.txt', '.withdrawn')));
  expect((await sync(dir)).stdout.toString()).toContain('0 waiting, 3 not wanted, ');
});

test('the same at the end of an embargo, in sync', async () => {
  const dir = await waiting('mode = "automatic"\nembargo = "1000d"');
  const toml = join(dir, 'news/example/feed.toml');
  await writeFile(toml, (await readFile(toml, 'utf8')).replace('embargo = "1000d"', ''));
  expect((await fullAtLedger(dir, 1, 'sync', dir, '--allow-private')).code).toBe(1);
  expect((await filesIn(dir)).shown).toEqual(FILES);
  expect((await sync(dir)).code).toBe(0);
  expect((await filesIn(dir)).shown).toEqual(FILES);
});

test('what a run has shown before it was cut short counts for this month', async () => {
  const upstream = await startUpstream({ '/rss': { body: rssOf([1, 2].map(story)) } });
  const dir = await takingFrom(`${upstream.origin}/rss`, 'mode = "automatic"\nmonthly = 2');
  // a new ledger takes its place whole
  expect((await fullAt('rename', join(dir, '.gopherwire/*'), 1, 'sync', dir, '--allow-private')).code).toBe(
    1,
  );
  upstream.set('/rss', { body: rssOf([1, 2, 3].map(story)) });
  expect((await sync(dir)).stdout.toString()).toContain('2 new, 0 changed, 1 waiting');
  expect((await filesIn(dir)).shown).toEqual(FILES.slice(0, 2));
});

test("another article's document in its place: it is shown beside it, and told under the name that it has", async () => {
  const dir = await waiting('');
  const first = '/feeds/news/example/2026/03/story-1.txt';
  expect((await run('approve', first, '--dir', dir)).code).toBe(0);
  await copyFile(join(dir, FILES[0] ?? ''), join(dir, FILES[1] ?? ''));
  const { stdout } = await run('approve', 'https://news.example/2', '--dir', dir);
  expect(stdout.toString()).toBe('shown: /feeds/news/example/2026/03/story-2-2.txt Story 2\n');
});

test('what was cut short so is shown, also where the next offer of it is held', async () => {
  const upstream = await startUpstream({ '/rss': { body: rssOf([story(1)]) } });
  const dir = await takingFrom(`${upstream.origin}/rss`, '');
  await sync(dir);
  await fullAtLedger(dir, 2, ...APPROVE, dir);
  const licence = 'https://creativecommons.org/licenses/by-nc/4.0/';
  const unfree = itemOf({ link: 'https://news.example/1', title: 'Story 1', licence });
  upstream.set('/rss', { body: rssOf([unfree], '') });
  expect((await sync(dir)).stdout.toString()).toContain(', 1 held, 0 failed\n');
  expect((await filesIn(dir)).shown).toEqual(FILES.slice(0, 1));
  expect(await textIn(dir, LEDGER)).toMatch(/"state":"published"[^\n]*\n$/);
});

test('an edition that was cut short so and is refused then gives its place back to the one before', async () => {
  const [file = ''] = FILES;
  const edition = (words: string): string =>
    rssOf([itemOf({ link: 'https://news.example/1', title: 'Story 1', html: `<p>It is ${words}.</p>` })]);
  const upstream = await startUpstream({ '/rss': { body: edition('old') } });
  const dir = await takingFrom(`${upstream.origin}/rss`, '');
  await sync(dir);
  await run(...APPROVE, dir);
  const old = await textIn(dir, file);
  upstream.set('/rss', { body: edition('new') });
  await sync(dir);
  expect((await fullAtLedger(dir, 2, ...APPROVE, dir)).code).toBe(1);
  expect(await textIn(dir, file)).toContain('It is new.');
  expect((await run('refuse', '--all', '--feed', 'news/example', '--dir', dir)).code).toBe(0);
  expect(await textIn(dir, file)).toBe(old);
  expect((await run('verify', dir)).code).toBe(0);
  expect((await sync(dir)).stdout.toString()).toContain('0 new, 0 changed, 1 unchanged, ');
});
