import { shortened } from '../text/shorten.ts';
import type { ServedDocument } from './document.ts';
import type { Entry } from './library.ts';

/** Titles and names in lists have no more characters; the article shows them whole. */
const MAX_LISTED_CHARACTERS = 300;

/** A title or a name as lists show it. */
export const listed = (name: string): string => shortened(name, MAX_LISTED_CHARACTERS);

/** The entry of a document. */
export function entryOf(
  { article, licence }: Pick<ServedDocument, 'article' | 'licence'>,
  file: Pick<Entry, 'path' | 'feed' | 'bytes' | 'modifiedMs'>,
): Entry {
  const { title, publisher, date } = article;
  return { ...file, title: listed(title), publisher: listed(publisher), date, licence };
}
