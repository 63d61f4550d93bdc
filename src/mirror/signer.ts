/** What a site with keys says to those who mirror. */
import type { ManifestText } from '../site/library.ts';
import { timeText, type Moment } from '../site/mirror-format.ts';
import type { Signer } from '../site/settings.ts';
import type { SiteKeys } from './keys.ts';
import { publicKeyText, signatureText } from './minisign.ts';

/** What a signature says of the manifest, and proves. */
const manifestComment = ({ sequence, timeMs }: Moment): string =>
  `gopherwire sequence ${sequence} time ${timeText(timeMs)}`;

/** Signs with `keys`, each manifest once. */
export function signerOf({ pair, chain }: SiteKeys): Signer {
  let last: { readonly digest: string; readonly signature: string } | undefined;
  return {
    sign(manifest: ManifestText) {
      if (last?.digest !== manifest.digest) {
        const signature = signatureText(Buffer.from(manifest.text), pair, {
          untrusted: 'signature of the manifest, by gopherwire',
          trusted: manifestComment(manifest),
        });
        last = { digest: manifest.digest, signature };
      }
      return last.signature;
    },
    keyLine: pair.publicKey.line,
    publicKey: publicKeyText(pair.publicKey),
    keys: chain,
  };
}
