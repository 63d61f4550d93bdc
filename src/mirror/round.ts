/** One round of a mirror: what has changed at its origin, proved, is brought here. */
import { digestText } from '../library/digest-text.ts';
import { writeAll, type Place } from '../library/durable.ts';
import type { MirrorOrigin } from '../library/mirror-origin.ts';
import { timeText } from '../site/mirror-format.ts';
import type { Upstream } from './ask.ts';
import { Bringing } from './bring.ts';
import { DoesNotFit } from './failure.ts';
import { filtersText, folderOfPart, isWantedFolder, type Filters } from './filters.ts';
import { askBeacon, learn, type Trust } from './learn.ts';
import { isAnyLost } from './lost.ts';
import { verifiedBy } from './minisign.ts';
import type { MirrorListener } from './outcome.ts';
import { dropParts, originWrite, writeState, type State } from './state.ts';

export interface RoundOptions {
  readonly filters: Filters;
  /** So many bytes of files are fetched at most, the newest first. */
  readonly maxBytes: number;
  readonly trust: Trust;
  /** Nothing is written, and no file asked for: what would be is told. */
  readonly isDry: boolean;
  /** Told whose key has signed what is there, before it is brought; empty where nobody's has. */
  readonly onProved: (keyLine: string) => void;
}

/** How a round ended. */
export interface RoundResult {
  readonly origin: MirrorOrigin;
  /** Whether nothing had changed since the last one, and all of it is here. */
  readonly isSame: boolean;
  /** How many files may not be shown. */
  readonly refused: number;
}

/** Where there is no mirror yet. */
export const NO_STATE: State = {
  origin: { address: '', key: '', sequence: '', time: '', filters: '', left: 1 },
  known: undefined,
  parts: new Map(),
  signature: '',
  held: new Map(),
  refused: new Map(),
};

/** The line of a public key in the text of its file. */
const keyLine = (text: string): string => text.split('\n').find((line) => line.startsWith('RW')) ?? '';

/** Whether all that is remembered can be read, and is signed: what was damaged by hand is asked for again. */
function isIntact({ origin, known, signature }: State, filters: Filters): boolean {
  if (known === undefined) return false;
  const isSigned = origin.key === '' || 'keyId' in (verifiedBy(origin.key, known.text, signature) ?? {});
  return (
    isSigned &&
    known.manifest.parts.every(
      ({ selector }) => known.parts.has(selector) || !isWantedFolder(filters, folderOfPart(selector) ?? ''),
    )
  );
}

async function roundOnce(
  upstream: Upstream,
  place: Place,
  before: State,
  { filters, maxBytes, trust, isDry, onProved }: RoundOptions,
  listener: MirrorListener,
): Promise<RoundResult> {
  const beacon = await askBeacon(upstream);
  const { origin, known: old } = before;
  const isComplete =
    origin.left === 0 &&
    isIntact(before, filters) &&
    origin.filters === filtersText(filters) &&
    origin.sequence === String(old?.manifest.sequence) &&
    !(await isAnyLost(place.root, before, filters));
  if (isComplete && old !== undefined && digestText(old.text) === beacon.digest)
    return { origin, isSame: true, refused: before.refused.size };
  const { known, signed } = await learn(beacon, before, trust, upstream);
  const key = keyLine(signed?.key ?? '');
  onProved(key);
  const time = timeText(known.manifest.timeMs);
  const begun = { address: upstream.name, key, sequence: '0', time, filters: filtersText(filters), left: 1 };
  const ended = (left: number): MirrorOrigin => ({
    ...begun,
    sequence: String(known.manifest.sequence),
    left,
  });
  const bringing = new Bringing({ upstream, place, before, filters, maxBytes, listener, isComplete });
  if (isDry) {
    const { left, refused } = await bringing.foresee(known);
    return { origin: ended(left), isSame: false, refused: refused.size };
  }
  // a first round may be called off: whose copy this is, and the key, are known from now on
  if (origin.address === '') await writeAll(place, [originWrite(begun)]);
  const manifests = [old?.manifest, known.manifest];
  const listed = manifests.flatMap((manifest) => manifest?.parts.map(({ digest }) => digest) ?? []);
  await dropParts(place, new Set(listed));
  const brought = await bringing.all(known);
  const next = ended(brought.left);
  await writeState(place, { ...brought, origin: next, signature: signed?.signature ?? '' });
  return { origin: next, isSame: false, refused: brought.refused.size };
}

/**
 * Brings here what has changed since `before`. Throws a MirrorFailure, and the system's error where something cannot be
 * written: what is whole by then is here, and the next round goes on from there.
 */
export async function round(...given: Parameters<typeof roundOnce>): Promise<RoundResult> {
  try {
    return await roundOnce(...given);
  } catch (error) {
    // the upstream may have changed while it was asked
    if (!(error instanceof DoesNotFit)) throw error;
    return roundOnce(...given);
  }
}
