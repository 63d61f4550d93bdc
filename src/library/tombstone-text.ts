/** What a tombstone says, as a tombstone: what mirrors copy, the same bytes wherever they are made. */
import { decode } from '../article/decode.ts';
import { parseTombstone, writeTombstone } from '../article/tombstone.ts';
import { mirrorSelector } from '../site/mirror-routes.ts';
import { MAX_SELECTOR_BYTES } from '../site/routes.ts';
import { nameProblem } from './document-file.ts';

/** The text of the tombstone in `bytes`; empty where it says nothing. That of its own bytes is the same. */
export const tombstoneText = (bytes: Uint8Array): string =>
  writeTombstone(parseTombstone(decode(bytes).text));

/** Whether the tombstone of the document at `path`, without `.txt`, can have a selector. */
export const hasTombstoneSelector = (path: string): boolean =>
  nameProblem(path) === undefined && mirrorSelector({ kind: 'tombstone', path }).length <= MAX_SELECTOR_BYTES;
