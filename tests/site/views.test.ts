import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHARSET_NAMES } from '../../src/text/charset.ts';
import { columnsOf } from '../../src/text/columns.ts';
import { parseView } from '../../src/site/view.ts';
import { decodeAs, encodeAs } from '../support/charsets.ts';
import { ask, get, parseMenu, type MenuLine } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { GOLDEN_VIEWS, TEXTS } from '../support/languages.ts';
import { daemonForTest, eventually, folderWith, ROOT, run } from '../support/program.ts';

const GOLDEN = join(ROOT, 'tests/golden');
const files = Object.fromEntries(
  Object.entries(TEXTS).map(([name, parts]) => [
    `news/example/2025/06/${name}.txt`,
    documentOf({ ...parts, source: `https://news.example/${name}` }),
  ]),
);

/** The reply to `selector`, decoded as the view's charset; fails where its bytes are not of it. */
async function decoded(port: number, selector: string, charset: string): Promise<string> {
  const bytes = await ask(port, `${selector}\r\n`);
  const text = decodeAs(charset, bytes);
  expect(encodeAs(charset, text).equals(bytes), selector).toBe(true);
  expect(text, selector).not.toContain('\ufffd');
  return text;
}

/** Atom, OPML and twtxt have lines of any length; the first two are ASCII in every view. */
const isForPrograms = (selector: string): boolean => /(?:\.xml|twtxt\.txt)$/.test(selector);

/** What a crawl that begins at the front page of `view` sees: every link of this server, each alive. */
async function crawlView(port: number, view: string): Promise<Map<string, string>> {
  const { charset = 'utf-8', layout } = parseView(view) ?? {};
  const seen = new Map<string, string>();
  const queue: Pick<MenuLine, 'type' | 'selector'>[] = [{ type: '1', selector: `/view/${view}/` }];
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
    const { type, selector } = item;
    if (seen.has(selector) || type === '9') continue;
    const text = await decoded(port, selector, selector.endsWith('.xml') ? 'us-ascii' : charset);
    seen.set(selector, text);
    expect(text, selector).not.toMatch(/^3/);
    if (isForPrograms(selector)) continue;
    const columns = layout?.kind === 'wrapped' ? layout.columns : 998;
    const lines = type === '1' ? parseMenu(text).map(({ display }) => display) : text.split('\r\n');
    for (const line of lines) if (columnsOf(line) > columns) expect(line, selector).toMatch(/^\S+:\/\/\S+$/);
    if (type !== '1' || selector.endsWith('/view/')) continue;
    const own = parseMenu(text).filter(({ type: kind, port: at }) => kind !== 'i' && at === String(port));
    for (const { selector: link } of own)
      if (!link.startsWith('URL:')) expect(link, `a link of ${selector}`).toMatch(`/view/${view}/`);
    queue.push(...own.filter(({ type: kind }) => '019'.includes(kind)));
  }
  return seen;
}

test('the whole site stands again in every charset, and its links stay inside', async () => {
  const { port } = await daemonForTest(await folderWith(files), '--log', 'none');
  const views = [
    ...CHARSET_NAMES.map((charset) => `${charset}-40`),
    'utf-8-132',
    'utf-8-unwrapped',
    'us-ascii-flowed',
  ];
  for (const view of views) {
    const seen = await crawlView(port, view);
    expect(seen.size, view).toBeGreaterThan(2 * Object.keys(TEXTS).length);
  }
});

test('every view of the list of views is alive', async () => {
  const { port } = await daemonForTest(await folderWith(files));
  const listed = parseMenu(await get(port, '/view/')).filter(({ selector }) => /^\/view\/./.test(selector));
  expect(listed.length).toBeGreaterThanOrEqual(CHARSET_NAMES.length);
  for (const { selector } of listed)
    expect((await ask(port, `${selector}\r\n`)).toString('latin1')).not.toMatch(/^3/);
});

test.each(['foo-40', 'utf-8-31', 'utf-8-133', 'utf-8', 'utf-8-040', 'utf-8-4e1', '-40', 'UTF-7-40'])(
  'there is no view %s: an error item that names those there are',
  async (view) => {
    const { port } = await daemonForTest(await folderWith({ 'a/story.txt': documentOf() }));
    const reply = await get(port, `/view/${view}/feeds/`);
    const [line, ...others] = parseMenu(reply);
    expect(line).toMatchObject({ type: '3', display: 'There is no such view.' });
    const help = others.map(({ display }) => display).join(' ');
    for (const { type, display } of others) {
      expect(type).toBe('i');
      expect(display.length).toBeLessThanOrEqual(67);
    }
    for (const name of [...CHARSET_NAMES, '32 to 132', 'unwrapped', 'flowed']) expect(help).toContain(name);
  },
);

test('an error keeps to the columns of its view and names its front page', async () => {
  const { port } = await daemonForTest(await folderWith({ 'a/story.txt': documentOf() }));
  const lines = parseMenu(await get(port, '/view/us-ascii-40/nothing'));
  expect(lines.map(({ type, display }) => type + display)).toEqual([
    '3Nothing is served here.',
    'iThe front page is at',
    'i/view/us-ascii-40/',
  ]);
  expect(await get(port, '/view/utf-8-40/../../feeds/')).toMatch(/^3Nothing is served here/);
});

test.each([
  ['UTF-8-40', 'utf-8-40'],
  ['Utf8-40', 'utf-8-40'],
  ['ASCII-Flowed', 'us-ascii-flowed'],
  ['latin1-67-237B', 'iso-8859-1-67-237b'],
])('the view %s is %s, and its links say so', async (typed, name) => {
  const { port } = await daemonForTest(await folderWith({ 'a/story.txt': documentOf() }));
  const front = await get(port, `/view/${typed}/`);
  expect(front).toContain(`\t/view/${name}/feeds/a/story\t`);
  expect(front).toBe(await get(port, `/view/${name}/`));
});

test('a selector of another server that is not ASCII is a link in UTF-8 alone', async () => {
  const gophermap = '1Caf\u00e9\t/caf\u00e9\tgopher.example\t70\n';
  const { port } = await daemonForTest(
    await folderWith({ 'a/gophermap': gophermap, 'a/story.txt': documentOf() }),
  );
  expect(parseMenu(await get(port, '/feeds/a/'))[0]).toMatchObject({ type: '1', selector: '/caf\u00e9' });
  const latin = await decoded(port, '/view/iso-8859-1-67/feeds/a/', 'iso-8859-1');
  expect(parseMenu(latin)[0]).toMatchObject({ type: 'i', display: 'Caf\u00e9' });
});

test('Gopher+ attributes and URL: pages are there in a view too', async () => {
  const { port } = await daemonForTest(await folderWith({ 'a/story.txt': documentOf() }));
  const view = '/view/us-ascii-40';
  expect(await get(port, `${view}/feeds/a/story\t!`)).toContain(
    `+INFO: 1A plain title\t${view}/feeds/a/story\t`,
  );
  expect(await get(port, `${view}/\t$`)).toContain(`+INFO: 0About this server\t${view}/about.txt\t`);
  expect(await get(port, '/view/nothing-40/\t+')).toMatch(/^--2\r\n1 [^\r]+\r\nThere is no such view/);
  expect(await get(port, `${view}/URL:https://news.example/`)).toBe(
    await get(port, 'URL:https://news.example/'),
  );
});

test('raw documents are the same bytes in every view', async () => {
  const { port } = await daemonForTest(await folderWith(files));
  const raw = await ask(port, '/raw/news/example/2025/06/greek.txt\r\n');
  expect(await ask(port, '/view/us-ascii-40/raw/news/example/2025/06/greek.txt\r\n')).toEqual(raw);
});

test('what was transliterated is counted at the end; where nothing was, nothing is said', async () => {
  const { port } = await daemonForTest(
    await folderWith({ 'a/story.txt': documentOf({ body: 'It’s “déjà vu”.' }) }),
  );
  const ascii = await get(port, '/view/us-ascii-67/feeds/a/story.txt');
  expect(ascii).toMatch(/\r\n\r\nRendering: us-ascii, 5 characters transliterated\r\n$/);
  expect(await get(port, '/view/us-ascii-67/feeds/a/story')).toContain('iRendering: us-ascii, 5 characters');
  expect(await get(port, '/view/us-ascii-67/feeds/a/')).not.toContain('Rendering:');
  for (const view of ['utf-8-67', 'windows-1252-67'])
    expect((await ask(port, `/view/${view}/feeds/a/story.txt\r\n`)).toString('latin1')).not.toContain(
      'Rendering:',
    );
});

test('menus count the transliterated characters of the titles in them', async () => {
  const { port } = await daemonForTest(
    await folderWith({ 'a/story.txt': documentOf({ title: 'Łódź, déjà vu' }) }),
  );
  for (const menu of ['/', '/feeds/a/', '/feeds/a/story'])
    expect(await get(port, `/view/us-ascii-67${menu}`), menu).toMatch(
      /\r\niRendering: us-ascii, 5 characters transliterated\t\terror\.host\t1\r\n\.\r\n$/,
    );
});

test('a listener shows its own view, and caps.txt there names its charset', async () => {
  const dir = await folderWith(files);
  const daemon = await daemonForTest(dir, '--listen', '127.0.0.1', '--listen', '127.0.0.1:0=cp437-40');
  // both ports are free ones: the second is told on stderr
  const port = await eventually(async () => {
    const told = /Also at gopher:\/\/localhost:(\d+)\/ as cp437-40/.exec(daemon.stderr)?.[1];
    return Promise.resolve(told === undefined ? undefined : Number(told));
  });
  const front = await decoded(port, '', 'cp437');
  const links = parseMenu(front).filter(({ type }) => type !== 'i');
  for (const link of links) expect(link).toMatchObject({ port: String(port), host: 'localhost' });
  expect(links.map(({ selector }) => selector)).toContain('/feeds/news/example/2025/06/french');
  expect(await decoded(port, '/twtxt.txt', 'cp437')).toMatch(/^# Newest first[^]*\r\n# Rendering: cp437, /);
  const text = await decoded(port, '/feeds/news/example/2025/06/french.txt', 'cp437');
  expect(text).toContain('«');
  for (const line of text.split('\r\n').filter((words) => !words.includes('://')))
    expect(line.length).toBeLessThanOrEqual(40);
  expect(await get(port, 'caps.txt')).toContain('\r\nServerDefaultEncoding=CP437\r\n');
  expect(await get(daemon.port, 'caps.txt')).toContain('\r\nServerDefaultEncoding=UTF-8\r\n');
});

test('render --view prints what the server sends', async () => {
  const dir = await folderWith(files);
  const { port } = await daemonForTest(dir);
  const selector = '/feeds/news/example/2025/06/polish.txt';
  const rendered = await run('render', selector, '--dir', dir, '--view', 'iso-8859-2-40');
  expect(rendered.stdout).toEqual(await ask(port, `/view/iso-8859-2-40${selector}\r\n`));
  const unknown = await run('render', selector, '--dir', dir, '--view', 'foo');
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('iso-8859-2');
});

test.each(GOLDEN_VIEWS)(
  'texts in ten scripts as %s are as they were when they were looked at',
  async (view) => {
    const { port } = await daemonForTest(await folderWith(files));
    for (const name of Object.keys(TEXTS)) {
      const reply = await ask(port, `/view/${view}/feeds/news/example/2025/06/${name}.txt\r\n`);
      const file = join(GOLDEN, `${name}.${view}`);
      // GOLDEN=write makes them anew; then look at each change
      if (process.env['GOLDEN'] === 'write') writeFileSync(file, reply);
      expect(reply.equals(readFileSync(file)), file).toBe(true);
    }
  },
);
