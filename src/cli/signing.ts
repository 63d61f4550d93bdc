/** The keys of this site: where they lie, and what is signed with them. */
import { join } from 'node:path';
import { InTheWay, inTheWayOf } from '../library/in-the-way.ts';
import { readKeys, type SiteKeys } from '../mirror/keys.ts';
import { signerOf } from '../mirror/signer.ts';
import type { Signer } from '../site/settings.ts';
import { Failure } from './failure.ts';
import { tell } from './output.ts';
import { stateFolder } from './state-folder.ts';

/** The folder of keys in the state folder that is `given`, or the usual one; `undefined` where the account has no home. */
export function keyFolder(given: string | undefined): string | undefined {
  const state = stateFolder(given, process.env);
  return state === undefined ? undefined : join(state, 'keys');
}

/** What the operator should know of `keys` that others may read. */
export function tellExposed({ exposed }: SiteKeys): void {
  if (exposed !== undefined)
    tell(
      `${exposed} can be read by others: whoever has it can sign for this site.\n  fix: chmod 600 ${exposed}; if somebody may have read it: gopherwire keys rotate`,
    );
}

/**
 * Signs with the keys in the state folder that is `given`; `undefined` where there are none. Keys that cannot be used
 * are told, and what signed `before` goes on.
 */
export async function openSigner(given: string | undefined, before?: Signer): Promise<Signer | undefined> {
  const folder = keyFolder(given);
  if (folder === undefined) return undefined;
  try {
    const keys = await readKeys(folder);
    if (keys === undefined) return undefined;
    tellExposed(keys);
    return signerOf(keys);
  } catch (error) {
    if (!(error instanceof InTheWay)) throw error;
    const what = before === undefined ? 'Nothing is signed' : 'The key before goes on';
    tell(`${what}: ${error.message}\n  fix: ${error.fix}; SIGHUP has it tried again`);
    return before;
  }
}

/** What the system says of keys that are written, as a {@link Failure} with a way on. */
export function keyFailure(error: unknown, folder: string): unknown {
  const { message, fix } = inTheWayOf(error) ?? {};
  if (message !== undefined && fix !== undefined) return new Failure(message, fix, 1, { cause: error });
  if (!(error instanceof Error) || !('code' in error)) return error;
  return new Failure(
    `the keys in ${folder} cannot be written: ${error.message}`,
    'check the disk and the state folder: keys that were there are still there',
    1,
    { cause: error },
  );
}
