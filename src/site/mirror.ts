/** What those who mirror are shown: lines for programs, the same bytes in every view. */
import type { MirrorJournal } from './library.ts';
import { beaconLine, changeLine } from './mirror-format.ts';
import { mirrorSelector, type MirrorPage } from './mirror-routes.ts';
import type { SiteSettings } from './settings.ts';

/** So many changes are told at once. */
const MAX_CHANGES = 500;

function changesSince(sequence: number, journal: MirrorJournal): string {
  const { sequence: last } = journal.manifest;
  if (sequence > last) return `# ${sequence} has not been yet: the last is ${last}\r\n`;
  const changes = journal.since(sequence, MAX_CHANGES);
  const lines = changes.map((change) => `${changeLine(change)}\r\n`);
  const end = changes.at(-1)?.sequence;
  if (end === undefined) return `# nothing since ${sequence}\r\n`;
  return [...lines, ...(end < last ? [`# more: /mirror/since/${end}\r\n`] : [])].join('');
}

/** The text of `page`; `undefined` where there is none. */
export function mirrorText(
  page: MirrorPage,
  journal: MirrorJournal,
  { signer }: SiteSettings,
): string | undefined {
  switch (page.kind) {
    case 'beacon':
      return `${beaconLine(journal.manifest, journal.manifest.digest)}\r\n`;
    case 'manifest':
      return journal.manifest.text;
    case 'signature':
      return signer?.sign(journal.manifest);
    case 'key':
      return signer?.publicKey;
    case 'keys':
      return signer?.keys;
    case 'changes':
      return changesSince(page.sequence, journal);
    case 'manifest-part':
      return journal.part(page.path, page.page);
    case 'feed-file':
    case 'tombstone':
      return journal.textOf(mirrorSelector(page));
  }
}
