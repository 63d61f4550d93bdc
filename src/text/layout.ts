/** How a line of text becomes lines of a screen: wrapped, left whole, or flowed as RFC 3676 has it. */
import { wrap } from './wrap.ts';

/** A way to lay out text. `columns` counts display columns. */
export type Layout =
  | { readonly kind: 'wrapped'; readonly columns: number }
  /** One line a paragraph: the reader's device wraps. */
  | { readonly kind: 'unwrapped' }
  /** [RFC3676] wrapped, but so that a device can wrap anew. */
  | { readonly kind: 'flowed' };

export const MIN_COLUMNS = 32;
export const MAX_COLUMNS = 132;

/** [RFC3676-4.2] lines should have at most 78 characters; what is added to them stays below that. */
const FLOWED_COLUMNS = 72;

/**
 * [RFC3676-4.2] `line` cut behind spaces: every line but the last ends in a space, and put together they are `line`
 * again. A word, and so a text without spaces, is never cut.
 */
function flow(line: string): string[] {
  const lines: string[] = [];
  let current = '';
  for (const [piece] of line.trimEnd().matchAll(/[^ ]* */g)) {
    const isFull = current.length + piece.trimEnd().length > FLOWED_COLUMNS;
    if (isFull && current.endsWith(' ') && current !== SIGNATURE) {
      lines.push(current);
      current = '';
    }
    current += piece;
  }
  return [...lines, current];
}

/** [RFC3676-4.3] a line of its own that parts a signature from a text. */
const SIGNATURE = '-- ';

/** [RFC3676-4.4] a line that begins in a way that has a meaning begins with one more space. */
const stuff = (line: string): string => (/^(?: |>|From )/.test(line) ? ` ${line}` : line);

/** `line` as it stands in `layout` where it must not be wrapped. */
export const fixed = (line: string, layout: Layout): string =>
  layout.kind === 'flowed' ? stuff(line.trimEnd()) : line;

/** The lines of `line`, which holds no line break; at least one, and in no layout is a character lost. */
export function layOut(line: string, layout: Layout): string[] {
  switch (layout.kind) {
    case 'wrapped':
      return wrap(line, layout.columns);
    case 'unwrapped':
      return [line.trimEnd()];
    case 'flowed':
      return flow(line).map(stuff);
  }
}
