/** What a page's text says again of what its document says in its header: title and authors. */
import { type Element, elementsIn, parseHtml, textOf } from '../../html/dom.ts';
import { isBlock } from '../../html/elements.ts';
import type { Credits } from './names.ts';
import { titleLine } from './plain.ts';
import { innerHtml } from './serialize.ts';
import { without } from './walk.ts';

const MAX_CHARACTERS = 1000;
/** A paragraph of so many words begins the text. */
const BEGINNING_WORDS = 15;
const AROUND_NAMES = /(?<!\p{L})(?:by|written|and|und|et|y|e|en|von|par|por|di|door)(?!\p{L})/giu;

const keyOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Whether `text` holds all of `names` and nothing else. */
function isByline(text: string, names: readonly string[]): boolean {
  if (names.length === 0) return false;
  let rest = text;
  for (const name of names.toSorted((a, b) => b.length - a.length)) {
    if (!rest.includes(name)) return false;
    rest = rest.replace(name, ' ');
  }
  return keyOf(rest.replace(AROUND_NAMES, ' ')) === '';
}

/** `html` without its heading, where that is the title, and without its by-line, where that names the authors and no more. */
export function withoutHead(html: string, title: string, { authors, institutions }: Credits): string {
  const { root } = parseHtml(html);
  const said = new Set<Element>();
  for (const element of elementsIn(root)) {
    const text = textOf(element, MAX_CHARACTERS).replace(/\s+/gu, ' ');
    if (element.name === 'p' && text.split(' ').length >= BEGINNING_WORDS) break;
    const isTitle = element.name === 'h1' && keyOf(titleLine(innerHtml(element))) === keyOf(title);
    const isNames = isByline(text, authors) || isByline(text, [...authors, ...institutions]);
    if (element.name !== '' && (isTitle || (isBlock(element.name) && isNames))) said.add(element);
  }
  return said.size === 0 ? html : innerHtml(without(root, (element) => said.has(element)));
}
