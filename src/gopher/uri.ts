/** Gopher URIs: RFC 4266. */
import { cleanLine } from '../text/clean.ts';
import { asSelector, isHostName, type Host, type Selector } from './item.ts';

const DEFAULT_PORT = 70;

/** What a gopher URI names. `type` is any character; a server may send types that are not ours. */
export interface GopherAddress {
  readonly host: Host;
  readonly type: string;
  readonly selector: Selector;
}

function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * [RFC4266-2.1] the address in `uri`; `undefined` when it is no gopher URI, names a host that menus cannot hold, or
 * a selector with a TAB or a line break (which would be a search or a forged line).
 */
export function parseGopherUri(uri: string): GopherAddress | undefined {
  const match = /^gopher:\/\/([^/?#:@[\]]+)(?::(\d{1,5}))?(?:\/([^#]*))?$/i.exec(uri);
  if (match === null) return undefined;
  const [, name = '', portText, path = ''] = match;
  const port = portText === undefined ? DEFAULT_PORT : Number(portText);
  const decoded = decodePercent(path);
  const selector = decoded === undefined ? undefined : asSelector(decoded.slice(1));
  if (!isHostName(name) || port < 1 || port > 65535 || decoded === undefined || selector === undefined)
    return undefined;
  return { host: { name: name.toLowerCase(), port }, type: decoded.charAt(0) || '1', selector };
}

/** [RFC4266-2.1] the URI of an item; the port stands in it always, so that it can be copied from any menu. An IPv6 address has brackets [RFC3986-3.2.2]. */
export function gopherUri({ name, port }: Host, type: string, selector: string): string {
  const path =
    selector === '' || selector === '/'
      ? ''
      : type + encodeURI(cleanLine(selector)).replace(/[?#]/g, encodeURIComponent);
  return `gopher://${name.includes(':') ? `[${name}]` : name}:${port}/${path}`;
}
