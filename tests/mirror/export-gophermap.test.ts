import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { crawl } from '../support/crawl.ts';
import { documentOf } from '../support/documents.ts';
import { exportTo, filesIn, workplace } from '../support/exports.ts';
import { SERVERS } from '../support/gopher-servers.ts';
import { put } from '../support/program.ts';

const HELD = 'Of unclear licence';
/** What other servers could take for something else in a gophermap. */
const FLAT = Object.fromEntries(
  Array.from({ length: 102 }, (_, n) => [
    `flat/story-${n}.txt`,
    documentOf({
      title: `Flat story ${n}`,
      licence: `Creative Commons CC ${n % 3 === 0 ? 'BY-SA 3.0' : 'BY 4.0'}`,
      date: `2024-${String(1 + (n % 12)).padStart(2, '0')}`,
    }),
  ]),
);
const FILES = {
  'dated/2025/06/one.txt': documentOf({ date: '2025-06-01' }),
  'dated/2024/12/two.txt': documentOf({ date: '2024-12' }),
  'news/example/order.txt': documentOf({ title: '# A title, not an order', date: '2025-01-02' }),
  'news/example/letters.txt': documentOf({ title: 'Ärger über Öl: 雨が降る', body: 'Grüße.\n\n.\n\n雨。' }),
  'news/example/held.txt': documentOf({ title: HELD, licence: 'Ask my aunt' }),
  'news/example/gophermap': [
    '! A line that begins with a mark',
    '',
    '1Search, which is not exported\t/search',
    '0The text\torder.txt',
    '1Elsewhere\t/\tgopher.example.org\t70',
    'hA page\tURL:https://news.example/',
    '',
  ].join('\n'),
};
const SERVED = Object.keys(FILES).filter((path) => path.endsWith('.txt') && !path.endsWith('held.txt'));

test.for(SERVERS)(
  '%s serves all of an export: every link is alive, every text whole (skipped without it)',
  async ([name, serve], { skip }) => {
    if (serve === undefined) return skip(`${name} is not installed`);
    const at = await workplace(FILES);
    const out = join(at.place, 'gopher');
    expect(await exportTo('gophermap', at, out)).toMatchObject({ code: 0, stderr: '' });
    const replies = await crawl(await serve(out), false);
    const texts = [...replies].filter(([selector]) => selector.endsWith('.txt'));
    for (const [selector, text] of texts)
      expect(text, selector).toBe(await readFile(join(out, selector), 'utf8'));
    expect(texts.map(([selector]) => selector).toSorted()).toEqual(
      ['/about.txt', ...SERVED.map((path) => `/feeds/${path}`)].toSorted(),
    );
    expect([...replies.keys()]).toContain('/feeds/dated/2024/12/');
    const menu = replies.get('/feeds/news/example/') ?? '';
    expect(menu).toContain('1Elsewhere\t/\tgopher.example.org\t70');
    expect(menu).toContain('hA page\tURL:https://news.example/\t');
    expect(menu).toMatch(/^i.*Search, which is not exported/m);
    expect(menu).toMatch(/^i ?! A line that begins with a mark/m);
  },
);

test('a long feed has pages, and every line of every menu leads to a file', async () => {
  const at = await workplace(FLAT);
  const out = join(at.place, 'gopher');
  await exportTo('gophermap', at, out);
  const files = await filesIn(out);
  expect(files.get('feeds/flat/page/2/gophermap')?.toString()).toContain('102 articles, page 2 of 2\n');
  const menus = [...files].filter(([path]) => path.endsWith('gophermap'));
  const links = menus.flatMap(([, menu]) =>
    Array.from(menu.toString().matchAll(/^[01].*\t\/(.*)$/gm), ([, selector = '']) =>
      selector === '' || selector.endsWith('/') ? `${selector}gophermap` : selector,
    ),
  );
  expect([...new Set(links)].toSorted()).toEqual([...files.keys()]);
});

test('every text has publisher, licence and source; nothing is exported that is held', async () => {
  const at = await workplace(FILES);
  const out = join(at.place, 'gopher');
  await exportTo('gophermap', at, out);
  for (const [path, bytes] of await filesIn(out)) {
    const text = bytes.toString();
    expect(text, path).not.toContain(HELD);
    if (path.startsWith('feeds/') && path.endsWith('.txt')) {
      expect(text, path).toContain('Published and (C) by ');
      expect(text, path).toMatch(/^License: https:\/\/creativecommons\.org\/\S+/m);
      expect(text, path).toContain('[1] Url: https://news.example/story');
    }
  }
});

test('--feed, --licence and --since: only those, and menus of only those', async () => {
  const at = await workplace({ ...FILES, ...FLAT });
  const out = join(at.place, 'gopher');
  const args = ['--feed', 'flat', '--licence', 'cc-by-sa-3.0', '--since', '2024-06'];
  const { code, stdout } = await exportTo('gophermap', at, out, ...args, '--base', '/wire/');
  expect(code).toBe(0);
  const files = await filesIn(out);
  const texts = [...files].filter(([path]) => path.startsWith('feeds/') && path.endsWith('.txt'));
  expect(texts.length).toBeGreaterThan(5);
  expect(stdout.toString()).toBe(`${out}: ${texts.length} articles\n`);
  for (const [path, bytes] of texts) {
    const date = /^Date: (\S+)\r$/m.exec(bytes.toString())?.[1] ?? '';
    expect(date >= '2024-06', path).toBe(true);
    expect(bytes.toString(), path).toContain('CC-BY-SA-3.0');
  }
  expect(files.get('feeds/flat/gophermap')?.toString()).toContain(`\n${texts.length} articles\n`);
  const front = files.get('gophermap')?.toString() ?? '';
  for (const line of front.split('\n').filter((each) => each.includes('\t')))
    expect(line).toContain('\t/wire/');
  expect(front).not.toContain('news');
});

test('a new export takes the place of an earlier one; anything else that stands there stays', async () => {
  const at = await workplace({ 'a/one.txt': documentOf() });
  const out = join(at.place, 'gopher');
  await exportTo('gophermap', at, out);
  await put(join(at.dir, 'a/two.txt'), documentOf({ title: 'The second' }));
  expect((await exportTo('gophermap', at, out)).code).toBe(0);
  expect([...(await filesIn(out)).keys()]).toContain('feeds/a/two.txt');

  const other = join(at.place, 'other');
  await put(join(other, 'mine.txt'), 'mine');
  await writeFile(join(at.place, 'file'), 'mine');
  for (const taken of [other, join(at.place, 'file')]) {
    const { code, stderr } = await exportTo('gophermap', at, taken);
    expect(code).toBe(1);
    expect(stderr).toContain('is there already and is no earlier export');
  }
  const left = [...(await filesIn(at.place)).keys()].filter((path) => !path.startsWith('gopher/'));
  expect(left).toEqual(['file', 'other/mine.txt']);
});

test('nothing is exported into the folder of articles, or where no folder is', async () => {
  const at = await workplace({ 'a/one.txt': documentOf() });
  expect((await exportTo('gophermap', at, join(at.dir, 'out'))).code).toBe(2);
  expect((await exportTo('gophermap', at, join(at.place, 'none/out'))).stderr).toContain('fix: ');
  expect((await exportTo('gophermap', at, join(at.place, 'out'), '--feed', 'b')).code).toBe(1);
  expect((await exportTo('gophermap', at, join(at.place, 'out'), '--licence', 'mine')).code).toBe(2);
  expect((await exportTo('gophermap', at, join(at.place, 'out'), '--width', '40')).code).toBe(2);
  expect([...(await filesIn(at.place)).keys()]).toEqual([]);
});
