/** Tables in the text of an article: a line of headings, a line of dashes, and rows, their cells parted by `|`. */

/** To which side the cells of a column are set. */
export type Alignment = 'left' | 'right';

export interface Table {
  readonly headings: readonly string[];
  /** As many cells each as there are headings. */
  readonly rows: readonly (readonly string[])[];
  /** One a column; what is to be centred is set to the left. */
  readonly alignments: readonly Alignment[];
}

/** A rendering may make every row as long as the longest, or repeat the headings in each: no more than so many times the text. */
const MAX_GROWTH = 16;
const DASHES = /^:?-{3,}:?$/;
const RIGHT = /^-+:$/;

/**
 * The `count` cells of a line; `undefined` where it has more, or none at all. A `|` at either end that parts nothing is
 * no cell, and what is missing at the end is empty.
 */
function cellsOf(line: string, count: number, isFramed: boolean): string[] | undefined {
  const cells = line.split('|').map((cell) => cell.trim());
  if (cells.length === 1) return undefined;
  if (cells[0] === '' && (isFramed || cells.length > count)) cells.shift();
  if (cells.at(-1) === '' && cells.length > count) cells.pop();
  if (cells.length > count) return undefined;
  return [...cells, ...Array.from({ length: count - cells.length }, () => '')];
}

/** The columns of the line that parts headings from rows; `undefined` when `rule` is none. */
function columnsOfRule(rule: string): string[] | undefined {
  if (!rule.includes('---')) return undefined;
  const columns = rule
    .replace(/^\||\|$/g, '')
    .split(/[|+]/)
    .map((column) => column.trim());
  return columns.length > 1 && columns.every((column) => DASHES.test(column)) ? columns : undefined;
}

/**
 * The table that `paragraph` is, whole; `undefined` when it is none: no cell may be lost, no line of text be taken for
 * a row, and it may not grow too much. Cost: linear.
 */
export function parseTable(paragraph: string): Table | undefined {
  const lines = paragraph.split('\n');
  const [first, second, ...others] = lines;
  if (first === undefined || second === undefined || others.length === 0) return undefined;
  const rule = second.trim();
  const columns = columnsOfRule(rule);
  const longest = lines.reduce((most, line) => Math.max(most, line.length), 0);
  if (columns === undefined || longest * lines.length > MAX_GROWTH * paragraph.length) return undefined;
  const rows = [first, ...others].map((line) => cellsOf(line, columns.length, rule.startsWith('|')));
  const [headings, ...cells] = rows.filter((row) => row !== undefined);
  if (headings === undefined || cells.length < others.length) return undefined;
  return {
    headings,
    rows: cells,
    alignments: columns.map((column) => (RIGHT.test(column) ? 'right' : 'left')),
  };
}
