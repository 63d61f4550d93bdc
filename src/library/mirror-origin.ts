/** Of what an articles folder is a mirror: `Name: value` lines in a file of its hidden folder. */
import { readRegularFileSync } from './read-file.ts';
import { join } from 'node:path';
import { SCRATCH_NAME } from './scratch.ts';

/** Where a mirror keeps what it knows, below the articles folder. */
export const MIRROR_FOLDER: string = `${SCRATCH_NAME}/mirror`;
export const ORIGIN_FILE: string = `${MIRROR_FOLDER}/origin`;
const MAX_BYTES = 64 * 1024;

/** What a mirror remembers of what it is a copy of. */
export interface MirrorOrigin {
  /** A gopher URI; those over TLS begin in `gophers:`. */
  readonly address: string;
  /** The line of the public key that is trusted; empty where nothing is signed. */
  readonly key: string;
  /** The last change that is here, and its time as the upstream writes it; 0 before the first round has ended; empty where its menus are walked, and the time that of the walk. */
  readonly sequence: string;
  readonly time: string;
  /** What of it is taken. */
  readonly filters: string;
  /** How many files that are wanted are not here. */
  readonly left: number;
}

/** Whether menus are walked: who signs is not, whatever else is lost. */
export const isOfMenus = ({ address, sequence, key }: MirrorOrigin): boolean =>
  address !== '' && sequence === '' && key === '';

/** The text of `origin`. */
export const writeOrigin = ({ address, key, sequence, time, filters, left }: MirrorOrigin): string =>
  Object.entries({
    Address: address,
    Key: key,
    Sequence: sequence,
    Time: time,
    Filters: filters,
    Left: String(left),
  })
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');

/** What `text` says; `undefined` where it names no address. */
export function parseOrigin(text: string): MirrorOrigin | undefined {
  const valueOf = (name: string): string => new RegExp(`^${name}: ?(.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';
  const address = valueOf('Address');
  if (address === '') return undefined;
  return {
    address,
    key: valueOf('Key'),
    sequence: valueOf('Sequence'),
    time: valueOf('Time'),
    filters: valueOf('Filters'),
    left: Number(/^\d{1,15}$/.exec(valueOf('Left'))?.[0] ?? 1),
  };
}

/** Of what the articles folder `root`, a real path, is a mirror; `undefined` where it is none, or that cannot be read. */
export function originOf(root: string): MirrorOrigin | undefined {
  const content = readRegularFileSync(join(root, ORIGIN_FILE), MAX_BYTES);
  return 'bytes' in content ? parseOrigin(Buffer.from(content.bytes).toString('utf8')) : undefined;
}
