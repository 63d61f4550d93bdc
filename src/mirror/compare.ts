/** What is to be done about each file: what the upstream has beside what is here. */
import { join } from 'node:path';
import { digestText } from '../library/digest-text.ts';
import { MAX_DOCUMENT_BYTES } from '../library/document-file.ts';
import { readIfThere } from '../library/durable.ts';
import { inTheWayOf } from '../library/in-the-way.ts';
import { folderOfFile, type MirrorFile } from '../site/mirror-format.ts';
import { isFeedFile, isWantedFolder, isWantedLicence, placeOf, type Filters } from './filters.ts';
import type { Outcome } from './outcome.ts';
import type { RefusedFile, State } from './state.ts';
import { withdrawnBy } from './tombstones.ts';

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

/** What stands in a file's place: the digest of its bytes; `undefined` where nothing does. */
async function digestAt(root: string, place: string): Promise<string | undefined> {
  const bytes = await readIfThere(join(root, place), MAX_DOCUMENT_BYTES);
  return bytes === undefined ? undefined : digestText(bytes);
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

  /** Whether this mirror has put a file with this digest there. */
  isOurs(selector: string, digest: string): boolean {
    return (
      this.#old.get(selector)?.digest === digest || this.#before.held.get(selector)?.has(digest) === true
    );
  }

  /** Whether what stands at `place` now was put there by this mirror; `undefined` where nothing stands there. */
  async standsAt(selector: string, place: string): Promise<boolean | undefined> {
    const digest = await digestAt(this.#root, place);
    return digest === undefined ? undefined : this.isOurs(selector, digest);
  }

  /** What is to become of a file that is to go; `undefined` where nothing stands there. */
  async removal({ selector, place, withdrawnMs }: Removal): Promise<Outcome | undefined> {
    const stands = await this.standsAt(selector, place);
    if (stands === undefined) return undefined;
    if (!stands) return keptFinding(selector);
    return { kind: withdrawnMs === undefined ? 'dropped' : 'withdrawn', selector, file: place };
  }

  async look(file: MirrorFile): Promise<Finding> {
    const { selector, digest } = file;
    const old = this.#old.get(selector);
    const isSame = old?.digest === digest && old.licence === file.licence;
    if (this.#isComplete && isSame && !this.#before.held.has(selector)) return this.#asBefore(file);
    const isListed = isWantedFolder(this.#filters, folderOfFile(selector));
    const isLicensed = isFeedFile(file) || isWantedLicence(this.#filters, file.licence);
    const isWanted = isListed && isLicensed;
    if (old === undefined && !isWanted) return { kind: 'nothing' };
    const place = placeOf(selector);
    if (place === undefined) return refusal(file, 'no file can have its name here');
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
    const here = await digestAt(this.#root, place);
    const isOurs = here !== undefined && this.isOurs(file.selector, here);
    if (isToGo && isOurs) return { kind: 'drop', file, place };
    if (here === file.digest) return { kind: 'nothing' };
    // what was taken once is kept up, whatever is asked for now
    if (!isWanted && !isOurs) return { kind: 'nothing' };
    // what people have withdrawn here stays so
    if (here === undefined && (await withdrawnBy(this.#root, place)) === 'people') return { kind: 'nothing' };
    if (here === undefined || isOurs) return { kind: 'fetch', file, place, replaces: isOurs };
    return { kind: 'kept', selector: file.selector, reason: FOREIGN, fix: FOREIGN_FIX };
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
