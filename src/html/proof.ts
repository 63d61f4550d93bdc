/** Whether a document holds all words of a page, in their order, and nothing else but what a converter adds. */
import { MAX_NODES, parseHtml } from './dom.ts';
import { doubtOf } from './doubts.ts';
import { additionsIn, imagesIn, innerMarkerEnd } from './proof-additions.ts';
import { isSpaceAt, saidBy, seen, type Said } from './proof-source.ts';

/** What came of comparing. */
export type Proof =
  | { readonly isWhole: true }
  | {
      readonly isWhole: false;
      /** The first words of the page that are missing, at most 80 characters; empty where the document goes on without it. */
      readonly missing: string;
      /** How many words of the page stand before them. */
      readonly at: number;
    };

/** A place in the document and the one that it has come to in the page. */
interface Place {
  readonly document: number;
  readonly page: number;
  /** Whether a space stands before it in the document. */
  readonly isApart: boolean;
}

const MAX_CHARACTERS = 80;
/** What may be an addition or a word of the page is tried as both: so many steps for each character. */
const MAX_STEPS = 8;
/** So many such places are remembered: a set holds no more than four times as many. */
const MAX_TRIED = 4_000_000;
const NONE: readonly number[] = [];

/** How many characters of the page the document holds in order; all of them only if nothing else is left in it. */
function compare(text: string, page: Said): { readonly isWhole: boolean; readonly reached: number } {
  const additions = additionsIn(text);
  const isAddition = new Uint8Array(text.length);
  for (const start of additions.keys()) isAddition[start] = 1;
  const images = imagesIn(text);
  // who writes "[Image:" into an article gets by without this distinction
  const isStrict = !page.characters.includes('[Image:');
  const choices: Place[] = [];
  const tried = new Set<number>();
  let reached = 0;
  let place: Place | undefined = { document: 0, page: 0, isApart: true };
  let steps = MAX_STEPS * (text.length + page.characters.length) + 1_000;
  const fits = (document: number, at: number, isApart: boolean): boolean => {
    const gap = page.gaps[at];
    const isInPlace = !isStrict || images[document] === 0 || page.figures[at] === 1;
    return (
      text.charCodeAt(document) === page.characters.charCodeAt(at) &&
      isInPlace &&
      (gap === 1 || (gap === 2) === isApart)
    );
  };
  /** Where the one way from a place ends: most of a text has nothing to choose. */
  const along = (from: Place): Place => {
    let { document, page: at, isApart } = from;
    const last = Math.min(text.length, document + steps);
    for (; document < last && isAddition[document] === 0 && page.begins[at] !== 1; document++) {
      if (isSpaceAt(text, document)) isApart = true;
      else if (at < page.characters.length && fits(document, at, isApart)) {
        at++;
        isApart = false;
      } else break;
    }
    return { document, page: at, isApart };
  };
  while (place !== undefined && steps-- > 0 && tried.size < MAX_TRIED) {
    const { document, page: at, isApart }: Place = along(place);
    steps -= document - place.document;
    reached = Math.max(reached, at);
    if (document >= text.length) {
      if (at >= page.characters.length) return { isWhole: true, reached };
      place = choices.pop();
      continue;
    }
    const isSpace = isSpaceAt(text, document);
    const isWord = !isSpace && at < page.characters.length && fits(document, at, isApart);
    const marker = page.begins[at] === 1 ? innerMarkerEnd(text, document) : undefined;
    const signs = additions.get(document) ?? NONE;
    const ends = marker === undefined || signs.includes(marker) ? signs : [...signs, marker];
    const [end] = ends;
    if (end !== undefined && ends.length === 1 && !isSpace && !isWord) {
      // nothing to choose, and nothing to remember
      place = { document: end, page: at, isApart };
      continue;
    }
    if (ends.length > 0) {
      const key = 2 * (document * (page.characters.length + 1) + at) + (isApart ? 1 : 0);
      if (tried.has(key)) {
        place = choices.pop();
        continue;
      }
      tried.add(key);
      for (const other of ends) choices.push({ document: other, page: at, isApart });
    }
    if (isSpace) place = { document: document + 1, page: at, isApart: true };
    else if (isWord) place = { document: document + 1, page: at + 1, isApart: false };
    else place = choices.pop();
  }
  return { isWhole: false, reached };
}

/** The words of the page from its character `from` on. */
function wordsFrom({ characters, gaps }: Said, from: number): string {
  let words = '';
  for (let at = from; at < characters.length && words.length < MAX_CHARACTERS; at++)
    words += (gaps[at] === 2 && words !== '' ? ' ' : '') + characters.charAt(at);
  return words.slice(0, MAX_CHARACTERS).replace(/[\ud800-\udbff]$/, '');
}

/** Compares `paragraphs`, a document's, with what `html` says. Never throws. Cost: linear. */
export function proofOf(html: string, paragraphs: readonly string[]): Proof {
  const dom = parseHtml(html);
  const page = saidBy(dom.root);
  const doubt = doubtOf(dom);
  const text = seenLines(paragraphs);
  const { isWhole, reached } = compare(text, page);
  const wordsBefore = (at: number): number => page.gaps.subarray(0, at).filter((gap) => gap === 2).length;
  if (isWhole && dom.isCut)
    return { isWhole: false, missing: `what stands behind ${MAX_NODES} parts`, at: wordsBefore(reached) };
  if (isWhole && doubt !== undefined)
    return {
      isWhole: false,
      missing: doubt.replace(/\s+/gu, ' ').slice(0, MAX_CHARACTERS),
      at: wordsBefore(reached),
    };
  if (isWhole) return { isWhole };
  let start = reached;
  while (start > 0 && start < page.gaps.length && page.gaps[start] !== 2) start--;
  return { isWhole: false, missing: wordsFrom(page, start), at: wordsBefore(start) };
}

const seenLines = (paragraphs: readonly string[]): string =>
  paragraphs.join('\n').split('\n').map(seen).join('\n');
