/** From the words by which a publisher names a licence to the licence. */
import { TERMS } from './licence-terms.ts';
import { creativeCommonsLicence, licenceById, type Licence } from './licences.ts';
import { forMatching } from './matching.ts';

/** Why a name gives no licence: nothing is known by it, or it leaves open which version is meant. */
export type LicenceProblem = 'unknown' | 'version-missing';

const URI =
  /^<?(?:https?:)?\/\/(?:www\.)?creativecommons\.org\/(licenses|publicdomain)\/([a-z-]+)\/(\d\.\d)(?:\/(?!deed\b|legalcode\b)([a-z]{2,8}))?(?:\/(?:deed|legalcode)?(?:\.[\w-]+)?)?\/?(?:[?#]\S*)?>?$/i;
/** Words that stand around a licence's name and say nothing on which one it is. */
const FILLER = new Set(
  (
    'the a an under this licence license licensed creative commons cc public ' +
    'international unported generic universal v version deed ' +
    'licencia licença licenza lizenz licentie licencja licens lisens lisenssi llicència licenció лицензия ліцензія ' +
    'internacional internazionale internationaal internationell międzynarodowe genérica generisch generico'
  ).split(' '),
);
const TERM_WORDS = new Set(['by', 'nc', 'nd', 'sa']);
/** The jurisdictions as the names of ported licences spell them; others are given by their code. */
const JURISDICTIONS: ReadonlyMap<string, string> = new Map([
  ['united states', 'us'],
  ['united kingdom', 'uk'],
  ['england and wales', 'uk'],
  ['england wales', 'uk'],
  ['germany', 'de'],
  ['austria', 'at'],
  ['australia', 'au'],
  ['france', 'fr'],
  ['netherlands', 'nl'],
  ['italy', 'it'],
  ['spain', 'es'],
  ['japan', 'jp'],
  ['brazil', 'br'],
  ['canada', 'ca'],
  ['switzerland', 'ch'],
  ['new zealand', 'nz'],
  ['south africa', 'za'],
]);

function fromUri(text: string): Licence | undefined {
  const [, section, kind = '', version = '', jurisdiction = ''] = URI.exec(text.toLowerCase()) ?? [];
  if (section === 'publicdomain') {
    if (version !== '1.0') return undefined;
    return kind === 'zero' ? licenceById('CC0-1.0') : kind === 'mark' ? licenceById('CC-PDM-1.0') : undefined;
  }
  if (section === undefined) return undefined;
  const terms = kind.split('-');
  return terms.every((term) => TERM_WORDS.has(term))
    ? creativeCommonsLicence(terms, version, jurisdiction)
    : undefined;
}

/** The words of a licence's name, one spelling each: `["cc", "by", "nd", "4.0"]`. */
function wordsOf(name: string): string[] {
  let text = forMatching(name)
    .toLowerCase()
    .replace(/england & wales/g, 'england wales')
    .replace(/[\s:]+/gu, ' ');
  for (const [spelling, term] of TERMS) text = text.replace(spelling, ` ${term} `);
  for (const [spelling, code] of JURISDICTIONS) text = text.replace(spelling, ` ${code} `);
  return text.split(/[\s,()_-]+/u).filter((word) => word !== '');
}

/** "CC BY 4.0 (https://...)", "CC BY 4.0: https://..." */
const NAME_AND_URI = /^(\S.*?)[:,]? [(<]?(https?:\/\/[^\s()<>]+)[)>]?$/i;
// only one version of these two was ever made, so none need be named
const CC0_NAME =
  /^(?:the )?(?:(?:creative commons |cc[ -])zero|(?:creative commons )?cc-?0)(?:[ -]v?1\.0)?(?: universal)?(?: \(cc-?0(?:[ -]1\.0)?\))?(?:[ -]v?1\.0)?(?: universal)?(?: public domain dedication)?$/i;
const MARK_NAME = /^(?:creative commons |cc )?(?:public domain mark|pdm)(?: 1\.0)?$/i;

function fromPublicDomainName(name: string): Licence | undefined {
  if (CC0_NAME.test(name)) return licenceById('CC0-1.0');
  return MARK_NAME.test(name) ? licenceById('CC-PDM-1.0') : undefined;
}

/** Whether a name says one set of terms, once or again in other words: not "CC BY 4.0 or CC BY-ND 4.0". */
function saysOneThing(terms: readonly string[]): boolean {
  const times = new Set([...TERM_WORDS].map((term) => terms.filter((word) => word === term).length));
  times.delete(0);
  return times.size === 1;
}

/** No licence has a longer name, with its address. */
const MAX_NAME_CHARACTERS = 300;

/** What was found by the last names: thousands of articles have the same. */
const found = new Map<string, Licence | LicenceProblem>();
const MAX_FOUND = 256;

const isVersion = (word: string): boolean => /^v?\d\.\d$/.test(word);

/**
 * The licence that `name` names: a Creative Commons URI, an SPDX id, or a name such as "Creative Commons CC BY-ND
 * 4.0", "CC-BY-SA-3.0", "Attribution-NonCommercial 2.5 Canada". The whole of `name` must be understood: words that
 * may limit the licence ("except photos") make it unknown. Nothing is guessed.
 */
export function findLicence(name: string): Licence | LicenceProblem {
  if (name.length > MAX_NAME_CHARACTERS) return 'unknown';
  const known = found.get(name);
  if (known !== undefined) return known;
  if (found.size >= MAX_FOUND) found.clear();
  const licence = lookedFor(name);
  found.set(name, licence);
  return licence;
}

function lookedFor(name: string): Licence | LicenceProblem {
  const text = forMatching(name).trim().replace(/\s+/gu, ' ');
  const direct = licenceById(text) ?? fromUri(text) ?? fromPublicDomainName(text);
  if (direct !== undefined) return direct;
  const [, words = '', uri] = NAME_AND_URI.exec(text) ?? [];
  if (uri !== undefined) return agreed(words, findLicence(words), fromUri(uri));
  const rest = wordsOf(text).filter((word) => !FILLER.has(word));
  const terms = rest.filter((word) => TERM_WORDS.has(word));
  const versions = rest.flatMap((word) => /^v?(\d\.\d)$/.exec(word)?.[1] ?? []);
  const others = rest.filter((word) => !TERM_WORDS.has(word) && !isVersion(word));
  // a jurisdiction stands behind the version; before it, "no" and "in" are no countries
  if (rest.slice(0, rest.findIndex(isVersion) + 1).some((word) => others.includes(word))) return 'unknown';
  if (!saysOneThing(terms) || new Set(versions).size > 1 || new Set(others).size > 1) return 'unknown';
  const [begin] = wordsOf(text.replace(/^the /i, ''));
  const isNamed =
    /creative commons|\bcc\b|\bby-[ns]/i.test(text) || (begin === 'by' && !/^(?:the )?by\b/i.test(text));
  // "licensed by Creative Commons" says who, not which
  if (/\bby (?:the )?(?:creative commons|cc)\b/i.test(text)) return 'unknown';
  if (!isNamed || (others[0] !== undefined && !/^[a-z]{2,8}$/.test(others[0]))) return 'unknown';
  if (versions[0] === undefined) return others.length === 0 ? 'version-missing' : 'unknown';
  return creativeCommonsLicence(terms, versions[0], others[0] ?? '') ?? 'unknown';
}

const termsIn = (text: string): string =>
  [...new Set(wordsOf(text).filter((word) => TERM_WORDS.has(word)))].toSorted().join(' ');

/** The licence that a name and the address behind it both mean. */
function agreed(
  name: string,
  named: Licence | LicenceProblem,
  linked: Licence | undefined,
): Licence | LicenceProblem {
  if (linked === undefined) return 'unknown';
  const isCompleted = named === 'version-missing' && saysTermsOf(name, linked);
  return named === linked || isCompleted ? linked : 'unknown';
}

/** Whether `name`, which names no version, can be meant for `licence`: it says the same terms. */
export function saysTermsOf(name: string, licence: Licence): boolean {
  return termsIn(name) === termsIn(licence.id);
}
