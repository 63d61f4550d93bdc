/** What stands around an article: its other renderings, its neighbours, its feed. */
import type { Host } from '../gopher/item.ts';
import type { PageWriter } from '../gopher/page-writer.ts';
import { sizeText } from './document.ts';
import type { Catalogue, Entry } from './library.ts';
import { addRoute, FRONT_LABEL } from './listing.ts';
import type { View } from './view.ts';

/** What stands around an article. */
export interface Surroundings {
  readonly self: Host;
  readonly view: View;
  /** How many parts the article has in this view; 0 where it is not parted. */
  readonly parts: number;
  readonly catalogue: Catalogue;
  /** Of the same feed. */
  readonly newer: Entry | undefined;
  readonly older: Entry | undefined;
  readonly feedTitle: string;
}

/** A book of more parts is read by their selectors. */
const MAX_PARTS_LISTED = 500;

/** Adds where to go from an article; `textBytes` is the size of its text document. */
export function addWayOn(
  writer: PageWriter,
  { path, feed, bytes }: Entry,
  textBytes: number,
  { parts, newer, older, feedTitle }: Surroundings,
): void {
  writer.wayOn();
  addRoute(writer, { kind: 'text', path }, `This article as plain text (${sizeText(textBytes)})`);
  for (let part = 1; part <= Math.min(parts, MAX_PARTS_LISTED); part++)
    addRoute(writer, { kind: 'part', path, part }, `Part ${part} of ${parts}`);
  addRoute(writer, { kind: 'raw', path }, `The document as stored, byte for byte (${sizeText(bytes)})`);
  writer.blank();
  if (newer !== undefined)
    addRoute(writer, { kind: 'article', path: newer.path }, `Newer: ${newer.title}`, { relation: 'prev' });
  if (older !== undefined)
    addRoute(writer, { kind: 'article', path: older.path }, `Older: ${older.title}`, { relation: 'next' });
  addRoute(writer, { kind: 'folder', path: feed, page: 1 }, `Feed: ${feedTitle}`);
  addRoute(writer, { kind: 'front' }, FRONT_LABEL);
}
