import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf } from '../support/documents.ts';
import { exportTo, filesIn, workplace } from '../support/exports.ts';

const FILES = {
  'flat/story.txt': documentOf({ title: 'The flat one', date: '2025-06-30' }),
  'flat/2025/06/Story.txt': documentOf({ title: 'Of the same name', date: '2025-06-29' }),
  'flat/undated.txt': documentOf({ date: 'some day' }),
  'news/example/2024/01/a.txt': documentOf({ date: '2024-01', licence: 'Creative Commons CC BY 4.0' }),
  'news/example/held.txt': documentOf({ title: 'Of unclear licence', licence: 'Ask my aunt' }),
};

/** Whether all that MANIFEST in `folder` names is as it says, by the line that MANIFEST itself gives. */
const check = (folder: string): string =>
  execFileSync(
    'sh',
    ['-c', `awk '!/^#/ {print $3 "  " $1}' MANIFEST | sha256sum -c --status && echo whole`],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );

test('texts by feed, year and month, with INDEX.TXT in each folder and MANIFEST', async () => {
  const at = await workplace(FILES);
  const out = join(at.place, 'texts');
  expect(await exportTo('text', at, out)).toMatchObject({ code: 0, stderr: '' });
  const files = await filesIn(out);
  const texts = ['flat/2025/06/Story-2.txt', 'flat/2025/06/story.txt', 'flat/undated.txt'];
  expect([...files.keys()].filter((path) => path.endsWith('.txt'))).toEqual([
    ...texts,
    'news/example/2024/01/a.txt',
  ]);
  expect(check(out)).toBe('whole\n');
  const folders = ['', 'flat/', 'flat/2025/', 'flat/2025/06/', 'news/', 'news/example/'];
  for (const folder of folders) expect([...files.keys()]).toContain(`${folder}INDEX.TXT`);
  const month = files.get('flat/2025/06/INDEX.TXT')?.toString() ?? '';
  const size = files.get('flat/2025/06/story.txt')?.length ?? 0;
  expect(month).toContain(`story.txt\r\n  2025-06-30, ${size} bytes, CC-BY-ND-4.0\r\nThe flat one\r\n`);
  expect(files.get('INDEX.TXT')?.toString()).toMatch(/flat\/ 3 articles, [\d,]+ bytes\r\nnews\/ 1 article, /);
  expect(files.get('news/example/2024/01/a.txt')?.toString()).toContain('CC-BY-4.0');
});

test('--view: charset and width of texts', async () => {
  const at = await workplace({
    'a/one.txt': documentOf({ title: 'Ärger', body: 'word '.repeat(50).trim() }),
  });
  const out = join(at.place, 'texts');
  expect((await exportTo('text', at, out, '--view', 'cp437-40')).code).toBe(0);
  const text = (await filesIn(out)).get('a/2025/06/one.txt')?.toString('latin1') ?? '';
  expect(text).toContain('\r\n\u008erger [1]\r\n');
  // addresses stay whole
  const lines = text.split('\r\n').filter((line) => !line.includes('://'));
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(40);
});

const SECTOR = 512;
const sectors = (bytes: number): number => Math.ceil(bytes / SECTOR) * SECTOR;

test('--max-bytes: volumes, each whole in itself and no larger, as a disk counts', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, n) => [
      `f${n % 4}/story-${n}.txt`,
      documentOf({
        date: `2025-0${1 + (n % 9)}-01`,
        body: 'A line of some words.\n\n'.repeat(1 + ((n * 7) % 40)),
      }),
    ]),
  );
  const at = await workplace(many);
  const out = join(at.place, 'texts');
  const { code, stdout } = await exportTo('text', at, out, '--max-bytes', '40k');
  expect(code).toBe(0);
  const volumes = (await readdir(out)).filter((name) => !name.startsWith('.')).toSorted();
  expect(volumes.length).toBeGreaterThan(2);
  expect(volumes[0]).toBe('VOL001');
  expect(stdout.toString()).toContain(`60 articles, ${volumes.length} volumes`);
  const names: string[] = [];
  for (const volume of volumes) {
    const files = await filesIn(join(out, volume));
    const found = await readdir(join(out, volume), { recursive: true, withFileTypes: true });
    const folders = found.filter((each) => each.isDirectory()).length;
    const size = [...files.values()].reduce((sum, { length }) => sum + sectors(length), folders * SECTOR);
    expect(size, volume).toBeLessThanOrEqual(40 * 1024);
    expect(check(join(out, volume)), volume).toBe('whole\n');
    expect(files.get('INDEX.TXT')?.toString()).toContain(
      `Volume ${Number(volume.slice(3))} of ${volumes.length}\r\n`,
    );
    names.push(...[...files.keys()].filter((path) => path.endsWith('.txt')));
  }
  expect(new Set(names).size).toBe(60);
});

test('an article that no volume has room for: 1, its name, and nothing is left behind', async () => {
  const at = await workplace({ 'a/long.txt': documentOf({ body: 'A line of words.\n\n'.repeat(500) }) });
  const { code, stderr } = await exportTo('text', at, join(at.place, 'texts'), '--max-bytes', '4k');
  expect(code).toBe(1);
  expect(stderr).toMatch(/long\.txt has \d+ bytes, which no volume has room for/);
  expect(await readdir(at.place)).toEqual([]);
});

test('names that DOS takes for one, or for another thing: each text has its own', async () => {
  const names = [
    'news/2025/06/a',
    'News/2025/06/A',
    'News/2025/06/index',
    'news/con',
    'news/con.fig',
    'aux/a',
    'Manifest/a',
    'nul',
  ];
  const files = names.map((name) => [
    `${name}.txt`,
    documentOf({ title: name, source: `https://news.example/${name}` }),
  ]);
  const at = await workplace(Object.fromEntries(files));
  const out = join(at.place, 'texts');
  expect(await exportTo('text', at, out)).toMatchObject({ code: 0, stderr: '' });
  const found = (await readdir(out, { recursive: true })).filter((path) => !path.startsWith('.'));
  expect(new Set(found.map((path) => path.toLowerCase())).size).toBe(found.length);
  expect(found.filter((path) => path.endsWith('.txt'))).toHaveLength(names.length);
  for (const path of found) expect(path).not.toMatch(/(?:^|\/)(?:con|aux|nul)(?:\.|\/|$)/i);
  expect(
    found.filter((path) => /(?:^|\/)(?:index\.txt|manifest)$/i.test(path) && path !== 'MANIFEST'),
  ).toEqual(found.filter((path) => path.endsWith('INDEX.TXT')));
  expect(check(out)).toBe('whole\n');
});
