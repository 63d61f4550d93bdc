/** `/about.txt`: who runs this, under which licences, and how to take copies along. */
import type { Permissions } from '../article/licences.ts';
import { gopherUri } from '../gopher/uri.ts';
import { cleanLine } from '../text/clean.ts';
import { MIN_COLUMNS } from '../text/layout.ts';
import type { Typesetter } from '../text/typesetter.ts';
import type { Catalogue } from './library.ts';
import { countOf } from './listing.ts';
import type { SiteSettings } from './settings.ts';

/** What a licence permits, in plain words. */
function permitsText({ adaptation, commercial }: Permissions): string {
  const changes = adaptation ? 'changes permitted' : 'no changes to the wording';
  return `${changes}, ${commercial ? 'commercial use permitted' : 'non-commercial use only'}`;
}

function licenceLines(catalogue: Catalogue): string[] {
  return catalogue.names('licence').flatMap(({ name, count }) => {
    const licence = catalogue.list({ kind: 'licence', name }, 1)[0]?.licence;
    if (licence === undefined) return [];
    return [
      `* ${licence.name}: ${countOf(count, 'article')}; ${permitsText(licence.permits)}`,
      `  ${licence.uri}`,
    ];
  });
}

/** The lines of the page, set by `setter`. */
export function aboutLines(catalogue: Catalogue, settings: SiteSettings, setter: Typesetter): string[] {
  const { host, title, admin, version, mirrorOf } = settings;
  const { feeds } = catalogue;
  const paragraphs = [
    title,
    '='.repeat(Math.min(MIN_COLUMNS, title.length)),
    '',
    `This is ${gopherUri(host, '1', '/')}`,
    ...(mirrorOf === undefined
      ? []
      : [`It is a mirror of ${mirrorOf.address} as it was at ${mirrorOf.time}.`]),
    `It serves ${countOf(catalogue.size, 'article')} of ${countOf(feeds.length, 'feed')}.`,
    admin === '' ? 'Its operator has given no contact.' : `Contact: ${admin}`,
    '',
    'Licences',
    '',
    'Every article here is served under an open licence that its publisher chose. Credit, licence and source stand in each copy and belong to it: keep them when you pass an article on. The words are never changed; only line ends and the width of lines are.',
    '',
    ...licenceLines(catalogue),
    '',
    'Copying and mirroring',
    '',
    'Each document can be had exactly as it is stored: take the selector of its plain text and put /raw/ for /feeds/. Ask for it as item type 9, so that no client changes a byte:',
    '',
    ...catalogue.list({ kind: 'all' }, 1).map(({ path }) => `  ${gopherUri(host, '9', `/raw/${path}.txt`)}`),
    '',
    'Feeds',
    '',
    ...feeds.flatMap((feed) => [
      `* ${feed.title} (${countOf(feed.count, 'article')})${feed.publisher === undefined ? '' : `, published by ${feed.publisher}`}`,
      ...(feed.home === undefined || feed.home.startsWith('/') ? [] : [`  ${feed.home}`]),
    ]),
    '',
    `Served by gopherwire ${version}.`,
  ];
  return paragraphs.flatMap((line) => setter.lines(cleanLine(line)));
}
