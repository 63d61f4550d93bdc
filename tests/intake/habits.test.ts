/** Upstreams as publishers' systems give them, each with the mark-up of its kind: what is served of each is whole. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseArticle } from '../../src/article/parse.ts';
import { feedToml, itemOf, rssOf, sync, takingFrom } from '../support/intake.ts';
import { folderWith, ROOT, run } from '../support/program.ts';
import { startUpstream, type UpstreamReply } from '../support/upstream.ts';

const GOLDEN = join(ROOT, 'tests/html/golden');
const BY_ND = 'https://creativecommons.org/licenses/by-nd/4.0/';
const TITLE = 'What the ferry knows';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const atom = (link: string, html: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Example Wire</title><id>tag:news.example,2026:feed</id>
<updated>2026-03-03T08:00:00Z</updated><link rel="license" href="${BY_ND}"/>
<entry><id>tag:news.example,2026:1</id><title>${TITLE}</title><link rel="alternate" href="${link}"/>
<published>2026-03-03T08:00:00Z</published><updated>2026-03-03T08:00:00Z</updated>
<author><name>Ann Example, Reader in Small Islands, Example University</name></author><author><name>Ben Beispiel</name></author>
<content type="html">${escaped(html)}</content></entry></feed>
`;

const rss = (link: string, html: string): string =>
  rssOf([itemOf({ title: TITLE, link, html: html.replaceAll(']]>', ']]]]><![CDATA[>') })], BY_ND);

/** [RSS2.0] what has no content:encoded. */
const described = (link: string, description: string): string =>
  rssOf(
    [
      itemOf({ title: TITLE, link }).replace(
        /<content:encoded>[\s\S]*<\/content:encoded>/,
        `<description>${escaped(description)}</description>`,
      ),
    ],
    BY_ND,
  );

const json = (link: string, html: string): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Example Wire',
    items: [
      {
        id: '1',
        url: link,
        title: TITLE,
        authors: [{ name: 'Ann Example' }],
        content_html: html,
        date_published: '2026-03-03T08:00:00Z',
      },
    ],
  });

const page = (link: string, html: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${TITLE} - Example Wire</title><link rel="canonical" href="${link}">
<script type="application/ld+json">${JSON.stringify({
  '@context': 'https://schema.org',
  '@type': 'NewsArticle',
  headline: TITLE,
  datePublished: '2026-03-03T08:00:00Z',
  author: [{ '@type': 'Person', name: 'Ann Example' }],
  license: BY_ND,
})}</script></head><body><header><nav><a href="/">Home</a></nav></header>
<main><h1>${TITLE}</h1><div itemprop="articleBody">${html}</div></main>
<footer><a href="/about">About us</a></footer></body></html>
`;

/** What an upstream answers: its feed, where it has one, and the page of its article. */
type Answers = (
  link: string,
  html: string,
) => { readonly feed?: UpstreamReply; readonly article?: UpstreamReply };

const xml = (body: string): UpstreamReply => ({ type: 'application/xml; charset=utf-8', body });
const web = (body: string): UpstreamReply => ({ type: 'text/html; charset=utf-8', body });

const LICENCE = `[licence]
default = "CC-BY-ND-4.0"
evidence = "https://news.example/republish"
`;
/** Addresses without a scheme take that of their page. */
const secure = (text: string): string => text.replaceAll('http://', 'https://');
const SUMMARY = 'The ferry knows how many come. A summary ...';

const UPSTREAMS: Readonly<Record<string, Answers>> = {
  'the-conversation': (link, html) => ({ feed: xml(atom(link, html)) }),
  propublica: (link, html) => ({ feed: xml(described(link, SUMMARY)), article: web(page(link, html)) }),
  'global-voices': (link, html) => ({ feed: xml(rss(link, html)) }),
  'wordpress-classic': (link, html) => ({ feed: xml(rss(link, html)) }),
  'wordpress-gutenberg': (link, html) => ({ feed: xml(rss(link, html)) }),
  ghost: (link, html) => ({ feed: { type: 'application/feed+json', body: json(link, html) } }),
  drupal: (link, html) => ({ feed: xml(described(link, html)) }),
  wikinews: (link, html) => ({ article: web(page(link, html)) }),
};

const habits = readdirSync(GOLDEN);

test('there is an upstream for each habit', () => {
  expect(Object.keys(UPSTREAMS).toSorted()).toEqual(habits.toSorted());
});

test.each(habits)('what %s offers is served whole and credited, and proved again', async (habit) => {
  const golden = (file: string): string => readFileSync(join(GOLDEN, habit, file), 'utf8');
  const upstream = await startUpstream();
  const here = (text: string): string => text.replaceAll('https://news.example', upstream.origin);
  const link = here('https://news.example/2025/story');
  const { feed, article: own } = UPSTREAMS[habit]?.(link, golden('input.html')) ?? {};
  const isPage = feed === undefined;
  if (feed !== undefined) upstream.set('/feed', feed);
  if (own !== undefined) upstream.set('/2025/story', own);
  const toml = feedToml(isPage ? link : `${upstream.origin}/feed`, undefined, isPage ? 'page' : 'feed');
  const dir = await folderWith({ 'news/example/feed.toml': `publisher = "Example Wire"\n${toml}${LICENCE}` });
  const { code, stdout, stderr } = await sync(dir, '--keep-source');
  expect(`${stdout.toString()}${stderr}`).toContain(' 1 new');
  expect(code).toBe(0);

  const { article, diagnostics } = parseArticle(
    readFileSync(join(dir, 'news/example/2026/03/what-the-ferry-knows.txt')),
  );
  const [body, footer = ''] = golden('expected.txt').split(/\n\n---\n(?=\[2\] Url|\nChanges)/);
  expect(diagnostics).toEqual([]);
  expect(secure(article.body.join('\n\n'))).toBe(secure(here(body ?? '')));
  const urls = Array.from(footer.matchAll(/^\[\d+\] Url: (.*)$/gm), ([, url = '']) => here(url));
  expect(article.links.map(({ uri }) => secure(uri))).toEqual([link, ...urls].map(secure));
  expect(article).toMatchObject({ title: TITLE, licenceName: 'CC BY-ND 4.0' });
  expect(article.notice).toMatch(/ and is unaltered\.$/);
  expect(article.authors[0]).toMatch(/^Ann Example/);

  const verified = await run('verify', dir);
  expect(verified.stdout.toString()).toContain('1 with the words of the original');
  expect(verified.code).toBe(0);
});

test('the copyright of an RSS item is read, and a tag of its content is none', async () => {
  const saying = (n: number, copyright: string, html?: string): string =>
    itemOf({
      link: `https://news.example/${n}`,
      title: `Story ${n}`,
      ...(html !== undefined && { html }),
    }).replace('<content:encoded>', `${copyright}<content:encoded>`);
  const upstream = await startUpstream({
    '/rss': {
      body: rssOf([
        saying(1, '<copyright>All rights reserved</copyright>'),
        saying(2, '<copyright lang="en"><![CDATA[All rights reserved]]></copyright>'),
        saying(3, '<copyright>&#169; 2026 Ann Example</copyright>'),
        saying(4, '', '<p>They wrote <copyright>, and then the bridge was closed.</p>'),
      ]),
    },
  });
  const { stdout } = await sync(await takingFrom(`${upstream.origin}/rss`));
  expect(stdout.toString()).toContain('2 new, 0 changed, 0 waiting, 2 held');
  expect(stdout.toString().match(/"All rights reserved" \(copyright of the item\)/g)).toHaveLength(2);
});
