/** Lists, quotations and definitions as people write them in plain text. */
import { attribute, type Element, type Node } from './dom.ts';
import { type Convert, type Paragraph } from './flow.ts';
import { numeral } from './numerals.ts';
import { runsOf } from './runs.ts';

const LEVEL = '  ';
const BULLET = '* ';
const DEFINITION_PARTS = new Set(['dt', 'dd', 'div']);

/** An item of a list; `marker` is empty where the page gives none. */
interface Item {
  readonly marker: string;
  readonly paragraphs: Paragraph[];
}

const behind = (prefix: string, { kind, lines }: Paragraph): Paragraph => ({
  kind,
  lines: lines.map((line) => prefix + line),
});

/** Whether `paragraph` may stand right below text. */
const isTight = ({ kind }: Paragraph, index: number): boolean =>
  kind === 'list' || (kind === 'text' && index === 0);

function itemParagraphs({ marker, paragraphs }: Item): Paragraph[] {
  const [first, ...others] = paragraphs;
  if (first === undefined) return [];
  const rest = others.map((paragraph) => behind(LEVEL, paragraph));
  if (first.kind === 'pre' && marker !== '' && marker !== BULLET)
    return [{ kind: 'text', lines: [marker.trimEnd()] }, behind(LEVEL, first), ...rest];
  if (first.kind !== 'text' || marker === '') return [behind(LEVEL, first), ...rest];
  const [line = '', ...lines] = first.lines;
  return [{ kind: 'text', lines: [marker + line, ...lines.map((other) => LEVEL + other)] }, ...rest];
}

const wholeNumber = (element: Element, name: string): number | undefined => {
  const number = Number.parseInt(attribute(element, name) ?? '', 10);
  return Number.isSafeInteger(number) ? number : undefined;
};

function itemsOf(list: Element, convert: Convert): Item[] {
  const isReversed = list.attributes.has('reversed');
  const runs = [...runsOf(list.children, (name) => name === 'li')];
  let number =
    wholeNumber(list, 'start') ?? (isReversed ? runs.filter(({ kind }) => kind === 'part').length : 1);
  const items: Item[] = [];
  for (const run of runs) {
    if (run.kind === 'part') {
      number = wholeNumber(run.part, 'value') ?? number;
      const marker = list.name === 'ol' ? `${numeral(number, attribute(list, 'type'))}. ` : BULLET;
      items.push({ marker, paragraphs: convert(run.part.children) });
      number += isReversed ? -1 : 1;
    } else {
      // what stands between items belongs to the one before
      if (items.length === 0) items.push({ marker: '', paragraphs: [] });
      for (const paragraph of convert(run.nodes)) items.at(-1)?.paragraphs.push(paragraph);
    }
  }
  return items;
}

/** A list: its items in one paragraph, but for those that are more than a paragraph and lists below it. */
export function listParagraphs(list: Element, convert: Convert): Paragraph[] {
  const done: Paragraph[] = [];
  let open: string[] | undefined;
  for (const item of itemsOf(list, convert)) {
    const paragraphs = itemParagraphs(item);
    if (!item.paragraphs.every(isTight)) open = undefined;
    else if (open === undefined && paragraphs.length > 0) {
      open = [];
      done.push({ kind: 'list', lines: open });
    }
    for (const paragraph of paragraphs) {
      if (open === undefined) done.push(paragraph);
      else for (const line of paragraph.lines) open.push(line);
    }
  }
  return done;
}

const QUOTED = '> ';

/** Quoted paragraphs: one, in which a lone sign parts them, unless there is more than text in them. */
export function quoteParagraphs(paragraphs: readonly Paragraph[]): Paragraph[] {
  if (paragraphs.length > 0 && paragraphs.every(({ kind }) => kind === 'text' || kind === 'list')) {
    const lines = paragraphs.flatMap((paragraph, index) => [
      ...(index === 0 ? [] : [QUOTED.trimEnd()]),
      ...behind(QUOTED, paragraph).lines,
    ]);
    return [{ kind: 'text', lines }];
  }
  return paragraphs.map((paragraph) => ({
    kind: paragraph.kind === 'rule' ? 'rule' : 'text',
    lines: behind(QUOTED, paragraph).lines,
  }));
}

/** Terms and what they mean, each a paragraph or more. */
interface Definition {
  readonly terms: Paragraph[];
  readonly meanings: Paragraph[];
}

function definitionsOf(list: Element, convert: Convert): Definition[] {
  const found: Definition[] = [];
  const visit = (nodes: readonly Node[]): void => {
    for (const run of runsOf(nodes, (name) => DEFINITION_PARTS.has(name))) {
      if (run.kind === 'part' && run.part.name === 'div') visit(run.part.children);
      else {
        const isTerm = run.kind === 'part' && run.part.name === 'dt';
        add(isTerm, convert(run.kind === 'part' ? run.part.children : run.nodes));
      }
    }
  };
  const add = (isTerm: boolean, paragraphs: Paragraph[]): void => {
    const last = found.at(-1);
    if (paragraphs.length === 0) return;
    if (last === undefined || (isTerm && last.meanings.length > 0))
      found.push(isTerm ? { terms: paragraphs, meanings: [] } : { terms: [], meanings: paragraphs });
    else for (const paragraph of paragraphs) (isTerm ? last.terms : last.meanings).push(paragraph);
  };
  visit(list.children);
  return found;
}

function definition({ terms, meanings }: Definition): Paragraph[] {
  const deeper = meanings.map((paragraph) => behind(LEVEL, paragraph));
  const isShort = [...terms, ...meanings].every(({ kind }) => kind === 'text' || kind === 'list');
  if (!isShort || terms.length === 0) return [...terms, ...deeper];
  return [{ kind: 'text', lines: [...terms, ...deeper].flatMap(({ lines }) => lines) }];
}

/** Terms, and below each, deeper, what it means. */
export const definitionParagraphs = (list: Element, convert: Convert): Paragraph[] =>
  definitionsOf(list, convert).flatMap(definition);
