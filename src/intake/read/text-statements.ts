/** What a text says of its own rights, in any sentence of it: that grants nothing, but can take back what a feed grants. */
import { isBlock } from '../../html/elements.ts';
import { attribute, type Element, type Node } from '../../html/dom.ts';
import type { LicenceStatement } from '../offer.ts';
import { isCommonsAddress, isPicture } from './html-marks.ts';
import { plainLine } from './plain.ts';
import { allSentencesOf, isOnPictures, namesCommons } from './rights.ts';
import { isOnItself, withholds } from './withheld.ts';

const UNSEEN = new Set(['script', 'style', 'template', 'nav', 'textarea', 'iframe', 'title']);
/** How a line on rights begins. */
const BEGINS =
  /^[\W_]*(?:licen[cs]\p{L}*|lizenz\p{L}*|licen\p{L}+|published|republished|available|shared|distributed|ver\u00f6ffentlicht|publi\p{L}+|pubbli\p{L}+|gepubliceerd|under|unter|bajo|sous|sob|sotto|onder|\u043b\u0438\u0446\u0435\u043d\u0437\p{L}*|\u043f\u043e\u0434|creative commons|cc\b|\u00a9|copyright|texte?o?s?|tekst|content|articles?|except|unless|you (?:may|can)|feel free)/iu;
/** Words of a sentence that tells something, in languages whose sentences on themselves are known. */
const TELLS =
  /(?<!\p{L})(?:the|of|and|was|were|is|are|has|have|der|die|das|und|ist|sind|wurde|le|la|les|des|est|sont|el|los|las|es|son|fue|os|uma?|\u00e9|s\u00e3o|foi|il|gli|sono|di|het|een|zijn|werd|\u0438|\u0431\u044b\u043b\p{L}*)(?!\p{L})/iu;
const MAX_STATEMENTS = 20;
const MAX_LINE_CHARACTERS = 20_000;

/** Whether a sentence names a Creative Commons licence of the text in which it stands; what is in no known language is taken for it. */
const namesOwnLicence = (sentence: string): boolean =>
  namesCommons(sentence) &&
  (isOnItself(sentence) || (!isOnPictures(sentence) && (BEGINS.test(sentence) || !TELLS.test(sentence))));

/** The lines of `root`, with the addresses of licences behind the words that lead there; pictures and their captions apart. */
function linesOf(root: Element): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  const end = (): void => {
    const text = line.join('');
    const parts = text.split('\n');
    // a line that ends within a sentence, and one that is a sentence
    for (const part of parts.length > 1 ? [text, ...parts] : [text]) {
      const plain = plainLine(part, MAX_LINE_CHARACTERS);
      if (plain !== '') lines.push(plain);
    }
    line = [];
  };
  const visit = (node: Node): void => {
    if (node.kind === 'text') line.push(node.text.replace(/\s+/gu, ' '));
    else if (node.name === 'br') line.push('\n');
    else if (!UNSEEN.has(node.name) && !isPicture(node)) {
      if (isBlock(node.name)) end();
      node.children.forEach(visit);
      const href = node.name === 'a' ? (attribute(node, 'href') ?? '') : '';
      if (isCommonsAddress(href)) line.push(` (${href.replace(/^\/\//, 'https://')})`);
      if (isBlock(node.name)) end();
    }
  };
  visit(root);
  end();
  return lines;
}

/** The sentences anywhere in `root`, a text of `owner`, that withhold it or name a licence of its own. Cost: linear. */
export function statementsInText(root: Element, owner: string): LicenceStatement[] {
  const found = new Set<string>();
  for (const sentence of linesOf(root).flatMap(allSentencesOf)) {
    if (found.size < MAX_STATEMENTS && (withholds(sentence) || namesOwnLicence(sentence)))
      found.add(sentence);
  }
  return [...found].map((words) => ({ words, where: `the text of ${owner}`, scope: 'text' }));
}
