/** What a paragraph of a document is made of, read from the signs that people write in plain text. No character of it is taken away. */
import { parseTable, type Table } from './table.ts';

/** A part of a paragraph; lines are as written, with their signs. */
export type Block =
  | { readonly kind: 'text' | 'quote' | 'preformatted'; readonly lines: readonly string[] }
  /** The lines of each item. */
  | { readonly kind: 'bullets' | 'numbers'; readonly items: readonly (readonly string[])[] }
  | { readonly kind: 'table'; readonly table: Table };

const INDENTED = /^(?: {4}|\t)/;
/** Longer lines are prose that begins with an indent. */
const MAX_PREFORMATTED_CHARACTERS = 120;
const CONTINUED = /^(?: {2}|\t)/;
const SIGNS = [
  ['bullets', /^ {0,3}[*\u2022-]\s+\S/],
  ['numbers', /^ {0,3}\d{1,3}[.)]\s+\S/],
  ['quote', /^ {0,3}>/],
] as const;

type Kind = 'text' | (typeof SIGNS)[number][0];

const kindOf = (line: string): Kind => SIGNS.find(([, sign]) => sign.test(line))?.[0] ?? 'text';

const isPreformatted = (lines: readonly string[]): boolean =>
  lines.every((line) => INDENTED.test(line) && line.length <= MAX_PREFORMATTED_CHARACTERS);

function blockOf(kind: Kind, items: readonly (readonly string[])[]): Block {
  switch (kind) {
    case 'bullets':
    case 'numbers':
      return { kind, items };
    case 'quote':
    case 'text':
      return { kind, lines: items.flat() };
  }
}

/** The blocks of `paragraph`, in order. Cost: linear. */
export function blocksOf(paragraph: string): Block[] {
  const table = parseTable(paragraph);
  if (table !== undefined) return [{ kind: 'table', table }];
  const lines = paragraph.split('\n');
  if (isPreformatted(lines)) return [{ kind: 'preformatted', lines }];
  const runs: { readonly kind: Kind; readonly items: string[][] }[] = [];
  for (const line of lines) {
    const kind = kindOf(line);
    const run = runs.at(-1);
    const isList = run?.kind === 'bullets' || run?.kind === 'numbers';
    if (isList && kind === 'text' && CONTINUED.test(line)) run.items.at(-1)?.push(line);
    else if (run?.kind === kind) run.items.push([line]);
    else runs.push({ kind, items: [[line]] });
  }
  return runs.map(({ kind, items }) => blockOf(kind, items));
}
