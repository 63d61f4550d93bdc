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

/** The addresses in `text`, in order, each once; those over 2,048 characters are none. */
export function urlsIn(text: string): string[] {
  const found = Array.from(text.matchAll(URL_IN_TEXT), ([url]) => url);
  return [...new Set(found.filter((url) => url.length <= MAX_URL_CHARACTERS).map(trimPunctuation))];
}
