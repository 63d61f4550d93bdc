/** What a text says of its own rights, in any sentence of it: that grants nothing, but can take back what a feed grants. */
import { appendedAs } from '../../html/appended.ts';
import { findLicence } from '../../article/licence-names.ts';
import { attribute, type Element } from '../../html/dom.ts';
import type { LicenceStatement } from '../offer.ts';
import { isCommonsAddress, isCaption } from './html-marks.ts';
import { isNotice } from './notices.ts';
import { isPictureCredit } from './picture-credits.ts';
import { plainLine } from './plain.ts';
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

/** The sentences of `root` without what `isOut`; what has line breaks as one line, since they may stand within a sentence, and as several. */
const sentencesIn = (root: Element, isOut: (element: Element) => boolean): string[] =>
  linesIn(root, isOut, addressBehind)
    .flatMap((line) => (line.includes('\n') ? [line, ...line.split('\n')] : [line]))
    .flatMap((line) => allSentencesOf(plainLine(line, MAX_LINE_CHARACTERS)));

/** Notices of whose the text is: they have a year, or begin a paragraph. Those of pictures are none. */
const noticesIn = (root: Element, isOut: (element: Element) => boolean): string[] =>
  linesIn(root, isOut).flatMap((line) =>
    allSentencesOf(plainLine(line, MAX_LINE_CHARACTERS)).filter(
      (sentence, index) =>
        isNotice(sentence) && (index === 0 || /\d{4}/u.test(sentence)) && !isOnPictures(sentence),
    ),
  );

/** The sentences anywhere in `root`, a text of `owner`, that withhold it, name a licence of its own or say whose it is. Cost: linear. */
export function statementsInText(root: Element, owner: string): LicenceStatement[] {
  const taking = sentencesIn(root, isLeft).filter(withholds);
  const isOut = (element: Element): boolean => isLeft(element) || isPictureCredit(element);
  const naming = sentencesIn(root, isOut).filter(namesOwnLicence);
  return [...new Set([...taking, ...naming, ...noticesIn(root, isOut)])]
    .slice(0, MAX_STATEMENTS)
    .map((words) => ({ words, where: `the text of ${owner}`, scope: 'text' }));
}
