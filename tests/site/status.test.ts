/** `/status`: what the daemon was asked for, and nothing of who asked. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { chartLines, durationText } from '../../src/site/status.ts';
import { ask, get, parseMenu, type MenuLine } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { daemonForTest, eventually, folderWith, run } from '../support/program.ts';

const twoStories = () =>
  folderWith({ 'a/one.txt': documentOf({ title: 'First' }), 'a/two.txt': documentOf({ title: 'Second' }) });
const displays = (lines: readonly MenuLine[]): string => lines.map(({ display }) => display).join('\n');

/** The page, once it shows all of `parts`: a request counts when its connection is closed. */
const statusWith = (port: number, selector: string, parts: readonly RegExp[]): Promise<string> =>
  eventually(async () => {
    const menu = await get(port, selector);
    return parts.every((part) => part.test(displays(parseMenu(menu)))) ? menu : undefined;
  });

test('what was asked for is counted, in every view', async () => {
  const daemon = await daemonForTest(await twoStories(), '--log-addresses');
  for (const selector of [
    '/feeds/a/one',
    '/feeds/a/one.txt',
    '/view/us-ascii-40/feeds/a/one',
    '/feeds/a/two',
  ])
    await get(daemon.port, selector);
  for (const selector of ['/nothing', '/feeds/a/none', '/two\u0001']) await get(daemon.port, selector);
  await ask(daemon.port, 'GET / HTTP/1.1\r\n\r\n');
  const parts = [
    /^Up less than a minute, since \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$/m,
    /^2 articles of 1 feed are served\.$/m,
    /^\d+ requests, \d+\.\d KB sent\.$/m,
    /^\d\d [A-Z][a-z]{2} #+ +\d+$/m,
    /^First \(3 times\)\nSecond \(1 time\)$/m,
    /^ *\d+ answered\n *2 not understood\n *2 nothing served there$/m,
    /^Connections: \d+ now, \d+ so far, 0 turned away\.$/m,
    /^Cache: 4 replies, \d+\.\d KB, hit rate \d+%\.$/m,
    /^Memory: \d+\.\d MB\.$/m,
  ];
  const menu = await statusWith(daemon.port, '/status', parts);
  expect(menu).not.toContain('127.0.0.1');
  expect(parseMenu(menu).filter(({ type }) => type !== 'i')).toMatchObject([
    { type: '1', display: 'First (3 times)', selector: '/feeds/a/one' },
    { type: '1', display: 'Second (1 time)', selector: '/feeds/a/two' },
    { type: '1', display: 'Front page', selector: '/' },
  ]);
  const narrow = parseMenu(await get(daemon.port, '/view/us-ascii-40/status'));
  for (const { display } of narrow) expect(display.length).toBeLessThanOrEqual(33);
  expect(narrow.find(({ type }) => type !== 'i')?.selector).toBe('/view/us-ascii-40/feeds/a/one');
});

test('it is counted anew each time, also where a Gopher+ client asks', async () => {
  const daemon = await daemonForTest(await twoStories());
  const first = await get(daemon.port, '/status');
  await statusWith(daemon.port, '/status', [/^[3-9] requests,/m]);
  expect(await get(daemon.port, '/status')).not.toBe(first);
  expect(await get(daemon.port, '/status\t!')).toContain('+INFO: 1Status of this server\t/status\t');
});

test('connections that are turned away are counted', async () => {
  const { port } = await daemonForTest(await twoStories(), '--max-connections', '1');
  const idle = connect({ port, host: '127.0.0.1' });
  await once(idle, 'connect');
  expect(await get(port, '/')).toMatch(/^3The server is busy/);
  idle.destroy();
  await statusWith(port, '/status', [/^Connections: 1 now, \d+ so far, [1-9]\d* turned away\.$/m]);
});

test('the front page alone leads to it, below the page about the server', async () => {
  const daemon = await daemonForTest(await twoStories());
  const items = parseMenu(await get(daemon.port, '/')).filter(({ type }) => type !== 'i');
  expect(items.slice(0, 2)).toMatchObject([
    { selector: '/about.txt' },
    { type: '1', display: 'Status of this server', selector: '/status' },
  ]);
});

test('without a daemon there is none to tell of', async () => {
  const { code, stdout } = await run('render', '/status', '--dir', await twoStories());
  expect(code).toBe(0);
  expect(displays(parseMenu(stdout.toString()))).toBe(
    [
      'Status of this server',
      '',
      'There is no daemon running to tell of.',
      '2 articles of 1 feed are served.',
      '',
      'Front page',
    ].join('\n'),
  );
});

test('the chart: bars to scale, numbers at the right edge, no day with a request without a mark', () => {
  const startMs = Date.UTC(2026, 9, 30);
  const days = [0, 1, 5000, 10_000].map((requests, index) => ({
    startMs: startMs + index * 86_400_000,
    requests,
  }));
  expect(chartLines(days, 33)).toEqual([
    '30 Oct                          0',
    '31 Oct #                        1',
    '01 Nov ##########           5,000',
    '02 Nov ################### 10,000',
  ]);
  expect(chartLines(days.slice(0, 1), 25)).toEqual(['30 Oct                  0']);
});

test.each([
  [-5, 'less than a minute'],
  [59_999, 'less than a minute'],
  [60_000, '1 minute'],
  [3_600_000, '1 hour'],
  [4 * 3_600_000 + 5 * 60_000 + 7, '4 hours, 5 minutes'],
  [3 * 86_400_000 + 4 * 3_600_000 + 5 * 60_000, '3 days, 4 hours'],
  [86_400_000 + 60_000, '1 day'],
])('%d ms are %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});
