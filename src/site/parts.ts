/** An article in parts for tiny payloads: each within a byte budget, each with its mark and its credit. */
import type { Host } from '../gopher/item.ts';
import { textEnd, textLine, type TextFormat } from '../gopher/text.ts';
import { cleanLine } from '../text/clean.ts';
import { truncate } from '../text/wrap.ts';
import type { ServedDocument } from './document.ts';
import { absoluteUri } from './link.ts';
import { encodedBytes, textSetter, type View } from './view.ts';

/** The credit may take so much of the first and the last part, which may hold little else. */
const MAX_CREDIT = 0.85;
const CRLF = '\r\n';

/** How parts are sent. */
export interface Packing {
  /** The most bytes of a part. */
  readonly budget: number;
  readonly view: View;
  readonly format: TextFormat;
}

/** The bytes that `lines` take when they are sent. */
function sizeOf(lines: readonly string[], { view, format }: Packing): number {
  return encodedBytes(view, lines.map((line) => textLine(line, format) + CRLF).join(''));
}

/** What stands above the text of a part, its empty line included. */
interface Credits {
  /** On the first and the last part: title, publisher, licence and source. */
  readonly full: readonly string[];
  /** On the others: the licence. */
  readonly short: readonly string[];
}

/** Which part it is, and of how many. */
const markOf = (number: string, count: string): string => `[${number}/${count}]`;

function creditsOf(document: ServedDocument, packing: Packing, self: Host): Credits {
  const { article, licence, source } = document;
  const setter = textSetter(packing.view);
  const short = [licence.id];
  const title = cleanLine(article.title);
  const publisher = cleanLine(article.publisher);
  const address = setter.fold(cleanLine(absoluteUri(source, self)));
  const room = packing.budget * MAX_CREDIT - sizeOf(short, packing);
  // an empty line would end the head
  const set = (text: string): string[] => setter.lines(text).filter((line) => line !== '');
  const cut = (text: string, columns: number): string => truncate(setter.fold(text), columns);
  // the source stands in the text of the last parts too; a longer title is cut, as in a list
  const candidates = [
    [...set(title), ...set(publisher), address],
    [cut(title, 24), cut(publisher, 16), address],
    [cut(title, 24), cut(publisher, 16)],
  ];
  const chosen = candidates.find((lines) => sizeOf(lines, packing) <= room) ?? [cut(title, 16)];
  return { full: [...short, ...chosen], short };
}

/**
 * `line` cut into pieces of at most `bytes`: behind a space, which stays and tells that the line goes on in the next
 * piece, and between other characters only where there is none.
 */
function cutByBytes(line: string, bytes: number, view: View): string[] {
  const pieces: string[] = [];
  let piece = '';
  let size = 0;
  for (const character of line) {
    const more = encodedBytes(view, character);
    if (size + more > bytes && piece !== '') {
      const space = piece.lastIndexOf(' ') + 1;
      const [kept, rest] = space > 1 ? [piece.slice(0, space), piece.slice(space)] : [piece, ''];
      pieces.push(kept);
      piece = rest;
      size = encodedBytes(view, rest);
    }
    piece += character;
    size += more;
  }
  return [...pieces, piece];
}

function tryParts(lines: readonly string[], credits: Credits, packing: Packing, digits: number): string[][] {
  const size = (line: string): number => sizeOf([line], packing);
  const mark = markOf('9'.repeat(digits), '9'.repeat(digits));
  const space = packing.budget - encodedBytes(packing.view, `${mark} ${CRLF}${textEnd(packing.format)}`);
  // the last part is not known before all are made: every part leaves room for what the last one carries
  const room = {
    first: space - sizeOf(credits.full, packing),
    other: space - sizeOf(credits.short, packing),
  };
  // a piece may begin with a period, which is sent twice
  const most = room.other - CRLF.length - 1;
  const parts: string[][] = [];
  let part: string[] = [];
  let left = room.first;
  const close = (): void => {
    parts.push(part);
    part = [];
    left = room.other;
  };
  for (const line of lines) {
    const pieces = size(line) <= room.other ? [line] : cutByBytes(line, most, packing.view);
    for (const piece of pieces) {
      if (size(piece) > left) close();
      part.push(piece);
      left -= size(piece);
    }
  }
  close();
  // the last part has the longer credit: what leaves room for that is the last one's text
  const last = parts.at(-1) ?? [];
  let [start, used] = [last.length, 0];
  while (start > 0 && used + size(last[start - 1] ?? '') <= room.first) used += size(last[--start] ?? '');
  if (start > 0) parts.splice(-1, 1, last.slice(0, start), last.slice(start));
  return parts;
}

/**
 * The parts of the text document `lines`, as lines each. Without their credit (the lines up to the first empty one)
 * they are the document again, where a line that ends in a space goes on in the next one. Cost: linear.
 */
export function partsOf(
  document: ServedDocument,
  lines: readonly string[],
  packing: Packing,
  self: Host,
): string[][] {
  const credits = creditsOf(document, packing, self);
  for (let digits = 1; ; digits++) {
    const parts = tryParts(lines, credits, packing, digits);
    const count = String(parts.length);
    if (count.length > digits) continue;
    return parts.map((part, index) => {
      const isEdge = index === 0 || index === parts.length - 1;
      const [first = '', ...rest] = isEdge ? credits.full : credits.short;
      return [`${markOf(String(index + 1), count)} ${first}`, ...rest, '', ...part];
    });
  }
}
