/** Menus of other servers, as they are: short lines, bare line feeds and a missing Lastline among them. */
import {
  asSelector,
  displayString,
  isHostName,
  type DisplayString,
  type Host,
  type Selector,
} from '../../gopher/item.ts';

/** A line of a menu that leads somewhere. */
export interface MenuEntry {
  /** Any one character: other servers have types that are not ours. */
  readonly type: string;
  readonly display: DisplayString;
  readonly selector: Selector;
  readonly host: Host;
}

/** More no reader would ever see. */
const MAX_ENTRIES = 20_000;

function entryOf(line: string): MenuEntry | undefined {
  const [head = '', selectorText = '', name = '', portText = ''] = line.split('\t', 4);
  const selector = asSelector(selectorText);
  const port = Number(portText.trim());
  const leadsOn = head !== '' && !/^[i3 ]/.test(head);
  if (!leadsOn || selector === undefined || !isHostName(name)) return undefined;
  if (!/^\d{1,5}\s*$/.test(portText) || port < 1 || port > 65535) return undefined;
  const [type = ''] = head;
  return {
    type,
    display: displayString(head.slice(type.length)),
    selector,
    host: { name: name.toLowerCase(), port },
  };
}

/**
 * [RFC1436-3.4] what the menu `text` leads to, in its order, up to its Lastline and 20,000 entries. Info lines, error
 * lines and lines that name no place are left out. Never throws.
 */
export function parseMenu(text: string): MenuEntry[] {
  const entries: MenuEntry[] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line === '.' || entries.length === MAX_ENTRIES) break;
    const entry = entryOf(line);
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}
