/** Where each document of a walked mirror came from: a line each, `TIME DIGEST PLACE URI`, in a file that people can read. */
import { writeAll, type Place } from '../../library/durable.ts';
import { MIRROR_FOLDER } from '../../library/mirror-origin.ts';
import { timeText } from '../../site/mirror-format.ts';
import { appendLines, linesOf, textAt } from '../state.ts';

const RECORD = `${MIRROR_FOLDER}/walked`;
/** Stands for the digest of what was looked at and not kept; its licence stands in the place of the place. */
const NONE = '-';
const FORGOTTEN_AFTER_MS = 90 * 24 * 60 * 60 * 1000;

/** A document as it was kept: the digest of its bytes, and the place below the articles folder. */
export interface Kept {
  readonly digest: string;
  readonly place: string;
}

/** What was had from a gopher URI. */
export interface Walked {
  readonly uri: string;
  /** When it was asked for last, in milliseconds since 1970. */
  readonly askedMs: number;
  /** `undefined` where it was not kept. */
  readonly kept: Kept | undefined;
  /** The id of the licence under which it was not wanted. */
  readonly unwanted?: string | undefined;
}

const lineOf = ({ uri, askedMs, kept, unwanted = NONE }: Walked): string =>
  `${timeText(askedMs)} ${kept?.digest ?? NONE} ${kept?.place ?? unwanted} ${uri}`;

function parseLine([time = '', digest = '', place = '', uri = '']: readonly string[]): Walked | undefined {
  const askedMs = Date.parse(time);
  if (uri === '' || Number.isNaN(askedMs)) return undefined;
  if (digest !== NONE) return { uri, askedMs, kept: { digest, place } };
  return { uri, askedMs, kept: undefined, unwanted: place === NONE ? undefined : place };
}

/** What was walked so far. */
export class WalkRecord {
  readonly #root: string;
  readonly #walked = new Map<string, Walked>();
  /** All that was ever kept at a place: what was noted last may not have been written. */
  readonly #digests = new Map<string, Set<string>>();
  readonly #byDigest = new Map<string, string>();

  private constructor(root: string) {
    this.#root = root;
  }

  /** That of the mirror at `root`; rejects with the system's error. */
  static async read(root: string): Promise<WalkRecord> {
    const record = new WalkRecord(root);
    for (const words of linesOf(await textAt(root, RECORD))) {
      const walked = parseLine(words);
      if (walked !== undefined) record.#take(walked);
    }
    return record;
  }

  get isEmpty(): boolean {
    return this.#walked.size === 0;
  }

  of(uri: string): Walked | undefined {
    return this.#walked.get(uri);
  }

  /** All that was kept, the last of each URI. */
  *kept(): Generator<Kept> {
    for (const { kept } of this.#walked.values()) if (kept !== undefined) yield kept;
  }

  /** Whether some document was ever kept at `place`. */
  has(place: string): boolean {
    return this.#digests.has(place);
  }

  /** Whether this mirror has put what has this digest at `place`. */
  isOurs({ place, digest }: Kept): boolean {
    return this.#digests.get(place)?.has(digest) === true;
  }

  /** Where the same bytes were kept already, from whatever URI. */
  placeOf(digest: string): string | undefined {
    return this.#byDigest.get(digest);
  }

  /** Takes `walked` down, through to the disk; what is kept, before it is written to its place. */
  async note(walked: Walked): Promise<void> {
    await appendLines(this.#root, RECORD, [lineOf(walked)]);
    this.#take(walked);
  }

  /**
   * Writes the file anew, one line for each URI; all that was noted as kept stands in its place by now. What is not
   * `named` any more, was not kept and not asked for in a long time is forgotten.
   */
  async tidy(place: Place, named: ReadonlySet<string>, nowMs: number): Promise<void> {
    const isHeld = ({ uri, askedMs, kept }: Walked): boolean =>
      kept !== undefined || named.has(uri) || nowMs - askedMs < FORGOTTEN_AFTER_MS;
    const lines = [...this.#walked.values()].filter(isHeld).map((walked) => `${lineOf(walked)}\n`);
    await writeAll(place, [{ file: RECORD, bytes: Buffer.from(lines.toSorted().join('')), replaces: true }]);
  }

  #take(walked: Walked): void {
    this.#walked.set(walked.uri, walked);
    if (walked.kept === undefined) return;
    const { place, digest } = walked.kept;
    this.#digests.set(place, (this.#digests.get(place) ?? new Set()).add(digest));
    this.#byDigest.set(digest, place);
  }
}
