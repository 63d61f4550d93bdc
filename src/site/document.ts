/** One document as the site shows it: what both renderings, menu and text, say of it and in which order. */
import { noticeOf, sourceOf, type Article } from '../article/article.ts';
import { writeDate } from '../article/date.ts';
import { judge } from '../article/gate.ts';
import { urlsIn } from '../article/links.ts';
import type { Licence } from '../article/licences.ts';
import { parseArticle } from '../article/parse.ts';
import { parseTable } from '../article/table.ts';
import { cleanText } from '../text/clean.ts';
import type { Typesetter } from '../text/typesetter.ts';
import type { DefaultLicence, Entry } from './library.ts';
import { ownSelectors } from './routes.ts';
import { tableLines } from './table-lines.ts';

/** An article that has passed the gate. */
export interface ServedDocument {
  readonly article: Article;
  readonly licence: Licence;
  /** Where the licence is the feed's default: the page that proves it. */
  readonly evidence: string | undefined;
  readonly source: string;
}

/** Reads and judges `bytes`; `undefined` when the document may not be served. */
export function admit(
  bytes: Uint8Array,
  path: string,
  defaultLicence: DefaultLicence | undefined,
): ServedDocument | undefined {
  const reading = parseArticle(bytes);
  const { licence, evidence } = judge(reading, { defaultLicence, ownSelectors: ownSelectors(path) });
  const source = sourceOf(reading.article);
  if (licence === undefined || source === undefined) return undefined;
  return { article: reading.article, licence, evidence, source };
}

/** The body's lines as `setter` sets them: paragraphs parted by an empty line, kept line breaks kept, tables as the screen allows. */
export function bodyLines(article: Article, setter: Typesetter): string[] {
  return article.body.flatMap((paragraph, index) => {
    const table = parseTable(paragraph);
    const lines =
      table === undefined
        ? paragraph.split('\n').flatMap((line) => setter.lines(cleanText(line)))
        : tableLines(table, setter);
    return index === 0 ? lines : ['', ...lines];
  });
}

/** "By A, B"; `undefined` when no author is known. */
export function bylineOf(article: Article): string | undefined {
  return article.authors.length === 0 ? undefined : `By ${article.authors.join(', ')}`;
}

/** The sentences of the licence block before the addresses: publisher, origin, condition. */
export function conditionLines(document: ServedDocument): string[] {
  const { article, licence, evidence } = document;
  const name = evidence === undefined ? article.licenceName : '';
  return [
    `Published and (C) by ${article.publisher}`,
    `Content appears here under this condition or license: ${name === '' ? licence.name : name}.`,
  ];
}

/** The licence by its URI and id, as an extension line says it. */
export const licenceLine = (licence: Licence): string => `License: ${licence.uri} ${licence.id}`;

/** Extension lines but for the licence's, which stands in every rendering anyway. */
export function extensionLines(document: ServedDocument): string[] {
  const { article, evidence } = document;
  const lines = article.extensions
    .filter(({ name }) => name !== 'License')
    .map(({ name, value }) => `${name}: ${value}`);
  return evidence === undefined ? lines : [`Licence evidence: ${evidence}`, ...lines];
}

/** The header's sentence on origin; documents without a header have none to show. */
export function noticeLines(article: Article): string[] {
  return article.notice === '' ? [noticeOf(article.publisher, false)] : article.notice.split('\n');
}

/** A line of the licence block: a sentence, or an address behind its label. */
export type CreditLine =
  string | { readonly label: string; readonly uri: string; readonly relation: 'license' | 'cite' | 'via' };

/** The licence block of a page, from the notice to where the document was fetched. */
export function creditOf(document: ServedDocument): CreditLine[] {
  const { article, licence, source } = document;
  const { via } = article;
  return [
    ...noticeLines(article),
    ...conditionLines(document),
    { label: 'Licence:', uri: licence.uri, relation: 'license' },
    { label: '[1] Source:', uri: source, relation: 'cite' },
    ...extensionLines(document),
    ...article.remarks,
    ...(via === undefined ? [] : [{ label: `via ${via.site}:`, uri: via.uri, relation: 'via' as const }]),
  ];
}

/** Addresses in the text that the numbered references do not give already. */
export function linksInText(article: Article): string[] {
  const numbered = new Set(article.links.map(({ uri }) => uri));
  return urlsIn(article.body.join('\n')).filter((url) => !numbered.has(url));
}

/** `2025-06-30`, `2025-06`, or nothing. */
export const dateText = (entry: Pick<Entry, 'date'>): string =>
  entry.date === undefined ? '' : writeDate(entry.date);

const KILOBYTE = 1024;

/** A size for readers on slow lines: `812 bytes`, `6.4 KB`, `1.2 MB`, `3.0 GB`. */
export function sizeText(bytes: number): string {
  if (bytes < KILOBYTE) return `${bytes} bytes`;
  if (bytes < KILOBYTE ** 2) return `${(bytes / KILOBYTE).toFixed(1)} KB`;
  const isBig = bytes >= KILOBYTE ** 3;
  return isBig ? `${(bytes / KILOBYTE ** 3).toFixed(1)} GB` : `${(bytes / KILOBYTE ** 2).toFixed(1)} MB`;
}
