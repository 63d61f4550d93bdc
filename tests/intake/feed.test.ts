/** Feeds of every format, as publishers write them and as they should never be. */
import { expect, test } from 'vitest';
import { readFeed } from '../../src/intake/read/feed.ts';
import { isoInstant } from '../../src/intake/read/instant.ts';
import type { Offer, UpstreamItem } from '../../src/intake/offer.ts';

const WHERE = 'https://wire.example/feed';
const offersIn = (text: string): Offer[] => [...readFeed(text, WHERE).offers];

test('RSS 2.0: an item with its whole text', () => {
  const offers = offersIn(
    `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel><title>The Wire</title><link>https://wire.example/</link><language>en</language>
    <item><title>Tea &amp;amp; rain</title><link>https://wire.example/tea?utm_source=rss</link><guid isPermaLink="false">77</guid>
    <dc:creator>Ann Lee</dc:creator><pubDate>Tue, 10 Jun 2025 23:30:00 -0500</pubDate>
    <content:encoded><![CDATA[<p>It rains.</p>]]></content:encoded></item></channel></rss>`,
  );
  expect(offers).toEqual([
    {
      kind: 'item',
      item: {
        id: '77',
        url: 'https://wire.example/tea',
        title: 'Tea & rain',
        authors: ['Ann Lee'],
        institutions: [],
        published: '2025-06-10T23:30:00-05:00',
        updated: undefined,
        language: 'en',
        html: '<p>It rains.</p>',
        base: 'https://wire.example/tea',
        isWhole: true,
        licences: [],
      },
    },
  ]);
});

test('Atom: an entry with xhtml, its own language and a licence of the feed', () => {
  const offers = offersIn(
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>F</title><author><name>Zoé Li</name></author>
    <link rel="license" href="https://creativecommons.org/licenses/by/4.0/"/>
    <entry><title type="html">A &amp;lt; B</title><id>tag:wire.example,2025:1</id><link href="/1"/><updated>2025-06-10T10:00:00Z</updated>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Il pleut &amp; vente.</p></div></content></entry></feed>`,
  );
  expect(offers[0]).toMatchObject({
    kind: 'item',
    item: {
      url: 'https://wire.example/1',
      title: 'A < B',
      authors: ['Zoé Li'],
      language: 'fr',
      html: '<p>Il pleut &amp; vente.</p>',
      licences: [
        {
          words: 'https://creativecommons.org/licenses/by/4.0/',
          where: 'link rel=license of the feed',
          scope: 'feed',
        },
      ],
    },
  });
});

const itemIn = (text: string): UpstreamItem => {
  const [first] = offersIn(text);
  if (first?.kind !== 'item') throw new Error(`no item: ${JSON.stringify(first)}`);
  return first.item;
};

test('RSS 0.91: no namespaces, no guid; a description is a summary', () => {
  const item = itemIn(
    `<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
    <rss version="0.91"><channel><title>W</title><item><title>Rain</title><link>/rain</link><description>It rains.</description></item></channel></rss>`,
  );
  expect(item).toMatchObject({
    id: 'https://wire.example/rain',
    html: 'It rains.',
    isWhole: false,
    authors: [],
  });
});

test('RSS 1.0: items beside the channel', () => {
  const item = itemIn(
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cc="http://web.resource.org/cc/">
    <channel rdf:about="https://wire.example/"><title>W</title><link>https://wire.example/</link><dc:language>de</dc:language>
    <cc:license rdf:resource="https://creativecommons.org/licenses/by/3.0/"/><items><rdf:Seq><rdf:li rdf:resource="https://wire.example/rain"/></rdf:Seq></items></channel>
    <item rdf:about="https://wire.example/rain"><title>Regen</title><link>https://wire.example/rain</link><dc:creator>Ann Lee</dc:creator><dc:date>2025-06-10T08:00+02:00</dc:date><dc:rights>CC BY 3.0</dc:rights></item></rdf:RDF>`,
  );
  expect(item).toMatchObject({
    id: 'https://wire.example/rain',
    title: 'Regen',
    authors: ['Ann Lee'],
    published: '2025-06-10T08:00:00+02:00',
    language: 'de',
    licences: [
      { words: 'CC BY 3.0', where: 'dc:rights of the item', scope: 'item' },
      {
        words: 'https://creativecommons.org/licenses/by/3.0/',
        where: 'cc:license of the feed',
        scope: 'feed',
      },
    ],
  });
});

test('JSON Feed: HTML and plain text, authors of the feed; an item that is none costs itself', () => {
  const offers = offersIn(
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'W',
      language: 'en',
      authors: [{ name: 'Ann Lee' }],
      items: [
        {
          id: 1,
          url: 'https://wire.example/1',
          title: 'A < B',
          content_html: '<p>x</p>',
          date_published: '2025-06-10T08:00:00Z',
        },
        7,
        {
          id: '2',
          url: 'https://wire.example/2',
          title: 'C',
          content_text: 'a < b\n\nc',
          authors: [{ name: 'Bo Ray' }],
        },
      ],
    }),
  );
  expect(offers).toMatchObject([
    {
      kind: 'item',
      item: { id: '1', title: 'A < B', html: '<p>x</p>', authors: ['Ann Lee'], isWhole: true },
    },
    { kind: 'faulty', where: `${WHERE}, item 2`, message: 'the item is empty' },
    { kind: 'item', item: { id: '2', html: '<p>a &lt; b</p>\n<p>c</p>', authors: ['Bo Ray'] } },
  ]);
});

test('[RFC6721-3] what Atom says is deleted is withdrawn', () => {
  const text = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>W</title>
    <at:deleted-entry ref="tag:wire.example,2025:1" when="2025-06-10T08:00:00Z"><at:comment>An <b>entry</b></at:comment></at:deleted-entry>
    <entry><id>tag:wire.example,2025:2</id><title>B</title><link href="/2"/></entry></feed>`;
  expect(offersIn(text)).toMatchObject([
    { kind: 'withdrawn', id: 'tag:wire.example,2025:1', when: '2025-06-10T08:00:00Z' },
    {
      kind: 'item',
      item: { id: 'tag:wire.example,2025:2', url: 'https://wire.example/2', html: '', isWhole: false },
    },
  ]);
});

const rss = (item: string): string =>
  `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule"><channel><title>The Wire</title>${item}</channel></rss>`;

test.each<[string, string, Partial<UpstreamItem>]>([
  [
    'a guid stands for a link',
    '<item><guid>https://wire.example/7</guid></item>',
    { url: 'https://wire.example/7' },
  ],
  [
    'where Feedburner only counts',
    '<item><link>https://feeds.example/~r/1</link><feedburner:origLink>https://wire.example/1?at_medium=RSS&amp;id=2</feedburner:origLink></item>',
    { url: 'https://wire.example/1?id=2' },
  ],
  [
    'an id is never a path',
    '<item><guid isPermaLink="false">../../etc/passwd</guid><link>/1</link></item>',
    { id: '../../etc/passwd', url: 'https://wire.example/1' },
  ],
  [
    'the publisher is no person',
    '<item><link>/1</link><author>desk@wire.example (The Wire)</author></item>',
    { authors: [], institutions: ['The Wire'] },
  ],
  [
    'a title with line breaks, TABs and ESC',
    '<item><link>/1</link><title>\r\nRain\tfalls\u001b[2J\r\n0forged</title></item>',
    { title: 'Rain falls 0forged' },
  ],
  [
    'a text that goes on elsewhere',
    '<item><link>/1</link><content:encoded><![CDATA[<p>It rains [&hellip;]</p><p>The post <a href="/1">Rain</a> appeared first on <a href="/">The Wire</a>.</p>]]></content:encoded></item>',
    { isWhole: false },
  ],
  [
    'a text that only ends with dots',
    '<item><link>/1</link><content:encoded>&lt;p&gt;It rains...&lt;/p&gt;</content:encoded></item>',
    { isWhole: true, html: '<p>It rains...</p>' },
  ],
  [
    'CDATA cut in two by its own end',
    '<item><link>/1</link><content:encoded><![CDATA[a ]]]]><![CDATA[> b]]></content:encoded></item>',
    { html: 'a ]]> b' },
  ],
  [
    'an item in a comment is none',
    '<!-- <item><link>/0</link></item> --><item><link>/1</link></item>',
    { url: 'https://wire.example/1' },
  ],
  ['tags in an attribute', '<item note="</item>"><link>/1</link></item>', { url: 'https://wire.example/1' }],
  [
    'a licence of the item',
    '<item><link>/1</link><creativeCommons:license>https://creativecommons.org/licenses/by/4.0/</creativeCommons:license></item>',
    {
      licences: [
        {
          words: 'https://creativecommons.org/licenses/by/4.0/',
          where: 'creativeCommons:license of the item',
          scope: 'item',
        },
      ],
    },
  ],
  [
    'no date that no calendar has',
    '<item><link>/1</link><pubDate>Tue, 31 Feb 2025 10:00:00 GMT</pubDate></item>',
    { published: undefined },
  ],
])('RSS: %s', (_, item, expected) => {
  expect(itemIn(rss(item))).toMatchObject(expected);
});

test.each([
  ['10 Jun 25 08:00 EST', '2025-06-10T08:00:00-05:00'],
  ['Tuesday, 10-Jun-2025 08:00:00 GMT', '2025-06-10T08:00:00Z'],
  ['2025-06-10', '2025-06-10'],
  ['2025-06', '2025-06'],
  ['2025-06-10 08:00:00', '2025-06-10T08:00:00'],
  ['2025-06-10T08:00:00.123+0200', '2025-06-10T08:00:00+02:00'],
  ['June 10, 2025', '2025-06-10'],
  ['10/06/2025', undefined],
  ['2025-13-01', undefined],
  ['yesterday', undefined],
])('the date "%s"', (written, expected) => {
  expect(isoInstant(written)).toBe(expected);
});

test.each([
  ['text', '<p>a</p>', true],
  ['text/html', 'a', true],
  ['image/png', '', false],
])('[RFC4287-4.1.3.1] Atom content of type %s', (type, html, isWhole) => {
  const text = `<feed xmlns="http://www.w3.org/2005/Atom"><title>W</title><entry><title>A</title><link href="/1"/><content type="${type}">a</content></entry></feed>`;
  expect(itemIn(text)).toMatchObject({ html, isWhole });
});
