/** A feed's text to what it offers, one item at a time: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed. */
import { attribute, elementsIn, parseHtml, tokensOf } from '../../html/dom.ts';
import type { LicenceStatement, Offer } from '../offer.ts';
import { absoluteUrl, canonicalUrl } from './address.ts';
import { readAtomEntry, readAtomFacts } from './atom-entry.ts';
import { isoInstant } from './instant.ts';
import { faulty, languageTag, lineOf, offerOf, type Around } from './item.ts';
import { readJsonFeed, readJsonItem, type JsonFeed } from './json-item.ts';
import { plainLine } from './plain.ts';
import type { RawFacts } from './raw-item.ts';
import { readRssFacts, readRssItem } from './rss-item.ts';
import { splitFeed, type FeedPart, type SplitFeed } from './split-feed.ts';

/** What a feed says of itself. */
export interface FeedFactsFound {
  /** `none` when the text is no feed; its one offer then says why. */
  readonly format: SplitFeed['format'] | 'json' | 'none';
  readonly title: string | undefined;
  /** The address of its site. */
  readonly home: string | undefined;
  /** [BCP47] */
  readonly language: string | undefined;
  readonly licences: readonly LicenceStatement[];
}

/** A feed that was read: `offers` gives its items in its order, each taken apart when it is asked for. */
export interface FeedFound {
  readonly facts: FeedFactsFound;
  readonly offers: Generator<Offer>;
}

const MAX_ITEMS = 20_000;
const NO_FACTS: RawFacts = {
  title: undefined,
  home: undefined,
  base: undefined,
  language: undefined,
  names: [],
  licences: [],
};

function* nothingBut(offer: Offer): Generator<Offer> {
  yield offer;
}

const noFeed = (where: string, message: string, fix: string): FeedFound => ({
  facts: { format: 'none', title: undefined, home: undefined, language: undefined, licences: [] },
  offers: nothingBut({ kind: 'faulty', where, message, fix }),
});

function factsOf(raw: RawFacts, format: FeedFactsFound['format'], where: string): FeedFactsFound {
  const title = lineOf(raw.title);
  return {
    format,
    title: title === '' ? undefined : title,
    home: raw.home === undefined ? undefined : canonicalUrl(raw.home, raw.base ?? where),
    language: languageTag(raw.language),
    licences: raw.licences,
  };
}

/** The `offers` of the feed at `where`, numbered from 1; no more than the most that are read. */
function found<Part>(
  raw: RawFacts,
  format: FeedFactsFound['format'],
  where: string,
  parts: Iterable<Part>,
  offer: (part: Part, place: string, around: Around) => Offer,
): FeedFound {
  const facts = factsOf(raw, format, where);
  const { title, language, licences } = facts;
  const base = absoluteUrl(raw.base ?? '', where)?.href;
  const around: Around = { where, title, base, language, names: raw.names, licences };
  function* offers(): Generator<Offer> {
    let count = 0;
    for (const part of parts) {
      count++;
      if (count > MAX_ITEMS) {
        yield faulty(
          where,
          `the feed has more than ${MAX_ITEMS.toLocaleString('en')} items; those behind them are not read`,
        );
        return;
      }
      yield offer(part, `${where}, item ${count}`, around);
    }
  }
  return { facts, offers: offers() };
}

/** What a head says that feedsmith may not know for a feed: then nothing. */
function factsIn(read: () => RawFacts): RawFacts {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return NO_FACTS;
  }
}

function xmlFeed(feed: SplitFeed, where: string): FeedFound {
  const { format, open, close, head } = feed;
  const raw = factsIn(() => (format === 'atom' ? readAtomFacts(head) : readRssFacts(head, format)));
  const offer = (part: FeedPart, place: string, around: Around): Offer => {
    switch (part.kind) {
      case 'broken':
        return faulty(place, part.message);
      case 'deleted':
        return { kind: 'withdrawn', id: plainLine(part.ref), when: isoInstant(part.when) };
      case 'item': {
        const xml = open + part.xml + close;
        const read = () => (format === 'atom' ? readAtomEntry(xml) : readRssItem(xml, format));
        return offerOf(read, place, around);
      }
    }
  };
  return found(raw, format, where, feed.parts, offer);
}

const jsonFeed = ({ facts, items }: JsonFeed, where: string): FeedFound =>
  found(facts, 'json', where, items, (item, place, around) =>
    offerOf(() => readJsonItem(item), place, around),
  );

const FEED_TYPE = /^application\/(?:(?:rss|atom|rdf)\+xml|feed\+json)/i;
const START_CHARACTERS = 65_536;

/** The address of the feed that a web page names as its own. */
function feedOfPage(html: string, where: string): string | undefined {
  for (const element of elementsIn(parseHtml(html).root)) {
    const isFeed = element.name === 'link' && FEED_TYPE.test(attribute(element, 'type') ?? '');
    if (isFeed && tokensOf(element, 'rel').includes('alternate'))
      return absoluteUrl(attribute(element, 'href') ?? '', where)?.href;
  }
  return undefined;
}

function notXml(text: string, where: string): FeedFound {
  const start = text.slice(0, START_CHARACTERS);
  if (start.trim() === '') return noFeed(where, 'the feed is empty', 'look at the address in a browser');
  if (!/<(?:!doctype html|html)\b/i.test(start))
    return noFeed(where, 'this is neither RSS, Atom nor JSON Feed', 'give the address of a feed');
  const address = feedOfPage(start, where);
  const fix =
    address === undefined
      ? 'give the address of its feed, or kind = "page"'
      : `its feed is ${plainLine(address)}: give that address`;
  return noFeed(where, 'this is a web page, and no feed', fix);
}

/**
 * Reads the text of a feed that was found at `where`, its address. Never throws for what stands in `text`: what is
 * broken is an offer of kind `faulty`, and the others go on. At most 20,000 items. Cost: linear.
 */
export function readFeed(text: string, where: string): FeedFound {
  if (/^\s*[{[]/.test(text.slice(0, START_CHARACTERS))) {
    const json = readJsonFeed(text);
    if (json === undefined)
      return noFeed(where, 'this is JSON, and no JSON Feed', 'give the address of a feed');
    if ('message' in json)
      return noFeed(where, `this is no JSON: ${plainLine(json.message, 200)}`, 'tell the publisher');
    return jsonFeed(json, where);
  }
  const feed = splitFeed(text);
  return feed === undefined ? notXml(text, where) : xmlFeed(feed, where);
}
