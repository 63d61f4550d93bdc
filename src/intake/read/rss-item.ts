/** RSS 0.9x, 1.0 (RDF) and 2.0 [RSS2]: one channel's facts, one item, from a document that holds no more. */
import { parseRdfFeed, parseRssFeed, type RdfFeed, type RssFeed } from 'feedsmith';
import type { LicenceStatement } from '../offer.ts';
import { wordsOfHtml } from './plain.ts';
import { asHtml, statedIn, type RawFacts, type RawItem } from './raw-item.ts';

type Item = RssFeed.Item<string> | RdfFeed.Item<string>;
type Feed = RssFeed.Feed<string> | RdfFeed.Feed<string>;

/** Feedburner's: where the item is really read, its link only counts. */
const ORIGINAL_LINK = /<(?:feedburner|pheedo):origLink>\s{0,64}(?:<!\[CDATA\[\s{0,64})?([^\s<\]]{1,2000})/i;

/** What no version of RSS knows in an item, and publishers write all the same; in the content it is none. */
const ITEM_COPYRIGHT =
  /<copyright(?:\s[^>]{0,200})?>\s{0,64}(?:<!\[CDATA\[([^\]]{1,2000})|([^<]{1,2000}))|<!\[CDATA\[[^]*?(?:\]\]>|$)/giu;

const copyrightsOf = (xml: string): string[] =>
  Array.from(xml.matchAll(ITEM_COPYRIGHT), ([, marked, plain]) => marked ?? wordsOfHtml(plain ?? ''));

function licencesOf(of: Item | Feed, scope: LicenceStatement['scope']): LicenceStatement[] {
  const owner = scope === 'item' ? 'the item' : 'the feed';
  const { cc, dc, dcterms, atom } = of;
  const creativeCommons = 'creativeCommons' in of ? of.creativeCommons : undefined;
  const copyright = 'copyright' in of ? of.copyright : undefined;
  const links = atom?.links?.filter(({ rel }) => rel === 'license').map(({ href }) => href);
  return [
    ...statedIn(links ?? [], `link rel=license of ${owner}`, scope),
    ...statedIn(creativeCommons?.licenses ?? [], `creativeCommons:license of ${owner}`, scope),
    ...statedIn([cc?.license], `cc:license of ${owner}`, scope),
    ...statedIn(dcterms?.licenses ?? [], `dcterms:license of ${owner}`, scope),
    ...statedIn([...(dc?.rights ?? []), ...(dcterms?.rights ?? [])], `dc:rights of ${owner}`, scope),
    ...statedIn([copyright], `copyright of ${owner}`, scope),
    ...statedIn([atom?.rights?.value], `atom:rights of ${owner}`, scope),
  ];
}

const personName = (person: RssFeed.Person): string[] => (person.name === undefined ? [] : [person.name]);

/** The item of a document that holds one; `undefined` when it holds none. Throws what feedsmith throws. */
export function readRssItem(xml: string, format: 'rss' | 'rdf'): RawItem | undefined {
  const item: Item | undefined = (format === 'rss' ? parseRssFeed(xml) : parseRdfFeed(xml)).items?.[0];
  if (item === undefined) return undefined;
  const { dc, dcterms, atom, content } = item;
  const guid = 'guid' in item ? item.guid : undefined;
  const about = 'rdf' in item ? item.rdf.about : undefined;
  const permaLink = guid?.isPermaLink === false ? undefined : guid?.value;
  const original = wordsOfHtml(ORIGINAL_LINK.exec(xml)?.[1] ?? '');
  const creators = [...(dc?.creators ?? []), ...(dcterms?.creators ?? [])];
  const authors = 'authors' in item ? (item.authors ?? []).flatMap(personName) : [];
  const atomAuthors = (atom?.authors ?? []).flatMap(({ name }) => name ?? []);
  return {
    id: guid?.value ?? about,
    addresses: [original, item.link, permaLink, about].flatMap((address) => address ?? []),
    base: item.xml?.base,
    title: asHtml(item.title ?? dc?.titles?.[0]),
    names: [creators, atomAuthors, authors].find((names) => names.length > 0) ?? [],
    published:
      ('pubDate' in item ? item.pubDate : undefined) ??
      dc?.dates?.[0] ??
      dcterms?.created?.[0] ??
      atom?.published,
    updated: atom?.updated ?? dcterms?.modified?.[0],
    language: item.xml?.lang ?? dc?.languages?.[0],
    content: asHtml(content?.encoded ?? atom?.content?.value),
    summary: asHtml(item.description ?? dc?.descriptions?.[0]),
    licences: [...licencesOf(item, 'item'), ...statedIn(copyrightsOf(xml), 'copyright of the item', 'item')],
  };
}

/** What the channel of a document says of itself. Throws what feedsmith throws. */
export function readRssFacts(xml: string, format: 'rss' | 'rdf'): RawFacts {
  const feed: Feed = format === 'rss' ? parseRssFeed(xml) : parseRdfFeed(xml);
  return {
    title: asHtml(feed.title),
    home: feed.link,
    base: feed.xml?.base,
    language: ('language' in feed ? feed.language : undefined) ?? feed.xml?.lang ?? feed.dc?.languages?.[0],
    names: [],
    licences: licencesOf(feed, 'feed'),
  };
}
