/** A walk through a page that goes around some of it. */
import type { Element, Node } from '../../html/dom.ts';
import { isBlock } from '../../html/elements.ts';

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

const NO_SINGLE_SPACES = /[^\S ]| {2}/;

const withSingleSpaces = (text: string): string =>
  NO_SINGLE_SPACES.test(text) ? text.replace(/\s+/gu, ' ') : text;

/** The lines of text in `root` without those elements that `isLeft`, spaces as they stand, LF for a line break; `behind` gives what is put behind an element. */
export function linesIn(
  root: Element,
  isLeft: (element: Element) => boolean,
  behind: (element: Element) => string = () => '',
): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  const end = (): void => {
    const text = line.join('');
    if (text.trim() !== '') lines.push(text);
    line = [];
  };
  const visit = (node: Node): void => {
    if (node.kind === 'text') line.push(withSingleSpaces(node.text));
    else if (node.name === 'br') line.push('\n');
    else if (!isLeft(node)) {
      if (isBlock(node.name)) end();
      node.children.forEach(visit);
      line.push(behind(node));
      if (isBlock(node.name)) end();
    }
  };
  visit(root);
  end();
  return lines;
}

/** `root` without the elements that `isLeft` and all in them. */
export const without = (root: Element, isLeft: (element: Element) => boolean): Element => ({
  ...root,
  children: root.children
    .filter((child) => child.kind === 'text' || !isLeft(child))
    .map((child) => (child.kind === 'text' ? child : without(child, isLeft))),
});
