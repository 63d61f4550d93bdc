/** Articles read from the library as they are now, and judged anew. */
import { parseAddress } from '../gopher/address.ts';
import { admit, type ServedDocument } from './document.ts';
import type { Entry, Library } from './library.ts';
import { absoluteUri } from './link.ts';
import type { MirrorOf, SiteSettings } from './settings.ts';

/** An article of a list of many, with its document; or why the list has it without. */
export interface Story {
  readonly entry: Entry;
  readonly document: ServedDocument | 'left-out' | 'unreadable';
}

/** `document` of a mirror: where it names its own selector as source, or as where it was had, that is one of the origin. */
function asCopy(document: ServedDocument, { address }: MirrorOf): ServedDocument {
  const origin = parseAddress(address)?.host;
  if (origin === undefined) return document;
  const { article, source } = document;
  const { links, via } = article;
  return {
    ...document,
    source: absoluteUri(source, origin),
    article: {
      ...article,
      links: links.map(({ number, uri }) => ({ number, uri: number === 1 ? absoluteUri(uri, origin) : uri })),
      via: via && { ...via, uri: absoluteUri(via.uri, origin) },
    },
  };
}

/** The article of `entry` and its stored bytes; `undefined` when the file is gone, or does not pass the gate as it is now. */
export async function loadStory(
  library: Library,
  entry: Entry,
  { mirrorOf }: SiteSettings,
): Promise<{ readonly document: ServedDocument; readonly bytes: Uint8Array } | undefined> {
  const bytes = await library.read(entry);
  const feed = library.catalogue.folder(entry.feed);
  const document = bytes && admit(bytes, entry.path, feed?.defaultLicence);
  if (bytes === undefined || document === undefined) return undefined;
  return { document: mirrorOf === undefined ? document : asCopy(document, mirrorOf), bytes };
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
  settings: SiteSettings,
): Promise<Story[]> {
  const stories: Story[] = [];
  let left = maxBytes;
  for (const entry of entries) {
    const fits = entry.bytes <= left;
    if (fits) left -= entry.bytes;
    const story = fits ? await loadStory(library, entry, settings) : undefined;
    stories.push({ entry, document: fits ? (story?.document ?? 'unreadable') : 'left-out' });
  }
  return stories;
}
