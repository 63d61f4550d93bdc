/** Pages that may not say what their tree holds: their words are not proved, whatever a document has of them. */
import { attribute, elementsIn, textOf, type Dom, type Element, type Node } from './dom.ts';
import { RAW } from './elements.ts';

const MAX_CHARACTERS = 10_000;
/** Text that is HTML itself: it begins with a tag, and has an end or a break. */
const TAG = 'p|div|h[1-6]|ul|ol|li|blockquote|figure|article|section|span|strong|em|a|img|br|b|i';
const BEGINS = new RegExp(`^\\s*<(?:${TAG})(?:\\s[^<>]{0,2000})?/?>`, 'i');
const ENDS = new RegExp(`</(?:${TAG})\\s*>|<br\\s*/?>`, 'i');
/** What shows tags because it is about them. */
const CODE = new Set('pre code kbd samp tt listing template'.split(' '));

/** Attributes in which no tag stands, but where a quote is missing at their end. */
const TAG_FREE = ['href', 'src', 'class', 'id'];
const IS_TAG = /<\/?[a-z]/i;

const isWritten = (element: Element): boolean => textOf(element, MAX_CHARACTERS).trim() !== '';

/** Whether `element`, read as raw text, went on through what stands behind it. */
const isSwallowing = (element: Element): boolean =>
  (element.name === 'iframe' &&
    /<iframe[\s/>]|<\/(?:p|div)>[^]*<p[\s>]/i.test(textOf(element, MAX_CHARACTERS))) ||
  (element.name === 'script' &&
    attribute(element, 'src') !== undefined &&
    /<\/?p>/i.test(textOf(element, MAX_CHARACTERS)));

function escapedIn(node: Node): string | undefined {
  if (node.kind === 'text')
    return BEGINS.test(node.text) && ENDS.test(node.text) ? node.text.trim() : undefined;
  if (CODE.has(node.name) || RAW.has(node.name)) return undefined;
  for (const child of node.children) {
    const found = escapedIn(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The text that gives cause for doubt: swallowed by what was not ended, or tags that were escaped twice. Cost: linear. */
export function doubtOf({ root, unended, swallowed }: Dom): string | undefined {
  const open = unended.find(isWritten);
  if (open !== undefined) return textOf(open, MAX_CHARACTERS).trim();
  if (swallowed.trim() !== '') return swallowed.trim();
  for (const element of elementsIn(root)) {
    const tags = TAG_FREE.map((name) => attribute(element, name) ?? '').find((value) => IS_TAG.test(value));
    if (tags !== undefined) return tags.replace(/^[^>]*>/, '').trim();
    if (isSwallowing(element)) return textOf(element, MAX_CHARACTERS).trim();
  }
  return escapedIn(root);
}
