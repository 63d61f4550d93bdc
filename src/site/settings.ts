import type { Host } from '../gopher/item.ts';
import type { TextFormat } from '../gopher/text.ts';
import type { ManifestText } from './library.ts';
import type { View } from './view.ts';

/** Proves to those who mirror what is from here. */
export interface Signer {
  /** The signature of a manifest, as minisign writes it into a file. */
  readonly sign: (manifest: ManifestText) => string;
  /** The public key in base64, as `minisign -P` takes it. */
  readonly keyLine: string;
  /** The public key, as minisign writes it into a file. */
  readonly publicKey: string;
  /** All public keys so far, oldest first, each but the first signed with the one before. */
  readonly keys: string;
}

/** Of what a site is a mirror. */
export interface MirrorOf {
  /** A gopher URI; those over TLS begin in `gophers:`. */
  readonly address: string;
  /** When the last change was made there that is here too, as it is written there. */
  readonly time: string;
  /** The number of that change; empty where there is no journal, and selectors differ. */
  readonly sequence: string;
}

/** What an operator says of the site. */
export interface SiteSettings {
  /** The server's name and port as menus give them. */
  readonly host: Host;
  /** The port on which TLS is spoken; `undefined` where it is not. */
  readonly tlsPort?: number | undefined;
  readonly title: string;
  /** Who runs it and how to reach them; empty when not given. */
  readonly admin: string;
  /** The version of gopherwire. */
  readonly version: string;
  /** `undefined` where nothing is signed. */
  readonly signer?: Signer | undefined;
  /** `undefined` where it is a mirror of nothing. */
  readonly mirrorOf?: MirrorOf | undefined;
  readonly textFormat: TextFormat;
  /** The view of selectors that name none. */
  readonly view: View;
}
