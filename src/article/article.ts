/** What an article is, wherever it came from: the parsed form of a document in the Magical.Fish layout. */

/** A date as publishers give it: a month, or a day. `month` 1 to 12, `day` 1 to 31 and valid in its month. */
export interface PartialDate {
  readonly year: number;
  readonly month: number;
  readonly day?: number;
}

/** One numbered reference of the footer: `[n] Url: uri`. Number 1 is the source. */
export interface NumberedLink {
  readonly number: number;
  readonly uri: string;
}

/** An extension line of the footer: `Name: value`. */
export interface Extension {
  readonly name: string;
  readonly value: string;
}

/** Where a document was fetched from: the `via` lines at its end. */
export interface Via {
  readonly site: string;
  readonly uri: string;
}

/** The words of a document. Strings hold no line break, but for paragraphs, in which it is a kept line break. */
export interface Article {
  readonly publisher: string;
  /** The header's sentences on origin, as they stand. */
  readonly notice: string;
  readonly title: string;
  /** Names as written; empty when none are known. */
  readonly authors: readonly string[];
  readonly date: PartialDate | undefined;
  readonly body: readonly string[];
  readonly links: readonly NumberedLink[];
  /** The licence as the document names it; empty when it names none. */
  readonly licenceName: string;
  readonly extensions: readonly Extension[];
  readonly via: Via | undefined;
  /** Lines of a received document that the layout has no place for, kept so that no word is lost. */
  readonly remarks: readonly string[];
}

/** The header's sentence on origin; `unaltered` claims that the words are the publisher's, all of them, in order. */
export function noticeOf(publisher: string, unaltered: boolean): string {
  return `This story was originally published by ${publisher}${unaltered ? ' and is unaltered' : ''}.`;
}

/** Whether the header of `article` claims that the words are the publisher's, all of them, in order. */
export const isUnaltered = ({ notice }: Article): boolean => notice.endsWith(' and is unaltered.');

/** Whether a text in the layout is an article, and no other text: it names its source or its licence. */
export const isCredited = (article: Article): boolean =>
  sourceOf(article) !== undefined || article.licenceName !== '';

/** The source URL as the document gives it: reference number 1. */
export function sourceOf(article: Article): string | undefined {
  return article.links.find((link) => link.number === 1)?.uri;
}
