/** A tree back to HTML, which is then nested no deeper and no larger than the tree: what other readers of HTML can bear. */
import { RAW, VOID } from '../../html/elements.ts';
import type { Element, Node } from '../../html/dom.ts';

/** What is run or only dresses a page. */
const DROPPED = new Set(['script', 'style', 'template', 'plaintext', 'xmp']);

const escapeText = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\u00a0', '&nbsp;');
const escapeValue = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** [HTML 13.1.2.3] a name that a tag can hold. */
const ATTRIBUTE_NAME = /^[^\s"'<>/=\p{Cc}]+$/u;
const ELEMENT_NAME = /^[a-z][^\s/>"'<\p{Cc}]*$/u;

function openTag({ name, attributes }: Element): string {
  const written = Array.from(attributes, ([key, value]) =>
    ATTRIBUTE_NAME.test(key) ? ` ${key}="${escapeValue(value)}"` : '',
  );
  return `<${name}${written.join('')}>`;
}

/** The content of `root` as HTML, without scripts and styles. Cost: linear. */
export function innerHtml(root: Element): string {
  const parts: string[] = [];
  const write = (node: Node): void => {
    if (node.kind === 'text') parts.push(escapeText(node.text));
    else if (!DROPPED.has(node.name)) {
      const isNamed = ELEMENT_NAME.test(node.name);
      if (isNamed) parts.push(openTag(node));
      // what stands in an iframe is for browsers that know none
      if (!RAW.has(node.name) || node.name === 'title' || node.name === 'textarea')
        node.children.forEach(write);
      if (isNamed && !VOID.has(node.name)) parts.push(`</${node.name}>`);
    }
  };
  root.children.forEach(write);
  return parts.join('');
}
