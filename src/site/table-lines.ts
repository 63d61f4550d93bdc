/** Tables on a screen: in columns where they fit, else a line a cell. */
import type { Table } from '../article/table.ts';
import { cleanText } from '../text/clean.ts';
import { columnsOf } from '../text/columns.ts';
import type { Typesetter } from '../text/typesetter.ts';

const GAP = '  ';

const pad = (cell: string, columns: number): string =>
  cell + ' '.repeat(Math.max(0, columns - columnsOf(cell)));

/** The table in columns of `widths`, a rule below the headings. */
function inColumns(cells: readonly (readonly string[])[], widths: readonly number[]): string[] {
  const [headings = '', ...rows] = cells.map((row) =>
    row
      .map((cell, index) => pad(cell, widths[index] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
  return [headings, widths.map((width) => '-'.repeat(width)).join(GAP), ...rows];
}

/** The lines of `table`: columns where they fit the screen of `setter`, else `heading: value` lines, an empty one between rows. */
export function tableLines({ headings, rows }: Table, setter: Typesetter): string[] {
  const { layout } = setter;
  const measured = [headings, ...rows].map((row) => row.map(cleanText));
  const folded = measured.map((row) => row.map((cell) => setter.preview(cell)));
  const widths = headings.map((_, index) =>
    folded.reduce((most, row) => Math.max(most, columnsOf(row[index] ?? '')), 3),
  );
  const total = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
  if (layout.kind !== 'wrapped' || total <= layout.columns)
    return inColumns(
      measured.map((row) => row.map((cell) => setter.fold(cell))),
      widths,
    );
  return rows.flatMap((row, number) => [
    ...(number === 0 ? [] : ['']),
    ...row.flatMap((cell, index) => setter.lines(cleanText(`${headings[index] ?? ''}: ${cell}`.trim()))),
  ]);
}
