/** What upstreams give, before it is a document of ours. */

/** An item with a longer title, in UTF-16 units, or with more who wrote it, is held: nothing of either is left out. */
export const MAX_TITLE_CHARACTERS = 1000;
export const MAX_AUTHORS = 1000;

/** A licence as something of an upstream states it. */
export interface LicenceStatement {
  /** An address or words, as they stand. */
  readonly words: string;
  /** Where it stands, for people: "link rel=license of the item". */
  readonly where: string;
  /** Of what it is said; a sentence anywhere in a `text` grants nothing, and can only take back. */
  readonly scope: 'item' | 'feed' | 'text';
}

/** One article as an upstream gives it. Texts are plain, clean lines; HTML stays in `html` alone. */
export interface UpstreamItem {
  /** By which the upstream knows it: never a path of ours. */
  readonly id: string;
  /** Its absolute address, without what only tracks readers. */
  readonly url: string;
  readonly title: string;
  /** Names of people as written; empty when none are known. */
  readonly authors: readonly string[];
  /** Those that wrote it and are no people. */
  readonly institutions: readonly string[];
  /** Dates as the upstream gives them, ISO 8601 with its offset where one is given. */
  readonly published: string | undefined;
  readonly updated: string | undefined;
  /** [BCP47] */
  readonly language: string | undefined;
  /** The content as HTML; plain text is escaped. */
  readonly html: string;
  /** Against which the addresses in `html` are resolved. */
  readonly base: string;
  /** Whether `html` is the article, and no summary of it. */
  readonly isWhole: boolean;
  /** Why `html` may not be all of the article, in a few words. */
  readonly doubt?: string;
  readonly licences: readonly LicenceStatement[];
  /** Where else facts of it were looked for, in a few words. */
  readonly lookedAt?: string;
}

/** One thing that an upstream offers. */
export type Offer =
  | { readonly kind: 'item'; readonly item: UpstreamItem }
  /** A document in the layout, to be kept byte for byte. `name` is what the upstream calls its file. */
  | { readonly kind: 'document'; readonly url: string; readonly name: string; readonly bytes: Uint8Array }
  /** What the upstream says is no longer published, by its id or address. */
  | { readonly kind: 'withdrawn'; readonly id: string; readonly when: string | undefined }
  /** What cannot be taken; the others go on. */
  | { readonly kind: 'faulty'; readonly where: string; readonly message: string; readonly fix: string };
