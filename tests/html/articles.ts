/** Articles of converted pages, for the tests of this room. */
import { noticeOf, type Article } from '../../src/article/article.ts';
import type { Conversion } from '../../src/html/to-text.ts';

/** The article of `conversion`, from `source`. */
export const articleOf = ({ paragraphs, links }: Conversion, source: string): Article => ({
  publisher: 'Example Wire',
  notice: noticeOf('Example Wire', true),
  title: 'A page',
  authors: ['Ann Example'],
  date: { year: 2025, month: 6, day: 30 },
  body: paragraphs,
  links: [source, ...links].map((uri, index) => ({ number: index + 1, uri })),
  licenceName: 'Creative Commons CC BY-ND 4.0',
  extensions: [],
  via: { site: 'Example Feeds', uri: 'gopher://feeds.example/1/news/' },
  remarks: [],
});
