/** Formulas on a line: as their page writes them for text, else with signs that keep their numbers apart. */
import { attribute, findElement, textOf, type Element, type Node } from './dom.ts';
import { isBlank } from './measure.ts';

const MAX_CHARACTERS = 10_000;
/** So much of what stands before tells how it ends. */
const MAX_END = 32;
const STYLE = /^\{\\(?:display|text|script)style\s*([\s\S]*)\}$/;
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
/** What stands as it is before and behind signs. */
const SIMPLE = /^(?:\p{L}+|[\p{N}.,]+|[^\s\p{L}\p{N}])$/u;
const NUMBERS = /\p{N}+/gu;
const SOURCES = new Set(['annotation', 'annotation-xml', 'mphantom', 'maligngroup', 'malignmark']);

const bare = (text: string): string => text.replace(UNSEEN, '').replace(/\s+/gu, ' ').trim();
const grouped = (text: string): string => (SIMPLE.test(text) ? text : `(${text})`);
const elementsOf = (element: Element): Element[] =>
  element.children.filter((child) => child.kind === 'element');

/** `left` and `right` as they stand behind each other, no two numbers or names in one. */
function joined(left: string, right: string): string {
  if (left === '' || right === '') return left + right;
  const end = left.slice(-MAX_END);
  const isWord = /[\p{L}\p{N}\p{M}]$/u.test(end) && /^[\p{L}\p{N}]/u.test(right);
  const isFactor =
    /(?:^|[^\p{L}\p{N}^_/.,])(?:[\p{N}.,]*\p{L}|[\p{N}.,]+)$/u.test(end) && /^\p{L}$/u.test(right);
  return isWord && !isFactor ? `${left} ${right}` : left + right;
}

const row = (nodes: readonly Node[]): string => nodes.reduce((line, node) => joined(line, linear(node)), '');

/** Scripts stand behind what they belong to, those of one before it as well. */
function scripted([base, ...scripts]: readonly Element[]): string {
  const at = scripts.findIndex(({ name }) => name === 'mprescripts');
  const pairs = (parts: readonly Element[]): string =>
    parts.map((part, index) => signed(index % 2 === 0 ? '_' : '^', linear(part))).join('');
  const behind = pairs(at < 0 ? scripts : scripts.slice(0, at));
  const before = at < 0 ? '' : pairs(scripts.slice(at + 1));
  const middle = base === undefined ? '' : grouped(linear(base));
  return before === '' ? middle + behind : `${before} ${middle}${behind}`;
}

const signed = (sign: string, text: string): string => (text === '' ? '' : sign + grouped(text));

function linear(node: Node): string {
  if (node.kind === 'text') return bare(node.text);
  if (SOURCES.has(node.name)) return '';
  const parts = elementsOf(node);
  const part = (index: number): string => {
    const found = parts[index];
    return found === undefined ? '' : linear(found);
  };
  // what has too few or too many parts is a row
  const hasParts = (count: number): boolean =>
    parts.length === count && node.children.every((child) => child.kind === 'element' || isBlank(child));
  switch (node.name) {
    case 'mi':
    case 'mn':
    case 'mo':
    case 'mtext':
    case 'ms':
      return bare(textOf(node, MAX_CHARACTERS));
    case 'mfrac':
      if (!hasParts(2)) return row(node.children);
      return attribute(node, 'linethickness')?.trim().startsWith('0') === true
        ? `binom(${part(0)}, ${part(1)})`
        : `${grouped(part(0))}/${grouped(part(1))}`;
    case 'msqrt':
      return `sqrt(${row(node.children)})`;
    case 'mroot':
      return hasParts(2) ? `${grouped(part(0))}^(1/${grouped(part(1))})` : row(node.children);
    case 'msup':
    case 'mover':
      return hasParts(2) ? grouped(part(0)) + signed('^', part(1)) : row(node.children);
    case 'msub':
    case 'munder':
      return hasParts(2) ? grouped(part(0)) + signed('_', part(1)) : row(node.children);
    case 'msubsup':
    case 'munderover':
      return hasParts(3)
        ? grouped(part(0)) + signed('_', part(1)) + signed('^', part(2))
        : row(node.children);
    case 'mmultiscripts':
      return scripted(parts);
    case 'mfenced':
      return `${attribute(node, 'open') ?? '('}${parts.map(linear).join(', ')}${attribute(node, 'close') ?? ')'}`;
    case 'mtable':
      return `(${parts.map(linear).join('; ')})`;
    case 'mtr':
    case 'mlabeledtr':
      return parts.map(linear).join(', ');
    case 'mspace':
      return '';
    default:
      return row(node.children);
  }
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const [brace] of text.matchAll(/(?<!\\)[{}]/g))
    if ((depth += brace === '{' ? 1 : -1) < 0) return false;
  return depth === 0;
}

/** TeX without what only sets its size. */
function withoutStyle(text: string): string {
  const inner = STYLE.exec(text)?.[1];
  return inner !== undefined && isBalanced(inner) ? inner.trim() : text;
}

const isTex = (element: Element): boolean =>
  element.name === 'annotation' && /tex/i.test(attribute(element, 'encoding') ?? '');

/** Whether `element` is a formula on a line of its own. */
export const isDisplayed = (element: Element): boolean =>
  element.name === 'math' && attribute(element, 'display') === 'block';

/**
 * The formula that `math` is, as one line: its text or its TeX where its page gives one with all its numbers, else
 * "(a+b)/2", "sqrt(16)", "x^2". Cost: linear.
 */
export function formulaOf(math: Element): string {
  const shown = row(math.children);
  const numbers: readonly string[] = shown.match(NUMBERS) ?? [];
  const tex = findElement(math, isTex);
  const given = [attribute(math, 'alttext'), tex === undefined ? undefined : textOf(tex, MAX_CHARACTERS)];
  for (const text of given) {
    const written = withoutStyle(bare(text ?? ''));
    const found = new Set(written.match(NUMBERS));
    if (written !== '' && numbers.every((number) => found.has(number))) return written;
  }
  return shown;
}
