/** Selectors for those who mirror. */
import { partSelector } from './mirror-format.ts';

export type MirrorRoute =
  /** The last change in one line; the manifest, and its signature; the public key, and all keys so far. */
  | { readonly kind: 'beacon' | 'manifest' | 'signature' | 'key' | 'keys' }
  /** The changes after `sequence`. */
  | { readonly kind: 'changes'; readonly sequence: number }
  /** The files of a folder; `page` counts from 1. The empty path is the articles folder. */
  | { readonly kind: 'manifest-part'; readonly path: string; readonly page: number }
  /** What the feed.toml of a folder says for everybody. */
  | { readonly kind: 'feed-file'; readonly path: string };

const FIXED = {
  '/mirror/lastupdate': 'beacon',
  '/mirror/manifest': 'manifest',
  '/mirror/manifest.minisig': 'signature',
  '/mirror/key.pub': 'key',
  '/mirror/keys': 'keys',
} as const;

const CHANGES = /^\/mirror\/since\/(\d{1,15})$/;
const PART = /^\/mirror\/part\/(.*?)(?:(?:^|\/|(?<=part\/))page\/([2-9]|[1-9]\d{1,6}))?$/;
const FEED_FILE = /^\/raw\/(?:(.+)\/)?feed\.toml$/;

/** What `path` stands for, where paths of folders fulfil `isPath`; `undefined` where it is nothing of a mirror's. */
export function parseMirror(path: string, isPath: (path: string) => boolean): MirrorRoute | undefined {
  const fixed = Object.entries(FIXED).find(([selector]) => selector === path)?.[1];
  if (fixed !== undefined) return { kind: fixed };
  const [, sequence] = CHANGES.exec(path) ?? [];
  if (sequence !== undefined) return { kind: 'changes', sequence: Number(sequence) };
  const [, part, page = '1'] = PART.exec(path) ?? [];
  if (part !== undefined)
    return part === '' || isPath(part)
      ? { kind: 'manifest-part', path: part, page: Number(page) }
      : undefined;
  const found = FEED_FILE.exec(path);
  if (found === null) return undefined;
  const [, folder = ''] = found;
  return folder === '' || isPath(folder) ? { kind: 'feed-file', path: folder } : undefined;
}

/** The selector of `route`. */
export function mirrorSelector(route: MirrorRoute): string {
  switch (route.kind) {
    case 'changes':
      return `/mirror/since/${route.sequence}`;
    case 'manifest-part':
      return partSelector(route.path, route.page);
    case 'feed-file':
      return `/raw/${route.path === '' ? '' : `${route.path}/`}feed.toml`;
    case 'beacon':
    case 'manifest':
    case 'signature':
    case 'key':
    case 'keys': {
      const [selector = ''] = Object.entries(FIXED).find(([, kind]) => kind === route.kind) ?? [];
      return selector;
    }
  }
}
