/** What stands in a list or a table: its parts, and what does not belong there but is shown all the same. */
import type { Element, Node } from './dom.ts';
import { leftOutAs } from './left-out.ts';

/** A part, or all that stands between two parts: together it may be one word. */
export type Run =
  | { readonly kind: 'part'; readonly part: Element }
  | { readonly kind: 'stray'; readonly nodes: readonly Node[] };

/** `nodes` in runs; an element named by `isPart` and not left out is a part. */
export function* runsOf(nodes: readonly Node[], isPart: (name: string) => boolean): Generator<Run> {
  let stray: Node[] = [];
  for (const node of nodes) {
    if (node.kind === 'text' || !isPart(node.name) || leftOutAs(node) !== undefined) {
      stray.push(node);
      continue;
    }
    if (stray.length > 0) yield { kind: 'stray', nodes: stray };
    stray = [];
    yield { kind: 'part', part: node };
  }
  if (stray.length > 0) yield { kind: 'stray', nodes: stray };
}
