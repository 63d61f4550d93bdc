/** Taking in the articles of one feed: from what is offered to what goes on its shelf. */
import { isUnaltered, sourceOf, type Via } from '../article/article.ts';
import { writeDate } from '../article/date.ts';
import type { Licence } from '../article/licences.ts';
import { parseArticle } from '../article/parse.ts';
import type { DefaultLicence } from '../site/library.ts';
import { digestOf, type Candidate } from './candidate.ts';
import { sha256Of } from './journal.ts';
import type { Entry } from './ledger.ts';
import { makeDocument, type Converted, type Held } from './make-document.ts';
import type { LicenceStatement, Offer, UpstreamItem } from './offer.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import type { Shelf } from './shelf.ts';

/** What makes documents of items. */
export interface Making {
  readonly convert: (item: UpstreamItem) => Converted;
  readonly decideLicence: (
    statements: readonly LicenceStatement[],
    feedDefault: DefaultLicence | undefined,
  ) => { readonly licence: Licence; readonly evidence: string } | Held;
  /** The whole article of an item that had a summary alone. */
  readonly complete: (item: UpstreamItem) => Promise<UpstreamItem | Held>;
  /** The name of this site, and the address of a feed at it. */
  readonly viaOf: (feed: string) => Via;
}

/** What an upstream says of all its articles. */
export interface UpstreamFacts {
  /** Its title, for articles whose publisher nobody names. */
  readonly title: string | undefined;
}

function candidateOf(
  item: UpstreamItem,
  offered: string,
  known: Entry | undefined,
  { feed, options }: Shelf,
  { title }: UpstreamFacts,
  making: Making,
): Candidate | Held {
  const { facts, settings, path } = feed;
  const decided = making.decideLicence(item.licences, facts.defaultLicence);
  if ('held' in decided) return decided;
  const made = makeDocument(item, making.convert(item), {
    publisher: facts.publisher ?? title,
    licence: decided.licence,
    permission: settings.permission,
    via: making.viaOf(path),
    isEdition: known?.state === 'published',
    nowMs: options.now(),
  });
  if ('held' in made) return made;
  const { article, text } = made;
  const { id, url, published: dated, html } = item;
  const { evidence } = decided;
  return { id, url, title: article.title, offered, dated, evidence, bytes: Buffer.from(text), article, html };
}

async function takeItem(
  offered: UpstreamItem,
  shelf: Shelf,
  facts: UpstreamFacts,
  making: Making,
): Promise<Outcome> {
  const { id, url, title } = offered;
  const digest = digestOf(offered);
  const settled = shelf.settled(await shelf.find(id, url), id, url, digest);
  if (settled !== undefined) return settled;
  const item = offered.isWhole ? offered : await making.complete(offered);
  if ('held' in item) return { kind: 'failed', id, url, title, reason: item.held, fix: item.fix };
  // the page may name another address than the feed
  const known = await shelf.find(id, item.url);
  const again = shelf.settled(known, id, item.url, digest);
  if (again !== undefined) return again;
  const candidate = candidateOf({ ...item, id }, digest, known, shelf, facts, making);
  if ('held' in candidate) return shelf.hold(candidate, { id, url: item.url, title, offered: digest }, known);
  const outcome = await shelf.admit(candidate, known, candidate.title);
  return isUnaltered(candidate.article) ? outcome : { ...outcome, isUnproved: true };
}

async function takeDocument(
  { url, bytes, name }: Extract<Offer, { kind: 'document' }>,
  shelf: Shelf,
): Promise<Outcome> {
  const offered = sha256Of(bytes);
  const { article } = parseArticle(bytes);
  const source = sourceOf(article) ?? '';
  const address = URL.canParse(source) ? source : url;
  const known = await shelf.find(url, address);
  const settled = shelf.settled(known, url, address, offered);
  if (settled !== undefined) return settled;
  const title = article.title === '' ? name : article.title;
  const dated = article.date && writeDate(article.date);
  return shelf.admit(
    { id: url, url: address, title, offered, dated, evidence: undefined, bytes, article, html: undefined },
    known,
    name,
  );
}

async function takeWithdrawal(id: string, shelf: Shelf): Promise<Outcome> {
  const known = await shelf.find(id, id);
  if (known === undefined || known.state === 'withdrawn' || known.state === 'refused')
    return { kind: 'unchanged', id, url: known?.url ?? '', title: known?.title ?? '' };
  const reason = 'withdrawn by the publisher';
  await shelf.withdraw(known, reason);
  return { ...outcomeOf('withdrawn', known), reason };
}

/** Decides on one offer, and puts on the shelf what may be. Rejects with the system's error when the disk fails. */
export async function takeOffer(
  offer: Offer,
  shelf: Shelf,
  facts: UpstreamFacts,
  making: Making,
): Promise<Outcome> {
  if (shelf.isFull) await shelf.commit();
  switch (offer.kind) {
    case 'item':
      return takeItem(offer.item, shelf, facts, making);
    case 'document':
      return takeDocument(offer, shelf);
    case 'withdrawn':
      return takeWithdrawal(offer.id, shelf);
    case 'faulty': {
      const { where, message: reason, fix } = offer;
      return { kind: 'failed', id: where, url: '', title: where, reason, fix };
    }
  }
}
