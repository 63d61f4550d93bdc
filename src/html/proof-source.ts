/** What a page says: its text without what is left out on purpose, for the proof. Written apart from the converter. */
import { cleanLine } from '../text/clean.ts';
import { type Element, type Node } from './dom.ts';
import { isBlock } from './elements.ts';
import { formulaOf, isDisplayed } from './formulas.ts';
import { leftOutAs } from './left-out.ts';
import { isOnOwnLine, shownChildren } from './lines.ts';
import { isFigure } from './pictures.ts';
import { noteOf } from './raised.ts';

/** Whether a space stands before a character: it must not, may, or must. */
export type Gap = 0 | 1 | 2;

/** All characters of a text that are no spaces, one after the other. */
export interface Said {
  readonly characters: string;
  /** For each code unit of `characters`. */
  readonly gaps: Uint8Array;
  /** For each code unit, 1 where it stands in a figure. */
  readonly figures: Uint8Array;
  /** For each code unit and the end, 1 where it is the first of an item or a quotation: a marker may stand before it. */
  readonly begins: Uint8Array;
}

/** Where a sign may stand, or an image without words. */
const MAY_PART = new Set(['sup', 'sub', 'q', 'del', 's', 'strike', 'img', 'rt']);
const LINE_END = '\n';
const MAYBE = '\u0001';
const FIGURE = '\u0002';
const FIGURE_END = '\u0003';
const BEGIN = '\u0004';
const SIGNS = new Set([LINE_END, MAYBE, FIGURE, FIGURE_END, BEGIN]);
const SPACE = /\s/;
const SPACES = /\s+/g;
const LAST_ASCII = 0x7e;
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
/** All of it is seen, and most text is such. */
const PLAIN = /^[ -~]*$/;

/** Characters that are seen, in the one form that both sides have. */
export const seen = (text: string): string => (PLAIN.test(text) ? text : cleanLine(text).replace(UNSEEN, ''));

/** Whether a space or a line break stands at `index` of `text`, which has no other controls. */
export function isSpaceAt(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit > LAST_ASCII ? SPACE.test(text.charAt(index)) : unit === 0x20 || unit === 0x0a;
}

function edgeOf(element: Element): string {
  const { name } = element;
  if (isBlock(name) || name === 'br' || isOnOwnLine(element)) return LINE_END;
  if (isDisplayed(element)) return LINE_END;
  return MAY_PART.has(name) ? MAYBE : '';
}

const withoutSigns = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- the signs of this file mean nothing in a page
  text.replace(/[\u0001-\u0004]/g, '').replaceAll('\r', LINE_END);

function collect(node: Node, parts: string[]): void {
  if (node.kind === 'text') {
    parts.push(withoutSigns(node.text));
    return;
  }
  const what = leftOutAs(node);
  const isPicture = isFigure(node);
  const edge = what === 'embed' || isPicture ? LINE_END : edgeOf(node);
  parts.push(isPicture ? FIGURE : '', edge);
  if (node.name === 'li' || node.name === 'blockquote') parts.push(BEGIN);
  const text = node.name === 'math' ? formulaOf(node) : noteOf(node);
  if (what === undefined && text !== undefined) parts.push(withoutSigns(text));
  else if (what === undefined) for (const child of shownChildren(node)) collect(child, parts);
  parts.push(edge, isPicture ? FIGURE_END : '');
}

/** What `root` says. Cost: linear. */
export function saidBy(root: Element): Said {
  const parts: string[] = [];
  collect(root, parts);
  // oxlint-disable-next-line no-control-regex -- see above
  const written = parts.join('').split(/([\n\u0001-\u0004])/);
  const pieces = written.map((piece) => (SIGNS.has(piece) ? piece : seen(piece)));
  const most = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const gaps = new Uint8Array(most);
  const figures = new Uint8Array(most);
  const begins = new Uint8Array(most + 1);
  let at = 0;
  let gap: Gap = 2;
  let depth = 0;
  for (const piece of pieces) {
    if (piece === FIGURE) depth++;
    else if (piece === FIGURE_END) depth--;
    else if (piece === BEGIN) begins[at] = 1;
    else if (piece === LINE_END) gap = 2;
    else if (piece === MAYBE) gap = gap === 2 ? 2 : 1;
    else
      for (let index = 0; index < piece.length; index++) {
        if (isSpaceAt(piece, index)) {
          gap = 2;
          continue;
        }
        gaps[at] = gap;
        figures[at] = depth > 0 ? 1 : 0;
        gap = 0;
        at++;
      }
  }
  return {
    characters: pieces.map((piece) => (SIGNS.has(piece) ? '' : piece.replace(SPACES, ''))).join(''),
    gaps: gaps.subarray(0, at),
    figures: figures.subarray(0, at),
    begins: begins.subarray(0, at + 1),
  };
}
