/** How much stands in an element, and what stands beside it. */
import { textOf, type Element, type Node } from './dom.ts';

/** What is longer is no box beside an article. */
const MAX_WORDS = 150;
const MAX_CHARACTERS = 4_000;

/** How many words stand in `text`. */
export const countWords = (text: string): number => text.match(/[^\s]+/g)?.length ?? 0;

/** Whether `element` holds no more than a box beside an article would. Cost: bounded. */
export function isSmall(element: Element): boolean {
  const text = textOf(element, MAX_CHARACTERS);
  return text.length < MAX_CHARACTERS && countWords(text) <= MAX_WORDS;
}

/** Whether `node` is text without a word. */
export const isBlank = (node: Node): boolean => node.kind === 'text' && node.text.trim() === '';

/** The elements right before and right behind `element`, if only spaces part them. */
export function besides({ parent, index }: Element): Element[] {
  const beside = (step: -1 | 1): Node | undefined => {
    const next = parent?.children[index + step];
    return next !== undefined && isBlank(next) ? parent?.children[index + 2 * step] : next;
  };
  return [beside(-1), beside(1)].filter((node) => node?.kind === 'element');
}
