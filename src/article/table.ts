/** Tables in the text of an article: a line of headings, a line of dashes, and rows, their cells parted by `|`. */

export interface Table {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A rendering may make every row as long as the longest, or repeat the headings in each: no more than so many times the text. */
const MAX_GROWTH = 16;
const DASHES = /^:?-{3,}:?$/;

/** The cells of a line; a `|` at either end parts nothing. */
const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

/** Whether `line` parts headings from rows. */
function isRule(line: string): boolean {
  if (!line.includes('---')) return false;
  const cells = cellsOf(line);
  return cells.length > 1 && cells.every((cell) => DASHES.test(cell));
}

/**
 * The table that `paragraph` is, whole; `undefined` when it is none, one of its rows has other cells than the first, or
 * it would grow too much. Cost: linear.
 */
export function parseTable(paragraph: string): Table | undefined {
  const lines = paragraph.split('\n');
  const [first, rule, ...others] = lines;
  if (first === undefined || rule === undefined || others.length === 0 || !isRule(rule)) return undefined;
  const longest = lines.reduce((most, line) => Math.max(most, line.length), 0);
  if (longest * lines.length > MAX_GROWTH * paragraph.length) return undefined;
  const headings = cellsOf(first);
  const rows = others.map(cellsOf);
  const isEven = [cellsOf(rule), ...rows].every((cells) => cells.length === headings.length);
  return isEven ? { headings, rows } : undefined;
}
