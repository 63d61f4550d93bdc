/** Tables on a screen: in columns where they fit, else a line a cell. */
import type { Alignment, Table } from '../article/table.ts';
import { MENU_COLUMNS } from '../gopher/menu.ts';
import { cleanText } from '../text/clean.ts';
import { columnsOf } from '../text/columns.ts';
import { fixed } from '../text/layout.ts';
import type { Typesetter } from '../text/typesetter.ts';

const GAP = '  ';

interface Column {
  readonly width: number;
  readonly alignment: Alignment;
}

function pad(cell: string, { width, alignment }: Column): string {
  const spaces = ' '.repeat(Math.max(0, width - columnsOf(cell)));
  return alignment === 'right' ? spaces + cell : cell + spaces;
}

/** The table in columns, a rule below the headings. */
function inColumns(cells: readonly (readonly string[])[], columns: readonly Column[]): string[] {
  const [headings = '', ...rows] = cells.map((row) =>
    columns
      .map((column, index) => pad(row[index] ?? '', column))
      .join(GAP)
      .trimEnd(),
  );
  return [headings, columns.map(({ width }) => '-'.repeat(width)).join(GAP), ...rows];
}

/** The lines of `table`: columns where they fit the screen of `setter`, else `heading: value` lines, an empty one between rows. */
export function tableLines({ headings, rows, alignments }: Table, setter: Typesetter): string[] {
  const { layout } = setter;
  const measured = [headings, ...rows].map((row) => row.map(cleanText));
  const folded = measured.map((row) => row.map((cell) => setter.preview(cell)));
  const columns = alignments.map((alignment, index) => ({
    width: folded.reduce((most, row) => Math.max(most, columnsOf(row[index] ?? '')), 3),
    alignment,
  }));
  const total = columns.reduce((sum, { width }) => sum + width + GAP.length, -GAP.length);
  // a device that wraps by itself would break wider rows anywhere
  if (total <= (layout.kind === 'wrapped' ? layout.columns : MENU_COLUMNS))
    return inColumns(
      measured.map((row) => row.map((cell) => setter.fold(cell))),
      columns,
    ).map((line) => fixed(line, layout));
  return rows.flatMap((row, number) => [
    ...(number === 0 ? [] : ['']),
    ...row.flatMap((cell, index) => setter.hanging(cleanText(`${headings[index] ?? ''}: ${cell}`.trim()))),
  ]);
}
