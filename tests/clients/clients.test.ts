/**
 * Real clients, each on a terminal: the front page, a feed and an article in both renderings, as a person sees them.
 * A client that is not installed is skipped by name. Debian: apt install lynx w3m sacc bombadillo vf1 gopher newsboat tmux
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mkdtemp, cp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPEN } from '../support/catalogues.ts';
import { get, parseMenu } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { daemonForTest, put, ROOT, run, startDaemon, type Daemon } from '../support/program.ts';
import { isInstalled, onTerminal, onTerminalOf } from '../support/terminal.ts';

/** What a reader must find on the screen of an article. */
interface Shown {
  readonly selector: string;
  readonly title: string;
  readonly parts: readonly string[];
}

const HANDBOOK: Shown = {
  selector: '/feeds/handbook/2026/11/reading-with-curl-lynx-and-nc',
  title: 'Reading with curl, lynx and nc',
  parts: [
    'Published and (C) by gopherwire',
    'Creative Commons CC BY 4.0.',
    'https://creativecommons.org/licenses/by/4.0/',
    '/0/feeds/handbook/2026/11/reading-with-curl-lynx-and-nc.txt',
  ],
};
/** An article like those of the feeds, with the typographic characters that are most often garbled. */
const WIRE: Shown = {
  selector: '/feeds/news/example/2025/06/story',
  title: 'The town’s “new” bridge — and what it cost',
  parts: [
    'costs €4 – déjà vu in Łódź',
    'Published and (C) by Example Wire',
    'Creative Commons CC BY-ND 4.0.',
    'https://creativecommons.org/licenses/by-nd/4.0/',
    'https://news.example/a/rather/long/address/of/a/story/that/is/longer/than/a/line/of/text',
  ],
};
const realFolder = join(ROOT, '../shared/articles');
const realFiles = existsSync(realFolder) ? readdirSync(realFolder).map((file) => join(realFolder, file)) : [];
const REAL: Shown = {
  selector: `/feeds/news/opendemocracy/2025/06/2025-06-the-uns-missed-chance-to-lead-on-anti-trafficking`,
  title: 'The UN’s missed chance to lead on anti-trafficking',
  parts: [
    'Published and (C) by OpenDemocracy',
    'Creative Commons CC BY-ND 4.0.',
    'https://creativecommons.org/licenses/by-nd/4.0/',
    'https://www.opendemocracy.net/en/beyond-trafficking-and-slavery/united-nations-missed-chance-on-anti-trafficking/',
  ],
};
const articles = [HANDBOOK, WIRE, ...(realFiles.length > 0 ? [REAL] : [])];

/** Of these there are more than two pages of a search. */
const KETTLES = 45;
const KETTLE = 'A copper kettle stood on the stove of the harbour.';
const kettleText = (number: number): string => documentOf({ title: `Kettle ${number}`, body: KETTLE });

let folder = '';
let kettles = '';
let daemon: Daemon;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gopherwire-clients-'));
  await cp(join(ROOT, 'articles'), folder, { recursive: true });
  const [body = '', , , , source = ''] = WIRE.parts;
  await put(
    join(folder, 'news/example/2025/06/story.txt'),
    documentOf({ title: WIRE.title, body: `It ${body}.\n\n.\n\nThat is all.`, source }),
  );
  if (realFiles.length > 0) await run('add', ...realFiles, '--to', 'news/opendemocracy', '--dir', folder);
  daemon = await startDaemon(folder);
  kettles = await mkdtemp(join(tmpdir(), 'gopherwire-clients-'));
  for (let number = 1; number <= KETTLES; number++)
    await put(join(kettles, `old/harbour/s${number}.txt`), kettleText(number));
});
afterAll(async () => {
  await daemon.stop('SIGKILL');
  await rm(kettles, { recursive: true });
  await rm(folder, { recursive: true });
});

const uriOf = (type: '0' | '1', selector: string): string =>
  `gopher://localhost:${daemon.port}/${type}${selector}`;
const menuOf = (selector: string): string => uriOf('1', selector);
const textOf = (selector: string): string => uriOf('0', `${selector}.txt`);

/** A screen as words: clients break and indent lines in their own ways. */
const wordsOf = (screen: string): string => screen.replace(/\s+/gu, ' ');
/** Some clients break a long address between its characters. */
const squeezed = (text: string): string => text.replace(/\s+/gu, '');

function expectReadable(screen: string): void {
  expect(screen, 'a stray dot').not.toMatch(/^\s*\.\s*$/m);
  expect(screen, 'mojibake').not.toMatch(/\ufffd|â€|Ã[\u0080-\u00bf]|\\[0-9]{3}/);
}

/**
 * The screen without what a client puts there itself: sacc draws a bar before each line of text; bombadillo breaks an
 * address that is longer than its line into lines of one character until the rest fits.
 */
const withoutFurniture = (screen: string): string =>
  screen.replaceAll(/^ +\|/gm, '').replaceAll(/(?<=^ *\S) *\n *(?=\S *$)/gm, '');

function expectArticle(whole: string, { title, parts }: Shown): void {
  const screen = withoutFurniture(whole);
  expect(wordsOf(screen)).toContain(title);
  for (const part of parts) expect(squeezed(screen)).toContain(squeezed(part));
  // the lone period of the example's text is the article's own
  expectReadable(title === WIRE.title ? screen.replace(/^\s*\.\s*$/m, '') : screen);
}

/** How a client is told to open an address. */
const CLIENTS: Readonly<Record<string, (uri: string) => readonly string[]>> = {
  lynx: (uri) => ['lynx', '-nopause', uri],
  w3m: (uri) => ['w3m', uri],
  sacc: (uri) => ['sacc', uri],
  bombadillo: (uri) => ['bombadillo', uri],
  vf1: (uri) => ['vf1', uri],
};

for (const [client, open] of Object.entries(CLIENTS)) {
  const isHere = isInstalled(client) && isInstalled('tmux');
  test.skipIf(!isHere)(
    `${client} shows the front page and a feed (skipped without ${client} and tmux)`,
    async () => {
      const front = await onTerminal(...open(`gopher://localhost:${daemon.port}/`)).shows(
        'About this server',
      );
      for (const text of ['Newest articles', HANDBOOK.title, 'The gopherwire handbook (12 articles)'])
        expect(wordsOf(front)).toContain(text);
      expectReadable(front);
      const feed = await onTerminal(...open(menuOf('/feeds/handbook/'))).shows(HANDBOOK.title);
      expect(wordsOf(feed)).toContain('November 2026');
      expectReadable(feed);
    },
  );

  for (const article of articles) {
    test.skipIf(!isHere)(
      `${client} shows "${article.title}" (skipped without ${client} and tmux)`,
      async () => {
        expectArticle(await onTerminal(...open(menuOf(article.selector))).shows('Front page'), article);
        const last = article === HANDBOOK ? 'via gopherwire' : 'via ';
        expectArticle(await onTerminal(...open(textOf(article.selector))).shows(last), article);
      },
    );
  }
}

test.skipIf(!isInstalled('lynx') || !isInstalled('tmux'))(
  'lynx goes from the front page to an article and back by its keys (skipped without lynx and tmux)',
  async () => {
    const lynx = onTerminal('lynx', '-nopause', `gopher://localhost:${daemon.port}/`);
    await lynx.shows('About this server');
    lynx.type('Down', 'Down', 'Down', 'Down', 'Right');
    await lynx.shows('[1] Source:');
    lynx.type('Left');
    await lynx.shows('About this server');
    lynx.type('Up', 'Up', 'Up', 'Up', 'Right');
    await lynx.shows('Licences');
  },
);

/** The keys that follow "Search all articles" on the front page, type `words`, and lead on from there to page 2. */
const SEARCHES: Readonly<Record<string, Record<'ask' | 'next', readonly string[]> & { prompt: string }>> = {
  lynx: {
    ask: ['Down', 'Down', 'Down', 'Right'],
    prompt: 'Enter a database query',
    next: ['End', 'Up', 'Up', 'Right'],
  },
  w3m: {
    ask: ['Tab', 'Tab', 'Tab', 'Tab', 'Enter'],
    prompt: 'Search gopher',
    next: ['G', 'Up', 'Up', 'Up', 'Enter'],
  },
  bombadillo: { ask: ['4'], prompt: '?', next: ['2', '1', 'Enter'] },
  vf1: { ask: ['4', 'Enter'], prompt: 'Query term', next: ['2', '1', 'Enter'] },
  gopher: { ask: ['9', 'Enter'], prompt: 'Words to search for', next: ['6', '8', 'Enter'] },
};

for (const [client, { ask, prompt, next }] of Object.entries(SEARCHES))
  test.skipIf(!isInstalled(client) || !isInstalled('tmux') || OPEN === undefined)(
    `${client} finds articles by three words, and their second page (skipped without ${client}, tmux and SQLite)`,
    async () => {
      const { port } = await daemonForTest(kettles);
      const open = CLIENTS[client] ?? (() => ['gopher', 'localhost', String(port)]);
      const terminal = onTerminal(...open(`gopher://localhost:${port}/`));
      await terminal.shows('About this server');
      terminal.type(...ask);
      await terminal.shows(prompt);
      // w3m has a field on a page, and a line in which to fill it
      if (client === 'w3m') {
        terminal.type('Tab', 'Enter');
        await terminal.shows('TEXT:');
      }
      terminal.type('stove', 'Space', 'COPPER', 'Space', 'harbour', 'Enter');
      const first = await terminal.shows('45 articles, 1 to 20');
      expect(wordsOf(first)).toContain(`Example Wire, CC BY-ND 4.0 ${KETTLE}`);
      expectReadable(first);
      // bombadillo follows numbers above nine from a line of its own
      if (client === 'bombadillo') {
        terminal.type(':');
        await terminal.shows('\n:');
      }
      terminal.type(...next);
      expectReadable(await terminal.shows('45 articles, 21 to 40'));
    },
  );

test.skipIf(!isInstalled('gopher') || !isInstalled('tmux'))(
  'UMN gopher shows the front page, a feed and a handbook article (skipped without gopher and tmux)',
  async () => {
    const at = ['localhost', String(daemon.port)];
    const front = await onTerminal('gopher', ...at).shows('About this server');
    expect(wordsOf(front)).toContain(HANDBOOK.title);
    const feed = await onTerminal('gopher', '-p', '/feeds/handbook/', ...at).shows(HANDBOOK.title);
    expectReadable(feed);
    expectArticle(await onTerminal('gopher', '-p', HANDBOOK.selector, ...at).shows('Front page'), HANDBOOK);
    expectArticle(await onTerminal('gopher', textOf(HANDBOOK.selector)).shows('via gopherwire'), HANDBOOK);
  },
);

test.skipIf(!isInstalled('lynx') || !isInstalled('tmux'))(
  'lynx on 40 columns shows every line of us-ascii-40 as it is (skipped without lynx and tmux)',
  async () => {
    const uri = (type: string, selector: string): string =>
      `gopher://localhost:${daemon.port}/${type}/view/us-ascii-40${selector}`;
    for (const [type, selector, last] of [
      ['1', WIRE.selector, 'Front page'],
      ['0', `${WIRE.selector}.txt`, 'transliterated'],
    ] as const) {
      const screen = await onTerminalOf(40, ['lynx', '-nopause', uri(type, selector)]).shows(last);
      const shown = screen.split('\n').map((line) => line.trim());
      const sent = await get(daemon.port, `/view/us-ascii-40${selector}`);
      const lines = type === '1' ? parseMenu(sent).map(({ display }) => display) : sent.split('\r\n');
      for (const line of lines)
        if (!line.includes('://') && line.trim() !== '')
          expect(
            shown.some((row) => row.endsWith(line.trim())),
            line,
          ).toBe(true);
      expect(screen).not.toMatch(/[^\n -~]/);
    }
  },
);

test.skipIf(!isInstalled('gopher') || !isInstalled('tmux'))(
  'UMN gopher shows an article of typographic characters in us-ascii-67 (skipped without gopher and tmux)',
  async () => {
    const selector = `/view/us-ascii-67${WIRE.selector}`;
    const screen = await onTerminal('gopher', '-p', selector, 'localhost', String(daemon.port)).shows(
      'Front page',
    );
    expect(wordsOf(screen)).toContain('The town\'s "new" bridge -- and what it cost');
    expect(wordsOf(screen)).toContain('costs EUR4 - deja vu in Lodz');
    expect(screen).not.toMatch(/[^\n -~]/);
  },
);

test.skipIf(!isInstalled('newsboat') || !isInstalled('curl'))(
  'newsboat reads the Atom feed through curl (skipped without newsboat and curl)',
  () => {
    const state = join(folder, '.newsboat');
    mkdirSync(state);
    writeFileSync(join(state, 'urls'), `"exec:curl -s gopher://localhost:${daemon.port}/0/atom.xml"\n`);
    const args = ['-u', join(state, 'urls'), '-c', join(state, 'cache.db'), '-C', '/dev/null', '-x'];
    execFileSync('newsboat', [...args, 'reload']);
    const unread = execFileSync('newsboat', [...args, 'print-unread'], { encoding: 'utf8' });
    expect(unread).toBe(`${12 + 1 + realFiles.length} unread articles\n`);
  },
);

test.skipIf(!isInstalled('curl'))('curl prints both renderings (skipped without curl)', () => {
  const curl = (uri: string): string => execFileSync('curl', ['-sS', uri], { encoding: 'utf8' });
  for (const article of articles) {
    const menu = curl(menuOf(article.selector))
      .replace(/\r\n\.\r\n$/, '')
      .replaceAll(/^.|\t.*$/gm, '');
    expectArticle(menu, article);
    expectArticle(curl(textOf(article.selector)), article);
  }
});
