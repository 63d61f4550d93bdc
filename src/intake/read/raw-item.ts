/** An item in the words of its feed, whatever the feed's format: texts are still as the feed wrote them. */
import type { LicenceStatement } from '../offer.ts';

/** Text that is HTML, or plain. */
export interface RawText {
  readonly text: string;
  readonly isHtml: boolean;
}

export interface RawItem {
  readonly id: string | undefined;
  /** Addresses at which it may be read, the best first. */
  readonly addresses: readonly string[];
  /** Against which its addresses are resolved, when it says so. */
  readonly base: string | undefined;
  readonly title: RawText | undefined;
  readonly names: readonly string[];
  readonly published: string | undefined;
  readonly updated: string | undefined;
  readonly language: string | undefined;
  /** What the feed gives as the whole of it. */
  readonly content: RawText | undefined;
  readonly summary: RawText | undefined;
  readonly licences: readonly LicenceStatement[];
}

/** What a feed says of itself. */
export interface RawFacts {
  readonly title: RawText | undefined;
  readonly home: string | undefined;
  readonly base: string | undefined;
  readonly language: string | undefined;
  readonly names: readonly string[];
  readonly licences: readonly LicenceStatement[];
}

/** The statements that `words` make, each said to stand in `where`. */
export const statedIn = (
  words: readonly (string | undefined)[],
  where: string,
  scope: LicenceStatement['scope'],
): LicenceStatement[] =>
  words.flatMap((one) => (one === undefined || one.trim() === '' ? [] : [{ words: one, where, scope }]));

/** `text` as HTML; `undefined` stays so. */
export const asHtml = (text: string | undefined): RawText | undefined =>
  text === undefined ? undefined : { text, isHtml: true };
