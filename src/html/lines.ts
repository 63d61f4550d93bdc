/** Where lines begin and end that no name of an element says, and in which order parts are shown. */
import { attribute, tokensOf, type Element, type Node } from './dom.ts';
import { isBlank } from './measure.ts';

/** Of cards that styles take apart. */
const CARD_LINES = /^kg-bookmark-publisher$/;
const BLOCK_STYLE = /(?:^|;)\s*display\s*:\s*block\b/i;

/** Whether a quotation's source stands right behind its words, as the last of it: no space parts what styles part. */
function isSource({ name, parent, index }: Element): boolean {
  if (name !== 'cite' || parent?.name !== 'blockquote') return false;
  const before = parent.children[index - 1];
  const isLast =
    parent.children.slice(index + 1, index + 3).every(isBlank) && parent.children.length <= index + 2;
  return isLast && before?.kind === 'text' && /[^\s([\u201c"\u2018]$/u.test(before.text);
}

/** Whether `element`, no block by its name, stands on lines of its own. */
export const isOnOwnLine = (element: Element): boolean =>
  isSource(element) ||
  BLOCK_STYLE.test(attribute(element, 'style') ?? '') ||
  tokensOf(element, 'class').some((token) => CARD_LINES.test(token));

/** What stands in `element`, as it is shown: the foot of a table below it, wherever it is written. */
export function shownChildren(element: Element): readonly Node[] {
  if (element.name !== 'table') return element.children;
  const foot = element.children.find((child) => child.kind === 'element' && child.name === 'tfoot');
  return foot === undefined
    ? element.children
    : [...element.children.filter((child) => child !== foot), foot];
}
