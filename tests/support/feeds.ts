/** Feeds for tests, in our own words. */

/** One item; what is not given has a default. */
export interface ItemParts {
  readonly id?: string;
  readonly title?: string;
  readonly link?: string;
  /** [RFC822] */
  readonly published?: string;
  readonly html?: string;
  /** More elements of the item. */
  readonly more?: string;
}

const LICENCE = 'https://creativecommons.org/licenses/by-nd/4.0/';

const itemOf = (parts: ItemParts, number: number): string => `<item>
<title>${parts.title ?? `Story ${number}`}</title>
<link>${parts.link ?? `https://news.example/2026/11/story-${number}`}</link>
<guid isPermaLink="false">${parts.id ?? `story-${number}`}</guid>
<pubDate>${parts.published ?? 'Tue, 24 Nov 2026 08:00:00 +0000'}</pubDate>
<content:encoded><![CDATA[${parts.html ?? `<p>The text of story ${number}.</p>`}]]></content:encoded>
${parts.more ?? ''}</item>
`;

/** RSS 2.0 of `items`, under CC BY-ND 4.0 unless `channel`, more elements of the channel, says otherwise. */
export const rssOf = (
  items: readonly ItemParts[],
  channel = `<creativeCommons:license>${LICENCE}</creativeCommons:license>`,
): string => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule">
<channel><title>Example Wire</title><link>https://news.example/</link><description>News</description>${channel}
${items.map(itemOf).join('')}</channel></rss>
`;

/** A feed.toml for the feed at `url`; `permission` is the rest of that table. */
export const feedToml = (
  url: string,
  { permission = 'mode = "automatic"', kind = 'feed', more = '' } = {},
): string => `title = "Example Wire"
publisher = "Example Wire"
language = "en"

[upstream]
kind = "${kind}"
url = "${url}"
${more}
[permission]
${permission}
`;
