/** The whole site on the web, in process: every page, every link, every type. */
import { expect, test } from 'vitest';
import { STYLE } from '../../src/web/style.ts';
import { webReply, type WebReply } from '../../src/web/web-reply.ts';
import { documentOf } from '../support/documents.ts';
import { hrefsOf, readHtml, type Tag } from '../support/html.ts';
import { TEXTS } from '../support/languages.ts';
import { siteOf } from '../support/site.ts';

const files = {
  ...Object.fromEntries(
    Object.entries(TEXTS).map(([name, parts], index) => [
      `news/world/2025/06/${name}`,
      documentOf({ ...parts, date: `2025-06-${20 + index}`, source: `https://news.example/${name}` }),
    ]),
  ),
  ...Object.fromEntries(
    Array.from({ length: 120 }, (_, n) => [
      `old/2024/01/s${n}`,
      documentOf({ title: `Story <${n}>`, date: '2024-01-01', body: '.\n.dotted' }),
    ]),
  ),
  latin: new Uint8Array(Buffer.from(documentOf({ body: 'caf\u00e9' }), 'latin1')),
};
const folders = {
  '': { heading: 'Welcome\n\n  /\\_/\\\n ( o.o )\n' },
  old: { heading: 'Since 2024\nold\nold' },
  'news/world': { title: 'World “news”', language: 'pt-BR' },
  news: {
    heading: [
      'hAn address\tURL:https://a.example/?b=1&c=2',
      'hNot one\tURL:javascript:alert(1)',
      '1Another server\t/1/a b?c#d\tother.example\t7071',
      '7A search there\t/find\tother.example',
      '1This one\t//evil.example/\tlocalhost\t7070',
      '1Nothing\t/nothing',
    ].join('\n'),
  },
};
const site = siteOf(files, folders, { textFormat: { strict: true } });

const ask = (path: string): Promise<WebReply> => webReply(site, path);
const textOf = async (path: string): Promise<string> => String((await ask(path)).body);
const tagsOf = async (path: string, name: string): Promise<readonly Tag['attributes'][]> =>
  readHtml(await textOf(path))
    .tags.filter((tag) => tag.name === name)
    .map(({ attributes }) => attributes);

test.each(['', '/view/us-ascii-40', '/view/utf-8-flowed-5000b'])(
  'every link of the site is alive, and stays in the view "%s"',
  async (prefix) => {
    const seen = new Map<string, WebReply>();
    const queue = [`${prefix}/`];
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      if (seen.has(path)) continue;
      const reply = await ask(path);
      seen.set(path, reply);
      expect(reply.status, path).toBe('ok');
      expect(reply.keep).toBe(path.endsWith('/status') ? 'fleeting' : 'kept');
      if (!reply.type.startsWith('text/html')) continue;
      const page = readHtml(String(reply.body));
      expect(page.tags.filter(({ name }) => name === 'h1')).toHaveLength(1);
      // the list of views leads out of each of them; what a gophermap says of this server, it says of its root
      if (path.endsWith('/view/')) continue;
      for (const href of hrefsOf(page)) {
        if (!href.startsWith('/') || href === '/evil.example/') continue;
        expect(href.startsWith(`${prefix}/`), `${path}: ${href}`).toBe(true);
        queue.push(href);
      }
    }
    expect(seen.size).toBeGreaterThan(300);
  },
);

test.each([
  ['/', 'text/html; charset=utf-8'],
  ['/feeds/news/world', 'text/html; charset=utf-8'],
  ['/feeds/news/world/2025/06/greek', 'text/html; charset=utf-8'],
  ['/view/shift_jis-40/feeds/news/world/2025/06/greek', 'text/html; charset=utf-8'],
  ['/about.txt', 'text/plain; charset=utf-8'],
  ['/robots.txt', 'text/plain; charset=utf-8'],
  ['/latest.txt', 'text/plain; charset=utf-8'],
  ['/twtxt.txt', 'text/plain; charset=utf-8'],
  ['/digest/2025-06-20.txt', 'text/plain; charset=utf-8'],
  ['/view/shift_jis-40/latest.txt', 'text/plain; charset=Shift_JIS'],
  ['/view/cp437-40/latest.txt', 'text/plain; charset=IBM437'],
  ['/view/macroman-40/latest.txt', 'text/plain; charset=macintosh'],
  ['/view/us-ascii-40-237b/feeds/news/world/2025/06/greek.txt/part/1', 'text/plain; charset=us-ascii'],
  ['/view/utf-8-flowed/latest.txt', 'text/plain; charset=utf-8; format=flowed'],
  ['/atom.xml', 'application/atom+xml; charset=utf-8'],
  ['/opml.xml', 'text/x-opml; charset=utf-8'],
  ['/raw/news/world/2025/06/greek.txt', 'text/plain; charset=utf-8'],
  ['/raw/latin.txt', 'text/plain'],
])('%s is %s', async (path, type) => {
  const reply = await ask(path);
  expect(reply).toMatchObject({ status: 'ok', type });
  expect(reply.modifiedMs).toBe(path.startsWith('/raw/') ? 1000 : undefined);
});

test('stored documents are byte for byte', async () => {
  expect((await ask('/raw/latin.txt')).body).toEqual(files.latin);
});

test('text documents are as they are, even where gopher stuffs them', async () => {
  const text = await textOf('/feeds/old/2024/01/s1.txt');
  expect(text).toContain('\r\n.\r\n.dotted\r\n');
  expect(text).not.toMatch(/\r\n\.\r\n$/);
  const { body } = await ask('/view/shift_jis-40/feeds/news/world/2025/06/japanese.txt');
  expect(typeof body === 'string' || new TextDecoder('shift_jis').decode(body)).toContain('新しい橋');
});

test.each([
  ['/nothing<b>zzz', 'not-found'],
  ['/view/nothing-40<b>zzz/', 'not-found'],
  ['URL:https://nothing<b>zzz.example/', 'not-found'],
  ['/URL:https://nothing<b>zzz.example/', 'not-found'],
  ['/feeds/latin.txt/part/1', 'not-found'],
  ['/feeds/%6catin', 'not-found'],
  ['', 'ok'],
])('"%s" is %s: a page that leads home and echoes nothing', async (path, status) => {
  const reply = await ask(path);
  expect(reply).toMatchObject({
    status,
    type: 'text/html; charset=utf-8',
    keep: status === 'ok' ? 'kept' : 'fleeting',
  });
  const page = readHtml(String(reply.body));
  expect(page.text).not.toContain('zzz');
  if (status !== 'ok') expect(hrefsOf(page)).toContain('/');
});

test('a document that was changed since is not available', async () => {
  const { library, settings } = site;
  const gone = { ...library, read: () => Promise.resolve(undefined) };
  expect(await webReply({ library: gone, settings }, '/feeds/latin')).toMatchObject({
    status: 'unavailable',
  });
});

test('items lead to web addresses and to other servers; what leads nowhere is text', async () => {
  const page = readHtml(await textOf('/feeds/news/'));
  expect(hrefsOf(page)).toEqual(
    expect.arrayContaining([
      'https://a.example/?b=1&c=2',
      'gopher://other.example:7071/1/1/a%20b%3Fc%23d',
      'gopher://other.example:70/7/find',
      '/evil.example/',
    ]),
  );
  expect(page.text).toContain('Nothing\n');
  expect(page.text).toContain('Not one');
});

test('a gophermap stands below the title of its folder', async () => {
  const page = await textOf('/feeds/');
  expect(page).toContain('<h1 dir="auto">All feeds</h1>\n<p dir="auto">Welcome</p>');
  // where it begins with the title, that is the title
  expect(await textOf('/feeds/old/')).toContain(
    '<main>\n<p dir="auto">Since 2024</p>\n<h1 dir="auto">old</h1>\n<p dir="auto">old</p>',
  );
  expect(page).toContain('<pre dir="auto">  /\\_/\\\n ( o.o )</pre>');
});

test('an article has its licence, its source, its neighbours and its feed', async () => {
  const path = '/feeds/news/world/2025/06/russian';
  const page = await textOf(path);
  expect(page).toContain('<html lang="pt-BR">');
  expect(page).toContain('World “news”');
  const links = [...(await tagsOf(path, 'link')), ...(await tagsOf(path, 'a'))];
  const linked = (rel: string): (string | undefined)[] =>
    links.filter((link) => link['rel'] === rel).map((link) => link['href']);
  expect(linked('license')).toEqual(Array(2).fill('https://creativecommons.org/licenses/by-nd/4.0/'));
  expect(linked('cite')).toEqual(['https://news.example/russian']);
  expect(linked('via')).toEqual(['gopher://feeds.example/1/news/']);
  expect(linked('prev')).toEqual(['/feeds/news/world/2025/06/polish']);
  expect(linked('next')).toEqual(['/feeds/news/world/2025/06/greek']);
  expect(linked('canonical')).toEqual([path]);
  expect(linked('alternate')).toEqual(['/feeds/news/world/atom.xml', `${path}.txt`]);
  expect((await tagsOf(path, 'time')).map((time) => time['datetime'])).toEqual(['2025-06-23']);
  expect(await tagsOf(`/view/utf-8-40${path}`, 'link')).toContainEqual({ rel: 'canonical', href: path });
});

test('pages of a folder follow each other', async () => {
  const page = await tagsOf('/feeds/old/page/2/', 'a');
  expect(page.find(({ rel }) => rel === 'prev')?.['href']).toBe('/feeds/old/');
  expect((await tagsOf('/feeds/old', 'a')).find(({ rel }) => rel === 'next')?.['href']).toBe(
    '/feeds/old/page/2/',
  );
});

test('the style stands in each page letter for letter, so that its hash can be told', async () => {
  for (const path of ['/', '/nothing', '/feeds/latin']) {
    const page = await textOf(path);
    expect(page).toContain(`<style>${STYLE}</style>`);
    expect(page).not.toMatch(/<script|style="|url\(|@import|\ssrc=/);
  }
});
