/** Articles read from the library as they are now, and judged anew. */
import { admit, type ServedDocument } from './document.ts';
import type { Entry, Library } from './library.ts';

/** An article of a list of many, with its document; or why the list has it without. */
export interface Story {
  readonly entry: Entry;
  readonly document: ServedDocument | 'left-out' | 'unreadable';
}

/** The article of `entry` and its stored bytes; `undefined` when the file is gone, or does not pass the gate as it is now. */
export async function loadStory(
  library: Library,
  entry: Entry,
): Promise<{ readonly document: ServedDocument; readonly bytes: Uint8Array } | undefined> {
  const bytes = await library.read(entry);
  const feed = library.catalogue.folder(entry.feed);
  const document = bytes && admit(bytes, entry.path, feed?.defaultLicence);
  return bytes === undefined || document === undefined ? undefined : { document, bytes };
}

/** Whether all of `stories` could be read that were wanted. */
export const isWhole = (stories: readonly Story[]): boolean =>
  stories.every(({ document }) => document !== 'unreadable');

/**
 * Every one of `entries`, in order; of those with a document the stored sizes are `maxBytes` in all at most. What does
 * not fit is not read, and smaller ones behind it are. One after the other: a list of many must not hold up readers.
 */
export async function loadStories(
  library: Library,
  entries: readonly Entry[],
  maxBytes: number,
): Promise<Story[]> {
  const stories: Story[] = [];
  let left = maxBytes;
  for (const entry of entries) {
    const fits = entry.bytes <= left;
    if (fits) left -= entry.bytes;
    const story = fits ? await loadStory(library, entry) : undefined;
    stories.push({ entry, document: fits ? (story?.document ?? 'unreadable') : 'left-out' });
  }
  return stories;
}
