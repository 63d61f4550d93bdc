/**
 * The licences that gopherwire knows: Creative Commons 1.0 to 4.0 with their ported versions, CC0 and the Public
 * Domain Mark. Facts: creativecommons.org/licenses, spdx.org/licenses (list 3.28). What is not here is held.
 */

/** What a licence lets a server, a translator and a business do. */
export interface Permissions {
  /** Passing the whole work on, unchanged. Every licence here permits it. */
  readonly verbatim: boolean;
  /** Translating, shortening, editing. */
  readonly adaptation: boolean;
  readonly commercial: boolean;
}

/** One licence. `id` is its SPDX id, or a `LicenseRef-` of SPDX's shape where SPDX lists none. */
export interface Licence {
  readonly id: string;
  readonly name: string;
  readonly uri: string;
  readonly permits: Permissions;
}

const BY_VERSIONS = ['1.0', '2.0', '2.5', '3.0', '4.0'];

/** The kinds of Creative Commons licence, as their URIs spell them, with the versions that have them. */
const KINDS: ReadonlyMap<string, { title: string; versions: readonly string[] }> = new Map([
  ['by', { title: 'Attribution', versions: BY_VERSIONS }],
  ['by-sa', { title: 'Attribution-ShareAlike', versions: BY_VERSIONS }],
  ['by-nd', { title: 'Attribution-NoDerivatives', versions: BY_VERSIONS }],
  ['by-nc', { title: 'Attribution-NonCommercial', versions: BY_VERSIONS }],
  ['by-nc-sa', { title: 'Attribution-NonCommercial-ShareAlike', versions: BY_VERSIONS }],
  ['by-nc-nd', { title: 'Attribution-NonCommercial-NoDerivatives', versions: BY_VERSIONS }],
  // retired after 1.0: they do not ask for attribution
  ['sa', { title: 'ShareAlike', versions: ['1.0'] }],
  ['nd', { title: 'NoDerivatives', versions: ['1.0'] }],
  ['nc', { title: 'NonCommercial', versions: ['1.0'] }],
  ['nc-sa', { title: 'NonCommercial-ShareAlike', versions: ['1.0'] }],
  ['nc-nd', { title: 'NonCommercial-NoDerivatives', versions: ['1.0'] }],
]);

/** The jurisdictions that a version was ported to. 2.1 exists only so; 4.0 was never ported. */
const PORTS: Readonly<Record<string, string>> = {
  '1.0': 'fi il nl',
  '2.0': 'at au be br ca cl de es fr hr it jp kr nl pl tw uk za',
  '2.1': 'au es jp',
  '2.5': 'ar au bg br ca ch cn co dk es hr hu il in it mk mt mx my nl pe pl pt scotland se si tw za',
  '3.0':
    'am at au az br ca ch cl cn cr cz de ec ee eg es fr ge gr gt hk hr ie igo it lu nl no nz ph pl pr pt ro rs sg th tw ug us ve vn za',
};

/** The ported licences that have an SPDX id of their own. */
const PORTED_SPDX = new Set(
  (
    'BY-2.5-AU BY-3.0-AT BY-3.0-AU BY-3.0-DE BY-3.0-IGO BY-3.0-NL BY-3.0-US BY-NC-3.0-DE BY-NC-3.0-IGO ' +
    'BY-NC-ND-3.0-DE BY-NC-ND-3.0-IGO BY-NC-SA-2.0-DE BY-NC-SA-2.0-FR BY-NC-SA-2.0-UK BY-NC-SA-3.0-DE ' +
    'BY-NC-SA-3.0-IGO BY-ND-3.0-DE BY-SA-2.0-UK BY-SA-2.1-JP BY-SA-3.0-AT BY-SA-3.0-DE BY-SA-3.0-IGO'
  )
    .split(' ')
    .map((id) => `CC-${id}`),
);

function permissionsOf(kind: string): Permissions {
  const terms = kind.split('-');
  return { verbatim: true, adaptation: !terms.includes('nd'), commercial: !terms.includes('nc') };
}

function idOf(kind: string, version: string, jurisdiction: string): string {
  const id = `CC-${[kind, version, jurisdiction].filter((part) => part !== '').join('-')}`.toUpperCase();
  const listed = jurisdiction === '' ? kind.startsWith('by') || kind === 'sa' : PORTED_SPDX.has(id);
  return listed ? id : `LicenseRef-${id}`;
}

/** Before 2.0 the URIs had "nd" before "nc". */
const uriKind = (kind: string, version: string): string =>
  version === '1.0' ? kind.replace('nc-nd', 'nd-nc') : kind;

function creativeCommons(kind: string, version: string, jurisdiction: string): Licence {
  const path = [uriKind(kind, version), version, jurisdiction].filter((part) => part !== '').join('/');
  const shortKind = `CC ${kind.toUpperCase()} ${version}`;
  return {
    id: idOf(kind, version, jurisdiction),
    name: jurisdiction === '' ? shortKind : `${shortKind} ${jurisdiction.toUpperCase()}`,
    uri: `https://creativecommons.org/licenses/${path}/`,
    permits: permissionsOf(kind),
  };
}

const PUBLIC_DOMAIN: Permissions = { verbatim: true, adaptation: true, commercial: true };

function* allLicences(): Generator<Licence> {
  const uri = 'https://creativecommons.org/publicdomain';
  yield { id: 'CC0-1.0', name: 'CC0 1.0', uri: `${uri}/zero/1.0/`, permits: PUBLIC_DOMAIN };
  yield { id: 'CC-PDM-1.0', name: 'Public Domain Mark 1.0', uri: `${uri}/mark/1.0/`, permits: PUBLIC_DOMAIN };
  for (const [kind, { versions }] of KINDS) {
    for (const version of versions) yield creativeCommons(kind, version, '');
    if (!kind.startsWith('by')) continue;
    for (const [version, jurisdictions] of Object.entries(PORTS)) {
      for (const jurisdiction of jurisdictions.split(' ')) yield creativeCommons(kind, version, jurisdiction);
    }
  }
}

/** Every known licence by its id, in capitals. */
const BY_ID: ReadonlyMap<string, Licence> = new Map(
  Array.from(allLicences(), (licence) => [licence.id.toUpperCase(), licence]),
);

/** The known licences, CC0 first. */
export const LICENCES: readonly Licence[] = [...BY_ID.values()];

/** The licence with this SPDX id, or the id that gopherwire uses where SPDX has none; case does not matter. */
export function licenceById(id: string): Licence | undefined {
  return BY_ID.get(id.toUpperCase());
}

/** The Creative Commons licence of a kind (`by-nc-nd`, terms in any order), version and jurisdiction (or ''). */
export function creativeCommonsLicence(
  terms: readonly string[],
  version: string,
  jurisdiction: string,
): Licence | undefined {
  const kind = ['by', 'nc', 'nd', 'sa'].filter((term) => terms.includes(term)).join('-');
  return licenceById(idOf(kind, version, jurisdiction));
}
