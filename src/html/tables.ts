/** Tables as documents write them: headings, a line of dashes, rows, the cells parted by `|`. */
import { attribute, type Element, type Node } from './dom.ts';
import { oneLine, type Convert, type Paragraph } from './flow.ts';
import { shownChildren } from './lines.ts';
import { runsOf } from './runs.ts';

interface Cell {
  readonly isHeading: boolean;
  /** How many columns it takes; 1 or more. */
  readonly columns: number;
  /** How many rows it takes; 1 or more. */
  readonly rows: number;
  readonly paragraphs: readonly Paragraph[];
}

/** More columns are no table that a reader could follow. */
const MAX_COLUMNS = 24;
const MAX_SPAN = 32;
/** Cells with more of them are columns of a page, as are those of a lone row with more than one. */
const MAX_PARAGRAPHS = 4;
/** [src/article/table.ts] rows as long as the longest may not be so many times the text. */
const MAX_GROWTH = 16;
const NUMBER = /^[-+\u2212]?[$\u20ac\u00a3\u00a5]? ?\d[\d.,\u202f ]*(?:%| ?[\p{L}\u00b0%]{1,3})?$/u;

/** How many columns or rows `cell` takes, by its attribute `name`. */
function spanOf(cell: Element, name: 'colspan' | 'rowspan'): number {
  const span = Number.parseInt(attribute(cell, name) ?? '', 10);
  return span >= 1 ? Math.min(span, MAX_SPAN) : 1;
}

/** The texts of the cells, column by column; `undefined` when there are too many columns. */
function gridOf(rows: readonly (readonly Cell[])[]): string[][] | undefined {
  // how many rows a cell above still takes in each column
  const taken: number[] = [];
  const grid: string[][] = [];
  for (const cells of rows) {
    const texts: string[] = [];
    const skip = (): void => {
      while ((taken[texts.length] ?? 0) > 0) {
        taken[texts.length] = (taken[texts.length] ?? 0) - 1;
        texts.push('');
      }
    };
    for (const { paragraphs, columns, rows: height } of cells) {
      skip();
      for (let column = 0; column < columns; column++) {
        taken[texts.length] = height - 1;
        texts.push(column === 0 ? oneLine(paragraphs) : '');
        if (texts.length > MAX_COLUMNS) return undefined;
      }
    }
    skip();
    if (texts.some((text) => text !== '')) grid.push(texts);
  }
  const width = Math.max(...grid.map((texts) => texts.findLastIndex((text) => text !== '') + 1));
  return grid.map((texts) => Array.from({ length: width }, (_, column) => texts[column] ?? ''));
}

/** At least two cells, and no empty ones behind them. */
const lineOf = (cells: readonly string[]): string =>
  cells
    .slice(0, Math.max(2, cells.findLastIndex((cell) => cell !== '') + 1))
    .join(' | ')
    .trimEnd();

function inColumns(grid: readonly (readonly string[])[]): Paragraph | undefined {
  const [headings = [], ...rows] = grid;
  const rule = headings.map((_, column) => {
    const values = rows.map((row) => row[column] ?? '').filter((value) => value !== '');
    return values.length > 0 && values.every((value) => NUMBER.test(value)) ? '---:' : '---';
  });
  const lines = [headings, rule, ...rows].map((row) => lineOf(row));
  const longest = lines.reduce((most, line) => Math.max(most, line.length), 0);
  const total = lines.reduce((sum, line) => sum + line.length, 0);
  return longest * lines.length > MAX_GROWTH * total ? undefined : { kind: 'table', lines };
}

const pair = (name: string, value: string): string =>
  /[:?.!]$/.test(name) || value === '' || name === '' ? `${name} ${value}`.trim() : `${name}: ${value}`;

/** The rows as a table, where they are one; `isLayout` when the page says that they are none. */
function rowParagraphs(rows: readonly (readonly Cell[])[], isLayout: boolean): Paragraph[] {
  const cells = rows.flat();
  const inOrder = cells.flatMap(({ paragraphs }) => paragraphs);
  const isPlain = inOrder.every(({ kind }) => kind === 'text' || kind === 'list');
  const filled = rows.filter((row) => row.some(({ paragraphs }) => paragraphs.length > 0));
  const most = filled.length > 1 ? MAX_PARAGRAPHS : 1;
  const isText =
    cells.every(({ isHeading }) => !isHeading) && cells.some((cell) => cell.paragraphs.length > most);
  if (isLayout || isText || !isPlain || !filled.some((row) => row.length > 1)) return inOrder;
  const isWide = (row: readonly Cell[]): boolean => row.length === 1 && (row[0]?.columns ?? 1) > 1;
  const start = filled.findIndex((row) => !isWide(row));
  const end = filled.findLastIndex((row) => !isWide(row)) + 1;
  if (start > 0 || (start === 0 && end < filled.length)) {
    const besides = (wide: readonly (readonly Cell[])[]): Paragraph[] =>
      wide.flat().flatMap((cell) => cell.paragraphs);
    return [
      ...besides(filled.slice(0, start)),
      ...rowParagraphs(filled.slice(start, end), isLayout),
      ...besides(filled.slice(end)),
    ];
  }
  const grid = gridOf(rows);
  const hasBars = grid?.some((texts) => texts.some((text) => text.includes('|'))) ?? true;
  const isOfPairs = filled.every(
    ([name, value, ...more]) =>
      more.length === 0 && name?.isHeading === true && (value === undefined || !value.isHeading),
  );
  if (grid !== undefined && isOfPairs)
    return [{ kind: 'text', lines: grid.map(([name = '', value = '']) => pair(name, value)) }];
  const table = grid === undefined || hasBars || grid.length < 2 ? undefined : inColumns(grid);
  if (table !== undefined) return [table];
  return filled.map((row) => ({
    kind: 'text',
    lines: row.map(({ paragraphs }) => oneLine(paragraphs)).filter((line) => line !== ''),
  }));
}

const PARTS = new Set(['thead', 'tbody', 'tfoot', 'tr']);
const isCellName = (name: string): boolean => name === 'td' || name === 'th';

function cellsOf(row: Element, convert: Convert): Cell[] {
  return [...runsOf(row.children, isCellName)].flatMap((run) => {
    const paragraphs = convert(run.kind === 'part' ? run.part.children : run.nodes);
    if (run.kind === 'part')
      return [
        {
          isHeading: run.part.name === 'th',
          columns: spanOf(run.part, 'colspan'),
          rows: spanOf(run.part, 'rowspan'),
          paragraphs,
        },
      ];
    return paragraphs.length === 0 ? [] : [{ isHeading: false, columns: 1, rows: 1, paragraphs }];
  });
}

/** A table, its caption before it; one that only lays out a page is what stands in it. */
export function tableParagraphs(table: Element, convert: Convert): Paragraph[] {
  const role = attribute(table, 'role');
  const isLayout = role === 'presentation' || role === 'none';
  const done: Paragraph[][] = [];
  let rows: Cell[][] = [];
  const endRows = (): void => {
    done.push(rowParagraphs(rows, isLayout));
    rows = [];
  };
  const visit = (nodes: readonly Node[]): void => {
    for (const run of runsOf(nodes, (name) => PARTS.has(name))) {
      if (run.kind === 'part' && run.part.name === 'tr') rows.push(cellsOf(run.part, convert));
      else if (run.kind === 'part') visit(run.part.children);
      else {
        // a caption, or what has no place in a table
        const paragraphs = convert(run.nodes);
        if (paragraphs.length === 0) continue;
        endRows();
        done.push(paragraphs);
      }
    }
  };
  visit(shownChildren(table));
  endRows();
  return done.flat();
}
