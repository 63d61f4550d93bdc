/** What is to be done about each file: what the upstream has beside what is here. */
import { join } from 'node:path';
import { counterpartOf, isTombstone } from '../article/tombstone.ts';
import { digestText } from '../library/digest-text.ts';
import { MAX_DOCUMENT_BYTES } from '../library/document-file.ts';
import { readIfThere } from '../library/durable.ts';
import { InTheWay, inTheWayOf } from '../library/in-the-way.ts';
import { MAX_SIDE_FILE_BYTES } from '../library/side-files.ts';
import { folderOfFile, type MirrorFile } from '../site/mirror-format.ts';
import { isFree, isWantedFolder, isWantedLicence, placeOf, type Filters } from './filters.ts';
import type { Outcome } from './outcome.ts';
import type { RefusedFile, State } from './state.ts';
import { isOfMirror } from './tombstones.ts';

/** What is to be done about a file. */
export type Finding =
  /** Nothing: it is here as it should be, or is not wanted. */
  | { readonly kind: 'nothing' }
  /** To be fetched to `place`; where it `replaces` one, what stands there now has one of our digests. */
  | { readonly kind: 'fetch'; readonly file: MirrorFile; readonly place: string; readonly replaces: boolean }
  | { readonly kind: 'drop'; readonly file: MirrorFile; readonly place: string }
  | { readonly kind: 'refused'; readonly file: RefusedFile }
  | { readonly kind: 'kept'; readonly selector: string; readonly reason: string; readonly fix: string };

export type Fetch = Extract<Finding, { kind: 'fetch' }>;

/** A file that is not to be at `place` any more. */
export interface Removal {
  readonly selector: string;
  readonly place: string;
  /** When it was withdrawn; `undefined` where it is only not taken any more. */
  readonly withdrawnMs: number | undefined;
}

/** What stands in a file's place: the digest of its bytes, and whether this mirror has put it there. */
interface Standing {
  readonly digest: string;
  readonly isOurs: boolean;
}

const FOREIGN = 'it was put or changed here by somebody else';
const FOREIGN_FIX = 'remove it, or move it elsewhere, where it is to be as upstream has it';

/** What was here before, and what is wanted. */
export class Comparison {
  readonly #root: string;
  readonly #filters: Filters;
  readonly #before: Pick<State, 'held' | 'refused'>;
  readonly #old: ReadonlyMap<string, MirrorFile>;
  /** Whether all that was wanted before is here. */
  readonly #isComplete: boolean;

  constructor(
    root: string,
    filters: Filters,
    before: Pick<State, 'held' | 'refused'>,
    old: ReadonlyMap<string, MirrorFile>,
    isComplete: boolean,
  ) {
    this.#root = root;
    this.#filters = filters;
    this.#before = before;
    this.#old = old;
    this.#isComplete = isComplete;
  }

  /** What stands at `place` now; `undefined` where nothing does. Rejects with {@link InTheWay} where it is no file. */
  async #standing(selector: string, place: string): Promise<Standing | undefined> {
    const bytes = await readIfThere(join(this.#root, place), MAX_DOCUMENT_BYTES);
    if (bytes === undefined) return undefined;
    const digest = digestText(bytes);
    const isPut =
      this.#old.get(selector)?.digest === digest || this.#before.held.get(selector)?.has(digest) === true;
    return { digest, isOurs: isPut || (isTombstone(selector) && isOfMirror(bytes)) };
  }

  /** Whether what stands at `place` now was put there by this mirror; `undefined` where nothing stands there. */
  async standsAt(selector: string, place: string): Promise<boolean | undefined> {
    return (await this.#standing(selector, place))?.isOurs;
  }

  /** As {@link standsAt}, of the tombstone of a document, or of the document of a tombstone. */
  async #counterpart(selector: string, place: string): Promise<boolean | undefined> {
    const [other, otherPlace] = [counterpartOf(selector), counterpartOf(place)];
    return other === undefined || otherPlace === undefined ? undefined : this.standsAt(other, otherPlace);
  }

  /**
   * Whether the file at `place` is not to be here, by the will of people: they have put a tombstone of theirs in the place
   * of the document, or a document of theirs where it would be hidden by the tombstone.
   */
  async isOverruled(selector: string, place: string): Promise<boolean> {
    try {
      return (await this.#counterpart(selector, place)) === false;
    } catch (error) {
      if (error instanceof InTheWay) return true;
      throw error;
    }
  }

  /** What is to become of a file that is to go; `undefined` where nothing stands there, or a tombstone of people's. */
  async removal({ selector, place, withdrawnMs }: Removal): Promise<Outcome | undefined> {
    const stands = await this.standsAt(selector, place);
    if (stands === undefined) return undefined;
    if (!stands) return isTombstone(place) ? undefined : keptFinding(selector);
    return { kind: withdrawnMs === undefined ? 'dropped' : 'withdrawn', selector, file: place };
  }

  async look(file: MirrorFile): Promise<Finding> {
    const { selector, digest } = file;
    const old = this.#old.get(selector);
    const isSame = old?.digest === digest && old.licence === file.licence;
    if (this.#isComplete && isSame && !this.#before.held.has(selector)) return this.#asBefore(file);
    const isListed = isWantedFolder(this.#filters, folderOfFile(selector));
    const isLicensed = isFree(file) || isWantedLicence(this.#filters, file.licence);
    const isWanted = isListed && isLicensed;
    if (old === undefined && !isWanted) return { kind: 'nothing' };
    const place = placeOf(selector);
    if (place === undefined) return refusal(file, 'no file can have its name here');
    if (isFree(file) && file.bytes > MAX_SIDE_FILE_BYTES) return refusal(file, 'it is larger than 64 KiB');
    if (file.bytes > MAX_DOCUMENT_BYTES) return refusal(file, 'it is larger than 16 MiB');
    if (this.#before.refused.get(selector)?.digest === digest) return this.#asBefore(file);
    try {
      return await this.#compare(file, place, isWanted, !isLicensed && old?.licence !== file.licence);
    } catch (error) {
      const { message, fix } = inTheWayOf(error) ?? {};
      if (message === undefined || fix === undefined) throw error;
      return { kind: 'kept', selector, reason: message, fix };
    }
  }

  #asBefore({ selector, digest }: MirrorFile): Finding {
    const refused = this.#before.refused.get(selector);
    return refused?.digest === digest ? { kind: 'refused', file: refused } : { kind: 'nothing' };
  }

  async #compare(file: MirrorFile, place: string, isWanted: boolean, isToGo: boolean): Promise<Finding> {
    const { selector } = file;
    const here = await this.#standing(selector, place);
    const isOurs = here?.isOurs === true;
    if (isToGo && isOurs) return { kind: 'drop', file, place };
    if (here?.digest === file.digest) {
      // a run that was killed may have left both
      const isHidden = !isTombstone(selector) && (await this.#counterpart(selector, place)) === true;
      return isHidden ? { kind: 'fetch', file, place, replaces: true } : { kind: 'nothing' };
    }
    // what was taken once is kept up, whatever is asked for now
    if (!isWanted && !isOurs) return { kind: 'nothing' };
    // what people have withdrawn here stays so, and in their words
    if (here === undefined && (await this.isOverruled(selector, place))) return { kind: 'nothing' };
    if (here !== undefined && !isOurs && isTombstone(selector)) return { kind: 'nothing' };
    if (here === undefined || isOurs) return { kind: 'fetch', file, place, replaces: isOurs };
    return keptFinding(selector);
  }
}

const refusal = ({ selector, digest }: MirrorFile, reason: string): Finding => ({
  kind: 'refused',
  file: { selector, digest, reason },
});

export const keptFinding = (selector: string): Extract<Finding, { kind: 'kept' }> => ({
  kind: 'kept',
  selector,
  reason: FOREIGN,
  fix: FOREIGN_FIX,
});
