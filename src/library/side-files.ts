/** The files beside the documents, `feed.toml` and `gophermap`: what they say of their folder, and what is wrong in them. */
import { decode } from '../article/decode.ts';
import { parseGophermap } from '../gopher/gophermap.ts';
import { deadItemsOf } from '../site/heading.ts';
import type { Catalogue } from '../site/library.ts';
import { selectorOf } from '../site/routes.ts';
import { parentOf, type FolderFacts } from './folders.ts';
import { parseFeedFile } from './feed-file.ts';
import type { PassedOver } from './report.ts';

export const FEED_FILE = 'feed.toml';
export const GOPHERMAP = 'gophermap';

/** feed.toml and gophermap files. */
export const MAX_SIDE_FILE_BYTES: number = 64 * 1024;

export interface SideFile {
  readonly facts: FolderFacts;
  readonly passedOver: readonly PassedOver[];
}

/** Items of the gophermap `file` that lead to selectors of this site at which nothing is served. */
export function deadItems(file: string, catalogue: Catalogue): PassedOver[] {
  const folder = catalogue.folder(parentOf(file));
  const lines = folder === undefined ? [] : deadItemsOf(folder, catalogue);
  return lines.map((line) => ({
    file,
    line,
    message: 'nothing is served at the selector of this item; it is shown as text',
    fix: 'correct the selector, or name the host and port of another server behind it',
  }));
}

/** What the file at `file` says. Never throws: what is wrong is told. */
export function readSideFile(file: string, bytes: Uint8Array): SideFile {
  const { text } = decode(bytes);
  if (file.endsWith(FEED_FILE)) {
    const { facts, problems } = parseFeedFile(text);
    return { facts, passedOver: problems.map((problem) => ({ file, ...problem })) };
  }
  const { problems } = parseGophermap(text, selectorOf({ kind: 'folder', path: parentOf(file), page: 1 }));
  const fix = 'write: type and label, TAB, selector, TAB, host, TAB, port';
  return { facts: { heading: text }, passedOver: problems.map((problem) => ({ file, ...problem, fix })) };
}
