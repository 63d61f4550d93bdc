/** `/about.txt`: who runs this, under which licences, and how to take copies along. */
import type { Permissions } from '../article/licences.ts';
import { gopherUri } from '../gopher/uri.ts';
import { cleanLine } from '../text/clean.ts';
import { MIN_COLUMNS } from '../text/layout.ts';
import type { Typesetter } from '../text/typesetter.ts';
import type { Catalogue, Library } from './library.ts';
import { countOf } from './listing.ts';
import { mirrorSelector, mirrorType, type MirrorPage } from './mirror-routes.ts';
import type { MirrorOf, SiteSettings } from './settings.ts';

/** What a licence permits, in plain words. */
function permitsText({ adaptation, commercial }: Permissions): string {
  const changes = adaptation ? 'changes permitted' : 'no changes to the wording';
  return `${changes}, ${commercial ? 'commercial use permitted' : 'non-commercial use only'}`;
}

const CONDITION =
  'Every article here is served under an open licence that its publisher chose. Credit, licence and source stand in each copy and belong to it: keep them when you pass an article on. The words are never changed; only line ends and the width of lines are.';

function licenceLines(catalogue: Catalogue): string[] {
  const licences = catalogue.names('licence').flatMap(({ name, count }) => {
    const licence = catalogue.list({ kind: 'licence', name }, 1)[0]?.licence;
    if (licence === undefined) return [];
    return [
      `* ${licence.name}: ${countOf(count, 'article')}; ${permitsText(licence.permits)}`,
      `  ${licence.uri}`,
    ];
  });
  return ['Licences', '', CONDITION, '', ...licences, ''];
}

/** What those who copy all of it may ask for, and how they prove what they have. */
function mirrorLines({ host, signer }: SiteSettings): string[] {
  const at = (page: MirrorPage): string => `  ${gopherUri(host, mirrorType(page), mirrorSelector(page))}`;
  const proof = (line: string): string[] => [
    '',
    'The manifest is signed with this key of minisign:',
    '',
    `  ${line}`,
    '',
    at({ kind: 'signature' }),
    at({ kind: 'key' }),
    '',
    'Saved under the last part of their names, all three are checked with:',
    '',
    '  minisign -V -m manifest -p key.pub',
  ];
  return [
    '',
    'For programs that keep a copy of everything there are the last change in one line, the changes after a number, and the manifest, from which the digests of all files follow:',
    '',
    at({ kind: 'beacon' }),
    at({ kind: 'changes', sequence: 0 }),
    at({ kind: 'manifest' }),
    ...(signer === undefined ? [] : proof(signer.keyLine)),
  ];
}

function feedLines({ feeds }: Catalogue): string[] {
  const lines = feeds.flatMap((feed) => [
    `* ${feed.title} (${countOf(feed.count, 'article')})${feed.publisher === undefined ? '' : `, published by ${feed.publisher}`}`,
    ...(feed.home === undefined || feed.home.startsWith('/') ? [] : [`  ${feed.home}`]),
  ]);
  return ['Feeds', '', ...lines, ''];
}

/** [RFC1436-3.8] whose mirror it is, and how a menu may name both; no menu of ours does. */
const originLines = ({ address, time, sequence }: MirrorOf): string[] => [
  `It is a mirror of ${address} as it was at ${time}.`,
  ...(sequence === ''
    ? []
    : [
        'Selectors are the same there and here: behind an item of that server a menu may name this one as its redundant server, with type +.',
      ]),
];

/** What the page begins with. */
const titleLines = (title: string): string[] => [title, '='.repeat(Math.min(MIN_COLUMNS, title.length)), ''];

const set = (paragraphs: readonly string[], setter: Typesetter): string[] =>
  paragraphs.flatMap((line) => setter.lines(cleanLine(line)));

/** The lines of the page, set by `setter`. */
export function aboutLines(
  { catalogue, journal }: Pick<Library, 'catalogue' | 'journal'>,
  settings: SiteSettings,
  setter: Typesetter,
): string[] {
  const { host, title, admin, version, mirrorOf } = settings;
  const paragraphs = [
    ...titleLines(title),
    `This is ${gopherUri(host, '1', '/')}`,
    ...(mirrorOf === undefined ? [] : originLines(mirrorOf)),
    `It serves ${countOf(catalogue.size, 'article')} of ${countOf(catalogue.feeds.length, 'feed')}.`,
    admin === '' ? 'Its operator has given no contact.' : `Contact: ${admin}`,
    '',
    ...licenceLines(catalogue),
    'Copying and mirroring',
    '',
    'Each document can be had exactly as it is stored: take the selector of its plain text and put /raw/ for /feeds/. Ask for it as item type 9, so that no client changes a byte:',
    '',
    ...catalogue.list({ kind: 'all' }, 1).map(({ path }) => `  ${gopherUri(host, '9', `/raw/${path}.txt`)}`),
    ...(journal === undefined ? [] : mirrorLines(settings)),
    '',
    ...feedLines(catalogue),
    `Served by gopherwire ${version}.`,
  ];
  return set(paragraphs, setter);
}

/** The same of a copy that other servers show, set by `setter`. */
export function copiedAboutLines(catalogue: Catalogue, settings: SiteSettings, setter: Typesetter): string[] {
  const { title, admin, version } = settings;
  const paragraphs = [
    ...titleLines(title),
    `These are ${countOf(catalogue.size, 'article')} of ${countOf(catalogue.feeds.length, 'feed')}.`,
    ...(admin === '' ? [] : [`Contact: ${admin}`]),
    '',
    ...licenceLines(catalogue),
    ...feedLines(catalogue),
    `Made by gopherwire ${version}.`,
  ];
  return set(paragraphs, setter);
}
