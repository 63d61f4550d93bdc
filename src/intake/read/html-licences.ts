/** What a text in HTML says of its own licence: marked as such, or in a sentence of its last lines. */
import { isBlock } from '../../html/elements.ts';
import { attribute, textOf, tokensOf, type Element } from '../../html/dom.ts';
import type { LicenceStatement } from '../offer.ts';
import { plainLine } from './plain.ts';
import { isOnPictures, meaningOf, sentencesOf } from './rights.ts';
import { elementsBut } from './walk.ts';

/** Of pictures, embeds and what stands beside an article: their licences are not the article's. */
const PICTURE_NAMES = new Set([
  'figure',
  'figcaption',
  'picture',
  'aside',
  'nav',
  'blockquote',
  'script',
  'style',
]);
const PICTURE_CLASS = /(?:^|[-_])(?:caption|credits?|image|photo|figure|thumbnail|gallery|media)(?:$|[-_])/;
const CC_ADDRESS = /^(?:https?:)?\/\/(?:www\.)?creativecommons\.org\/(?:licenses|publicdomain)\//i;
/** A sentence that is on the text in which it stands. */
const ON_ITSELF =
  /^(?:this\b|the (?:text|article|story|content|post|work|original)\b|these\b|our\b|all\b|(?:except|unless) |licen[cs]e[ds]?\b|text\b|content\b|articles?\b|published\b|republish|creative commons\b|cc\b|\u00a9|\(c\)|copyright\b|you (?:may|can|are free)\b|feel free\b|available\b|shared\b|distributed\b|reposted\b)/i;
/** So many blocks at the end of a text are looked at. */
const LAST_BLOCKS = 6;
const MAX_BLOCK_CHARACTERS = 1500;

/** A line of text, and the addresses it leads to. */
interface Block {
  readonly element: Element;
  readonly links: readonly Element[];
}

const isPicture = (element: Element): boolean =>
  PICTURE_NAMES.has(element.name) || tokensOf(element, 'class').some((name) => PICTURE_CLASS.test(name));

/** Whether a licence is named in `html` at all: most texts need no second look. */
export const mayNameLicence = (html: string): boolean =>
  /licen[cs]e|creative ?commons|\bcc[ -]?(?:by|0)\b|rights reserved|copyright|\u00a9|&copy;/i.test(html);

/** The elements in `root` that can be on the article. */
const articleElements = (root: Element): Generator<Element> => elementsBut(root, isPicture);

const holdsBlocks = (element: Element): boolean =>
  element.children.some((child) => child.kind === 'element' && isBlock(child.name));

function blocksOf(root: Element): Block[] {
  const lines: Element[] = [];
  for (const element of articleElements(root)) {
    const isLine = isBlock(element.name) || element === root;
    if (!isLine || holdsBlocks(element) || textOf(element, MAX_BLOCK_CHARACTERS).trim() === '') continue;
    lines.push(element);
  }
  return lines.slice(-LAST_BLOCKS).map((element) => ({
    element,
    links: [...articleElements(element)].filter(({ name }) => name === 'a'),
  }));
}

/** What one of the last lines says: an address of a licence in it, or the sentences that name one. */
function wordsOfBlock({ element, links }: Block): string[] {
  const text = plainLine(textOf(element, MAX_BLOCK_CHARACTERS));
  const sentences = sentencesOf(text).filter(
    (sentence) => ON_ITSELF.test(sentence) && (!isOnPictures(sentence) || /rights reserved/i.test(sentence)),
  );
  const said = sentences.filter((sentence) => meaningOf(sentence).kind !== 'nothing');
  if (!sentences.some((sentence) => mayNameLicence(sentence))) return [];
  const addresses = links
    .flatMap((link) => attribute(link, 'href') ?? [])
    .filter((href) => CC_ADDRESS.test(href));
  // the address says which version; what the words take back stays
  const isPlain = said.every((sentence) => meaningOf(sentence).kind !== 'unknown');
  return isPlain && addresses.length > 0 ? addresses : said;
}

const isMarked = (element: Element): boolean =>
  (['a', 'link'].includes(element.name) && tokensOf(element, 'rel').includes('license')) ||
  tokensOf(element, 'itemprop').includes('license');

/** What `root`, a text of `owner` ("the item", "the page"), says of its licence; pictures and quotations apart. */
export function licencesInHtml(
  root: Element,
  owner: string,
  scope: LicenceStatement['scope'],
): LicenceStatement[] {
  const marked = [...articleElements(root)].filter(isMarked).flatMap((element) => {
    const words =
      attribute(element, 'href') ?? attribute(element, 'content') ?? textOf(element, MAX_BLOCK_CHARACTERS);
    return [{ words: words.trim(), where: `rel=license in ${owner}`, scope }];
  });
  const lines = blocksOf(root).flatMap(wordsOfBlock);
  const stated = lines.map((words) => ({ words, where: `last lines of ${owner}`, scope }));
  const seen = new Set<string>();
  return [...marked, ...stated].filter(({ words }) => words !== '' && !seen.has(words) && seen.add(words));
}
