/** A line of an article around the place where a search has found it; nothing in it is reworded. */
import { cleanLine } from '../text/clean.ts';
import { clustersOf, columnsOf } from '../text/columns.ts';
import { foldedText, placedWordsOf } from '../text/search-words.ts';
import { wantedRuns } from './match.ts';
import type { Query, Run } from './search-query.ts';

/** With both cuts, and set in below its item, it is one line of a menu. */
const [COLUMNS, COLUMNS_BEFORE] = [58, 20];
/** No character of so few columns has more code units in all. */
const UNITS = 8 * COLUMNS;
/** What stands behind so many characters of a book is found, and its beginning is shown. */
const MAX_CHARACTERS = 300_000;
const CUT = '...';

/** Whether the words of `run` stand in `words` from `index` on. */
const standsAt = ({ words, isPrefix }: Run, among: readonly string[], index: number): boolean =>
  words.every((word, offset) => {
    const found = among[index + offset];
    return isPrefix && offset === words.length - 1 ? found?.startsWith(word) === true : found === word;
  });

/** How `run` stands in a folded text with a space before and behind it. */
const spacedOf = ({ words, isPrefix }: Run): string => ` ${words.join(' ')}${isPrefix ? '' : ' '}`;

const spaced = (text: string): string => ` ${foldedText(text)} `;

/** What an excerpt may show of `query`. */
const shownRuns = (query: Query): readonly Run[] =>
  wantedRuns(query).filter(({ place }) => place === 'anywhere');

/** How many different ones of `places`, which are in order, stand in one line with the one at `first`. */
function together(places: readonly { readonly at: number; readonly run: Run }[], first: number): number {
  const runs = new Set<Run>();
  const from = places[first]?.at ?? 0;
  for (let index = first; (places[index]?.at ?? Infinity) - from <= COLUMNS - COLUMNS_BEFORE; index++) {
    const { run } = places[index] ?? {};
    if (run !== undefined) runs.add(run);
  }
  return runs.size;
}

/** The first place in `line` where most of `runs` stand close to each other; `undefined` when none does. */
function placeIn(line: string, runs: readonly Run[]): number | undefined {
  const folded = spaced(line);
  const there = runs.filter((run) => folded.includes(spacedOf(run)));
  if (there.length === 0) return undefined;
  const placed = placedWordsOf(line);
  const words = placed.map(({ word }) => word);
  const places = placed.flatMap(({ at }, index) =>
    there.filter((run) => standsAt(run, words, index)).map((run) => ({ at, run })),
  );
  if (there.length === 1) return places[0]?.at;
  let best = { at: places[0]?.at, count: 0 };
  for (let index = 0; index < places.length && best.count < there.length; index++) {
    const count = together(places, index);
    if (count > best.count) best = { at: places[index]?.at, count };
  }
  return best.at;
}

/** Where to begin so that a few words stand before `at`, and more where few stand behind. */
function startBefore(line: string, at: number): number {
  const behind = columnsOf(line.slice(at, at + UNITS));
  const most = Math.max(COLUMNS_BEFORE, COLUMNS - behind);
  const from = Math.max(0, at - UNITS);
  const clusters = [...clustersOf(line.slice(from, at))];
  let start = at;
  let columns = 0;
  for (const cluster of clusters.toReversed()) {
    columns += cluster.columns;
    if (columns > most) break;
    start -= cluster.text.length;
  }
  if (start === 0 || line[start - 1] === ' ') return start;
  const space = line.slice(start, at).indexOf(' ');
  return space < 0 ? start : start + space + 1;
}

/** Where to end so that the line fits; behind a word where that leaves half of the line. */
function endBehind(line: string, start: number): number {
  let end = start;
  let columns = 0;
  for (const cluster of clustersOf(line.slice(start, start + UNITS))) {
    columns += cluster.columns;
    if (columns > COLUMNS) break;
    end += cluster.text.length;
  }
  if (end === line.length || line[end] === ' ') return end;
  const space = line.slice(start, end).lastIndexOf(' ');
  return space > 0 && columnsOf(line.slice(start, start + space)) > COLUMNS / 2 ? start + space : end;
}

/** `line` around `at`. */
function cut(line: string, at: number): string {
  const start = endBehind(line, 0) === line.length ? 0 : startBefore(line, at);
  const end = endBehind(line, start);
  const text = line.slice(start, end).trim();
  return `${start > 0 ? CUT : ''}${text}${end < line.length ? CUT : ''}`;
}

const lineOf = (paragraph: string): string => cleanLine(paragraph).replace(/\s+/gu, ' ').trim();

/**
 * The first of `paragraphs` that holds most of what `query` looks for, or else the first with any text. `foldedOf` gives
 * one as {@link foldedText} does, between spaces. Cost: linear, up to a paragraph that holds all.
 */
export function bestParagraph(
  paragraphs: readonly string[],
  query: Query,
  foldedOf: (index: number) => string = (index) => spaced(paragraphs[index] ?? ''),
): number {
  const runs = shownRuns(query).map(spacedOf);
  let best = { index: paragraphs.findIndex((paragraph) => paragraph.trim() !== ''), held: 0 };
  let left = MAX_CHARACTERS;
  for (let index = 0; index < paragraphs.length && left > 0 && best.held < runs.length; index++) {
    left -= paragraphs[index]?.length ?? 0;
    const folded = foldedOf(index);
    const held = runs.filter((run) => folded.includes(run)).length;
    if (held > best.held) best = { index, held };
  }
  return best.index;
}

/**
 * A line of about 58 columns of `paragraph` around the first place where most of what `query` looks for stands, cut
 * between words, with an ellipsis where it is cut: its beginning where nothing of it does. Cost: linear.
 */
export function excerptOf(paragraph: string, query: Query): string {
  const line = lineOf(paragraph.slice(0, MAX_CHARACTERS));
  return cut(line, placeIn(line, shownRuns(query)) ?? 0);
}
