/** What a text says of its own rights, in any sentence of it: that grants nothing, but can take back what a feed grants. */
import { appendedAs } from '../../html/appended.ts';
import { findLicence } from '../../article/licence-names.ts';
import { attribute, findElement, type Element } from '../../html/dom.ts';
import type { LicenceStatement } from '../offer.ts';
import { isCommonsAddress, isCaption } from './html-marks.ts';
import { isNotice } from './notices.ts';
import { isPictureCredit } from './picture-credits.ts';
import { plainLine } from './plain.ts';
import { mayBeOnRights } from './rights-stems.ts';
import { allSentencesOf, isOnPictures, namesCommons } from './rights.ts';
import { linesIn } from './walk.ts';
import { isOnItself, withholds } from './withheld.ts';

const UNSEEN = new Set(['script', 'style', 'template', 'nav', 'textarea', 'iframe', 'title']);
/** How a line on rights begins. */
const BEGINS =
  /^[\W_]*(?:licen[cs]\p{L}*|lizenz\p{L}*|licen\p{L}+|published|republished|available|shared|distributed|ver\u00f6ffentlicht|words|photo\p{L}*|images?|reconocimiento|namensnennung|publi\p{L}+|pubbli\p{L}+|gepubliceerd|under|unter|bajo|sous|sob|sotto|onder|\u043b\u0438\u0446\u0435\u043d\u0437\p{L}*|\u043f\u043e\u0434|creative commons|cc\b|\u00a9|copyright|texte?o?s?|tekst|content|articles?|except|unless|you (?:may|can)|feel free)/iu;
/** Words of a sentence that tells something, in languages whose sentences on themselves are known. */
const TELLS =
  /(?<!\p{L})(?:the|of|and|was|were|is|are|has|have|der|die|das|und|ist|sind|wurde|le|la|les|des|est|sont|el|los|las|es|son|fue|os|uma?|\u00e9|s\u00e3o|foi|il|gli|sono|di|het|een|zijn|werd|\u0438|\u0431\u044b\u043b\p{L}*)(?!\p{L})/iu;
const MAX_STATEMENTS = 20;
const MAX_LINE_CHARACTERS = 4_194_304;

/** Whether a sentence names a Creative Commons licence of the text in which it stands; what is in no known language is taken for it. */
const namesOwnLicence = (sentence: string): boolean =>
  namesCommons(sentence) &&
  (isOnItself(sentence) || (!isOnPictures(sentence) && (BEGINS.test(sentence) || !TELLS.test(sentence))));

/** What leads to a licence, with its address behind its words; a badge, with its name. */
function addressBehind(element: Element): string {
  const alt = element.name === 'img' ? (attribute(element, 'alt') ?? '') : '';
  if (alt !== '' && findLicence(alt) !== 'unknown') return `\n${alt}\n`;
  const href = element.name === 'a' ? (attribute(element, 'href') ?? '') : '';
  return isCommonsAddress(href) ? ` (${href.replace(/^\/\//, 'https://')})` : '';
}

/** What readers wrote below a text is not said by it. */
const isLeft = (element: Element): boolean =>
  UNSEEN.has(element.name) || isCaption(element) || appendedAs(element) === 'comments section';

/** A sentence that may be on rights. */
interface Sentence {
  readonly words: string;
  /** Whether it begins its line. */
  readonly isFirst: boolean;
}

function sentencesOf(line: string): Sentence[] {
  const plain = plainLine(line, MAX_LINE_CHARACTERS);
  // a line has all stems that its sentences have
  if (!mayBeOnRights(plain)) return [];
  return allSentencesOf(plain)
    .map((words, index) => ({ words, isFirst: index === 0 }))
    .filter(({ words }) => mayBeOnRights(words));
}

/** The sentences of lines, each line looked at once: those of several walks are mostly the same. */
class Sentences {
  readonly #known = new Map<string, readonly Sentence[]>();

  of(line: string): readonly Sentence[] {
    const known = this.#known.get(line) ?? sentencesOf(line);
    this.#known.set(line, known);
    return known;
  }

  /** Those of `lines`; what has line breaks as one line, since they may stand within a sentence, and as several. */
  in(lines: readonly string[]): string[] {
    return lines
      .flatMap((line) => (line.includes('\n') ? [line, ...line.split('\n')] : [line]))
      .flatMap((line) => this.of(line))
      .map(({ words }) => words);
  }

  /** Notices of whose the text is: they have a year, or begin a paragraph. Those of pictures are none. */
  noticesIn(lines: readonly string[]): string[] {
    return lines
      .flatMap((line) => this.of(line))
      .filter(
        ({ words, isFirst }) => isNotice(words) && (isFirst || /\d{4}/u.test(words)) && !isOnPictures(words),
      )
      .map(({ words }) => words);
  }
}

/** The sentences anywhere in `root`, a text of `owner`, that withhold it, name a licence of its own or say whose it is. Cost: linear. */
export function statementsInText(root: Element, owner: string): LicenceStatement[] {
  const sentences = new Sentences();
  const lines = linesIn(root, isLeft, addressBehind);
  // most texts have neither: then all walks find the same lines
  const hasCredits = findElement(root, isPictureCredit) !== undefined;
  const hasAddresses = findElement(root, (element) => addressBehind(element) !== '') !== undefined;
  const isOut = (element: Element): boolean => isLeft(element) || (hasCredits && isPictureCredit(element));
  const ownLines = hasCredits ? linesIn(root, isOut, addressBehind) : lines;
  const bareLines = hasCredits || hasAddresses ? linesIn(root, isOut) : lines;
  const statements = [
    ...sentences.in(lines).filter(withholds),
    ...sentences.in(ownLines).filter(namesOwnLicence),
    ...sentences.noticesIn(bareLines),
  ];
  return [...new Set(statements)]
    .slice(0, MAX_STATEMENTS)
    .map((words) => ({ words, where: `the text of ${owner}`, scope: 'text' }));
}
