/** What is in the way in one feed costs that feed alone. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { feedToml, filesIn, itemOf, rssOf, sync } from '../support/intake.ts';
import { folderWith, put } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

test('a folder in the place of a document, a file in that of a year, a stray file: the other feeds go on', async () => {
  const upstream = await startUpstream();
  const files: Record<string, string> = {};
  for (const feed of ['a', 'b', 'c']) {
    const item = itemOf({ link: `https://${feed}.example/1`, title: 'One' });
    upstream.set(`/${feed}`, { body: rssOf([item]) });
    files[`${feed}/feed.toml`] = feedToml(`${upstream.origin}/${feed}`);
  }
  const dir = await folderWith(files);
  await mkdir(join(dir, 'a/2026/03/one.txt'), { recursive: true });
  await put(join(dir, 'b/2026'), 'x');
  await put(join(dir, '.gopherwire/intake/stray'), 'x');
  const { code, stdout, stderr } = await sync(dir);
  expect(stderr).not.toContain('    at ');
  expect(code).toBe(4);
  expect(stdout.toString().match(/ {2}failed: /g)).toHaveLength(2);
  expect((await filesIn(dir)).shown).toContain('c/2026/03/one.txt');
});
