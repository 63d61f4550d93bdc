/** What makes documents of items: the converter, its proof, and the licences. Loaded by `sync` alone. */
import { changesLine } from '../html/changes.ts';
import { proofOf } from '../html/proof.ts';
import { htmlToText } from '../html/to-text.ts';
import type { Converted } from './make-document.ts';
import type { UpstreamItem } from './offer.ts';
import { decideLicence } from './read/decide-licence.ts';
import type { Making } from './take-offer.ts';
import type { Fetcher } from './http/fetcher.ts';
import { completeItem } from './upstream/complete-item.ts';

/** What is claimed only of what is proved. */
const UNCHANGED = /; wording unchanged$/;

/** The text of an item, and whether it is proved to be all of it: what may be a part of its page is not. */
function convert({ html, base, url: source, doubt }: UpstreamItem): Converted {
  const conversion = htmlToText(html, { base, source });
  const { paragraphs, links } = conversion;
  const proof = proofOf(html, paragraphs);
  const changes = changesLine(conversion);
  if (proof.isWhole && doubt === undefined) return { paragraphs, links, changes, missing: undefined, doubt };
  const missing = proof.isWhole ? undefined : proof.missing;
  return { paragraphs, links, changes: changes.replace(UNCHANGED, ''), missing, doubt };
}

/** All of it for one run. `viaOf` says where a feed can be had here. */
export const makingWith = (viaOf: Making['viaOf'], fetcher: Fetcher): Making => ({
  convert,
  decideLicence,
  complete: (item, feedDefault, signal) => completeItem(item, feedDefault, { fetcher, signal }),
  viaOf,
});
