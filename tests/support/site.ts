/** A site over documents in memory. */
import { admit } from '../../src/site/document.ts';
import { entryOf } from '../../src/site/entry.ts';
import { feedOf, type FolderFacts } from '../../src/library/folders.ts';
import { buildCatalogue } from '../../src/library/memory-catalogue.ts';
import type { Entry } from '../../src/site/library.ts';
import type { SiteSettings } from '../../src/site/settings.ts';
import { Site } from '../../src/site/site.ts';
import { DEFAULT_VIEW } from '../../src/site/view.ts';

export const SETTINGS: SiteSettings = {
  host: { name: 'localhost', port: 7070 },
  title: 'Example site',
  admin: '',
  version: '1',
  textFormat: { strict: false },
  view: DEFAULT_VIEW,
};

/** The site of `files`, by path without `.txt`; those that do not pass the gate are not served. */
export function siteOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  folders: Readonly<Record<string, FolderFacts>> = {},
  settings: Partial<SiteSettings> = {},
): Site {
  const stored = new Map(
    Object.entries(files).map(([path, file]) => [
      path,
      typeof file === 'string' ? new TextEncoder().encode(file) : file,
    ]),
  );
  const entries = Array.from(stored).flatMap(([path, bytes]): Entry[] => {
    const document = admit(bytes, path, undefined);
    if (document === undefined) return [];
    const feed = feedOf(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
    return [entryOf(document, { path, feed, bytes: bytes.length, modifiedMs: 1000 })];
  });
  const catalogue = buildCatalogue(entries, new Map(Object.entries(folders)));
  const library = { catalogue, read: ({ path }: Entry) => Promise.resolve(stored.get(path)) };
  return new Site(library, { ...SETTINGS, ...settings });
}
