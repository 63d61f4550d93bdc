/** Menus of other servers, in the shape of those of Magical.Fish: articles as text documents, folders as menus. */
import { asSelector, isSameHost, type Host, type Selector } from './item.ts';

/** One item of a menu that leads on, on the same server. */
export interface MenuEntry {
  readonly kind: 'document' | 'menu';
  readonly selector: Selector;
}

const MAX_ENTRIES = 5_000;
const MAX_LINE_CHARACTERS = 4_096;
const DEFAULT_PORT = 70;

/** [RFC1436-3.4] one line; servers leave out the last fields, and then mean themselves. */
function entryOf(line: string, self: Host): MenuEntry | undefined {
  const type = line.charAt(0);
  const [, path, name, port] = line.slice(1).split('\t');
  const kind = type === '0' ? 'document' : type === '1' ? 'menu' : undefined;
  const selector = path === undefined ? undefined : asSelector(path);
  if (kind === undefined || selector === undefined) return undefined;
  const host: Host = {
    name: name?.trim() || self.name,
    port: port === undefined ? self.port : Number(port.trim()) || DEFAULT_PORT,
  };
  // what another server has is that server's to give
  return isSameHost(host, self) ? { kind, selector } : undefined;
}

/**
 * The documents (type 0) and menus (type 1) of `text`, a menu that came from `self`: in its order, each selector once,
 * at most 5,000. A menu ends at its Lastline, or with the text.
 */
export function readGopherMenu(text: string, self: Host): readonly MenuEntry[] {
  const entries = new Map<string, MenuEntry>();
  for (const line of text.split(/\r?\n/)) {
    if (line === '.' || entries.size >= MAX_ENTRIES) break;
    const entry = line.length > MAX_LINE_CHARACTERS ? undefined : entryOf(line, self);
    if (entry !== undefined && !entries.has(entry.selector)) entries.set(entry.selector, entry);
  }
  return [...entries.values()];
}
