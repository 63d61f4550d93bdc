/** What a conversion from HTML leaves out on purpose. */

export interface Omission {
  /** In words, for the document's `Changes:` line: "image", "share bar". */
  readonly what: string;
  readonly count: number;
  /** How many words went with it. */
  readonly words: number;
}
