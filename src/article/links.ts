/** The addresses that stand in a text. */

/** No client could ask for a longer one. */
const MAX_URL_CHARACTERS = 2048;
const URL_IN_TEXT = /(?:https?|gopher|gemini):\/\/[^\s<>"\u00ab\u00bb\u201c\u201d\u3001\u3002]+/giu;
const CLOSING: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

const count = (text: string, part: string): number => text.split(part).length - 1;

/** `url` without the punctuation of the sentence around it; a closing bracket stays where it has an opening one. */
function trimPunctuation(url: string): string {
  const trimmed = url.replace(/[.,;:!?'*\u2019\u2026]+$/u, '');
  const last = trimmed.slice(-1);
  const opening = CLOSING.get(last);
  const isExtra = opening !== undefined && count(trimmed, last) > count(trimmed, opening);
  if (isExtra) return trimPunctuation(trimmed.slice(0, -1));
  return trimmed;
}

/** The addresses in `text`, in order, each once; those over 2,048 characters are none. */
export function urlsIn(text: string): string[] {
  const found = Array.from(text.matchAll(URL_IN_TEXT), ([url]) => url);
  return [...new Set(found.filter((url) => url.length <= MAX_URL_CHARACTERS).map(trimPunctuation))];
}
