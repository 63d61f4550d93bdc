/** Texts too long for the place where they stand. */

const ELLIPSIS = '...';
const LAST_WORD = /\s+\S*$/u;

/** `text` in at most `most` characters: its first words where it is longer, or its first letters, and an ellipsis. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  // no pair of code units is cut
  const start = text.slice(0, most - ELLIPSIS.length).replace(/[\ud800-\udbff]$/, '');
  const words = start.replace(LAST_WORD, '');
  const kept = words.length > most / 2 ? words : start;
  return kept.trimEnd() + ELLIPSIS;
}
