/** Documents whose names differ by case only: each is copied, and none takes the place of another. */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportTo, filesIn, workplace } from '../support/exports.ts';
import { daemonForTest, eventually, run, temporaryFolder } from '../support/program.ts';
import { get } from '../support/client.ts';
import { mirror, titled, wire } from '../support/walk.ts';

const NAMES = ['news/2025/06/News', 'news/2025/06/news', 'News/2025/06/news'];
const FILES = Object.fromEntries(NAMES.map((name) => [`${name}.txt`, titled(name)]));

/** The titles of all documents below `folder`. */
async function titlesIn(folder: string): Promise<readonly string[]> {
  const texts = [...(await filesIn(folder)).values()].map(String);
  return texts.flatMap((text) => /^(\S*) \[1\]\r?$/m.exec(text)?.[1] ?? []).toSorted();
}

test('by mirror, from a journal and from menus', async () => {
  const at = await workplace(FILES);
  const daemon = await daemonForTest(at.dir, '--state', at.state, '--log', 'none');
  await eventually(
    async () =>
      (await get(daemon.port, '/mirror/manifest')).includes('/mirror/part/News') ? true : undefined,
    20_000,
  );
  const copy = await temporaryFolder();
  expect((await run('mirror', `gopher://127.0.0.1:${daemon.port}/`, copy, '--unsigned')).code).toBe(0);
  for (const name of NAMES) expect(await readFile(join(copy, `${name}.txt`), 'utf8')).toBe(titled(name));

  const menu = NAMES.map((name) => `0/${name}.txt`);
  const replies = NAMES.map((name) => [`/${name}.txt`, titled(name)] as const);
  const upstream = await wire({ '': menu }, Object.fromEntries(replies));
  const walked = await temporaryFolder();
  expect((await mirror(upstream.address, walked)).said).toContain('3 new');
  expect(await titlesIn(walked)).toEqual(NAMES.toSorted());
});

test('by export, as folders and as an archive', async () => {
  const at = await workplace(FILES);
  for (const format of ['gophermap', 'text']) {
    const out = join(at.place, format);
    expect((await exportTo(format, at, out)).code).toBe(0);
    expect(await titlesIn(out)).toEqual(NAMES.toSorted());
  }
  const archive = join(at.place, 'month.tar.gz');
  expect((await exportTo('bundle', at, archive, '--period', '2025-06')).code).toBe(0);
  const listed = execFileSync('tar', ['-tzf', archive], { encoding: 'utf8' });
  for (const name of NAMES) expect(listed).toContain(`/${name}.txt\n`);
});
