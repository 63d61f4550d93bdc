/** Taking in the articles of one feed: from what is offered to what goes on its shelf. */
import { isUnaltered, sourceOf, type Via } from '../article/article.ts';
import { writeDate } from '../article/date.ts';
import type { Licence } from '../article/licences.ts';
import { parseArticle } from '../article/parse.ts';
import type { DefaultLicence } from '../site/library.ts';
import { digestOf, type Candidate } from './candidate.ts';
import { sha256Of } from './journal.ts';
import { isShown, type Entry } from './ledger.ts';
import { makeDocument, type Converted, type Held } from './make-document.ts';
import type { LicenceStatement, Offer, UpstreamItem } from './offer.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import type { Recognised } from './recognise.ts';
import type { Shelf } from './shelf.ts';

/** What makes documents of items. */
export interface Making {
  readonly convert: (item: UpstreamItem) => Converted;
  readonly decideLicence: (
    statements: readonly LicenceStatement[],
    feedDefault: DefaultLicence | undefined,
  ) => { readonly licence: Licence; readonly evidence: string } | Held;
  /** The item with what only its page says; what it is held for, where that cannot be had now. */
  readonly complete: (
    item: UpstreamItem,
    feedDefault: DefaultLicence | undefined,
    signal: AbortSignal,
  ) => Promise<UpstreamItem | Held>;
  /** The name of this site, and the address of a feed at it. */
  readonly viaOf: (feed: string) => Via;
}

/** What is known of an upstream while it is asked. */
export interface UpstreamFacts {
  /** Its title, for articles whose publisher nobody names. */
  readonly title: string | undefined;
  /** Aborts when no more is to be asked. */
  readonly signal: AbortSignal;
}

/** `words`, and where else was looked for what they say. */
const withPlace = (words: string, { lookedAt }: UpstreamItem): string =>
  lookedAt === undefined ? words : `${words} (looked at besides: ${lookedAt})`;

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
    isEdition: known !== undefined && isShown(known),
    nowMs: options.now(),
  });
  if ('held' in made) return made;
  const { article, text } = made;
  const { id, url, published: dated, html } = item;
  const evidence = withPlace(decided.evidence, item);
  return { id, url, title: article.title, offered, dated, evidence, bytes: Buffer.from(text), article, html };
}

const entryIn = (recognised: Recognised): Entry | undefined =>
  recognised.kind === 'new' ? undefined : recognised.entry;

async function takeItem(
  offered: UpstreamItem,
  shelf: Shelf,
  facts: UpstreamFacts,
  making: Making,
  isLast: boolean,
): Promise<Outcome | undefined> {
  const { url, title } = offered;
  const digest = digestOf(offered);
  const asOffered = { id: offered.id, url, title, digest };
  const first = await shelf.recognise(asOffered, isLast);
  if (first === undefined) return undefined;
  const settled = shelf.settled(first, asOffered);
  if (settled !== undefined) return settled;
  const { id } = first;
  const item = await making.complete(offered, shelf.feed.facts.defaultLicence, facts.signal);
  if ('held' in item) return { kind: 'failed', id, url, title, reason: item.held, fix: item.fix };
  // the page may name another address than the feed
  const isElsewhere = first.kind === 'new' && item.url !== url;
  const asRead = { id, url: item.url, title: item.title, digest };
  const recognised = (isElsewhere && (await shelf.recognise(asRead, true))) || first;
  const again = isElsewhere ? shelf.settled(recognised, asRead) : undefined;
  if (again !== undefined) return again;
  const known = entryIn(recognised);
  const candidate = candidateOf({ ...item, id }, digest, known, shelf, facts, making);
  if ('held' in candidate) {
    const held = { ...candidate, held: withPlace(candidate.held, item) };
    return shelf.hold(held, { id, url: item.url, title, offered: digest }, known);
  }
  const outcome = await shelf.admit(candidate, known, candidate.title);
  return isUnaltered(candidate.article) ? outcome : { ...outcome, isUnproved: true };
}

async function takeDocument(
  { url, bytes, name }: Extract<Offer, { kind: 'document' }>,
  shelf: Shelf,
  isLast: boolean,
): Promise<Outcome | undefined> {
  const offered = sha256Of(bytes);
  const { article } = parseArticle(bytes);
  const source = sourceOf(article) ?? '';
  const address = URL.canParse(source) ? source : url;
  const title = article.title === '' ? name : article.title;
  const asOffered = { id: url, url: address, title, digest: offered };
  const recognised = await shelf.recognise(asOffered, isLast);
  if (recognised === undefined) return undefined;
  const settled = shelf.settled(recognised, asOffered);
  if (settled !== undefined) return settled;
  const dated = article.date && writeDate(article.date);
  const { id } = recognised;
  return shelf.admit(
    { id, url: address, title, offered, dated, evidence: undefined, bytes, article, html: undefined },
    entryIn(recognised),
    name,
  );
}

async function takeWithdrawal(id: string, shelf: Shelf): Promise<Outcome> {
  const known = await shelf.find(id);
  if (known === undefined || known.state === 'withdrawn' || known.state === 'refused')
    return { kind: 'unchanged', id, url: known?.url ?? '', title: known?.title ?? '' };
  const reason = 'withdrawn by the publisher';
  await shelf.withdraw(known, reason);
  return { ...outcomeOf('withdrawn', known), reason };
}

/**
 * Decides on one offer, and puts on the shelf what may be; `undefined` where it is to be offered once more, with
 * `isLast`, after all others. Rejects with the system's error when the disk fails.
 */
export async function takeOffer(
  offer: Offer,
  shelf: Shelf,
  facts: UpstreamFacts,
  making: Making,
  isLast: boolean,
): Promise<Outcome | undefined> {
  if (shelf.isFull) await shelf.commit();
  switch (offer.kind) {
    case 'item':
      return takeItem(offer.item, shelf, facts, making, isLast);
    case 'document':
      return takeDocument(offer, shelf, isLast);
    case 'withdrawn':
      return takeWithdrawal(offer.id, shelf);
    case 'faulty': {
      const { where, message: reason, fix } = offer;
      return { kind: 'failed', id: where, url: '', title: where, reason, fix };
    }
  }
}
