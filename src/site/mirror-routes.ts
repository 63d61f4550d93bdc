/** Selectors for those who mirror. */
import { isTombstone, TOMBSTONE_END } from '../article/tombstone.ts';
import { partSelector } from './mirror-format.ts';

/** What there is at one of them. */
export type MirrorPage =
  /** The last change in one line; the manifest, and its signature; the public key, and all keys so far. */
  | { readonly kind: 'beacon' | 'manifest' | 'signature' | 'key' | 'keys' }
  /** The changes after `sequence`. */
  | { readonly kind: 'changes'; readonly sequence: number }
  /** The files of a folder; `page` counts from 1. The empty path is the articles folder. */
  | { readonly kind: 'manifest-part'; readonly path: string; readonly page: number }
  /** What the feed.toml of a folder says for everybody. */
  | { readonly kind: 'feed-file'; readonly path: string }
  /** When and why the document at a path was withdrawn. */
  | { readonly kind: 'tombstone'; readonly path: string };

export interface MirrorRoute {
  readonly kind: 'mirror';
  readonly what: MirrorPage;
}

const FIXED = {
  '/mirror/lastupdate': 'beacon',
  '/mirror/manifest': 'manifest',
  '/mirror/manifest.minisig': 'signature',
  '/mirror/key.pub': 'key',
  '/mirror/keys': 'keys',
} as const;

const CHANGES = /^\/mirror\/since\/(\d{1,15})$/;
const PART = '/mirror/part/';
/** The first page has no number. */
const PAGE = /^(?:(.*)\/)?page\/([2-9]|[1-9]\d{1,6})$/;
const RAW = '/raw/';
const FEED_FILE = /^\/raw\/(?:(.+)\/)?feed\.toml$/;

/** What `path` stands for, where paths of folders fulfil `isPath`; `undefined` where it is nothing of a mirror's. */
function parsePage(path: string, isPath: (path: string) => boolean): MirrorPage | undefined {
  const fixed = Object.entries(FIXED).find(([selector]) => selector === path)?.[1];
  if (fixed !== undefined) return { kind: fixed };
  const [, sequence] = CHANGES.exec(path) ?? [];
  if (sequence !== undefined) return { kind: 'changes', sequence: Number(sequence) };
  const isFolder = (folder: string): boolean => folder === '' || isPath(folder);
  if (path.startsWith(PART)) {
    const rest = path.slice(PART.length);
    const [, above = '', number] = PAGE.exec(rest) ?? [];
    const folder = number === undefined ? rest : above;
    return isFolder(folder) ? { kind: 'manifest-part', path: folder, page: Number(number ?? 1) } : undefined;
  }
  if (path.startsWith(RAW) && isTombstone(path)) {
    const document = path.slice(RAW.length, -TOMBSTONE_END.length);
    return isPath(document) ? { kind: 'tombstone', path: document } : undefined;
  }
  const found = FEED_FILE.exec(path);
  if (found === null) return undefined;
  const [, folder = ''] = found;
  return isFolder(folder) ? { kind: 'feed-file', path: folder } : undefined;
}

/** As {@link parsePage}, as a route. */
export function parseMirror(path: string, isPath: (path: string) => boolean): MirrorRoute | undefined {
  const what = path.startsWith('/mirror/') || path.startsWith(RAW) ? parsePage(path, isPath) : undefined;
  return what && { kind: 'mirror', what };
}

/** The item type of `page`: bytes that are signed, or compared with a digest, only binary transfer keeps. */
export function mirrorType({ kind }: MirrorPage): '0' | '9' {
  return kind === 'beacon' || kind === 'changes' || kind === 'key' || kind === 'keys' ? '0' : '9';
}

/** The selector of `page`. */
export function mirrorSelector(page: MirrorPage): string {
  switch (page.kind) {
    case 'changes':
      return `/mirror/since/${page.sequence}`;
    case 'manifest-part':
      return partSelector(page.path, page.page);
    case 'feed-file':
      return `${RAW}${page.path === '' ? '' : `${page.path}/`}feed.toml`;
    case 'tombstone':
      return `${RAW}${page.path}${TOMBSTONE_END}`;
    case 'beacon':
    case 'manifest':
    case 'signature':
    case 'key':
    case 'keys': {
      const [selector = ''] = Object.entries(FIXED).find(([, kind]) => kind === page.kind) ?? [];
      return selector;
    }
  }
}
