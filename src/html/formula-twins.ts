/** Formulas that a page holds twice: for readers aloud as MathML, for eyes as an image or as glyphs in places. */
import { tokensOf, type Element, type Node } from './dom.ts';
import { besides, isBlank } from './measure.ts';

/** What MediaWiki, KaTeX and MathJax put around both. */
const AROUND = /^(?:mwe-math-element(?:-.*)?|katex|mathjax(?:[-_].*)?|mjx-.*)$/;
const MAX_AROUND = 8;

/** The formula that is all `element` holds; `undefined` when it holds anything else. */
function soleFormula(element: Element): Element | undefined {
  let inner: Node = element;
  for (let level = 0; level < MAX_AROUND; level++) {
    if (inner.kind === 'text') return undefined;
    if (inner.name === 'math') return inner;
    const [only, ...more]: Node[] =
      inner.children.length > 4 ? [] : inner.children.filter((node) => !isBlank(node));
    if (only === undefined || more.length > 0) return undefined;
    inner = only;
  }
  return undefined;
}

const isAround = ({ parent }: Element): boolean =>
  parent !== undefined && [parent.name, ...tokensOf(parent, 'class')].some((name) => AROUND.test(name));

/** The formula that `element` holds where eyes are shown another form of it. */
export const formulaBeside = (element: Element): Element | undefined =>
  isAround(element) ? soleFormula(element) : undefined;

/** Whether `element` shows to eyes the formula that stands beside it, and holds no other. */
export const showsFormula = (element: Element): boolean =>
  isAround(element) &&
  soleFormula(element) === undefined &&
  besides(element).some((twin) => soleFormula(twin) !== undefined);
