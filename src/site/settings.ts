import type { Host } from '../gopher/item.ts';
import type { TextFormat } from '../gopher/text.ts';
import type { View } from './view.ts';

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
  readonly textFormat: TextFormat;
  /** The view of selectors that name none. */
  readonly view: View;
}
