/** HTML as the text of a document. */
import { Converter } from './convert.ts';
import { MAX_NODES, parseHtml } from './dom.ts';
import type { Paragraph } from './flow.ts';
import type { Omission } from './omission.ts';
import type { Origin } from './origin.ts';
import { withoutOwnLines } from './own-lines.ts';

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

/** A rule parts paragraphs: none stands first, last, or behind another. */
const isShown = ({ kind }: Paragraph, index: number, all: readonly Paragraph[]): boolean => {
  const next = all[index + 1];
  return kind !== 'rule' || (index > 0 && next !== undefined && next.kind !== 'rule');
};

/** The text of `html`. Never throws. Cost: linear. */
export function htmlToText(html: string, origin: Origin): Conversion {
  const dom = parseHtml(html);
  const converter = new Converter(origin);
  const paragraphs = converter.paragraphs([dom.root]).filter(isShown);
  if (dom.isCut) converter.omit(`end of a page of more than ${MAX_NODES} parts`, 0);
  return {
    paragraphs: withoutOwnLines(paragraphs.map(({ lines }) => lines.join('\n'))),
    links: converter.addresses.links,
    omissions: converter.omissions,
    images: converter.omissions.find(({ what }) => what === 'image')?.count ?? 0,
  };
}
