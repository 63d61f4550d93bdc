/** Atom [RFC4287]: a feed's facts, one entry, from a document that holds no more. */
import { parseAtomFeed, type AtomFeed } from 'feedsmith';
import type { LicenceStatement } from '../offer.ts';
import { statedIn, type RawFacts, type RawItem, type RawText } from './raw-item.ts';
import { htmlOfXhtml } from './xhtml.ts';

type Entry = AtomFeed.Entry<string>;
type Feed = AtomFeed.Feed<string>;

/** [RFC4287-3.1.1] text constructs are plain unless their type says otherwise; Atom 0.3 wrote media types. */
const isHtmlType = (type: string | undefined): boolean => /html/i.test(type ?? '');

/** [RFC4287-4.1.3.1] content may be anything, a picture in Base64 as well. */
const isText = ({ type = 'text' }: AtomFeed.Content): boolean =>
  isHtmlType(type) || /^text(?:\/|$)/i.test(type);

function textOf(text: AtomFeed.Text | AtomFeed.Content | undefined): RawText | undefined {
  if (text?.value === undefined) return undefined;
  const { value, type } = text;
  return /xhtml/i.test(type ?? '')
    ? { text: htmlOfXhtml(value), isHtml: true }
    : { text: value, isHtml: isHtmlType(type) };
}

function licencesOf(of: Entry | Feed, scope: LicenceStatement['scope']): LicenceStatement[] {
  const owner = scope === 'item' ? 'the item' : 'the feed';
  const { links, cc, dc, dcterms, creativeCommons, rights } = of;
  // [RFC4946-2]
  const linked = links?.filter(({ rel }) => rel === 'license').map(({ href }) => href);
  return [
    ...statedIn(linked ?? [], `link rel=license of ${owner}`, scope),
    ...statedIn(creativeCommons?.licenses ?? [], `creativeCommons:license of ${owner}`, scope),
    ...statedIn([cc?.license], `cc:license of ${owner}`, scope),
    ...statedIn(dcterms?.licenses ?? [], `dcterms:license of ${owner}`, scope),
    ...statedIn([...(dc?.rights ?? []), ...(dcterms?.rights ?? [])], `dc:rights of ${owner}`, scope),
    ...statedIn([rights?.value], `rights of ${owner}`, scope),
  ];
}

const isPage = ({ type }: { readonly type?: string }): boolean => type === undefined || isHtmlType(type);

/** [RFC4287-4.2.7.2] a link without rel is an alternate; HTML before other media types. */
function alternates(links: Feed['links']): string[] {
  const found = (links ?? []).filter(({ rel = 'alternate' }) => rel === 'alternate');
  return [...found.filter(isPage), ...found.filter((link) => !isPage(link))].flatMap(
    ({ href }) => href ?? [],
  );
}

const namesOf = (people: Feed['authors']): string[] => (people ?? []).flatMap(({ name }) => name ?? []);

/** The entry of a document that holds one; `undefined` when it holds none. Throws what feedsmith throws. */
export function readAtomEntry(xml: string): RawItem | undefined {
  const entry = parseAtomFeed(xml).entries?.[0];
  if (entry === undefined) return undefined;
  const { content, source } = entry;
  const own = [...namesOf(entry.authors), ...(entry.dc?.creators ?? [])];
  return {
    id: entry.id,
    addresses: [
      ...alternates(entry.links),
      ...(content?.src === undefined ? [] : [content.src]),
      entry.id ?? '',
    ],
    base: content?.xml?.base ?? entry.xml?.base,
    title: textOf(entry.title),
    // [RFC4287-4.2.1] authors of the source stand for an entry without its own
    names: own.length > 0 ? own : namesOf(source?.authors),
    published: entry.published ?? entry.dc?.dates?.[0],
    updated: entry.updated,
    language: content?.xml?.lang ?? entry.xml?.lang ?? entry.dc?.languages?.[0],
    content: content !== undefined && isText(content) ? textOf(content) : undefined,
    summary: textOf(entry.summary),
    licences: licencesOf(entry, 'item'),
  };
}

/** What the feed of a document says of itself. Throws what feedsmith throws. */
export function readAtomFacts(xml: string): RawFacts {
  const feed = parseAtomFeed(xml);
  return {
    title: textOf(feed.title),
    home: alternates(feed.links)[0],
    base: feed.xml?.base,
    language: feed.xml?.lang ?? feed.dc?.languages?.[0],
    names: namesOf(feed.authors),
    licences: licencesOf(feed, 'feed'),
  };
}
