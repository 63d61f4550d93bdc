/** Documents for tests, in our own words. */

export interface Parts {
  readonly publisher?: string;
  readonly title?: string;
  readonly authors?: string;
  readonly date?: string;
  readonly body?: string;
  readonly source?: string;
  readonly licence?: string;
}

/** A document in the layout; every part has a default. */
export function documentOf(parts: Parts = {}): string {
  const publisher = parts.publisher ?? 'Example Wire';
  return `(C) ${publisher}
This story was originally published by ${publisher} and is unaltered.
. . . . . . . . . .



${parts.title ?? 'A plain title'} [1]

${parts.authors ?? "['Ann Example']"}

Date: ${parts.date ?? '2025-06-30'}

${parts.body ?? 'A first paragraph.\n\nA second one.'}

[END]
---
[1] Url: ${parts.source ?? 'https://news.example/story'}

Published and (C) by ${publisher}
Content appears here under this condition or license: ${parts.licence ?? 'Creative Commons CC BY-ND 4.0'}.

via Example Feeds:
gopher://feeds.example/1/news/
`;
}
