/** The front page: about first, the newest articles and the ways to all, the feeds. */
import { parseAddress } from '../gopher/address.ts';
import { isHostName } from '../gopher/item.ts';
import type { Page, PageWriter } from '../gopher/page-writer.ts';
import { BUNDLES_LABEL } from './bundles.ts';
import { DIGESTS_LABEL } from './digests-page.ts';
import { addHeading } from './heading.ts';
import type { Library } from './library.ts';
import { TOPIC_LABELS } from './list-pages.ts';
import { addEntry, addFolder, addRoute, addSearch, countOf } from './listing.ts';
import type { MirrorOf, SiteSettings } from './settings.ts';
import { NEWEST_LABEL, topicsIn } from './topics.ts';

const NEWEST = 20;
/** With more feeds than this the front page leads to the list of all. */
const MAX_FEEDS = 50;

export const ABOUT_LABEL = 'About this server';
export const STATUS_LABEL = 'Status of this server';
export const VIEWS_LABEL = 'Other charsets and widths';
const INTRODUCTION = 'News under open licences. Every article keeps its credit, its licence and its source.';

/** Says whose articles these are, with the way there. */
function addOrigin(writer: PageWriter, { address }: MirrorOf): void {
  const label = `A mirror of ${address}`;
  const { host, selector } = parseAddress(address) ?? {};
  if (host !== undefined && selector !== undefined && isHostName(host.name))
    writer.item({ type: '1', selector, host }, label);
  else writer.text(label);
}

/** The page at the empty selector. */
export const frontPage = (
  { catalogue, search, readSoFar, bundle }: Library,
  { title, host: self, mirrorOf }: SiteSettings,
): Page => ({
  title,
  write(writer) {
    addHeading(writer, catalogue.folder(''), { catalogue, self }, title, INTRODUCTION);
    if (mirrorOf !== undefined) addOrigin(writer, mirrorOf);
    addRoute(writer, { kind: 'about' }, ABOUT_LABEL);
    addRoute(writer, { kind: 'status' }, STATUS_LABEL);
    addRoute(writer, { kind: 'views' }, VIEWS_LABEL);
    if (search !== undefined) addSearch(writer, '');
    writer.blank();

    if (readSoFar !== undefined)
      writer
        .text(
          `The articles are being read, ${countOf(readSoFar, 'document')} so far. More will be here soon.`,
        )
        .blank();
    if (catalogue.size === 0) {
      writer.text('No article is served here yet.').blank();
      return;
    }
    writer.heading(NEWEST_LABEL);
    for (const entry of catalogue.list({ kind: 'all' }, NEWEST)) addEntry(writer, entry);
    writer.blank();
    addRoute(writer, { kind: 'newest', page: 1 }, `${NEWEST_LABEL} by year and month`);
    for (const topic of topicsIn(catalogue))
      addRoute(writer, { kind: 'names', topic, page: 1 }, TOPIC_LABELS[topic].link);
    writer.blank().heading('Feeds');
    for (const feed of catalogue.feeds.slice(0, MAX_FEEDS)) addFolder(writer, feed);
    writer.blank();
    addRoute(writer, { kind: 'folder', path: '', page: 1 }, 'All feeds');
    writer.blank().heading('For slow lines and feed readers');
    addRoute(writer, { kind: 'latest' }, 'The newest articles as one text');
    addRoute(writer, { kind: 'digests', page: 1 }, DIGESTS_LABEL);
    if (bundle !== undefined && catalogue.months({ kind: 'all' }).length > 0)
      addRoute(writer, { kind: 'bundles', page: 1 }, BUNDLES_LABEL);
    addRoute(writer, { kind: 'atom', path: '' }, 'Atom of all articles');
    addRoute(writer, { kind: 'twtxt', path: '' }, 'twtxt of all articles');
    addRoute(writer, { kind: 'opml' }, 'OPML of all feeds');
  },
});
