import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isInstalled } from '../support/terminal.ts';
import { documentOf } from '../support/documents.ts';
import { exportTo, filesIn, workplace } from '../support/exports.ts';
import { runIn, temporaryFolder } from '../support/program.ts';

const LONG = `${'long-'.repeat(22)}name`;
const FILES = {
  'news/example/2026/11/a.txt': documentOf({ date: '2026-11-28', title: 'Grüße' }),
  'news/example/2026/11/b.txt': documentOf({ date: '2026-11' }),
  [`news/example/2026/11/${LONG}.txt`]: documentOf({ date: '2026-11-27' }),
  'news/example/2026/10/c.txt': documentOf({ date: '2026-10-31' }),
  'news/example/held.txt': documentOf({ date: '2026-11-28', licence: 'Ask my aunt' }),
  'news/example/feed.toml':
    'title = "Example"\nlanguage = "en"\n[upstream]\nkind = "feed"\nurl = "https://news.example/rss"\n',
};
const NOVEMBER = ['a', 'b', LONG].map((name) => `news/example/2026/11/${name}.txt`);

test.for(['tar.gz', 'zip'])(
  '%s: the same bytes from another folder, in another time zone, with another umask',
  async (end) => {
    const [first, second] = [await workplace(FILES), await workplace(FILES)];
    for (const path of NOVEMBER) {
      await utimes(join(second.dir, path), 1, 1);
      await chmod(join(second.dir, path), 0o600);
    }
    const out = join(first.place, `month.${end}`);
    expect(await exportTo('bundle', first, out, '--period', '2026-11')).toMatchObject({
      code: 0,
      stderr: '',
    });
    const other = join(second.place, `other.${end}`);
    const before = process.umask(0o077);
    const args = [
      'export',
      second.dir,
      '--to',
      'bundle',
      other,
      '--period',
      '2026-11',
      '--state',
      second.state,
    ];
    const { code } = await runIn({ env: { TZ: 'Pacific/Kiritimati', LANG: 'C' } }, ...args);
    process.umask(before);
    expect(code).toBe(0);
    expect((await readFile(other)).equals(await readFile(out))).toBe(true);
    // again in its place, which is one of ours
    expect((await exportTo('bundle', first, out, '--period', '2026-11')).code).toBe(0);
  },
);

/** What `bundle` holds when others unpack it. */
async function unpacked(bundle: string): Promise<ReadonlyMap<string, Buffer>> {
  const folder = await temporaryFolder();
  if (bundle.endsWith('.zip')) {
    execFileSync('unzip', ['-tq', bundle]);
    execFileSync('unzip', ['-q', bundle, '-d', folder]);
  } else execFileSync('tar', ['-xzf', bundle, '-C', folder]);
  return filesIn(folder);
}

test.for([
  ['tar.gz', 'tar'],
  ['zip', 'unzip'],
])(
  '%s: documents byte for byte, feed.toml without upstream, MANIFEST (skipped without %s)',
  async ([end, program = ''], { skip }) => {
    if (!isInstalled(program)) return skip(`${program} is not installed`);
    const at = await workplace(FILES);
    const out = join(at.place, `month.${end}`);
    await exportTo('bundle', at, out, '--period', '2026-11');
    const files = await unpacked(out);
    const top = 'gopherwire-2026-11';
    const manifest = files.get(`${top}/MANIFEST`)?.toString() ?? '';
    const listed = manifest.split('\n').slice(0, -1);
    expect(listed).toEqual(listed.toSorted());
    expect(listed.map((line) => line.split(' ')[0])).toEqual(
      [...NOVEMBER, 'news/example/feed.toml'].toSorted().map((path) => `/raw/${path}`),
    );
    for (const line of listed) {
      const [selector = '', bytes, digest, licence] = line.split(' ');
      const file = files.get(`${top}/${selector.slice('/raw/'.length)}`) ?? Buffer.of();
      expect([String(file.length), createHash('sha256').update(file).digest('base64url')]).toEqual([
        bytes,
        digest,
      ]);
      expect(licence).toBe(selector.endsWith('.toml') ? '-' : 'CC-BY-ND-4.0');
    }
    for (const path of NOVEMBER)
      expect(files.get(`${top}/${path}`)?.equals(await readFile(join(at.dir, path))), path).toBe(true);
    expect(files.get(`${top}/news/example/feed.toml`)?.toString()).toBe(
      'title = "Example"\nlanguage = "en"\n',
    );
    expect(files.size).toBe(listed.length + 1);
  },
);

test('a day alone; a month without articles; no period; a name of neither kind', async () => {
  const at = await workplace(FILES);
  const day = join(at.place, 'day.tar.gz');
  await exportTo('bundle', at, day, '--period', '2026-11-28');
  expect([...(await unpacked(day)).keys()].filter((path) => path.endsWith('.txt'))).toEqual([
    'gopherwire-2026-11-28/news/example/2026/11/a.txt',
  ]);
  expect((await exportTo('bundle', at, day)).code).toBe(2);
  expect((await exportTo('bundle', at, join(at.place, 'x.rar'), '--period', '2026-11')).code).toBe(2);
  expect((await exportTo('bundle', at, day, '--period', '2026-13')).code).toBe(2);
  expect((await exportTo('bundle', at, join(at.place, 'x.zip'), '--period', '2001-01')).code).toBe(1);
  await writeFile(join(at.place, 'mine.zip'), 'mine');
  const { code, stderr } = await exportTo('bundle', at, join(at.place, 'mine.zip'), '--period', '2026-11');
  expect(code).toBe(1);
  expect(stderr).toContain('is no earlier export');
});
