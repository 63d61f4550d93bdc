/** What clients really send, and what nobody should. */
import { expect, test } from 'vitest';
import { ask, get, parseMenu } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { daemonForTest, folderWith, type Daemon } from '../support/program.ts';

const STORY = '/feeds/a/story';
const daemonWithStory = async (...args: readonly string[]): Promise<Daemon> =>
  daemonForTest(await folderWith({ 'a/story.txt': documentOf() }), ...args);

const ERROR = /^3[^\t\r\n]+\t\terror\.host\t1\r\n\.\r\n$/;

test('CR LF and LF end a request, cut anywhere; a bare CR does not', async () => {
  const { port } = await daemonWithStory();
  const reply = await ask(port, `${STORY}\r\n`);
  expect(await ask(port, `${STORY}\n`)).toEqual(reply);
  expect(await ask(port, '', { pieces: `${STORY}\r\n`.split('') })).toEqual(reply);
  expect(await ask(port, '', { pieces: [`${STORY}\r`, '\n'] })).toEqual(reply);
  expect((await ask(port, `${STORY}\rmore\r\n`)).toString()).toMatch(ERROR);
});

test('a client that half-closes after its request, or instead of its line end, gets the whole reply', async () => {
  const { port } = await daemonWithStory();
  const reply = await ask(port, `${STORY}\r\n`);
  expect(await ask(port, `${STORY}\r\n`, { halfClose: true })).toEqual(reply);
  expect(await ask(port, STORY, { halfClose: true })).toEqual(reply);
  expect(await ask(port, '', { halfClose: true })).toEqual(await ask(port, '\r\n'));
});

test('a selector is found without its leading slash', async () => {
  const { port } = await daemonWithStory();
  for (const selector of [
    `${STORY}.txt`,
    '/caps.txt',
    '/robots.txt',
    '/about.txt',
    '/feeds/',
    '/raw/a/story.txt',
  ])
    expect(await get(port, selector.slice(1)), selector).toBe(await get(port, selector));
});

test('what follows a TAB is ignored where it is no Gopher+', async () => {
  const { port } = await daemonWithStory();
  for (const selector of ['', '/feeds/', STORY, `${STORY}.txt`, '/raw/a/story.txt'])
    for (const more of ['', 'words', '$100', '!bang', 'words\t+', '\t\t\t'])
      expect(await get(port, `${selector}\t${more}`), JSON.stringify([selector, more])).toBe(
        await get(port, selector),
      );
});

test.each([
  ['NUL', '/about.txt\0'],
  ['ESC', '/\u001b[2J'],
  ['DEL', '/\u007f'],
  ['a C1 control', '/feeds/\u009b2J'],
  ['a path', '/../../../etc/passwd'],
  ['a path in a feed', '/feeds/../../etc/passwd'],
  ['a dotfile', '/feeds/.git/config'],
  ['a backslash', '\\..\\..\\etc\\passwd'],
  ['bytes that are no UTF-8', Buffer.from('/feeds/\xff\xfe\x80', 'latin1')],
  ['a lone period', '.'],
  ['markup', '/<script>alert(1)</script>'],
  ['a prototype', '__proto__'],
  ['a prototype of a feed', '/feeds/__proto__/constructor'],
  ['1,024 bytes', `/${'x'.repeat(1023)}`],
  ['1,025 bytes', `/${'x'.repeat(1024)}`],
  ['100,000 bytes', `/${'x'.repeat(100_000)}`],
])('%s: an error item without an echo', async (_what, selector) => {
  const { port } = await daemonWithStory();
  const request = Buffer.concat([Buffer.from(selector), Buffer.from('\r\n')]);
  const reply = (await ask(port, request)).toString('latin1');
  expect(reply).toMatch(ERROR);
  expect(reply).not.toMatch(/passwd|script|xxx|proto/);
});

test('TLS is closed at once, without a byte', async () => {
  const { port } = await daemonWithStory();
  const hello = Buffer.from('16030100f8010000f40303', 'hex');
  expect((await ask(port, hello)).length).toBe(0);
  // the first byte tells: what is sent behind it would meet a closed connection
  expect((await ask(port, hello.subarray(0, 1))).length).toBe(0);
});

test.each([
  ['GET / HTTP/1.1', 200],
  ['HEAD / HTTP/1.1', 200],
  ['GET http://news.example/ HTTP/1.0', 200],
  ['GET /nothing HTTP/1.1', 404],
  ['GET /%zz HTTP/1.1', 400],
  ['GET /a b c HTTP/1.1', 400],
  ['POST / HTTP/1.1', 405],
  ['PRI * HTTP/2.0', 400],
  ['M-SEARCH * HTTP/1.1', 405],
  ['GET / HTTP/1.1 ', 400],
  [`GET /${'x'.repeat(5000)} HTTP/1.1`, 414],
  [`PROPFIND /${'x'.repeat(1100)} HTTP/1.1`, 414],
  [`GET /${'x'.repeat(20_000)} HTTP/1.1`, 414],
  [`GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}`, 431],
  ['CONNECT example:443 HTTP/1.1', 405],
  ['OPTIONS * HTTP/1.1', 405],
])('%s: HTTP, never gopher', async (line, status) => {
  const { port } = await daemonWithStory();
  const reply = (await ask(port, `${line}\r\nHost: localhost\r\nAccept: */*\r\n\r\n`)).toString();
  expect(reply).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  const [head = '', body = ''] = reply.split('\r\n\r\n');
  const length = Number(/^Content-Length: (\d+)$/m.exec(head)?.[1]);
  expect(Buffer.byteLength(body)).toBe(line.startsWith('HEAD') ? 0 : length);
  expect(reply).not.toContain('\t');
});

test('a gopher selector that begins like HTTP is a gopher selector', async () => {
  const { port } = await daemonWithStory();
  expect(await get(port, 'GET /')).toMatch(ERROR);
});

test('URL: leads to a page that redirects, escaped, and to known schemes alone', async () => {
  const { port } = await daemonWithStory();
  for (const selector of [
    'URL:https://news.example/?a=1&b="<c>\'',
    '/URL:https://news.example/?a=1&b="<c>\'',
  ]) {
    const page = await get(port, selector);
    expect(page).toMatch(/^<!DOCTYPE html>/);
    expect(page).toContain('href="https://news.example/?a=1&amp;b=%22%3Cc%3E%27"');
    expect(page).not.toMatch(/<c>|b="/);
  }
  for (const url of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'telnet://x', 'x', ''])
    expect(await get(port, `URL:${url}`), url).toMatch(ERROR);
});

test('Gopher+: the menu, the attributes and the body in its form', async () => {
  const { port } = await daemonWithStory('--admin', 'Ann <ann@news.example>');
  const menu = await get(port, '');
  const plus = await get(port, '\t$');
  expect(plus).toBe(
    `+-2\r\n${parseMenu(menu)
      .map(
        ({ type, display, selector, host, port: at }) =>
          `+INFO: ${type}${display}\t${selector}\t${host}\t${at}\r\n`,
      )
      .join('')}`,
  );
  const text = await get(port, `${STORY}.txt`);
  expect(await get(port, `${STORY}.txt\t+`)).toBe(`+-2\r\n${text}`);
  expect(await get(port, `${STORY}.txt\t+text/plain En_US`)).toBe(`+-2\r\n${text}`);
  const attributes = await get(port, `${STORY}.txt\t!`);
  expect(attributes).toMatch(
    new RegExp(
      [
        '^\\+-2',
        `\\+INFO: 0A plain title\\t${STORY}\\.txt\\tlocalhost\\t${port}`,
        '\\+ADMIN:',
        ' Admin: Ann <ann@news\\.example>',
        ' Mod-Date: .* <\\d{14}>',
        '\\+VIEWS:',
        ' text/plain; charset=utf-8: <1k>',
        '$',
      ].join('\r\n'),
    ),
  );
  for (const [selector, name] of [
    ['', '1gopherwire'],
    ['/about.txt', '0About this server'],
    ['/caps.txt', '0caps.txt'],
    ['/feeds/', '1All feeds'],
    [STORY, '1A plain title'],
  ])
    expect(await get(port, `${selector}\t!`)).toContain(`\r\n+INFO: ${name}\t`);
  expect(await get(port, 'URL:https://news.example/\t+')).toMatch(/^\+-2\r\n<!DOCTYPE html>/);
  expect(await get(port, 'URL:javascript:x\t$')).toMatch(/^--2\r\n1 /);
  expect(await get(port, '/nothing\t!')).toMatch(/^--2\r\n1 Ann <ann@news\.example>\r\n.*\r\n$/);
  expect(await get(port, '/nothing\t$')).toMatch(/^--2\r\n1 /);
});

test('caps.txt begins as its readers expect', async () => {
  const { port } = await daemonWithStory('--admin', 'ann@news.example');
  const caps = await get(port, 'caps.txt');
  expect(caps).toMatch(/^CAPS\r\n\r\nCapsVersion=1\r\nExpireCapsAfter=\d+\r\n/);
  for (const line of [
    'PathDelimeter=/',
    'ServerSoftware=gopherwire',
    'ServerDefaultEncoding=UTF-8',
    'ServerAdmin=ann@news.example',
  ])
    expect(caps.split('\r\n')).toContain(line);
});
