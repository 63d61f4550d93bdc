/** Which elements a tag ends besides its own: end tags may be left out, and may be missing. */
import { isBlock, RAW } from './elements.ts';

/** What an element that opens closes: the nearest of `names`, if none of `within` stands before it. */
export interface Closing {
  readonly names: readonly string[];
  readonly within: readonly string[];
}

const CELL: Closing = { names: ['td', 'th'], within: ['tr', 'table'] };
const ROW: Closing = { names: ['tr', 'caption', 'colgroup'], within: ['table'] };
const PART: Closing = { names: ['thead', 'tbody', 'tfoot', 'caption', 'colgroup'], within: ['table'] };
const TERM: Closing = { names: ['dt', 'dd'], within: ['dl'] };
/** [HTML 13.1.2.4] the end tags that may be left out. */
const CLOSES: ReadonlyMap<string, Closing> = new Map([
  ['li', { names: ['li'], within: ['ul', 'ol', 'menu', 'dir'] }],
  ['dt', TERM],
  ['dd', TERM],
  ['td', CELL],
  ['th', CELL],
  ['tr', ROW],
  ['thead', PART],
  ['tbody', PART],
  ['tfoot', PART],
  ['option', { names: ['option'], within: ['select'] }],
  ['rt', { names: ['rt', 'rp'], within: ['ruby'] }],
  ['rp', { names: ['rt', 'rp'], within: ['ruby'] }],
]);
/** A paragraph in these is not the one around them, however it is written; its end tag still ends that one. */
const APART = new Set('audio button canvas math noscript object select svg template video'.split(' '));
/** An end tag closes nothing beyond these. */
const WALLS = new Set(['td', 'th', 'caption']);

/** What ends cells too, when it ends. */
const CLOSABLE = new Set(['table', 'tbody', 'thead', 'tfoot', 'tr', 'td', 'th', 'caption', 'body', 'html']);

/** What the start tag of `name` ends; `undefined` when that is nothing but a paragraph. */
export const closedBy = (name: string): Closing | undefined => CLOSES.get(name);

/** Whether what stands in the element `name` is not part of the text around it. */
export const isApart = (name: string): boolean => APART.has(name) || RAW.has(name);

/** Whether a block within `open` does not end the paragraph around it. */
export const isParagraphWall = (open: string): boolean =>
  // a link that was not ended goes on
  isBlock(open) || open === 'a' || APART.has(open);

/** What the end tag of `name` does not reach beyond. */
export const wallsOfEnd = (name: string): ((open: string) => boolean) =>
  // a mark that ends within a paragraph that began within the mark does not end the paragraph
  isBlock(name) || APART.has(name) ? (open) => WALLS.has(open) && !CLOSABLE.has(name) : isBlock;
