/** Articles as they leave this machine: as text in a view, with their licence block. */
import { articleText } from '../site/article-text.ts';
import type { ServedDocument } from '../site/document.ts';
import type { Entry, Library } from '../site/library.ts';
import type { SiteSettings } from '../site/settings.ts';
import { loadStory } from '../site/stories.ts';
import { textSetter, type View } from '../site/view.ts';

/** What exports are made from. */
export interface Source {
  readonly library: Library;
  /** How the site is called, and where; its view is that of the texts. */
  readonly settings: SiteSettings;
}

/** An article that has passed the gate just now. */
export interface Rendered {
  readonly entry: Entry;
  readonly document: ServedDocument;
  /** The stored bytes. */
  readonly stored: Uint8Array;
  readonly lines: readonly string[];
}

/** The article of `entry` in `view`; `undefined` when it is gone, or does not pass the gate as it is now. */
export async function render(
  { library, settings }: Source,
  entry: Entry,
  view: View = settings.view,
): Promise<Rendered | undefined> {
  const story = await loadStory(library, entry, settings);
  if (story === undefined) return undefined;
  const { document, bytes } = story;
  return { entry, document, stored: bytes, lines: articleText(document, textSetter(view), settings.host) };
}
