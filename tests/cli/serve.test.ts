import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ask, get, parseMenu } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { daemonForTest, eventually, folderWith, put, ROOT } from '../support/program.ts';

test('the front page leads to the handbook', async () => {
  const daemon = await daemonForTest(`${ROOT}articles`);
  const menu = parseMenu(await get(daemon.port, ''));
  expect(menu.find(({ type }) => type !== 'i')).toMatchObject({ type: '0', selector: '/about.txt' });
  expect(menu.map(({ selector }) => selector)).toContain('/feeds/handbook/');
});

test('localhost means both loopback addresses', async () => {
  const daemon = await daemonForTest(`${ROOT}articles`);
  const four = await ask(daemon.port, '\r\n');
  const six = await ask(daemon.port, '\r\n', { host: '::1' });
  expect(six).toEqual(four);
});

test('whoever reads the messages may go away: the readers of the articles stay', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf() });
  const daemon = await daemonForTest(folder);
  daemon.child.stderr.destroy();
  await put(join(folder, 'a/next.txt'), documentOf());
  await eventually(async () => ((await get(daemon.port, '/')).includes('/feeds/a/next') ? true : undefined));
  expect(await daemon.stop()).toBe(0);
});

test('what follows a TAB does not make a reply anew', async () => {
  const folder = await folderWith({
    'a/story.txt': documentOf({ body: 'Many words of a book. '.repeat(200_000) }),
  });
  const daemon = await daemonForTest(folder, '--log', 'none');
  const replies = await Promise.all(
    Array.from({ length: 30 }, (_, n) => ask(daemon.port, `/feeds/a/story.txt\t${n}\r\n`)),
  );
  expect(new Set(replies.map((reply) => reply.length)).size).toBe(1);
  const plain = await ask(daemon.port, '/feeds/a/story.txt\r\n');
  expect(replies[0]?.equals(plain)).toBe(true);
});

test('SIGTERM ends the daemon with 0', async () => {
  const daemon = await daemonForTest(`${ROOT}articles`);
  await get(daemon.port, '');
  expect(await daemon.stop()).toBe(0);
});
