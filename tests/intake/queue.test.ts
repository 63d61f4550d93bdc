/** What the publisher permits, and what the operator selects. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { waitOf } from '../../src/intake/permission.ts';
import type { Permission } from '../../src/library/feed-intake.ts';
import { feedToml, filesIn, itemOf, rssOf, sync, takingFrom, textIn } from '../support/intake.ts';
import { folderWith, put, run } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

const story = (n: number): string => itemOf({ link: `https://news.example/${n}`, title: `Story ${n}` });
const selectorOf = (n: number): string => `/feeds/news/example/2026/03/story-${n}.txt`;

async function folderOf(permission: string, ...numbers: readonly number[]): Promise<string> {
  const upstream = await startUpstream({ '/rss': { body: rssOf(numbers.map(story)) } });
  const dir = await takingFrom(`${upstream.origin}/rss`, permission);
  expect((await sync(dir)).code).toBe(0);
  return dir;
}

test('by default articles wait until they are approved; what is refused is not taken again', async () => {
  const dir = await folderOf('', 1, 2, 3);
  expect((await filesIn(dir)).shown).toEqual([]);
  const queue = await run('queue', dir);
  expect(queue.stdout.toString()).toBe(
    [1, 2, 3]
      .map(
        (n) =>
          `${selectorOf(n)}\n  Story ${n}\n  by Ann Example\n  CC BY 4.0\n  https://news.example/${n}\n  waits to be selected\n`,
      )
      .join('') + '3 articles waiting\n',
  );
  const shown = await run('queue', dir, '--show', selectorOf(1));
  const approved = await run('approve', selectorOf(1), '--dir', dir);
  expect(approved).toMatchObject({ code: 0, stderr: '' });
  expect(approved.stdout.toString()).toBe(`shown: ${selectorOf(1)} Story 1\n`);
  expect(shown.stdout.toString()).toBe(await textIn(dir, 'news/example/2026/03/story-1.txt'));
  expect(await run('queue', dir, '--show', selectorOf(1))).toMatchObject({ code: 1 });
  const refused = await run('refuse', 'https://news.example/2', '--dir', dir);
  expect(refused.stdout.toString()).toBe('refused: Story 2 (https://news.example/2)\n');
  expect((await sync(dir)).stdout.toString()).toBe(
    'news/example: 0 new, 0 changed, 1 unchanged, 1 waiting, 1 not wanted, 0 held, 0 failed\n',
  );
  expect((await filesIn(dir)).shown).toEqual(['news/example/2026/03/story-1.txt']);
  const all = await run('approve', '--all', '--feed', 'news/example', '--dir', dir);
  expect(all.stdout.toString()).toBe(`shown: ${selectorOf(3)} Story 3\n`);
  const { kept } = await filesIn(dir);
  expect(kept.filter((file) => file.includes('/pending/'))).toEqual([]);
  expect((await run('check', dir)).code).toBe(0);
});

test('where each article is asked for, the agreement is asked for too, and kept', async () => {
  const dir = await folderOf('mode = "ask"', 1);
  const without = await run('approve', selectorOf(1), '--dir', dir);
  expect(without.code).toBe(2);
  expect(without.stderr).toContain('fix: say with --agreed who agreed');
  expect((await run('approve', selectorOf(1), '--agreed', 'Ann, by mail', '--dir', dir)).code).toBe(0);
  expect((await filesIn(dir)).shown).toHaveLength(1);
  expect(await textIn(dir, '.gopherwire/intake/news~example/ledger.jsonl')).toContain(
    '"agreed":"Ann, by mail"',
  );
});

test('a month has room for so many; the others wait for the next', async () => {
  const dir = await folderOf('mode = "automatic"\nmonthly = 2', 1, 2, 3);
  expect((await filesIn(dir)).shown).toHaveLength(2);
  const { stdout } = await run('queue', dir, '--json');
  expect(JSON.parse(stdout.toString())).toMatchObject([
    { feed: 'news/example', selector: selectorOf(3), until: expect.stringMatching(/-01T00:00:00\.000Z$/) },
  ]);
});

test('a document that the journal had lost counts in its month as well', async () => {
  const dir = await folderOf('mode = "automatic"\nmonthly = 1', 1, 2);
  await rm(join(dir, '.gopherwire'), { recursive: true });
  expect((await sync(dir)).stdout.toString()).toContain('1 new, 0 changed, 1 waiting, ');
  expect((await filesIn(dir)).shown).toEqual(['news/example/2026/03/story-1.txt']);
});

test('nothing is shown while feed.toml cannot be read', async () => {
  const dir = await folderOf('embargo = "1d"', 1);
  await put(join(dir, 'news/example/feed.toml'), feedToml('http://127.0.0.1/rss', 'embargo = "soon"'));
  const { code, stderr } = await run('approve', selectorOf(1), '--dir', dir);
  expect(code).toBe(1);
  expect(stderr).toContain('news/example/feed.toml cannot be used\n  fix: ');
  expect((await filesIn(dir)).shown).toEqual([]);
});

test('a name that nothing has, and no name at all', async () => {
  const dir = await folderOf('', 1);
  const other = await run('approve', '/feeds/other.txt', '--dir', dir);
  expect(other).toMatchObject({ code: 1 });
  expect(other.stderr).toContain('nothing of the name /feeds/other.txt waits\n  fix: ');
  expect((await run('refuse', '--dir', dir)).code).toBe(2);
  expect((await run('refuse', '--all', '--dir', dir)).code).toBe(2);
});

const PERMISSION: Permission = {
  mode: 'automatic',
  embargoMs: 0,
  monthly: 0,
  credit: undefined,
  creditAt: 'end',
  isNonCommercial: false,
};
const nowMs = Date.parse('2026-12-31T12:00:00Z');

test.each([
  ['nothing to wait for', {}, {}, 0, undefined],
  ['selection', { mode: 'select' }, {}, 0, { why: 'selection' }],
  ['selected', { mode: 'select' }, { isApproved: true }, 0, undefined],
  ['a selection is no agreement', { mode: 'ask' }, { isApproved: true }, 0, { why: 'agreement' }],
  ['agreed', { mode: 'ask' }, { isApproved: true, agreed: 'yes' }, 0, undefined],
  [
    'an embargo counts from the publication, with its offset',
    { embargoMs: 3_600_000 },
    { dated: '2026-12-31T13:30:00+01:00' },
    0,
    { why: 'embargo', until: '2026-12-31T13:30:00.000Z' },
  ],
  [
    'and else from when it was seen first',
    { embargoMs: 3_600_000 },
    { dated: 'soon' },
    0,
    { why: 'embargo', until: '2026-12-31T12:30:00.000Z' },
  ],
  ['the embargo is over', { embargoMs: 60_000 }, { dated: '2026-12-31T11:59:00Z' }, 0, undefined],
  ['the month is full', { monthly: 2 }, {}, 2, { why: 'quota', until: '2027-01-01T00:00:00.000Z' }],
  ['the month has room', { monthly: 2 }, {}, 1, undefined],
  ['a new edition takes no room of the month', { monthly: 2 }, { stands: '0'.repeat(64) }, 2, undefined],
] as const)('%s', (_what, permission, entry, shownThisMonth, expected) => {
  const seen = '2026-12-31T11:30:00Z';
  expect(waitOf({ ...PERMISSION, ...permission }, { seen, ...entry }, { nowMs, shownThisMonth })).toEqual(
    expected,
  );
});

test('what is dated later than tomorrow waits for its day; the beginning of 1970 is no date', async () => {
  const upstream = await startUpstream();
  const { origin } = upstream;
  upstream.set('/rss', {
    body: rssOf([
      itemOf({ title: 'Later', link: `${origin}/later`, date: 'Tue, 01 Jan 2999 08:00:00 GMT' }),
      itemOf({ title: 'Never', link: `${origin}/never`, date: 'Thu, 01 Jan 1970 00:00:00 GMT' }),
    ]),
  });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  const { code, stdout } = await sync(dir);
  expect(code).toBe(3);
  expect(stdout.toString()).toContain('0 new, 0 changed, 1 waiting, 1 held, 0 failed');
  expect(stdout.toString()).toContain(`Never (${origin}/never): it has no date`);
  expect((await run('queue', dir)).stdout.toString()).toContain('until 2999-01-01');
});

test('a feed in a folder whose name cannot be part of a selector is told', async () => {
  const dir = await folderWith({ 'news/page/feed.toml': feedToml('http://127.0.0.1/rss') });
  const { code, stderr } = await sync(dir);
  expect(code).toBe(1);
  expect(stderr).toContain('news/page/feed.toml cannot be used');
  expect(stderr).toContain('page, part and search are taken');
});

test('what is a selector is no id, whatever a feed calls its articles; a name of several is asked about', async () => {
  const own = { title: 'Ours', link: 'https://news.example/ours', id: '1' };
  const upstream = await startUpstream({
    '/a': { body: rssOf([itemOf(own)]) },
    '/b': {
      body: rssOf([
        itemOf({ title: 'Theirs', link: 'https://other.example/theirs', id: '/feeds/a/2026/03/ours.txt' }),
        itemOf({ title: 'First', link: 'https://other.example/first', id: '1' }),
      ]),
    },
  });
  const permission = 'mode = "select"';
  const dir = await folderWith({
    'a/feed.toml': feedToml(`${upstream.origin}/a`, permission),
    'b/feed.toml': feedToml(`${upstream.origin}/b`, permission),
  });
  await sync(dir);
  const several = await run('approve', '1', '--dir', dir);
  expect(several.code).toBe(1);
  expect(several.stderr).toContain('1 is the name of several articles\n  fix: give the selector');
  const selector = '/feeds/a/2026/03/ours.txt';
  for (const code of [0, 1]) expect(await run('approve', selector, '--dir', dir)).toMatchObject({ code });
  expect((await filesIn(dir)).shown).toEqual(['a/2026/03/ours.txt']);
});

test.each(['"shown":5', '"state":"lost"', '"isApproved":"yes"', '"stands":"../x"'])(
  'a line of the ledger with %s is passed over',
  async (fault) => {
    const dir = await folderOf('', 1);
    const file = '.gopherwire/intake/news~example/ledger.jsonl';
    const text = await textIn(dir, file);
    await put(join(dir, file), text + text.replace(/\}\n$/, `,${fault}}\n`));
    const { code, stdout } = await run('queue', dir);
    expect(code).toBe(0);
    expect(stdout.toString()).toContain('waits to be selected\n1 article waiting\n');
  },
);
