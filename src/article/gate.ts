/** The gate: no article is served without publisher, recognised licence and source. */
import { isBlank } from '../text/clean.ts';
import { shortened } from '../text/shorten.ts';
import { sourceOf } from './article.ts';
import { held, tolerated, type Diagnostic, type Place } from './diagnostic.ts';
import type { LicenceProblem } from './licence-names.ts';
import type { Licence } from './licences.ts';
import type { Reading } from './parse.ts';
import { agrees, statementsOf } from './statements.ts';

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
const quoted = (words: string): string => `"${shortened(words, MAX_QUOTED_CHARACTERS)}"`;

function licenceProblem(place: Place, problem: LicenceProblem, words: string): Diagnostic {
  const name = quoted(words);
  return problem === 'version-missing'
    ? held('licence-version-missing', place, `the licence ${name} is named without its version`, LICENCE_FIX)
    : held('licence-unknown', place, `the licence ${name} is not known`, LICENCE_FIX);
}

function findStated({
  article,
  places,
}: Reading): { licence: Licence } | { problem: Diagnostic } | undefined {
  const statements = statementsOf(article);
  if (statements.length === 0) return undefined;
  const naming = statements.filter(({ isNaming }) => isNaming);
  const found = naming.find(({ licence }) => typeof licence !== 'string') ?? naming[0];
  if (found === undefined) {
    const message = `no licence is named, and ${quoted(statements[0]?.words ?? '')} speaks of rights`;
    return { problem: held('licence-missing', places.licence, message, LICENCE_FIX) };
  }
  const { licence } = found;
  if (typeof licence === 'string') return { problem: licenceProblem(places.licence, licence, found.words) };
  const other = statements.find((statement) => !agrees(statement, licence));
  if (other === undefined) return { licence };
  const message = `the licence is named ${quoted(found.words)} in one line, and another says ${quoted(other.words)}`;
  const fix = 'find out at the source which is right, and correct the other line';
  return { problem: held('licence-conflict', places.licence, message, fix) };
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
