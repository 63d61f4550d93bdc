/** A walk through a page that goes around some of it. */
import type { Element } from '../../html/dom.ts';

/** `root` and the elements in it, in the order of the page, without those that `isLeft` and all in them. Cost: linear. */
export function* elementsBut(root: Element, isLeft: (element: Element) => boolean): Generator<Element> {
  const waiting: Element[] = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (isLeft(next)) continue;
    yield next;
    for (let index = next.children.length - 1; index >= 0; index--) {
      const child = next.children[index];
      if (child?.kind === 'element') waiting.push(child);
    }
  }
}
