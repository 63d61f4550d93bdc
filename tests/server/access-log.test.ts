import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { ask, get } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { BIN, daemonForTest, eventually, folderWith, type Daemon } from '../support/program.ts';

/** The log of a daemon after `requests`, without the line that says where it serves. */
async function logOf(requests: readonly string[], ...args: readonly string[]): Promise<string[]> {
  const daemon: Daemon = await daemonForTest(await folderWith({ 'a/story.txt': documentOf() }), ...args);
  for (const request of requests) await ask(daemon.port, `${request}\r\n`);
  await daemon.stop();
  return daemon.stdout.split('\n').slice(1, -1);
}

const TIME = '\\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000\\]';

test('[NCSA combined] one line a request, with code and bytes, without the address', async () => {
  const lines = await logOf([
    '',
    '/nothing',
    '/about.txt\twords',
    'GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: "x\r\nReferer: http://a/\r\n',
    'x'.repeat(2000),
  ]);
  const expected = [
    '"GET / GOPHER/1.0" 200 \\d+',
    '"GET /nothing GOPHER/1.0" 404 \\d+',
    '"GET /about\\.txt GOPHER/1.0" 200 \\d+',
    '"GET / HTTP/1.1" 200 \\d+ "http://a/" "\\\\u0022x"',
    '"-" 400 \\d+',
  ];
  expect(lines).toHaveLength(expected.length);
  for (const [index, line] of lines.entries())
    expect(line).toMatch(new RegExp(`^- - - ${TIME} ${expected[index] ?? ''}( "-" "-")?$`));
});

test('the bytes are those of the reply', async () => {
  const daemon = await daemonForTest(await folderWith({ 'a/story.txt': documentOf() }));
  const reply = await get(daemon.port, '/raw/a/story.txt');
  await daemon.stop();
  expect(daemon.stdout).toContain(
    `"GET /raw/a/story.txt GOPHER/1.0" 200 ${Buffer.byteLength(reply)} "-" "-"\n`,
  );
});

test('a request cannot end its quotes, forge a line or drive a terminal', async () => {
  const [line = ''] = await logOf(['/"x" 200 1 \u202e\u2028 \\ \u00e9\t\u009b2J'], '--log-addresses');
  expect(line).toContain(
    '"GET /\\u0022x\\u0022 200 1 \\u202e\\u2028 \\u005c \u00e9?\\u009b2J GOPHER/1.0" 404 ',
  );
});

test('--log json: an object a line', async () => {
  const lines = await logOf(['/about.txt', '/x\u202e"\twords'], '--log', 'json', '--log-addresses');
  const [about, other] = lines.map((line): unknown => JSON.parse(line));
  expect(about).toMatchObject({
    address: '127.0.0.1',
    protocol: 'gopher',
    selector: '/about.txt',
    status: 'ok',
    complete: true,
  });
  expect(other).toMatchObject({ selector: '/x\u202e"', fields: ['words'], status: 'not-found' });
  expect(lines.join('')).not.toContain('\u202e');
});

test('--log-addresses names the client or its network, --log none writes nothing', async () => {
  expect((await logOf([''], '--log-addresses', 'truncated'))[0]).toMatch(/^127\.0\.0\.0 - - \[/);
  expect((await logOf([''], '--log-addresses', 'none'))[0]).toMatch(/^- - - \[/);
  expect((await logOf([''], '--log-addresses'))[0]).toMatch(/^127\.0\.0\.1 - - \[/);
  expect(await logOf([''], '--log', 'none')).toEqual([]);
});

const SEARCHES = [
  '/search\tsecret',
  '/feeds/a/search\tsecret\t+',
  'search?secret',
  '/search%09secret',
  '/search/2/secret',
  '/view/us-ascii-40/feeds/a/search/3/secret/secret',
  '/nothing\tsecret',
  'GET /search?q=secret HTTP/1.1\r\nHost: a\r\nReferer: http://a/feeds/a/search/2/secret?q=secret\r\n',
  'GET /search/2/secret HTTP/1.1\r\nHost: a\r\nReferer: https://b/?q=secret\r\n',
];

test.each([
  ['combined', 'none'],
  ['combined', 'truncated'],
  ['json', 'none'],
])('%s, --log-addresses %s: what a reader looked for is not in the log', async (format, mode) => {
  const lines = await logOf(SEARCHES, '--log', format, '--log-addresses', mode);
  expect(lines).toHaveLength(SEARCHES.length);
  expect(lines.join('\n')).not.toContain('secret');
  const [search, feed, , , second] = lines;
  expect(search).toMatch(/[" ]\/search[" ]/);
  expect(feed).toMatch(/[" ]\/feeds\/a\/search[" ]/);
  expect(second).toMatch(/[" ]\/search\/2\/[" ]/);
});

test('with --log-addresses full it is', async () => {
  const lines = await logOf(SEARCHES, '--log-addresses', 'full');
  expect(lines.filter((line) => !line.includes('secret'))).toEqual([]);
});

test('names that only begin like a search stay whole', async () => {
  const [line] = await logOf(['/searching/for/words']);
  expect(line).toContain('"GET /searching/for/words GOPHER/1.0" 404 ');
});

test.skipIf(!existsSync('/dev/full'))('the disk of the log is full: the readers are served', async () => {
  const log = openSync('/dev/full', 'w');
  const child = spawn(
    process.execPath,
    [BIN, 'serve', await folderWith({ 'a/story.txt': documentOf() }), '--port', '0'],
    {
      stdio: ['ignore', log, 'pipe'],
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  closeSync(log);
  let messages = '';
  child.stderr?.on('data', (chunk: Buffer) => (messages += chunk.toString()));
  const port = await eventually(() =>
    Promise.resolve(/Try: curl gopher:\/\/localhost:(\d+)/.exec(messages)?.[1]),
  );
  const isRead = async (): Promise<true | undefined> =>
    (await get(Number(port), '/raw/a/story.txt')) === documentOf() || undefined;
  await eventually(isRead);
  // long enough for the first lines to be written
  const until = performance.now() + 300;
  while (performance.now() < until) expect(await get(Number(port), '/raw/a/story.txt')).toBe(documentOf());
  child.kill('SIGTERM');
  await once(child, 'close');
  expect(child.exitCode).toBe(0);
});
