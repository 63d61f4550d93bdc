/** Once, an untouched folder was found to have changed whenever its feed.toml files were looked at in another order. */
import { expect, test } from 'vitest';
import { ArticlesFolder } from '../../src/library/articles-folder.ts';
import { documentOf } from '../support/documents.ts';
import { folderWith } from '../support/program.ts';

test('a folder that nobody touches does not change, however often it is scanned', async () => {
  const feeds = Array.from({ length: 20 }, (_, number) => [
    [`f${number}/feed.toml`, `title = "Feed ${number}"`],
    [`f${number}/gophermap`, 'Words'],
    [`f${number}/story.txt`, documentOf()],
  ]);
  const folder = await ArticlesFolder.open(await folderWith(Object.fromEntries(feeds.flat())));
  expect((await folder.scan({ settle: false })).changed).toBe(true);
  for (let round = 0; round < 100; round++)
    expect((await folder.scan({ settle: false })).changed, `scan ${round}`).toBe(false);
});
