/** Who wrote a text, from the ways in which feeds and pages write it. */

/** Those that wrote a text: people, and what is no person. */
export interface Credits {
  readonly authors: readonly string[];
  readonly institutions: readonly string[];
}

/** The people and institutions that `values` name. */
export function creditsIn(values: readonly string[]): Credits {
  return { authors: [...new Set(values.map((value) => value.trim()))], institutions: [] };
}
