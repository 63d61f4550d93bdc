/** Articles read from the library as they are now, and judged anew. */
import type { Story } from './atom.ts';
import { admit } from './document.ts';
import type { Entry, Library } from './library.ts';

/** The article of `entry` and its stored bytes; `undefined` when the file is gone, or does not pass the gate as it is now. */
export async function loadStory(
  library: Library,
  entry: Entry,
): Promise<(Story & { readonly bytes: Uint8Array }) | undefined> {
  const bytes = await library.read(entry);
  const feed = library.catalogue.folders.get(entry.feed);
  const document = bytes && admit(bytes, entry.path, feed?.defaultLicence);
  return bytes === undefined || document === undefined ? undefined : { entry, document, bytes };
}

/** Those of `entries` that can be read now, one after the other: a list of many must not hold up other readers. */
export async function loadStories(library: Library, entries: readonly Entry[]): Promise<Story[]> {
  const stories: Story[] = [];
  for (const entry of entries) {
    const story = await loadStory(library, entry);
    if (story !== undefined) stories.push({ entry, document: story.document });
  }
  return stories;
}
