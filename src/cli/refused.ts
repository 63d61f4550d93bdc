/** What an operator does not want, as `gopherwire queue --refused` lists it. */
import type { Journal } from '../intake/journal.ts';
import { instantWords } from '../intake/permission.ts';
import { entriesIn } from '../intake/queue.ts';
import { countOf } from '../site/listing.ts';
import { cleanLine } from '../text/clean.ts';

/** One article that was refused; `at` is the instant, ISO 8601. */
interface Refused {
  readonly feed: string;
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly at: string;
  readonly reason: string;
}

/** Everything that was refused, of one feed or of all. */
export async function refusedItems(journal: Journal, only: string | undefined): Promise<readonly Refused[]> {
  const named = await entriesIn(journal, ['refused'], only);
  return named.map(({ feed, entry }) => {
    const { id, url, title, at, reason = '' } = entry;
    return { feed, id, url, title, at, reason };
  });
}

export function refusedText(items: readonly Refused[]): string {
  const lines = items.flatMap(({ feed, id, url, title, at, reason }) => [
    cleanLine(id),
    `  ${cleanLine(title)}`,
    ...(url === id ? [] : [`  ${cleanLine(url)}`]),
    `  of ${feed}, since ${instantWords(at)}: ${cleanLine(reason)}`,
  ]);
  return `${[...lines, `${countOf(items.length, 'article')} refused`].join('\n')}\n`;
}
