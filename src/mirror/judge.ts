/** Whether a file may be shown here: a document by the same gate, with the same defaults, that will judge it when it is served. */
import { join } from 'node:path';
import { isTombstone } from '../article/tombstone.ts';
import { judgeDocument } from '../library/document-file.ts';
import { readIfThere } from '../library/durable.ts';
import { feedFileText } from '../library/feed-file-text.ts';
import { parseFeedFile } from '../library/feed-file.ts';
import { feedOf, parentOf } from '../library/folders.ts';
import { FEED_FILE, MAX_SIDE_FILE_BYTES } from '../library/side-files.ts';
import { tombstoneText } from '../library/tombstone-text.ts';
import type { DefaultLicence } from '../site/library.ts';
import type { MirrorFile } from '../site/mirror-format.ts';

/** The id of its licence and its title, or why it may not be shown. */
export type Judgement = { readonly licence: string; readonly title: string } | { readonly reason: string };

export class Judge {
  readonly #root: string;
  readonly #licences = new Map<string, Promise<DefaultLicence | undefined>>();

  /** `root` is the articles folder. */
  constructor(root: string) {
    this.#root = root;
  }

  /** Of the document `bytes`, were it at `place`. */
  async of(place: string, bytes: Uint8Array): Promise<Judgement> {
    const feed = feedOf(parentOf(place));
    const known = this.#licences.get(feed) ?? this.#defaultLicence(feed);
    this.#licences.set(feed, known);
    const { entry, diagnostics } = judgeDocument(place, bytes, 0, await known).report;
    if (entry !== undefined) return { licence: entry.licence.id, title: entry.title };
    const problem = diagnostics.find(({ severity }) => severity === 'held');
    return { reason: problem?.message ?? 'it is held' };
  }

  /** That of the feed.toml which stands here. */
  async #defaultLicence(feed: string): Promise<DefaultLicence | undefined> {
    const path = join(this.#root, feed, FEED_FILE);
    const bytes = await readIfThere(path, MAX_SIDE_FILE_BYTES).catch(() => undefined);
    return bytes && parseFeedFile(Buffer.from(bytes).toString('utf8')).facts.defaultLicence;
  }
}

/** Why what a feed says of itself may not be put: it says more than a mirror is to be told, and could have this one fetch elsewhere. */
function feedFileProblem(text: string): string | undefined {
  const { facts, problems } = parseFeedFile(text);
  if (problems.length === 0 && feedFileText(facts) === text) return undefined;
  return 'it is not what a gopherwire tells of a feed';
}

/** Why a tombstone may not be put: a gopherwire tells clean lines, and no others. */
function tombstoneProblem(bytes: Uint8Array): string | undefined {
  const text = tombstoneText(bytes);
  if (text !== '' && Buffer.from(text).equals(bytes)) return undefined;
  return 'it is not what a gopherwire tells of a withdrawal';
}

/** Why `bytes`, which are no document, may not be put in the place of `file`. */
export const sideFileProblem = (
  { selector }: Pick<MirrorFile, 'selector'>,
  bytes: Buffer,
): string | undefined =>
  isTombstone(selector) ? tombstoneProblem(bytes) : feedFileProblem(bytes.toString('utf8'));
