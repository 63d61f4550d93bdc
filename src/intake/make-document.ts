/** From an item of an upstream to a document in the layout. */
import { noticeOf, type Article, type Extension, type PartialDate, type Via } from '../article/article.ts';
import { compareDates, parseDate, writeDate } from '../article/date.ts';
import type { Licence } from '../article/licences.ts';
import { UnwritableArticle, writeArticle } from '../article/write.ts';
import { bodyDigest, DIGEST_LINE } from '../library/body-digest.ts';
import type { Permission } from '../library/feed-intake.ts';
import { cleanLine } from '../text/clean.ts';
import { MAX_AUTHORS, MAX_TITLE_CHARACTERS, type UpstreamItem } from './offer.ts';
import { dayOf } from './permission.ts';

/** What a converter makes of the HTML of an item. */
export interface Converted {
  readonly paragraphs: readonly string[];
  /** Number 2 and on. */
  readonly links: readonly string[];
  /** What was done to it, in words. */
  readonly changes: string;
  /** The first words that are missing in `paragraphs`; `undefined` where all stand there in their order. */
  readonly missing: string | undefined;
  /** Why what was converted may not be the whole article. */
  readonly doubt: string | undefined;
}

/** What a document says besides what its item gives. */
export interface Around {
  readonly publisher: string | undefined;
  readonly licence: Licence;
  readonly permission: Permission;
  /** Where the document can be had. */
  readonly via: Via;
  /** Whether it takes the place of another edition. */
  readonly isEdition: boolean;
  readonly nowMs: number;
}

/** Why an article is not taken. */
export interface Held {
  readonly held: string;
  readonly fix: string;
}

const held = (reason: string, fix: string): Held => ({ held: reason, fix });

/** What systems give as the date of what has none. */
const NO_DATE = '1970-01-01';

const dateOf = (instant = ''): PartialDate | undefined =>
  instant.startsWith(NO_DATE) ? undefined : parseDate(instant)?.date;

/** Whether `item` says when it was published or changed. */
export const hasDate = ({ published, updated }: UpstreamItem): boolean =>
  (dateOf(published) ?? dateOf(updated)) !== undefined;

const line = (text: string): string => cleanLine(text).replace(/\s+/gu, ' ').trim();

/** The body with the publisher's sentence of credit, where one is asked for. */
function withCredit(paragraphs: readonly string[], { credit, creditAt }: Permission): readonly string[] {
  if (credit === undefined) return paragraphs;
  return creditAt === 'top' ? [credit, ...paragraphs] : [...paragraphs, credit];
}

const CREDITS = {
  top: "the line of credit at the top is the publisher's wish",
  end: "the line of credit at the end is the publisher's wish",
} as const;

/** The body of a document without the sentence of credit that {@link makeDocument} has put there. */
export function bodyWithoutCredit({ body, extensions }: Article): readonly string[] {
  const changes = extensions.find(({ name }) => name === 'Changes')?.value ?? '';
  if (changes.endsWith(CREDITS.top)) return body.slice(1);
  return changes.endsWith(CREDITS.end) ? body.slice(0, -1) : body;
}

function changesOf({ changes, missing, doubt }: Converted, { credit, creditAt }: Permission): string {
  return [
    changes,
    ...(missing === undefined ? [] : [`not proved to be whole, from "${line(missing)}" on`]),
    ...(doubt === undefined ? [] : [`not proved to be whole: ${line(doubt)}`]),
    ...(credit === undefined ? [] : [CREDITS[creditAt === 'top' ? 'top' : 'end']]),
  ].join('; ');
}

/** The day of the last change, where it is one after the publication. */
function updatedOf(item: UpstreamItem, date: PartialDate, { isEdition, nowMs }: Around): string | undefined {
  const updated = dateOf(item.updated);
  if (updated !== undefined && compareDates(updated, date) > 0) return writeDate(updated);
  return isEdition ? dayOf(new Date(nowMs).toISOString()) : undefined;
}

const extension = (name: string, value: string | undefined): Extension[] =>
  value === undefined || value === '' ? [] : [{ name, value }];

/** Why an item is held of which something would have to be left out. */
function tooMuchIn({ title, authors, institutions }: UpstreamItem): Held | undefined {
  const fix = 'look at it at its source, and add it by hand';
  if (title.length > MAX_TITLE_CHARACTERS)
    return held(`its title has more than ${MAX_TITLE_CHARACTERS.toLocaleString('en')} characters`, fix);
  return authors.length + institutions.length > MAX_AUTHORS
    ? held(`it names more than ${MAX_AUTHORS.toLocaleString('en')} authors`, fix)
    : undefined;
}

/** The document of `item` and its article, or why there is none. */
export function makeDocument(
  item: UpstreamItem,
  converted: Converted,
  around: Around,
): { readonly text: string; readonly article: Article } | Held {
  const { permission, licence } = around;
  const publisher = line(around.publisher ?? '');
  if (publisher === '')
    return held('nobody says who published it', 'name the publisher in feed.toml: publisher = "..."');
  if (item.url.startsWith('file:'))
    return held(
      'nobody says at which address it is published',
      'write it into the head of the page: <link rel="canonical" href="https://...">',
    );
  const date = dateOf(item.published) ?? dateOf(item.updated);
  if (date === undefined) return held('it has no date', 'ask the publisher to give the date of publication');
  if (converted.paragraphs.length === 0) return held('it has no text', 'look at it at its source');
  const tooMuch = tooMuchIn(item);
  if (tooMuch !== undefined) return tooMuch;
  const body = withCredit(converted.paragraphs, permission);
  const article: Article = {
    publisher,
    notice: noticeOf(publisher, converted.missing === undefined && converted.doubt === undefined),
    title: line(item.title),
    authors: item.authors.map(line).filter((name) => name !== ''),
    date,
    body,
    links: [item.url, ...converted.links].map((uri, index) => ({ number: index + 1, uri })),
    licenceName: licence.name,
    extensions: [
      { name: 'License', value: `${licence.uri} ${licence.id}` },
      ...extension('By', item.institutions.map(line).join(', ')),
      ...extension('Changes', line(changesOf(converted, permission))),
      ...extension('Updated', updatedOf(item, date, around)),
      ...extension('Retrieved', new Date(around.nowMs).toISOString().replace(/\.\d+Z$/, 'Z')),
      ...extension(DIGEST_LINE, bodyDigest(body)),
    ],
    via: around.via,
    remarks: [],
  };
  try {
    return { text: writeArticle(article), article };
  } catch (error) {
    if (!(error instanceof UnwritableArticle)) throw error;
    return held(error.message, 'look at it at its source');
  }
}

/** Whether a document was made by {@link makeDocument}, and not added by hand. */
export const isMadeHere = ({ extensions }: Article): boolean =>
  extensions.some(({ name }) => name === 'Retrieved');

const said = ({ publisher, title, authors, date, body, links, licenceName }: Article): string =>
  JSON.stringify([publisher, title, authors, date, body, links, licenceName]);

/** Whether two articles say the same to a reader, whenever and from whatever mark-up they were made. */
export function saysTheSame(a: Article, b: Article): boolean {
  return said(a) === said(b);
}
