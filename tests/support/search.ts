/** A search that looks at every article, by the plain definition of what is found. */
import { bestParagraph, excerptOf } from '../../src/site/excerpt.ts';
import { admit, type ServedDocument } from '../../src/site/document.ts';
import type { Entry, Findings, Library, SearchRequest } from '../../src/site/library.ts';
import { matches, type Searched } from '../../src/site/match.ts';
import { Site } from '../../src/site/site.ts';
import { foldedText } from '../../src/text/search-words.ts';

/** `document` as searches see it. */
export const searchedOf = (
  { article }: Pick<ServedDocument, 'article'>,
  { feed, licence, date }: Entry,
  language: string | undefined,
): Searched => ({
  title: foldedText(article.title),
  credit: foldedText([article.publisher, ...article.authors].join('\n')),
  body: foldedText(article.body.join('\n')),
  feed,
  licence,
  date,
  language,
});

async function findIn(
  library: Library,
  { query, below, limit, offset }: SearchRequest,
  near: readonly string[],
): Promise<Findings> {
  const { catalogue } = library;
  const hits = [];
  for (const entry of catalogue.list({ kind: 'below', path: below }, catalogue.size)) {
    const document = admit((await library.read(entry)) ?? new Uint8Array(), entry.path, undefined);
    if (document === undefined) continue;
    const language = catalogue.folder(entry.feed)?.language;
    const { body } = document.article;
    if (matches(query, searchedOf(document, entry, language)))
      hits.push({ entry, excerpt: excerptOf(body[bestParagraph(body, query)] ?? '', query) });
  }
  const total = hits.length;
  return {
    hits: hits.slice(offset, offset + limit),
    total,
    isMore: false,
    near: total === 0 ? near : [],
  };
}

/** `site` with a search; `near` is what it proposes where nothing is found. */
export function withSearch({ library, settings }: Site, near: readonly string[] = []): Site {
  const search = (request: SearchRequest): Promise<Findings> => findIn(library, request, near);
  return new Site({ ...library, search }, settings);
}
