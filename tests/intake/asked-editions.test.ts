/** Where the publisher is asked for each article, they are asked for each edition of it too. */
import { expect, test } from 'vitest';
import { filesIn, itemOf, rssOf, sync, takingFrom, textIn } from '../support/intake.ts';
import { run, type Run } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

const FILE = 'news/example/2026/03/story.txt';
const AGREED = ['--agreed', 'Ann, by mail'];
const body = (words: string): string =>
  rssOf([
    itemOf({ id: '1', link: 'https://news.example/1', title: 'Story', html: `<p>It is ${words}.</p>` }),
  ]);

/** A feed of one article, which its publisher has agreed to. */
async function agreedTo() {
  const upstream = await startUpstream({ '/rss': { body: body('old') } });
  const dir = await takingFrom(`${upstream.origin}/rss`, 'mode = "ask"');
  await sync(dir);
  const approve = (...args: readonly string[]): Promise<Run> => run('approve', '1', ...args, '--dir', dir);
  expect(await approve(...AGREED)).toMatchObject({ code: 0 });
  /** What the next run tells when the article says `words`, without the name of the feed. */
  const offer = async (words: string): Promise<string> => {
    upstream.set('/rss', { body: body(words) });
    return (await sync(dir)).stdout.toString().replace(/^news\/example: /, '');
  };
  return { dir, approve, offer };
}

test('an edition waits for an agreement of its own, and the old one stays until then', async () => {
  const { dir, approve, offer } = await agreedTo();
  expect(await offer('new')).toMatch(/^0 new, 0 changed, 1 waiting, /);
  expect((await run('queue', dir)).stdout.toString()).toContain("waits for the publisher's agreement\n");
  for (const words of [[], ['--agreed', ''], ['--agreed', ' ']])
    expect(await approve(...words)).toMatchObject({ code: 2 });
  expect(await textIn(dir, FILE)).toContain('It is old.');
  expect((await approve(...AGREED)).stdout.toString()).toBe(
    'shown: /feeds/news/example/2026/03/story.txt Story\n',
  );
  expect(await textIn(dir, FILE)).toContain('It is new.');
});

test('an edition that is refused is not offered again, and the next one is', async () => {
  const { dir, offer } = await agreedTo();
  await offer('new');
  expect((await run('refuse', '1', '--dir', dir)).stdout.toString()).toBe('refused: Story (1)\n');
  expect(await offer('new')).toMatch(/^0 new, 0 changed, 1 unchanged, 0 waiting, /);
  expect(await textIn(dir, FILE)).toContain('It is old.');
  expect(await offer('newer')).toMatch(/^0 new, 0 changed, 1 waiting, /);
  expect(await textIn(dir, FILE)).toContain('It is old.');
  expect((await filesIn(dir)).shown).toEqual([FILE]);
  expect((await run('verify', dir)).code).toBe(0);
});

test('what the publisher said of the edition that stays is kept, whatever becomes of the new one', async () => {
  const { dir, offer } = await agreedTo();
  const last = async (): Promise<unknown> => {
    const lines = (await textIn(dir, '.gopherwire/intake/news~example/ledger.jsonl')).trimEnd().split('\n');
    return JSON.parse(lines.at(-1) ?? '');
  };
  await offer('new');
  await offer('newer');
  expect(await last()).toMatchObject({ state: 'waiting', standsAgreed: 'Ann, by mail' });
  await offer('old');
  expect(await last()).toMatchObject({ state: 'published', agreed: 'Ann, by mail' });
  await offer('new');
  expect((await run('refuse', '1', '--dir', dir)).code).toBe(0);
  expect(await last()).toMatchObject({ state: 'published', agreed: 'Ann, by mail' });
});
