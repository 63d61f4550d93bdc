/** What waits under the default licence of feed.toml is shown only while feed.toml gives it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { feedToml, filesIn, itemOf, rssOf, sync, textIn } from '../support/intake.ts';
import { folderWith, run } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

const GONE = 'its licence came from feed.toml, which no longer gives it';
const FILE = 'news/example/2026/03/story.txt';

const licence = (id: string): string =>
  `[licence]\ndefault = "${id}"\nevidence = "https://news.example/licence"\n`;

/** A folder where an article waits to be selected, under the default licence; `setLicence` writes another one into feed.toml. */
async function waitingByDefault(): Promise<{
  readonly dir: string;
  readonly setLicence: (table: string) => Promise<void>;
  readonly drop: () => void;
}> {
  const upstream = await startUpstream({ '/rss': { body: rssOf([itemOf({ title: 'Story' })], '') } });
  const toml = feedToml(`${upstream.origin}/rss`, '');
  const dir = await folderWith({ 'news/example/feed.toml': toml + licence('CC-BY-4.0') });
  expect((await sync(dir)).stdout.toString()).toContain('1 waiting, 0 held');
  return {
    dir,
    setLicence: (table) => writeFile(join(dir, 'news/example/feed.toml'), toml + table),
    drop: () => {
      upstream.set('/rss', { body: rssOf([itemOf({ link: 'https://news.example/other' })]) });
    },
  };
}

test.each([
  ['is removed', ''],
  ['is another one', licence('CC-BY-ND-4.0')],
])('where the default %s, approve holds what waits under it; put back, it waits again', async (_, table) => {
  const { dir, setLicence } = await waitingByDefault();
  await setLicence(table);
  const approved = await run('approve', '--all', '--feed', 'news/example', '--dir', dir);
  expect(approved).toMatchObject({ code: 1, stderr: expect.stringContaining(`Story: ${GONE}\n  fix: `) });
  expect(approved.stdout.toString()).toBe('');
  expect((await filesIn(dir)).shown).toEqual([]);
  await setLicence(licence('CC-BY-4.0'));
  expect((await sync(dir)).stdout.toString()).toContain('1 waiting, 0 held');
  expect((await run('approve', '--all', '--feed', 'news/example', '--dir', dir)).code).toBe(0);
  expect(await textIn(dir, FILE)).toContain('CC BY 4.0');
});

test('sync decides anew on what is offered still, by what feed.toml says now', async () => {
  const { dir, setLicence } = await waitingByDefault();
  await setLicence(licence('CC-BY-ND-4.0'));
  expect((await sync(dir)).stdout.toString()).toContain('1 waiting, 0 held');
  expect((await run('approve', '--all', '--feed', 'news/example', '--dir', dir)).code).toBe(0);
  expect(await textIn(dir, FILE)).toContain('CC BY-ND 4.0');
});

test('sync holds what is offered no more', async () => {
  const { dir, setLicence, drop } = await waitingByDefault();
  await setLicence('');
  drop();
  const { code, stdout } = await sync(dir);
  expect(code).toBe(3);
  expect(stdout.toString()).toContain(GONE);
  expect((await filesIn(dir)).shown).toEqual([]);
});
