/** Taking in the articles of one feed: from what is offered to what is decided on it. */
import { isUnaltered, sourceOf, type Article, type Via } from '../article/article.ts';
import { writeDate } from '../article/date.ts';
import type { Licence } from '../article/licences.ts';
import { parseArticle } from '../article/parse.ts';
import type { DefaultLicence } from '../site/library.ts';
import type { Admission } from './admission.ts';
import { digestOf, type Candidate } from './candidate.ts';
import type { FeedRecord } from './feed-record.ts';
import type { IntakeFeed } from './feed.ts';
import { sha256Of } from './journal.ts';
import { isShown, type Entry } from './entry.ts';
import { makeDocument, type Converted, type Held } from './make-document.ts';
import type { LicenceStatement, Offer, UpstreamItem } from './offer.ts';
import { isTaken, outcomeOf, type Outcome } from './outcome.ts';
import type { Offered, Recognised, Recognition } from './recognise.ts';

/** What makes documents of items. */
export interface Making {
  readonly convert: (item: UpstreamItem) => Converted;
  readonly decideLicence: (
    statements: readonly LicenceStatement[],
    feedDefault: DefaultLicence | undefined,
    owners: readonly string[],
  ) => { readonly licence: Licence; readonly evidence: string; readonly isDefault?: boolean } | Held;
  /** The item with what only its page says; what it is held for, where that cannot be had now. */
  readonly complete: (
    item: UpstreamItem,
    feedDefault: DefaultLicence | undefined,
    signal: AbortSignal,
  ) => Promise<UpstreamItem | Held>;
  /** The name of this site, and the address of a feed at it. */
  readonly viaOf: (feed: string) => Via;
}

/** What is at hand while the offers of one feed are taken. */
export interface Taking {
  readonly feed: IntakeFeed;
  readonly record: FeedRecord;
  readonly recognition: Recognition;
  readonly admission: Admission;
  readonly making: Making;
  /** The title of the upstream, for articles whose publisher nobody names. */
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
  { feed, record, making, title }: Taking,
): Candidate | Held {
  const { facts, settings, path } = feed;
  const owners = [
    facts.publisher ?? '',
    title ?? '',
    ...item.authors,
    ...item.institutions,
    item.url.split('/')[2] ?? '',
  ];
  const decided = making.decideLicence(item.licences, facts.defaultLicence, owners);
  if ('held' in decided) return decided;
  const made = makeDocument(item, making.convert(item), {
    publisher: facts.publisher ?? title,
    licence: decided.licence,
    permission: settings.permission,
    via: making.viaOf(path),
    isEdition: known !== undefined && isShown(known),
    nowMs: record.moment.nowMs,
  });
  if ('held' in made) return made;
  const { article, text } = made;
  const { id, url, published: dated, html } = item;
  const evidence = withPlace(decided.evidence, item);
  const defaultLicence = decided.isDefault === true ? decided.licence.id : undefined;
  const bytes = Buffer.from(text);
  return { id, url, title: article.title, offered, dated, evidence, defaultLicence, bytes, article, html };
}

const entryIn = (recognised: Recognised): Entry | undefined =>
  recognised.kind === 'new' ? undefined : recognised.entry;

/**
 * Which article an item is; `undefined` where that is seen only once all is offered, and to be asked again with
 * `isLast`. What is still to be written of it is written first, so that the disk agrees.
 */
async function recognise(
  item: Offered,
  { recognition, record }: Taking,
  isLast: boolean,
): Promise<Recognised | undefined> {
  recognition.note(item);
  const recognised = recognition.of(item, isLast);
  const known = recognised && entryIn(recognised);
  if (known !== undefined) await record.commitIfStaged(known);
  return recognised;
}

const withLicence = (outcome: Outcome, { licenceName }: Article): Outcome =>
  isTaken(outcome) ? { ...outcome, licence: licenceName } : outcome;

async function takeItem(
  offered: UpstreamItem,
  taking: Taking,
  isLast: boolean,
): Promise<Outcome | undefined> {
  const { admission, making } = taking;
  const { url, title } = offered;
  const digest = digestOf(offered);
  const asOffered = { id: offered.id, url, title, digest };
  const first = await recognise(asOffered, taking, isLast);
  if (first === undefined) return undefined;
  const settled = admission.settled(first, asOffered);
  if (settled !== undefined) return settled;
  const { id } = first;
  const item = await making.complete(offered, taking.feed.facts.defaultLicence, taking.signal);
  if ('held' in item) return { kind: 'failed', id, url, title, reason: item.held, fix: item.fix };
  // the page may name another address than the feed
  const isElsewhere = first.kind === 'new' && item.url !== url;
  const asRead = { id, url: item.url, title: item.title, digest };
  const recognised = (isElsewhere && (await recognise(asRead, taking, true))) || first;
  const again = isElsewhere ? admission.settled(recognised, asRead) : undefined;
  if (again !== undefined) return again;
  const known = entryIn(recognised);
  const candidate = candidateOf({ ...item, id }, digest, known, taking);
  if ('held' in candidate) {
    const held = { ...candidate, held: withPlace(candidate.held, item) };
    return admission.hold(held, { id, url: item.url, title, offered: digest }, known);
  }
  const admitted = await admission.admit(candidate, known, candidate.title);
  const outcome = withLicence(admitted, candidate.article);
  return isUnaltered(candidate.article) ? outcome : { ...outcome, isUnproved: true };
}

async function takeDocument(
  { url, bytes, name }: Extract<Offer, { kind: 'document' }>,
  taking: Taking,
  isLast: boolean,
): Promise<Outcome | undefined> {
  const { admission } = taking;
  const offered = sha256Of(bytes);
  const { article } = parseArticle(bytes);
  const source = sourceOf(article) ?? '';
  const address = URL.canParse(source) ? source : url;
  const title = article.title === '' ? name : article.title;
  const asOffered = { id: url, url: address, title, digest: offered };
  const recognised = await recognise(asOffered, taking, isLast);
  if (recognised === undefined) return undefined;
  const settled = admission.settled(recognised, asOffered);
  if (settled !== undefined) return settled;
  const dated = article.date && writeDate(article.date);
  const { id } = recognised;
  const candidate = { id, url: address, title, offered, dated, evidence: undefined, bytes, article };
  const outcome = await admission.admit({ ...candidate, html: undefined }, entryIn(recognised), name);
  return withLicence(outcome, article);
}

async function takeWithdrawal(id: string, record: FeedRecord): Promise<Outcome> {
  const known = await record.find(id);
  if (known === undefined || known.state === 'withdrawn' || known.state === 'refused')
    return { kind: 'unchanged', id, url: known?.url ?? '', title: known?.title ?? '' };
  const reason = 'withdrawn by the publisher';
  await record.withdraw(known, reason);
  return { ...outcomeOf('withdrawn', known), reason };
}

/**
 * Decides on one offer, and has the record keep what may be; `undefined` where it is to be offered once more, with
 * `isLast`, after all others. Rejects with the system's error when the disk fails.
 */
export async function takeOffer(offer: Offer, taking: Taking, isLast: boolean): Promise<Outcome | undefined> {
  await taking.record.commitIfFull();
  switch (offer.kind) {
    case 'item':
      return takeItem(offer.item, taking, isLast);
    case 'document':
      return takeDocument(offer, taking, isLast);
    case 'withdrawn':
      return takeWithdrawal(offer.id, taking.record);
    case 'faulty': {
      const { where, message: reason, fix } = offer;
      return { kind: 'failed', id: where, url: '', title: where, reason, fix };
    }
  }
}
