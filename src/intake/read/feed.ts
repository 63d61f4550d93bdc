/** A feed's text to what it offers, one item at a time. */
import type { LicenceStatement, Offer, UpstreamItem } from '../offer.ts';
import { canonicalUrl } from './address.ts';
import { readAtomEntry, readAtomFacts } from './atom-entry.ts';
import { isoInstant } from './instant.ts';
import { creditsIn } from './names.ts';
import { htmlOfPlain, plainLine, plainOfHtml } from './plain.ts';
import type { RawFacts, RawItem, RawText } from './raw-item.ts';
import { readRssFacts, readRssItem } from './rss-item.ts';
import { splitFeed, type SplitFeed } from './split-feed.ts';

/** What a feed says of itself. */
export interface FeedFactsFound {
  /** `none` when the text is no feed; its one offer then says why. */
  readonly format: SplitFeed['format'] | 'json' | 'none';
  readonly title: string | undefined;
  /** The address of its site. */
  readonly home: string | undefined;
  readonly language: string | undefined;
  readonly licences: readonly LicenceStatement[];
}

/** A feed that was read: `offers` gives its items in its order, each taken apart when it is asked for. */
export interface FeedFound {
  readonly facts: FeedFactsFound;
  readonly offers: Generator<Offer>;
}

const MAX_ITEMS = 20_000;

/** What an item needs to know of its feed. */
interface Around {
  readonly where: string;
  readonly base: string | undefined;
  readonly names: readonly string[];
  readonly facts: FeedFactsFound;
}

const lineOf = (text: RawText | undefined): string =>
  text === undefined ? '' : text.isHtml ? plainOfHtml(text.text) : plainLine(text.text);

const htmlOf = (text: RawText): string => (text.isHtml ? text.text : htmlOfPlain(text.text));

/** `raw` as an item; or what is missing for one. */
function itemOf(raw: RawItem, around: Around): UpstreamItem | { readonly missing: string } {
  const base = canonicalUrl(raw.base ?? '', around.base) ?? around.base;
  const url = raw.addresses.flatMap((address) => canonicalUrl(address, base) ?? [])[0];
  if (url === undefined) return { missing: 'an address' };
  const names = raw.names.length > 0 ? raw.names : around.names;
  const body = raw.content ?? raw.summary;
  return {
    id: plainLine(raw.id ?? url),
    url,
    title: lineOf(raw.title),
    ...creditsIn(names),
    published: isoInstant(raw.published),
    updated: isoInstant(raw.updated),
    language: raw.language ?? around.facts.language,
    html: body === undefined ? '' : htmlOf(body),
    base: base ?? url,
    isWhole: raw.content !== undefined,
    licences: [...raw.licences, ...around.facts.licences],
  };
}

function offerOf(read: () => RawItem | undefined, place: string, around: Around): Offer {
  const faulty = (message: string, fix: string): Offer => ({ kind: 'faulty', where: place, message, fix });
  let raw: RawItem | undefined;
  try {
    raw = read();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return faulty(
      `the item cannot be read: ${plainLine(error.message, 200)}`,
      'tell the publisher; the other items are taken',
    );
  }
  const item = raw === undefined ? { missing: 'everything' } : itemOf(raw, around);
  if ('missing' in item)
    return faulty(`the item has not ${item.missing}`, 'tell the publisher; the other items are taken');
  return { kind: 'item', item };
}

function factsOf(raw: RawFacts, format: FeedFactsFound['format'], where: string): FeedFactsFound {
  const title = lineOf(raw.title);
  return {
    format,
    title: title === '' ? undefined : title,
    home: raw.home === undefined ? undefined : canonicalUrl(raw.home, where),
    language: raw.language,
    licences: raw.licences,
  };
}

function* offersOf(feed: SplitFeed, around: Around): Generator<Offer> {
  let count = 0;
  for (const part of feed.parts) {
    count++;
    const place = `${around.where}, item ${count}`;
    if (count > MAX_ITEMS) return;
    if (part.kind === 'broken') {
      yield {
        kind: 'faulty',
        where: place,
        message: part.message,
        fix: 'tell the publisher; the other items are taken',
      };
      continue;
    }
    const xml = feed.open + part.xml + feed.close;
    const { format } = feed;
    yield offerOf(() => (format === 'atom' ? readAtomEntry(xml) : readRssItem(xml, format)), place, around);
  }
}

function* nothingBut(offer: Offer): Generator<Offer> {
  yield offer;
}

const NO_FACTS: FeedFactsFound = {
  format: 'none',
  title: undefined,
  home: undefined,
  language: undefined,
  licences: [],
};

/** Reads the text of a feed that was found at `where`, its address. Never throws for what stands in `text`. */
export function readFeed(text: string, where: string): FeedFound {
  const feed = splitFeed(text);
  if (feed === undefined)
    return {
      facts: NO_FACTS,
      offers: nothingBut({ kind: 'faulty', where, message: 'this is no feed', fix: 'look at the address' }),
    };
  const raw = feed.format === 'atom' ? readAtomFacts(feed.head) : readRssFacts(feed.head, feed.format);
  const facts = factsOf(raw, feed.format, where);
  return { facts, offers: offersOf(feed, { where, base: raw.base ?? where, names: raw.names, facts }) };
}
