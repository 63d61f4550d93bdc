/** What the journal knows, by the names that operators give. */
import { selectorOf } from '../site/routes.ts';
import { feedByHand, type IntakeFeed } from './feed.ts';
import { findFeed } from './find-feeds.ts';
import { pendingDocument, type Journal } from './journal.ts';
import type { Entry } from './entry.ts';

/** The path of an entry's document, without `.txt`. */
const pathOf = ({ file }: Entry): string => file.replace(/\.txt$/, '');

/** The selector that the text of an entry's document has, or will have; empty where it has no file. */
export const selectorOfEntry = (entry: Entry): string =>
  entry.file === '' ? '' : selectorOf({ kind: 'text', path: pathOf(entry) });

/** Whether `name` is a selector of the document of `entry`, or its file. */
function isPlaceOf(entry: Entry, name: string): boolean {
  if (entry.file === '') return false;
  const path = pathOf(entry);
  const kinds = ['text', 'article', 'raw'] as const;
  return name === entry.file || kinds.some((kind) => name === selectorOf({ kind, path }));
}

/** A selector, or the path of a file: an upstream may call an article of its own so. */
const PLACE = /^\/|^(?!.*:\/\/).*\.txt$/;

/** An entry and its feed. */
export interface Named {
  readonly feed: string;
  readonly entry: Entry;
}

/** Those of `among` that `name` is a selector, the file, else the id, else the address of. */
export function namedBy(among: readonly Named[], name: string): readonly Named[] {
  const atPlace = among.filter(({ entry }) => isPlaceOf(entry, name));
  if (atPlace.length > 0 || PLACE.test(name)) return atPlace;
  const withId = among.filter(({ entry }) => entry.id === name);
  return withId.length > 0 ? withId : among.filter(({ entry }) => entry.url === name);
}

/** The entries in one of `states`, of one feed or of all, in the order in which they were offered. */
export async function entriesIn(
  journal: Journal,
  states: readonly Entry['state'][],
  only?: string,
): Promise<readonly Named[]> {
  const found: Named[] = [];
  for (const feed of only === undefined ? journal.feeds : [only]) {
    const { entries } = await journal.ledgerOf(feed);
    for (const entry of entries) if (states.includes(entry.state)) found.push({ feed, entry });
  }
  return found;
}

/** The document of an article that waits; `undefined` where it is gone or damaged. */
export const waitingDocument = (
  { place }: Journal,
  { feed, entry }: Named,
): Promise<Uint8Array | undefined> => pendingDocument(place, feed, entry.sha256);

/** What the feed.toml of a feed says, where it names an upstream and nothing is wrong. */
export async function feedAt(journal: Journal, path: string): Promise<IntakeFeed> {
  const { feed, problems } = await findFeed(journal.place.root, path);
  return feed === undefined || problems.length > 0 ? feedByHand(path) : feed;
}
