/** Whether a mirror is still what its origin has signed. */
import { join } from 'node:path';
import { digestText } from '../library/digest-text.ts';
import { MAX_DOCUMENT_BYTES } from '../library/document-file.ts';
import { isOfMenus, MIRROR_FOLDER } from '../library/mirror-origin.ts';
import { readRegularFile } from '../library/read-file.ts';
import { isTombstone } from '../article/tombstone.ts';
import { Comparison } from './compare.ts';
import { placeOf } from './filters.ts';
import { filesOfAll, type Known } from './known.ts';
import { verifiedBy } from './minisign.ts';
import type { MirrorFault } from './outcome.ts';
import { readState, type State } from './state.ts';
import { compareWalked } from './walk/verify-walked.ts';

export interface VerifiedMirror {
  /** Whose mirror it is: a gopher address. */
  readonly address: string;
  /** When its origin said what is there; empty where that is not known. */
  readonly time: string;
  /** The id of the key that has signed the manifest; `undefined` where nothing is signed, or the signature is wrong. */
  readonly keyId: string | undefined;
  /** How many files were compared. */
  readonly files: number;
  readonly faults: readonly MirrorFault[];
}

const AGAIN = 'run gopherwire mirror again: what is not there is fetched anew';
const REMOVE = 'remove it, and run gopherwire mirror again: what is there is left alone';

const ownFault = (name: string, message: string): MirrorFault => ({
  file: `${MIRROR_FOLDER}/${name}`,
  message,
  fix: AGAIN,
});

/** Who has signed the manifest, or what is wrong with that. */
function signatureOf({ origin, signature }: State, { text }: Known): string | MirrorFault | undefined {
  if (origin.key === '') return undefined;
  const verified = verifiedBy(origin.key, text, signature);
  if (verified !== undefined && 'keyId' in verified) return verified.keyId;
  return ownFault('manifest.minisig', `it is not the signature of the manifest by the key ${origin.key}`);
}

/** The faults of the files that the parts list; where all should be here, also of those that are not. */
async function fileFaults(
  root: string,
  state: State,
  known: Known,
  isWhole: boolean,
): Promise<{ readonly files: number; readonly faults: readonly MirrorFault[] }> {
  const { held, refused } = state;
  const listed = filesOfAll(known);
  const comparison = new Comparison(root, { licences: [], feed: '' }, state, listed, isWhole);
  const faults: MirrorFault[] = [];
  let files = 0;
  for (const { selector, digest } of listed.values()) {
    const file = placeOf(selector);
    if (file === undefined || refused.get(selector)?.digest === digest) continue;
    const content = await readRegularFile(join(root, file), MAX_DOCUMENT_BYTES);
    const own = 'bytes' in content ? digestText(content.bytes) : undefined;
    if (own === digest || (own !== undefined && held.get(selector)?.has(own) === true)) files++;
    else if (own !== undefined)
      faults.push({
        file,
        message: 'its bytes are not those that its origin has signed',
        fix: isTombstone(file) ? `${REMOVE}, as what you have withdrawn yourself may be` : REMOVE,
      });
    else if (isWhole && !(await comparison.isOverruled(selector, file)))
      faults.push({ file, message: 'its origin serves it, and it is not here', fix: AGAIN });
  }
  return { files, faults };
}

/** What the mirror at `root` is compared with what its origin said; `undefined` where it is none. */
export async function verifyMirror(root: string): Promise<VerifiedMirror | undefined> {
  const state = await readState(root);
  if (state === undefined) return undefined;
  const { origin, known } = state;
  const { address, time } = origin;
  if (isOfMenus(origin)) return { address, time, keyId: undefined, ...(await compareWalked(root)) };
  if (known === undefined) {
    const faults = [ownFault('manifest', 'it is not there, or is no manifest')];
    return { address, time, keyId: undefined, files: 0, faults };
  }
  const lost = known.manifest.parts.filter(({ selector }) => !known.parts.has(selector));
  // a round that left some, or takes not all, leaves gaps that are none
  const isWhole = origin.filters === '' && origin.left === 0;
  const gaps = (isWhole ? lost : []).map(({ digest, selector }) =>
    ownFault(`parts/${digest}`, `the list ${selector} is not there, or is not whole`),
  );
  const signed = signatureOf(state, known);
  const { files, faults } = await fileFaults(root, state, known, isWhole);
  return {
    address,
    time,
    keyId: typeof signed === 'string' ? signed : undefined,
    files,
    faults: [...(typeof signed === 'object' ? [signed] : []), ...gaps, ...faults],
  };
}
