/** The addresses that stand in a text. */
import { MAX_URL_CHARACTERS } from '../text/wrap.ts';

const URL_IN_TEXT = /(?:https?|gopher|gemini):\/\/[^\s<>"\u00ab\u00bb\u201c\u201d\u3001\u3002]+/giu;
const CLOSING: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

const PUNCTUATION = new Set(".,;:!?'*\u2019\u2026");

/** `url` without the punctuation of the sentence around it; a closing bracket stays where it has an opening one. Cost: linear. */
function trimPunctuation(url: string): string {
  const counts = new Map<string, number>();
  for (const character of url) counts.set(character, (counts.get(character) ?? 0) + 1);
  const countOf = (character: string): number => counts.get(character) ?? 0;
  let end = url.length;
  for (; end > 0; end--) {
    const last = url.charAt(end - 1);
    const opening = CLOSING.get(last);
    const isExtra = opening !== undefined && countOf(last) > countOf(opening);
    if (!isExtra && !PUNCTUATION.has(last)) break;
    counts.set(last, countOf(last) - 1);
  }
  return url.slice(0, end);
}

/** A stretch of a text: an address, or what stands before, between and behind addresses. */
export interface Stretch {
  readonly text: string;
  readonly isUrl: boolean;
}

/** `text` in stretches, in order and together the whole of it; an address over 2,048 characters is none. */
export function stretchesOf(text: string): Stretch[] {
  const stretches: Stretch[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(URL_IN_TEXT)) {
    const url = found.length <= MAX_URL_CHARACTERS ? trimPunctuation(found) : '';
    if (url === '') continue;
    if (index > end) stretches.push({ text: text.slice(end, index), isUrl: false });
    stretches.push({ text: url, isUrl: true });
    end = index + url.length;
  }
  if (end < text.length) stretches.push({ text: text.slice(end), isUrl: false });
  return stretches;
}

/** The addresses in `text`, in order, each once. */
export function urlsIn(text: string): string[] {
  return [...new Set(stretchesOf(text).flatMap((stretch) => (stretch.isUrl ? stretch.text : [])))];
}
