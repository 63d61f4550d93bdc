/** Whether a document may be shown here: the same gate, with the same defaults, that will judge it when it is served. */
import { join } from 'node:path';
import { judgeDocument } from '../library/document-file.ts';
import { readIfThere } from '../library/durable.ts';
import { parseFeedFile } from '../library/feed-file.ts';
import { feedOf, parentOf } from '../library/folders.ts';
import { FEED_FILE, MAX_SIDE_FILE_BYTES } from '../library/side-files.ts';
import type { DefaultLicence } from '../site/library.ts';

/** The id of its licence, or why it may not be shown. */
export type Judgement = { readonly licence: string } | { readonly reason: string };

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
    if (entry !== undefined) return { licence: entry.licence.id };
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
