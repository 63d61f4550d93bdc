/** Whether a text is a page's, all of its words in their order. */
import { parseHtml, textOf } from './dom.ts';

/** What came of comparing. */
export type Proof =
  | { readonly isWhole: true }
  | {
      readonly isWhole: false;
      /** The first words of the page that are missing, at most 80 characters. */
      readonly missing: string;
      /** How many words of the page stand before them. */
      readonly at: number;
    };

/** Compares `paragraphs` with the content of `html`. Cost: linear. */
export function proofOf(html: string, paragraphs: readonly string[]): Proof {
  const words = textOf(parseHtml(html).root).match(/\S+/g) ?? [];
  const text = paragraphs.join('\n');
  const at = words.findIndex((word) => !text.includes(word));
  return at < 0 ? { isWhole: true } : { isWhole: false, missing: words.slice(at).join(' ').slice(0, 80), at };
}
