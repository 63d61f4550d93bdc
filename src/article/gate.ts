/** The gate: no article is served without publisher, recognised licence and source. */
import { isBlank } from '../text/clean.ts';
import { sourceOf } from './article.ts';
import { held, tolerated, type Diagnostic } from './diagnostic.ts';
import { findLicence, saysTermsOf, type LicenceProblem } from './licence-names.ts';
import type { Licence } from './licences.ts';
import { licenceNameIn } from './parse-footer.ts';
import type { Reading } from './parse.ts';

/** What surrounds a document: its feed's default licence, and the selectors under which it is its own source. */
export interface Surroundings {
  readonly defaultLicence?: { readonly licence: Licence; readonly evidence: string } | undefined;
  readonly ownSelectors: readonly string[];
}

/** The gate's answer: every finding, and the licence where the document may be served. */
export interface Verdict {
  /** The licence under which the document is served; `undefined` when it is held. */
  readonly licence: Licence | undefined;
  /** Whether the licence is the feed's default, with the page that proves it. */
  readonly evidence: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** `URL` mends much; a source must be an address as it stands. */
const SOURCE = /^(?:https?|gophers?|gemini|ftp):\/\/[^/?#\s]/i;
// oxlint-disable-next-line no-control-regex -- what no address holds
const UNFIT_FOR_SOURCE = /[\\\s\u0000-\u001f\u007f-\u009f]/u;
/** A name that begins and ends in a letter or digit, or an IPv6 address. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\.?|\[[0-9a-f:.]+\])$/i;
const LICENCE_FIX =
  'name it with its version, as in "CC BY-ND 4.0"; where only the version is missing, a line "License: URI SPDX-ID" below can give it';

const VIA_FIX = 'fetch the document again, or end it in "via SITE:" and the address that it was had at';

function isAbsoluteSource(uri: string): boolean {
  if (!SOURCE.test(uri) || UNFIT_FOR_SOURCE.test(uri) || !URL.canParse(uri)) return false;
  return HOST.test(new URL(uri).hostname);
}

function checkSource(reading: Reading, own: readonly string[]): Diagnostic[] {
  const source = sourceOf(reading.article);
  const place = reading.places.source;
  const fix = 'give the address of the original as "[1] Url: https://..."';
  if (source === undefined) return [held('source-missing', place, 'no source URL is given', fix)];
  if (own.includes(source) || isAbsoluteSource(source)) return [];
  if (own.some((selector) => source.endsWith(selector.replace(/^\/feeds/, ''))))
    return [
      held(
        'source-invalid',
        place,
        `the source is this document's own selector in a larger folder (here it is ${own.join(' or ')})`,
        'serve the folder above this one',
      ),
    ];
  const message = source.startsWith('/')
    ? `the source is a selector, but not the document's own (${own.join(' or ')})`
    : 'the source URL is not an absolute http, https, gopher, gemini or ftp address';
  return [held('source-invalid', place, message, fix)];
}

const MAX_QUOTED_CHARACTERS = 80;

/** `words` for a message, whatever their length. */
const shortened = (words: string): string =>
  words.length <= MAX_QUOTED_CHARACTERS ? words : `${words.slice(0, MAX_QUOTED_CHARACTERS)}...`;

function licenceProblem(reading: Reading, problem: LicenceProblem, words: string): Diagnostic {
  const name = shortened(words);
  const place = reading.places.licence;
  return problem === 'version-missing'
    ? held(
        'licence-version-missing',
        place,
        `the licence "${name}" is named without its version`,
        LICENCE_FIX,
      )
    : held('licence-unknown', place, `the licence "${name}" is not known`, LICENCE_FIX);
}

/** No licence has a longer name. */
const MAX_STATEMENT_CHARACTERS = 300;
/** A line of the footer that speaks of a licence in whatever words: what is not understood is not overruled. */
const STATEMENT = /licen[cs]e|creative ?commons|\bcc[ -]?(?:by|0)\b|rights reserved|^rights\b/i;
const STATEMENT_NAME = /^(?:licen[cs]e|rights)$/i;

/** One statement of the document on its licence. */
interface Statement {
  readonly words: string;
  readonly licence: Licence | LicenceProblem;
}

/** The licence of a `License: URI SPDX-ID` line; either may stand alone, and both must agree. */
function licenceOfLine(value: string): Licence | LicenceProblem {
  const whole = findLicence(value);
  const parts = value.length > MAX_STATEMENT_CHARACTERS ? [] : value.split(/\s+/u);
  if (typeof whole !== 'string' || parts.length !== 2) return whole;
  const found = parts.map((part) => findLicence(part));
  const [first = 'unknown'] = found;
  return found.every((licence) => licence === first) ? first : 'unknown';
}

/** Everything that the document says of its licence, the sentence of the layout first. */
function statementsOf({ article }: Reading): Statement[] {
  const lines = article.extensions.filter(({ name }) => STATEMENT_NAME.test(name)).map(({ value }) => value);
  const remarks = article.remarks
    .filter((line) => STATEMENT.test(line))
    .map((line) => licenceNameIn(line) ?? line.replace(/^(?:licen[cs]e|rights)\s*:/i, '').trim());
  return [
    ...(article.licenceName === ''
      ? []
      : [{ words: article.licenceName, licence: findLicence(article.licenceName) }]),
    ...[...lines, ...remarks].map((words) => ({ words, licence: licenceOfLine(words) })),
  ];
}

/** A name without version is completed by a line that has one, where both say the same terms. */
function agree({ words, licence }: Statement, found: Licence): boolean {
  return licence === found || (licence === 'version-missing' && saysTermsOf(words, found));
}

function findStated(reading: Reading): { licence: Licence } | { problem: Diagnostic } | undefined {
  const statements = statementsOf(reading);
  const [first] = statements;
  if (first === undefined) return undefined;
  const found = statements.find(({ licence }) => typeof licence !== 'string') ?? first;
  if (typeof found.licence === 'string')
    return { problem: licenceProblem(reading, found.licence, found.words) };
  const { licence } = found;
  const other = statements.find((statement) => !agree(statement, licence));
  if (other === undefined) return { licence };
  const message = `the licence is named "${shortened(found.words)}" in one line and "${shortened(other.words)}" in another`;
  const fix = 'find out at the source which is right, and correct the other line';
  return { problem: held('licence-conflict', reading.places.licence, message, fix) };
}

/** Whether a document may be served, under which licence, and everything that was found on the way. */
export function judge(reading: Reading, surroundings: Surroundings): Verdict {
  const { article, places } = reading;
  const diagnostics: Diagnostic[] = [...reading.diagnostics];
  const unreadable = diagnostics.some(({ severity }) => severity === 'held');
  const need = (present: boolean, finding: Diagnostic): void => {
    if (!present && !unreadable) diagnostics.push(finding);
  };
  need(
    !isBlank(article.title),
    held('title-missing', places.title, 'there is no title', 'give it a title line'),
  );
  const bodyFix = 'fetch the document again from its source';
  need(!article.body.every(isBlank), held('body-missing', places.body, 'there is no text', bodyFix));
  const publisherFix = 'add "Published and (C) by PUBLISHER" to the footer';
  need(
    !isBlank(article.publisher),
    held('publisher-missing', places.publisher, 'no publisher is named', publisherFix),
  );
  if (!unreadable) diagnostics.push(...checkSource(reading, surroundings.ownSelectors));

  let licence: Licence | undefined;
  let evidence: string | undefined;
  const stated = findStated(reading);
  if (stated === undefined && surroundings.defaultLicence !== undefined && article.via === undefined) {
    // the line that names the licence may have stood behind the cut
    const message = 'no licence is named and the end of the footer is missing: the default is not applied';
    need(false, held('licence-missing', places.licence, message, VIA_FIX));
  } else if (stated === undefined && surroundings.defaultLicence !== undefined) {
    ({ licence, evidence } = surroundings.defaultLicence);
    const message = `no licence is stated; the feed's default applies: ${licence.name}`;
    diagnostics.push(tolerated('licence-default', places.licence, message, `it is proved by ${evidence}`));
  } else if (stated === undefined) {
    need(false, held('licence-missing', places.licence, 'no licence is named', LICENCE_FIX));
  } else if ('problem' in stated) {
    need(false, stated.problem);
  } else {
    ({ licence } = stated);
  }
  const isHeld = diagnostics.some(({ severity }) => severity === 'held');
  return { licence: isHeld ? undefined : licence, evidence, diagnostics };
}
