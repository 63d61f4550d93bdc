/**
 * `gophermap` files, in the dialect of Bucktooth: a line without TAB is text; a line with one is an item,
 * type and display string, then selector, host and port, of which the last may be left out.
 */
import { asSelector, displayString, isHostName, type Host, type ItemType, type Selector } from './item.ts';
import { urlSelector } from './url-page.ts';

/** One line of a gophermap. */
export type GophermapLine =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'item';
      readonly type: ItemType;
      readonly label: string;
      readonly selector: Selector;
      readonly host: Host | undefined;
    };

/** A line that could not be an item and is shown as text; `line` counts from 1. */
export interface GophermapProblem {
  readonly line: number;
  readonly message: string;
}

const TYPES = new Set<string>(['0', '1', '7', '9', 'g', 'I', 's', 'h']);
const isItemType = (type: string): type is ItemType => TYPES.has(type);

/** `relative` against the folder's selector, which ends in a slash; `..` never leads above the root. */
export function resolveSelector(folder: string, relative: string): string {
  if (relative.startsWith('/')) return relative;
  const parts = folder.split('/').slice(1, -1);
  const names = relative.split('/');
  for (const [index, name] of names.entries()) {
    if (name === '..') parts.pop();
    else if (name !== '.' && (name !== '' || index === names.length - 1)) parts.push(name);
  }
  return `/${parts.join('/')}${/(?:^|\/)\.{1,2}$/.test(relative) ? '/' : ''}`;
}

function parseItem(line: string, folder: string): GophermapLine | string {
  const [head = '', givenSelector = '', hostName = '', port = ''] = line.split('\t');
  const type = head.charAt(0);
  const label = head.slice(1);
  if (type === 'i') return { kind: 'text', text: label };
  if (!isItemType(type)) return `"${displayString(type)}" is not an item type that every client knows`;
  const isHere = hostName === '';
  if (!isHere && !isHostName(hostName)) return 'the host is not a DNS name';
  const portNumber = port === '' ? 70 : Number(port);
  if (!Number.isInteger(portNumber) || portNumber < 1 || portNumber > 65535)
    return 'the port is not a number';
  const text = givenSelector === '' ? label : givenSelector;
  const isUrl = /^\/?URL:/.test(text);
  const selector = isUrl
    ? urlSelector(text.replace(/^\/?URL:/, ''))
    : asSelector(isHere ? resolveSelector(folder, text) : text);
  if (selector === undefined) return 'the selector leads to no address that can be served';
  return {
    kind: 'item',
    type,
    label,
    selector,
    host: isHere || isUrl ? undefined : { name: hostName, port: portNumber },
  };
}

/**
 * Reads a gophermap. `folder` is the selector of its folder, ending in a slash, against which relative selectors
 * are resolved. A closing period is passed over; a line that cannot be an item becomes text and is told.
 */
export function parseGophermap(
  text: string,
  folder: string,
): { readonly lines: readonly GophermapLine[]; readonly problems: readonly GophermapProblem[] } {
  const lines: GophermapLine[] = [];
  const problems: GophermapProblem[] = [];
  const source = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  for (const [index, line] of source.entries()) {
    if (line === '.' && index === source.length - 1) continue;
    const parsed = line.includes('\t') ? parseItem(line, folder) : { kind: 'text' as const, text: line };
    if (typeof parsed !== 'string') {
      lines.push(parsed);
      continue;
    }
    problems.push({ line: index + 1, message: parsed });
    lines.push({ kind: 'text', text: line });
  }
  return { lines, problems };
}
