/** What a text in HTML says of its own licence: marked as such, or in a sentence of its last lines. */
import { findLicence, saysTermsOf } from '../../article/licence-names.ts';
import { reservesRights } from '../../article/reserved.ts';
import { isBlock } from '../../html/elements.ts';
import { attribute, textOf, type Element } from '../../html/dom.ts';
import type { LicenceStatement } from '../offer.ts';
import { isCommonsAddress, isMarked, isOfOther, isUnsaid } from './html-marks.ts';
import { hasPicture, isBehindPicture, isPictureCredit } from './picture-credits.ts';
import { isGrantOfItself } from './grants.ts';
import { plainLine } from './plain.ts';
import { isOnPictures, meaningOf, namesCommons, sentencesOf } from './rights.ts';
import { elementsBut, without } from './walk.ts';
import { isOnItself } from './withheld.ts';

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

/** Whether a licence is named at all: most lines need no second look. */
const mayNameLicence = (text: string): boolean =>
  namesCommons(text) ||
  /licen[cs]e|creative ?commons|\bcc[ -]?(?:by|0)\b|rights reserved|copyright|\u00a9|&copy;/i.test(text);

/** Whether `element` grants nothing: it is on something else, or nobody is shown it as said. */
const isApart = (element: Element): boolean => isOfOther(element) || isUnsaid(element);

/** The elements in `root` that can be on the article. */
const articleElements = (root: Element): Generator<Element> => elementsBut(root, isApart);

const holdsBlocks = (element: Element): boolean =>
  element.children.some((child) => child.kind === 'element' && isBlock(child.name));

function blocksOf(root: Element): Block[] {
  const lines: Element[] = [];
  for (const element of articleElements(root)) {
    const isLine = isBlock(element.name) || element === root;
    if (
      !isLine ||
      (element !== root && isPictureCredit(element)) ||
      holdsBlocks(element) ||
      textOf(element, MAX_BLOCK_CHARACTERS).trim() === ''
    )
      continue;
    lines.push(element);
  }
  return lines.slice(-LAST_BLOCKS).map((element) => ({
    element,
    links: [...articleElements(element)].filter(({ name }) => name === 'a'),
  }));
}

/** Whether `words` of a line agree with the licence at `address`, which they lead to. */
function agreesWith(words: string, address: string): boolean {
  const meaning = meaningOf(words);
  const licence = findLicence(address);
  if (typeof licence === 'string') return false;
  return meaning.kind === 'no-version'
    ? saysTermsOf(meaning.name, licence)
    : meaning.kind === 'licence' && meaning.licence === licence;
}

/** What one of the last lines says: an address of a licence in it, or the sentences that name one. */
function wordsOfBlock({ element, links }: Block): string[] {
  const text = plainLine(textOf(without(element, isUnsaid), MAX_BLOCK_CHARACTERS));
  const sentences = sentencesOf(text).filter(
    (sentence) =>
      ON_ITSELF.test(sentence) &&
      (!isOnPictures(sentence) || reservesRights(sentence)) &&
      (isGrantOfItself(sentence) || meaningOf(sentence).kind === 'unknown'),
  );
  if (!sentences.some((sentence) => mayNameLicence(sentence))) return [];
  const said = sentences.filter((sentence) => meaningOf(sentence).kind !== 'nothing');
  const addresses = links.flatMap((link) => attribute(link, 'href') ?? []).filter(isCommonsAddress);
  // the address says which version; what the words take back stays
  const others = said.filter((words) => !addresses.every((address) => agreesWith(words, address)));
  return addresses.length > 0 ? [...addresses, ...others] : said;
}

/** Whether what a line with a mark says is said of a picture: by its words, or because there stands one. */
function isPictureLine(line: Element, before: Element | undefined): boolean {
  const text = plainLine(textOf(line, MAX_BLOCK_CHARACTERS));
  if (sentencesOf(text).some((sentence) => isOnItself(sentence))) return false;
  return (
    isOnPictures(text) || CREDIT.test(text) || (text !== '' && (hasPicture(line) || isBehindPicture(before)))
  );
}

const CREDIT = /^\W*(?:credit|source|courtesy)\b/i;

/** The marks of licences in `root` that are on the article. */
function marksIn(root: Element): Element[] {
  const found: Element[] = [];
  const known = new Map<Element, boolean>();
  // a line may have many marks
  const isOfPicture = (line: Element, behind: Element | undefined): boolean => {
    const isOne = known.get(line) ?? isPictureLine(line, behind);
    known.set(line, isOne);
    return isOne;
  };
  const visit = (element: Element, line: Element, behind: Element | undefined): void => {
    if (isApart(element)) return;
    if (isMarked(element) && !(line !== root && isOfPicture(line, behind))) found.push(element);
    let before: Element | undefined;
    for (const child of element.children) {
      if (child.kind === 'text') continue;
      if (isBlock(child.name)) visit(child, holdsBlocks(child) ? root : child, before);
      else visit(child, line, behind);
      before = child;
    }
  };
  visit(root, root, undefined);
  return found;
}

/** What `root`, a text of `owner` ("the item", "the page"), says of its licence; pictures and quotations apart. */
export function licencesInHtml(
  root: Element,
  owner: string,
  scope: LicenceStatement['scope'],
): LicenceStatement[] {
  const marked = marksIn(root).flatMap((element) => {
    const words =
      attribute(element, 'href') ?? attribute(element, 'content') ?? textOf(element, MAX_BLOCK_CHARACTERS);
    return [{ words: words.trim(), where: `rel=license in ${owner}`, scope }];
  });
  const lines = blocksOf(root).flatMap(wordsOfBlock);
  const stated = lines.map((words) => ({ words, where: `last lines of ${owner}`, scope }));
  const seen = new Set<string>();
  return [...marked, ...stated].filter(({ words }) => words !== '' && !seen.has(words) && seen.add(words));
}
