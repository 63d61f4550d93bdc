/** A line of an article around the place where a search has found it; nothing in it is reworded. */
import type { Article } from '../article/article.ts';
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

/** Where in `line` the first of `runs` stands; `undefined` when none does. */
function placeIn(line: string, runs: readonly Run[]): number | undefined {
  const folded = ` ${foldedText(line)} `;
  const there = runs.filter(({ words, isPrefix }) =>
    folded.includes(` ${words.join(' ')}${isPrefix ? '' : ' '}`),
  );
  if (there.length === 0) return undefined;
  const placed = placedWordsOf(line);
  const words = placed.map(({ word }) => word);
  return placed.find((_, index) => there.some((run) => standsAt(run, words, index)))?.at;
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
 * A line of about 58 columns of the text around the first place where a word of `query` stands, cut between words, with
 * an ellipsis where it is cut: the beginning of the text where none does. Cost: linear, up to that place.
 */
export function excerptOf({ body }: Pick<Article, 'body'>, query: Query): string {
  const runs = wantedRuns(query).filter(({ place }) => place === 'anywhere');
  let left = MAX_CHARACTERS;
  for (const paragraph of body) {
    if (left <= 0) break;
    const line = lineOf(paragraph.slice(0, left));
    left -= paragraph.length;
    const at = placeIn(line, runs);
    if (at !== undefined) return cut(line, at);
  }
  return cut(lineOf((body.find((paragraph) => paragraph.trim() !== '') ?? '').slice(0, UNITS)), 0);
}
