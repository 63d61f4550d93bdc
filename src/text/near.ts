/** Words that are spelled nearly as another. */
import { standsAlone, wordsOf } from './search-words.ts';

/** A word, and how often it is there. */
export interface CountedWord {
  readonly word: string;
  readonly count: number;
}

const MOST = 5;
/** Longer words nobody misspells by accident. */
const MAX_LETTERS = 40;

/** How many slips of the keyboard a word of so many letters may have. */
function slipsIn(letters: number): number {
  if (letters < 3 || letters > MAX_LETTERS) return 0;
  return letters < 6 ? 1 : 2;
}

/**
 * How many letters have to be put in, taken out, changed, or changed for their neighbour to make `b` of `a`
 * (Damerau and Levenshtein; no letter twice); `most` + 1 where it is more than `most`. Cost: the product of the lengths.
 */
export function distanceOf(a: readonly string[], b: readonly string[], most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [row, letter] of a.entries()) {
    const next = [row + 1];
    for (const [column, other] of b.entries()) {
      const same = letter === other ? 0 : 1;
      const [left = 0, above = 0, diagonal = 0] = [next[column], last[column + 1], last[column]];
      let least = Math.min(left + 1, above + 1, diagonal + same);
      if (letter === b[column - 1] && a[row - 1] === other)
        least = Math.min(least, (before[column - 1] ?? 0) + 1);
      next.push(least);
    }
    if (Math.min(...next) > most) return most + 1;
    before = last;
    last = next;
  }
  return Math.min(last[b.length] ?? 0, most + 1);
}

/** The letters of an alphabet stand beside each other [Unicode]: so far from one, on both sides. */
const ALPHABET = 32;

/** The letters that words may have of the alphabet of `letter`. */
function alphabetOf(letter: string): string[] {
  const place = letter.codePointAt(0) ?? 0;
  const around = Array.from({ length: 2 * ALPHABET + 1 }, (_, index) => place - ALPHABET + index);
  return around
    .map((point) => String.fromCodePoint(Math.max(point, 0)))
    .filter((other) => wordsOf(other)[0] === other && !standsAlone(other));
}

/**
 * The words of which `word`, which is folded, comes by one slip in its first `count` letters, and that begin with others;
 * words alone, whether they are any or not. Some fifty a letter; of a word too short for slips none.
 */
export function slipsAtBeginning(word: string, count: number): ReadonlySet<string> {
  const letters = Array.from(word);
  if (slipsIn(letters.length) === 0) return new Set();
  const beginning = letters.slice(0, count).join('');
  const others = letters.slice(0, count).flatMap((letter, index) => {
    const [before, after, next = ''] = [
      letters.slice(0, index),
      letters.slice(index + 1),
      letters[index + 1],
    ];
    const changed = alphabetOf(letter).flatMap((other) => [
      [...before, other, ...after],
      [...before, other, letter, ...after],
    ]);
    return [[...before, next, letter, ...after.slice(1)], [...before, ...after], ...changed];
  });
  return new Set(others.map((other) => other.join('')).filter((other) => !other.startsWith(beginning)));
}

/**
 * At most five of `candidates` that are spelled nearly as `word`, which is folded: the nearest first, of those the
 * common ones. One slip in words of three to five letters, two in longer ones; `word` itself is none of them.
 */
export function nearest(word: string, candidates: Iterable<CountedWord>): string[] {
  const letters = Array.from(word);
  const most = slipsIn(letters.length);
  if (most === 0) return [];
  const near: (CountedWord & { readonly slips: number })[] = [];
  for (const candidate of candidates) {
    if (candidate.word === word || Math.abs(candidate.word.length - word.length) > 2 * most) continue;
    const slips = distanceOf(letters, Array.from(candidate.word), most);
    if (slips <= most) near.push({ ...candidate, slips });
  }
  return near
    .toSorted((a, b) => a.slips - b.slips || b.count - a.count || (a.word < b.word ? -1 : 1))
    .slice(0, MOST)
    .map((candidate) => candidate.word);
}
