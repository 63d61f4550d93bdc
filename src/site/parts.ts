/** An article in parts for tiny payloads: each within a byte budget, each with its mark and its credit. */
import type { Host } from '../gopher/item.ts';
import { textEnd, textLine, type TextFormat } from '../gopher/text.ts';
import { charsetOf, type Charset } from '../text/charset.ts';
import { cleanLine } from '../text/clean.ts';
import { truncate } from '../text/wrap.ts';
import type { ServedDocument } from './document.ts';
import { absoluteUri } from './link.ts';
import { encodedBytes, textSetter, type View } from './view.ts';

/** The credit may take so much of the first and the last part, which may hold little else. */
const MAX_CREDIT = 0.85;
/** A stored document that is larger is not parted: nobody reads it by its thousands of parts. */
export const MAX_PARTED_BYTES: number = 1024 * 1024;
const CRLF = '\r\n';

/** How parts are sent. */
export interface Packing {
  /** The most bytes of a part. */
  readonly budget: number;
  readonly view: View;
  readonly format: TextFormat;
  /** Whether each part has the credit of the first and the last: where parts go separate ways. */
  readonly hasWholeCredits?: boolean;
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

/** Which part it is, and of how many; with a plus where its last line goes on in the next part. */
const markOf = (number: string, count: string, goesOn: boolean): string =>
  `[${number}/${count}${goesOn ? '+' : ''}]`;

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
    [cut(title, 16)],
  ];
  const chosen = candidates.find((lines) => sizeOf(lines, packing) <= room) ?? [];
  const full = [...short, ...chosen];
  return { full, short: packing.hasWholeCredits === true ? full : short };
}

/** `line` cut into pieces of at most `bytes`: behind a space, and between other characters only where there is none. */
function cutByBytes(line: string, bytes: number, charset: Charset): string[] {
  const pieces: string[] = [];
  let start = 0;
  let size = 0;
  /** Behind the last space of the piece, and the size up to there. */
  let space = { at: 0, size: 0 };
  let at = 0;
  for (const character of line) {
    const more = charset.sizeOf(character);
    if (size + more > bytes && at > start) {
      const end = space.at > start ? space : { at, size };
      pieces.push(line.slice(start, end.at));
      start = end.at;
      size -= end.size;
      space = { at: 0, size: 0 };
    }
    at += character.length;
    size += more;
    if (character === ' ') space = { at, size };
  }
  return [...pieces, line.slice(start)];
}

/** The text of a part, and whether its last line goes on in the next one. */
interface PartText {
  readonly lines: readonly string[];
  readonly goesOn: boolean;
}

function tryParts(
  lines: readonly string[],
  credits: Credits,
  packing: Packing,
  digits: number,
): readonly PartText[] {
  const size = (line: string): number => sizeOf([line], packing);
  const charset = charsetOf(packing.view.charset);
  const mark = markOf('9'.repeat(digits), '9'.repeat(digits), true);
  const space = packing.budget - encodedBytes(packing.view, `${mark} ${CRLF}${textEnd(packing.format)}`);
  // the last part is not known before all are made: every part leaves room for what the last one carries
  const room = {
    first: space - sizeOf(credits.full, packing),
    other: space - sizeOf(credits.short, packing),
  };
  // a piece may begin with a period, which is sent twice
  const most = room.other - CRLF.length - 1;
  const parts: PartText[] = [];
  let part: string[] = [];
  let left = room.first;
  for (const line of lines) {
    const pieces = size(line) <= room.other ? [line] : cutByBytes(line, most, charset);
    for (const [index, piece] of pieces.entries()) {
      const bytes = size(piece);
      // two pieces never fit one part, or the line would not have been cut there
      if (bytes > left || index > 0) {
        parts.push({ lines: part, goesOn: index > 0 });
        part = [];
        left = room.other;
      }
      part.push(piece);
      left -= bytes;
    }
  }
  // the last part has the longer credit: what leaves room for that is the last one's text
  let [start, used] = [part.length, 0];
  while (start > 0 && used + size(part[start - 1] ?? '') <= room.first) used += size(part[--start] ?? '');
  if (start > 0) parts.push({ lines: part.slice(0, start), goesOn: false });
  return [...parts, { lines: part.slice(start), goesOn: false }];
}

/**
 * The parts of the text document `lines`, as lines each. Without their heads (the lines up to the first empty one)
 * they are the document again, where the last line of a part whose mark has a plus goes on in the next one. Cost:
 * linear.
 */
export function partsOf(
  document: ServedDocument,
  lines: readonly string[],
  packing: Packing,
  self: Host,
): string[][] {
  const credits = creditsOf(document, packing, self);
  // no fewer than this; heads and the ends of lines that do not fit may make them more
  const least = String(Math.ceil(sizeOf(lines, packing) / packing.budget)).length;
  for (let digits = least; ; digits++) {
    const parts = tryParts(lines, credits, packing, digits);
    const count = String(parts.length);
    if (count.length > digits) continue;
    return parts.map(({ lines: part, goesOn }, index) => {
      const isEdge = index === 0 || index === parts.length - 1;
      const [first = '', ...rest] = isEdge ? credits.full : credits.short;
      return [`${markOf(String(index + 1), count, goesOn)} ${first}`, ...rest, '', ...part];
    });
  }
}
