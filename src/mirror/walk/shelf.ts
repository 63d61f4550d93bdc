/** Keeping documents that nobody has signed: in a place of their own, as they came, and never over those of others. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { isCredited, sourceOf } from '../../article/article.ts';
import { parseArticle } from '../../article/parse.ts';
import { parseTombstone, tombstoneOf } from '../../article/tombstone.ts';
import { MAX_NAMESAKES } from '../../library/add.ts';
import { digestText } from '../../library/digest-text.ts';
import { readIfThere, writeAll, type Place } from '../../library/durable.ts';
import { MAX_SIDE_FILE_BYTES } from '../../library/side-files.ts';
import { keptFinding } from '../compare.ts';
import { isWantedLicence, type Filters } from '../filters.ts';
import { Judge } from '../judge.ts';
import type { Outcome } from '../outcome.ts';
import type { WalkRecord } from './record.ts';

/** What was had from a URI: `path` is where it would be put, below the articles folder and without `.txt`. */
export interface Document {
  readonly uri: string;
  readonly selector: string;
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly askedMs: number;
}

/** What became of a document; `text` is none, `same` is here already, `unwanted` is under another licence than those taken. */
export type Kept = Outcome | { readonly kind: 'text' | 'same' | 'unwanted' };

/** What stands in a place: `other` is another article, `foreign` the same one as somebody else has put it there. */
type Stands = 'nothing' | 'same' | 'ours' | 'foreign' | 'other' | 'withdrawn';
interface Found {
  readonly place: string;
  readonly stands: Stands;
}

const ANOTHER = 'another article has come to stand at its address';

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Whether the document at `place` was withdrawn here. */
export const isWithdrawn = (root: string, place: string): Promise<boolean> =>
  isThere(join(root, tombstoneOf(place)));

export class Shelf {
  readonly #place: Place;
  readonly #record: WalkRecord;
  readonly #filters: Filters;
  readonly #judge: Judge;

  constructor(place: Place, record: WalkRecord, filters: Filters) {
    this.#place = place;
    this.#record = record;
    this.#filters = filters;
    this.#judge = new Judge(place.root);
  }

  /** Whether it is known what is at `uri`: it stands here, was withdrawn here, or is nothing to be kept. */
  async knows(uri: string): Promise<boolean> {
    const { kept, unwanted } = this.#record.of(uri) ?? { unwanted: '' };
    if (kept === undefined) return unwanted === undefined || !isWantedLicence(this.#filters, unwanted);
    const path = join(this.#place.root, kept.place);
    return (await isThere(path)) || isWithdrawn(this.#place.root, kept.place);
  }

  /** Keeps `document` where it is an article that may be shown. Rejects with the system's error. */
  async take(document: Document): Promise<Kept> {
    const { uri, selector, bytes, askedMs } = document;
    const before = this.#record.of(uri)?.kept;
    const passOver = async (kept: Kept, unwanted?: string): Promise<Kept> => {
      await this.#record.note({ uri, askedMs, kept: before, unwanted });
      return kept;
    };
    const digest = digestText(bytes);
    if (before?.digest === digest && (await this.knows(uri))) return passOver({ kind: 'same' });
    const { article } = parseArticle(bytes);
    if (!isCredited(article)) return passOver({ kind: 'text' });
    const found = await this.#placeFor(document, sourceOf(article));
    if (found.stands === 'foreign') return passOver(keptFinding(selector));
    if (found.stands === 'withdrawn') return passOver({ kind: 'same' });
    if (found.stands === 'other') return passOver({ kind: 'refused', selector, reason: ANOTHER });
    const { place, stands } = found;
    const judgement = await this.#judge.of(place, bytes);
    if ('reason' in judgement) return passOver({ kind: 'refused', selector, reason: judgement.reason });
    const { licence } = judgement;
    if (!isWantedLicence(this.#filters, licence)) return passOver({ kind: 'unwanted' }, licence);
    await this.#record.note({ uri, askedMs, kept: { place, digest } });
    if (stands === 'same') return { kind: 'same' };
    const replaces = stands === 'ours';
    const [isPlaced] = await writeAll(this.#place, [{ file: place, bytes, replaces }]);
    if (isPlaced !== true) return keptFinding(selector);
    return { kind: replaces ? 'changed' : 'new', selector, file: place, title: article.title };
  }

  /** The place where what this URI gave, or the same bytes from another, was put before; else the first that is free. */
  async #placeFor({ uri, path, bytes }: Document, source: string | undefined): Promise<Found> {
    const known = this.#record.of(uri)?.kept?.place ?? this.#record.placeOf(digestText(bytes));
    if (known !== undefined) return { place: known, stands: await this.#standsAt(known, bytes, source) };
    for (let number = 1; number <= MAX_NAMESAKES; number++) {
      const place = `${path}${number === 1 ? '' : `-${number}`}.txt`;
      if (this.#record.has(place)) continue;
      const stands = await this.#standsAt(place, bytes, source);
      if (stands !== 'other') return { place, stands };
    }
    return { place: `${path}.txt`, stands: 'foreign' };
  }

  async #standsAt(place: string, bytes: Uint8Array, source: string | undefined): Promise<Stands> {
    const { root } = this.#place;
    if (await isWithdrawn(root, place)) {
      const text = await readIfThere(join(root, tombstoneOf(place)), MAX_SIDE_FILE_BYTES);
      const tombstone = parseTombstone(Buffer.from(text ?? []).toString('utf8'));
      return this.#record.has(place) || tombstone.source === source ? 'withdrawn' : 'other';
    }
    const there = await readIfThere(join(root, place));
    if (there === undefined) return 'nothing';
    if (Buffer.compare(bytes, there) === 0) return 'same';
    if (sourceOf(parseArticle(there).article) !== source) return 'other';
    return this.#record.isOurs({ place, digest: digestText(there) }) ? 'ours' : 'foreign';
  }
}
