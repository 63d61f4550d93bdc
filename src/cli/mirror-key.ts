/** The key that a mirror trusts. */
import { readFile } from 'node:fs/promises';
import { parsePublicKey } from '../mirror/minisign.ts';
import { errorCode } from '../error-code.ts';
import { Failure } from './failure.ts';

/** The text of a public key, from its line or from a file. */
export async function keyText(given: string): Promise<string> {
  if (parsePublicKey(given) !== undefined) return keyFile(given);
  const text = await readFile(given, 'utf8').catch((cause: unknown) => {
    throw new Failure(
      `the key ${given} cannot be read (${errorCode(cause)})`,
      'give its file, or its line: RW...',
      2,
      { cause },
    );
  });
  const line = text.split(/\r?\n/).find((each) => each.startsWith('RW'));
  const file = keyFile(line?.trim() ?? '');
  if (parsePublicKey(file) !== undefined) return file;
  throw new Failure(
    `there is no public key in ${given}`,
    'give the file of a minisign public key, or its line: RW...',
    2,
  );
}

/** The text of the file of the public key with this line. */
export const keyFile = (line: string): string => `untrusted comment: minisign public key\n${line}\n`;

/** What is to be told of a key that is trusted for the first time, or has taken the place of another; `isDry`: that would be. */
export function keyNote(
  before: string | undefined,
  line: string,
  name: string,
  isDry: boolean,
): string | undefined {
  if (line === '') return `Nobody signs what ${name} sends: it is taken as it comes.`;
  if (before === undefined)
    return `The key of ${name} ${isDry ? 'would be trusted from then on' : 'is trusted from now on'}, as it came: ${line}\n  fix: compare it with what its operator has published elsewhere`;
  return before.includes(line) ? undefined : `${name} has a new key, signed with the one before: ${line}`;
}
