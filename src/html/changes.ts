/** What a document's `Changes:` line says of a conversion. */
import type { Conversion } from './to-text.ts';

/** "HTML to plain text; 2 images, 1 share bar left out; wording unchanged". */
export function changesLine({ omissions }: Conversion): string {
  const left = omissions.map(({ what, count }) => `${count} ${count === 1 ? what : plural(what)}`).join(', ');
  return ['HTML to plain text', ...(left === '' ? [] : [`${left} left out`]), 'wording unchanged'].join('; ');
}

const plural = (noun: string): string => (/(?:s|x|ch)$/.test(noun) ? `${noun}es` : `${noun}s`);
