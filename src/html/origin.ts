/** What addresses of a page are understood by. */

/** Where a page is from. */
export interface Origin {
  /** Against which its addresses are resolved. */
  readonly base: string;
  /** The address of the article: number 1. */
  readonly source: string;
}
