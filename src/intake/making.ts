/** What makes documents of items: the converter, its proof, and the licences. Loaded by `sync` alone. */
import { findLicence } from '../article/licence-names.ts';
import { changesLine } from '../html/changes.ts';
import { proofOf } from '../html/proof.ts';
import { htmlToText } from '../html/to-text.ts';
import type { Converted } from './make-document.ts';
import type { UpstreamItem } from './offer.ts';
import type { Making } from './take-offer.ts';

/** The text of an item, and whether it is proved to be all of it. */
function convert({ html, base, url: source }: UpstreamItem): Converted {
  const conversion = htmlToText(html, { base, source });
  const { paragraphs, links } = conversion;
  const proof = proofOf(html, paragraphs);
  return {
    paragraphs,
    links,
    changes: changesLine(conversion),
    missing: proof.isWhole ? undefined : proof.missing,
  };
}

/** All of it for one run. `viaOf` says where a feed can be had here. */
export function makingWith(viaOf: Making['viaOf']): Making {
  return {
    convert,
    viaOf,
    decideLicence: (statements, feedDefault) => {
      const [found] = statements.map(({ words }) => findLicence(words));
      if (found !== undefined && typeof found !== 'string') return { licence: found };
      return feedDefault ?? { held: 'no licence is named', fix: 'name it' };
    },
    complete: () => Promise.resolve({ held: 'it has a summary only', fix: 'wait' }),
  };
}
