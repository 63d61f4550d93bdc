/** Walks through menus that lie, loop and fail, and through those of real servers. */
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameProblem } from '../../src/library/document-file.ts';
import { pathFor } from '../../src/mirror/walk/places.ts';
import { ask } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { SERVERS } from '../support/gopher-servers.ts';
import { Key } from '../support/mirror.ts';
import { daemonForTest, folderWith, temporaryFolder } from '../support/program.ts';
import { startGopherUpstream } from '../support/upstream.ts';
import { longAgo, mirror, news, titled, wire } from '../support/walk.ts';

test('selectors that look like paths, names of which there are several, endless menus: all stays within the folder, and ends', async () => {
  const upstream = await wire(
    {
      '': [
        '0/../../../etc/cron.d/one.txt',
        '0../x',
        '0a/B c?d.txt',
        '0A/b C?D.txt',
        '0/2025/06/dated',
        '1loop/1',
      ],
    },
    {
      '/../../../etc/cron.d/one.txt': titled('One'),
      '../x': titled('Two'),
      'a/B c?d.txt': titled('Three'),
      'A/b C?D.txt': titled('Four'),
      '/2025/06/dated': titled('Five'),
    },
  );
  for (let menu = 1; menu <= 30; menu++)
    upstream.setMenu(`loop/${menu}`, [`1loop/${menu + 1}`, '1loop/1', '1']);
  const dir = await temporaryFolder();
  const { code, said } = await mirror(upstream.address, dir);
  // the thirty-first is not there
  expect([code, said]).toEqual([
    0,
    expect.stringContaining('5 new, 0 changed, 0 withdrawn, 0 refused, 0 failed, 1 leading nowhere'),
  ]);
  const files = (await readdir(dir, { recursive: true })).filter((file) => file.endsWith('.txt'));
  expect(files.toSorted()).toEqual([
    '127.0.0.1/2025/06/dated.txt',
    '127.0.0.1/x.txt',
    'a/b-c/d-2.txt',
    'a/b-c/d.txt',
    'etc/cron.d/one.txt',
  ]);
});

test('what cannot be had, shown or believed costs nothing else', async () => {
  const upstream = await wire(
    { '': ['0/n/gone', '0/n/empty', '0/n/long', '0/n/closed', '0/n/good', '1/gone'] },
    {
      '/n/empty': '',
      '/n/long': documentOf({ body: 'long '.repeat(250_000) }),
      '/n/closed': documentOf({ licence: 'All rights reserved' }),
      '/n/good': titled('Good'),
    },
  );
  const dir = await temporaryFolder();
  const { code, said } = await mirror(upstream.address, dir);
  expect([code, said]).toEqual([
    3,
    expect.stringContaining('1 new, 0 changed, 0 withdrawn, 2 refused, 0 failed, 3 leading nowhere'),
  ]);
  expect(said).toContain('/n/long: it is larger than');
  upstream.requests.length = 0;
  await mirror(upstream.address, dir);
  expect(upstream.requests).not.toContain('/n/long');
});

test('items that lead nowhere are told, are no failure, and are not asked for again before a day', async () => {
  const upstream = await wire(
    { '': ['0/n/gone', '0/n/empty', '0/n/good', '1/menu'] },
    { '/n/empty': '', '/n/good': titled('Good') },
  );
  const dir = await temporaryFolder();
  const first = await mirror(upstream.address, dir);
  expect(first).toMatchObject({
    code: 0,
    said: expect.stringContaining('1 new, 0 changed, 0 withdrawn, 0 refused, 0 failed, 3 leading nowhere'),
    stderr: expect.not.stringContaining('/n/gone'),
  });
  upstream.requests.length = 0;
  const second = await mirror(upstream.address, dir);
  expect([second.code, second.said]).toEqual([0, expect.stringContaining('nothing new')]);
  expect(upstream.requests).toEqual(['robots.txt', '/robots.txt', '']);

  await longAgo(dir);
  upstream.all['/n/gone'] = titled('Come back');
  upstream.setMenu('/menu', ['0/n/below']);
  await longAgo(dir);
  expect((await mirror(upstream.address, dir)).said).toMatch(/1 new.* 2 leading nowhere/);
});

test('a server where nothing answers any more is left', async () => {
  const items = Array.from({ length: 40 }, (_, index) => `0/n/${index}`);
  const dead = await wire({ '': items }, {});
  const told = await mirror(dead.address, await temporaryFolder());
  expect([told.code, told.said]).toEqual([0, expect.stringContaining('40 leading nowhere')]);
  const silence = items.map((item): [string, string] => [item.slice(1), '']);
  const upstream = await wire({ '': items }, Object.fromEntries(silence));
  const { code, stderr } = await mirror(upstream.address, await temporaryFolder());
  expect([code, stderr]).toEqual([4, expect.stringContaining('10 requests to')]);
  expect(upstream.requests.filter((selector) => selector.startsWith('/n/'))).toHaveLength(10);
});

test('without its robots.txt nothing is asked for; without its caps.txt all is', async () => {
  const upstream = await news();
  const dir = await temporaryFolder();
  upstream.cut.add('caps.txt');
  expect((await mirror(upstream.address, dir)).said).toContain('2 new');
  upstream.cut.add('robots.txt');
  upstream.requests.length = 0;
  const { code, stderr } = await mirror(upstream.address, dir);
  expect([code, stderr]).toEqual([
    4,
    expect.stringMatching(
      /broke the connection off: its robots\.txt cannot be had.*\n +fix: .*tell its operator/,
    ),
  ]);
  upstream.cut.clear();
  upstream.all['robots.txt'] = '3Too busy: try again later\t\terror.host\t1\r\n.\r\n';
  expect(await mirror(upstream.address, dir)).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('robots.txt'),
  });
  expect(new Set(upstream.requests)).toEqual(new Set(['robots.txt']));
}, 30_000);

test('what is forgotten is not kept, not named and old', async () => {
  const upstream = await news();
  upstream.all['/news/two.txt'] = 'No article.\n';
  upstream.setMenu('/news', ['0/news/one.txt', '0/news/two.txt', '0/news/three.txt']);
  const dir = await temporaryFolder();
  await mirror(upstream.address, dir);
  await longAgo(dir);
  upstream.setMenu('/news', ['0/news/three.txt']);
  await mirror(upstream.address, dir);
  const record = await readFile(join(dir, '.gopherwire/mirror/walked'), 'utf8');
  expect(record.match(/\/news\/\w+\.txt$/gm)).toEqual(['/news/one.txt', '/news/three.txt']);
});

test('one that calls itself by another name is told; the folder stays free for the right address', async () => {
  const upstream = await startGopherUpstream({ '': '0One\t/one.txt\tgopher.example\t70\r\n.\r\n' });
  const dir = await temporaryFolder();
  const { code, stderr } = await mirror(`${upstream.origin}/`, dir);
  expect([code, stderr]).toEqual([4, expect.stringContaining('lists nothing that is on this server')]);
  expect((await mirror((await news()).address, dir)).code).toBe(0);
});

test('who has signed, or is to sign, is never walked; nor is a gopherwire', async () => {
  const upstream = await news();
  const { line } = new Key();
  const keyed = await mirror(upstream.address, await temporaryFolder(), '--key', line);
  expect([keyed.code, keyed.stderr]).toEqual([4, expect.stringContaining('keeps no journal')]);
  expect(upstream.requests).toEqual(['/mirror/lastupdate']);
  upstream.all['/mirror/lastupdate'] = '3Too busy: try again later\t\terror.host\t1\r\n.\r\n';
  expect((await mirror(upstream.address, await temporaryFolder())).code).toBe(4);
  expect(upstream.requests).not.toContain('');

  const articles = await folderWith({ 'news/one.txt': titled('One') });
  const daemon = await daemonForTest(articles, '--port', '0');
  const menu = await mirror(`gopher://127.0.0.1:${daemon.port}/1/feeds/news/`, await temporaryFolder());
  expect([menu.code, menu.stderr]).toEqual([
    4,
    expect.stringContaining('mirror gopher://HOST/, and a part of it with --feed'),
  ]);
});

test('every selector has a place that a document can have, or none', () => {
  const host = { name: 'gopher.example', port: 70 };
  const part = fc.oneof(
    fc.string(),
    fc.constantFrom('..', '.', '0', '1', '2025', '06', 'page', 'a.txt', 'é', '日本'),
  );
  fc.assert(
    fc.property(
      fc.array(part).map((parts) => parts.join('/')),
      (selector) => {
        const path = pathFor(host, selector);
        if (path === undefined) return;
        expect(nameProblem(path)).toBeUndefined();
        expect(path.split('/').every((name) => /^[a-z0-9][a-z0-9._-]*$/.test(name))).toBe(true);
        expect(path).toMatch(/\//);
      },
    ),
  );
});

for (const [name, start] of SERVERS)
  test.skipIf(start === undefined)(
    `the documents of a real ${name} are kept as it sends them (skipped without it)`,
    async () => {
      const root = await temporaryFolder();
      await chmod(root, 0o755); // gophernicus serves what all may read
      await mkdir(join(root, 'news/2025'), { recursive: true });
      await writeFile(join(root, 'news/2025/one.txt'), titled('One'));
      await writeFile(join(root, 'gophermap'), '1News\t/news\n');
      await writeFile(join(root, 'news/gophermap'), '0One\t/news/2025/one.txt\n');
      const port = (await start?.(root)) ?? 0;
      const dir = await temporaryFolder();
      expect(await mirror(`gopher://localhost:${port}/`, dir)).toMatchObject({
        said: expect.stringContaining('1 new'),
      });
      const [sent, kept] = [
        await ask(port, '/news/2025/one.txt\r\n'),
        await readFile(join(dir, 'news/2025/one.txt')),
      ];
      expect(kept.equals(sent)).toBe(true);
    },
  );
