/** Tables in the text of an article: a line of headings, a line of dashes, and rows, their cells parted by `|`. */

export interface Table {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A longer line of dashes is none that anybody wrote. */
const MAX_RULE_CHARACTERS = 1000;
const RULE = /^\s*\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)+\|?\s*$/;

/** The cells of a line; a `|` at either end parts nothing. */
const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

/** The table that `paragraph` is, whole; `undefined` when it is none, or one of its rows has other cells than the first. */
export function parseTable(paragraph: string): Table | undefined {
  const [first, rule, ...others] = paragraph.split('\n');
  if (first === undefined || rule === undefined || others.length === 0) return undefined;
  if (rule.length > MAX_RULE_CHARACTERS || !RULE.test(rule)) return undefined;
  const headings = cellsOf(first);
  const rows = others.map(cellsOf);
  const isEven = [cellsOf(rule), ...rows].every((cells) => cells.length === headings.length);
  return isEven ? { headings, rows } : undefined;
}
