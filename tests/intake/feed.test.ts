/** Feeds of every format, as publishers write them and as they should never be. */
import { expect, test } from 'vitest';
import { readFeed } from '../../src/intake/read/feed.ts';
import type { Offer } from '../../src/intake/offer.ts';

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
