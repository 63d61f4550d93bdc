/** What a document may hold that its page does not say: numbers of links, signs of lists, descriptions of images. */

/** Where additions begin, and where each of them may end. */
export type Additions = ReadonlyMap<number, readonly number[]>;

const SIGNS: readonly RegExp[] = [
  / ?\[\d{1,6}\]/g,
  / ?\[Embed: \S{1,4096}\]/g,
  / ?\[Image: [^[\]]{0,2000}\]/g,
  / ?\[Image: /g,
  /\]/g,
  / ?\(/g,
  /\)/g,
  /\^/g,
  /\^\(/g,
  /["_|]/g,
  /~~/g,
  /[:;](?= )/g,
  // one by one: those behind it may be the page's
  /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}/gu,
];
/** A line between paragraphs, or below the headings of a table, behind the signs of what it stands in. */
const RULES = /^((?: |>|\*|\d{1,16}\.)*)-{3,}:?(?: \| -{3,}:?)*$/gm;
/** Signs of quotations and lists, one behind the other at the beginning of a line. */
const MARKERS = /^ *(?:(?:>|\*|-?\d{1,16}\.|[a-z]\.|[ivxlcdm]{2,12}\.)(?: +|$))+/gim;
const MARKER = />|\*|(?:-?\d{1,16}|[a-z]+)\./gi;
/** On a line with others. */
const INNER_MARKER = /(?<= )(?:>|\*|(?:-?\d{1,16}|[a-z]|[ivxlcdm]{2,12})\.)(?= |$)/imy;
const CREDITED_IMAGE = / ?\[Image: [^[\]]{0,2000}/g;

/** The additions that may stand in `text`. Cost: linear. */
export function additionsIn(text: string): Additions {
  const found = new Map<number, number[]>();
  const add = (start: number, end: number): void => {
    const ends = found.get(start);
    if (ends === undefined) found.set(start, [end]);
    else ends.push(end);
  };
  for (const pattern of SIGNS)
    for (const { 0: sign, index } of text.matchAll(pattern)) {
      add(index, index + sign.length);
      // the space before it may be the page's
      if (sign.startsWith(' ')) add(index + sign.search(/\S/), index + sign.length);
    }
  for (const { 0: markers, index } of text.matchAll(MARKERS))
    for (const { 0: marker, index: at } of markers.matchAll(MARKER))
      add(index + at, index + at + marker.length);
  for (const { 0: line, 1: signs = '', index } of text.matchAll(RULES))
    add(index + signs.length, index + line.length);
  // what an image is described as, up to the words of its caption
  for (const { 0: image, index } of text.matchAll(CREDITED_IMAGE))
    for (const { index: at } of image.matchAll(/\(/g)) add(index, index + at + 1);
  return found;
}

/** Where the marker ends that stands at `index` within a line of `text`, of an item or a quotation in a cell or a caption. */
export function innerMarkerEnd(text: string, index: number): number | undefined {
  INNER_MARKER.lastIndex = index;
  return INNER_MARKER.test(text) ? INNER_MARKER.lastIndex : undefined;
}

/** For each code unit of `text`, 1 where it stands within `[Image: ...]`. */
export function imagesIn(text: string): Uint8Array {
  const within = new Uint8Array(text.length);
  for (const { index } of text.matchAll(/\[Image: /g)) {
    let depth = 0;
    for (let at = index; at < text.length && text[at] !== '\n' && within[at] === 0; at++) {
      if (text[at] === '[') depth++;
      if (text[at] === ']' && --depth === 0) break;
      within[at] = 1;
    }
  }
  return within;
}
