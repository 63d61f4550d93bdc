/** What a document's `Changes:` line says of a conversion. */
import type { Proof } from './proof.ts';
import type { Conversion } from './to-text.ts';

const plural = (noun: string): string => (/(?:s|x|ch)$/.test(noun) ? `${noun}es` : `${noun}s`);

function wordingOf(proof: Proof): string {
  if (proof.isWhole) return 'wording unchanged';
  return proof.missing === ''
    ? 'with words that the source does not have'
    : `wording not proven from "${proof.missing}" on`;
}

/**
 * "HTML to plain text; 2 images, 1 share bar left out; wording unchanged": one line. Where the proof failed, `proof` is
 * what it gave, and the line says so.
 */
export function changesLine({ omissions }: Conversion, proof: Proof = { isWhole: true }): string {
  const left = omissions.map(({ what, count }) => `${count} ${count === 1 ? what : plural(what)}`).join(', ');
  return ['HTML to plain text', ...(left === '' ? [] : [`${left} left out`]), wordingOf(proof)].join('; ');
}
