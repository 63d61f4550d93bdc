import { expect, test } from 'vitest';
import { ask, parseMenu } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { copyOfArticles, daemonForTest, folderWith, run } from '../support/program.ts';

test('render prints exactly what the server sends', async () => {
  const folder = await copyOfArticles();
  const daemon = await daemonForTest(folder);
  const story = '/feeds/handbook/2026/11/running-a-server';
  const raw = '/raw/handbook/2026/11/running-a-server.txt';
  const selectors = [
    '/',
    '/about.txt',
    '/feeds/',
    '/feeds/handbook/',
    story,
    `${story}.txt`,
    raw,
    'caps.txt',
  ];
  const port = String(daemon.port);
  const runs = await Promise.all(
    selectors.map(
      async (selector) => [selector, await run('render', selector, '--dir', folder, '--port', port)] as const,
    ),
  );
  for (const [selector, rendered] of runs) {
    expect(rendered).toMatchObject({ code: 0, stderr: '' });
    expect(rendered.stdout, selector).toEqual(await ask(daemon.port, `${selector}\r\n`));
    expect(rendered.stdout.length, selector).toBeGreaterThan(0);
  }
});

test('the empty selector is the front page', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf() });
  const empty = await run('render', '', '--dir', folder);
  expect(empty.code).toBe(0);
  expect(empty.stdout).toEqual((await run('render', '/', '--dir', folder)).stdout);
});

test('--host and --port name the server in every menu line that leads to it', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf() });
  const args = ['--dir', folder, '--host', 'gopher.example.org', '--port', '70', '--title', 'My wire'];
  const { code, stdout } = await run('render', '/', ...args);
  expect(code).toBe(0);
  const menu = parseMenu(stdout.toString());
  expect(menu.some(({ display }) => display === 'My wire')).toBe(true);
  const items = menu.filter(({ type }) => type !== 'i');
  expect(items.length).toBeGreaterThan(2);
  for (const item of items) expect(item).toMatchObject({ host: 'gopher.example.org', port: '70' });
});

test('every text keeps publisher, licence and source', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf() });
  for (const selector of ['/feeds/a/story', '/feeds/a/story.txt', '/raw/a/story.txt']) {
    const { stdout } = await run('render', selector, '--dir', folder);
    const text = stdout.toString();
    expect(text, selector).toContain('Example Wire');
    expect(text, selector).toMatch(/BY-ND/i);
    expect(text, selector).toContain('https://news.example/story');
  }
});

const NOTHING = [
  '/feeds/a/none',
  '/feeds/a/none.txt',
  '/raw/a/none.txt',
  '/feeds/a/page/2/',
  '/feeds/a/held',
  '/raw/a/held.txt',
  '/raw/../../etc/passwd',
  '/feeds/a/../a/story.txt',
  '/raw//etc/passwd',
  '/\u001b[2Jx',
  'x'.repeat(2000),
];

test('where nothing is served: an error item that does not echo, a fix on stderr, and 1', async () => {
  const folder = await folderWith({
    'a/story.txt': documentOf(),
    'a/held.txt': documentOf({ licence: 'Ask my aunt', body: 'Not to be seen.' }),
  });
  const runs = await Promise.all(NOTHING.map((selector) => run('render', selector, '--dir', folder)));
  for (const [index, { code, stdout, stderr }] of runs.entries()) {
    const selector = NOTHING[index] ?? '';
    expect(code, selector).toBe(1);
    const lines = parseMenu(stdout.toString());
    expect(lines, selector).toMatchObject([{ type: '3', selector: '', host: 'error.host', port: '1' }]);
    expect(stdout.toString()).not.toContain('Not to be seen');
    expect(stdout.toString()).not.toContain(selector);
    expect(stderr, selector).toContain('fix: ');
  }
});

test('--strict-text ends a text document with a Lastline and stuffs dots', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf({ body: 'One.\n\n...two.\n\n.' }) });
  const strict = (
    await run('render', '/feeds/a/story.txt', '--dir', folder, '--strict-text')
  ).stdout.toString();
  expect(strict).toMatch(/\r\n\.\r\n$/);
  expect(strict).toContain('\r\n....two.\r\n');
  expect(strict.match(/^\.\r$/gm)).toHaveLength(1);
  const plain = (await run('render', '/feeds/a/story.txt', '--dir', folder)).stdout.toString();
  expect(plain).toContain('\r\n...two.\r\n');
  expect(plain).toContain('\r\n .\r\n');
  expect(plain).not.toMatch(/^\.\r$/m);
});
