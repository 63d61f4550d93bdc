/** Every rule of RFC 1436 that a server can break, by clause, on the wire. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, get, parseMenu } from '../support/client.ts';
import { crawl } from '../support/crawl.ts';
import { documentOf } from '../support/documents.ts';
import { put, startDaemon, type Daemon } from '../support/program.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const STORY = '/feeds/news/example/2025/06/story';
let folder = '';
let daemon: Daemon;
let replies: ReadonlyMap<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gopherwire-rfc-'));
  await put(join(folder, 'news/example/2025/06/story.txt'), documentOf({ body: '.\n\n..two\n\nWords.' }));
  await put(join(folder, 'news/example/2025/05/long.txt'), documentOf({ title: 'Long '.repeat(40).trim() }));
  daemon = await startDaemon(folder);
  replies = await crawl(daemon.port);
});
afterAll(async () => {
  await daemon.stop('SIGKILL');
  await rm(folder, { recursive: true });
});

const menus = (): [string, string][] => [...replies].filter(([, reply]) => reply.endsWith('\r\n.\r\n'));

test('[RFC1436-2] the client sends a selector and CR LF; the server answers and closes', async () => {
  const reply = await ask(daemon.port, `${STORY}\r\n`);
  expect(reply.toString()).toContain('A plain title');
});

test('[RFC1436-2] an empty line asks for the list of what the server has', async () => {
  const menu = parseMenu(await get(daemon.port, ''));
  expect(menu.some(({ type }) => type === '1')).toBe(true);
  expect(await get(daemon.port, '/')).toBe(await get(daemon.port, ''));
});

test('[RFC1436-2] what comes after the first line end is not part of the request', async () => {
  expect(await ask(daemon.port, `${STORY}\r\n/about.txt\r\n`)).toEqual(
    await ask(daemon.port, `${STORY}\r\n`),
  );
});

test('[RFC1436-2] no state is kept: the same request gives the same bytes', async () => {
  const first = await ask(daemon.port, '\r\n');
  await ask(daemon.port, `${STORY}\r\n`);
  expect(await ask(daemon.port, '\r\n')).toEqual(first);
});

test('[RFC1436-3.1] the selector is opaque: only the very same bytes name the same item', async () => {
  for (const other of [
    STORY.toUpperCase(),
    `${STORY}/`,
    `/.${STORY}`,
    `${STORY}%20`,
    `${STORY} `,
    `/${STORY}`,
  ])
    expect(parseMenu(await get(daemon.port, other))[0]?.type, other).toBe('3');
});

test('[RFC1436-3.4] each menu line is type and display string, TAB, selector, TAB, host, TAB, port, CR LF', () => {
  expect(menus().length).toBeGreaterThan(5);
  for (const [selector, menu] of menus())
    for (const line of menu.split('\r\n').slice(0, -2))
      expect(line, selector).toMatch(/^[0179hi][^\t]*\t[^\t]*\t[A-Za-z0-9.-]+\t\d{1,5}$/);
});

test('[RFC1436-3.4] a menu ends in a period alone on a line, and nothing follows it', () => {
  for (const [selector, menu] of menus()) expect(menu.indexOf('\r\n.\r\n'), selector).toBe(menu.length - 5);
});

test('[RFC1436-3.5] no field holds a TAB, and none of the lines a bare CR or LF', () => {
  for (const [selector, menu] of menus()) {
    expect(menu, selector).not.toMatch(/[^\r]\n|\r[^\n]/);
    for (const line of menu.split('\r\n').slice(0, -2)) expect(line.split('\t'), selector).toHaveLength(4);
  }
});

test('[RFC1436-3.8] each item is what its type says', () => {
  for (const [selector, menu] of menus()) {
    for (const line of parseMenu(menu).filter(({ selector: to }) => replies.has(to))) {
      const reply = replies.get(line.selector);
      if (line.type === '1') expect(reply, `${selector}: ${line.selector}`).toMatch(/\r\n\.\r\n$/);
      if (line.type === '0') expect(reply, `${selector}: ${line.selector}`).not.toMatch(/\r\n\.\r\n$/);
      const bytes = line.selector.endsWith('.tar.gz') ? /^\u001F/u : /^\(C\) Example Wire\n/;
      if (line.type === '9') expect(reply, `${selector}: ${line.selector}`).toMatch(bytes);
    }
  }
});

test('[RFC1436-3.8] an error is an item of type 3', async () => {
  expect(await get(daemon.port, '/nothing')).toBe(
    '3Nothing is served here. The front page is at /\t\terror.host\t1\r\n.\r\n',
  );
});

test('[RFC1436-3.9] display strings are short, and the user can make sense of them alone', () => {
  for (const [selector, menu] of menus())
    for (const { display } of parseMenu(menu)) expect(display.length, selector).toBeLessThanOrEqual(67);
});

test('[RFC1436-4] selectors have at most 255 characters', () => {
  for (const [, menu] of menus())
    for (const { selector } of parseMenu(menu)) expect(selector.length).toBeLessThanOrEqual(255);
});

test('[RFC1436-4] the server does not need more of the client than the protocol gives', async () => {
  const pieces = `${STORY}.txt\r\n`.split('');
  expect(await ask(daemon.port, '', { pieces })).toEqual(await ask(daemon.port, `${STORY}.txt\r\n`));
});

test('[RFC1436-3.2] with --strict-text a text ends in a Lastline, and a line that begins with a period has two', async () => {
  const strict = await startDaemon(folder, '--strict-text');
  try {
    const text = await get(strict.port, `${STORY}.txt`);
    expect(text).toMatch(/\r\n\.\r\n$/);
    const lines = text.split('\r\n').slice(0, -2);
    expect(lines).toContain('..');
    expect(lines).toContain('...two');
    const undone = lines.map((line) => line.replace(/^\./, ''));
    expect(undone).toContain('.');
    expect(undone).toContain('..two');
    expect(lines.filter((line) => line.startsWith('.') && !line.startsWith('..'))).toEqual([]);
  } finally {
    await strict.stop('SIGKILL');
  }
});

test('[RFC1436-3.2] by default a text has no Lastline, since clients would show it', async () => {
  const text = await get(daemon.port, `${STORY}.txt`);
  expect(text).toMatch(/gopher:\/\/feeds\.example\/1\/news\/\r\n$/);
  expect(text.split('\r\n')).toContain(' .');
});
