/** What is known of the upstream at one moment, and what it is after changes. Pure. */
import { documentOf, isTombstone } from '../article/tombstone.ts';
import { digestText } from '../library/digest-text.ts';
import {
  folderOfFile,
  manifestText,
  parsePart,
  partSelector,
  partTexts,
  type Change,
  type Manifest,
  type ManifestPart,
  type MirrorFile,
  type Moment,
} from '../site/mirror-format.ts';

/** A manifest, and so many of its parts as are wanted. */
export interface Known {
  readonly manifest: Manifest;
  /** The manifest as text. */
  readonly text: string;
  /** The texts of parts, by selector; each has the digest that the manifest gives. */
  readonly parts: ReadonlyMap<string, string>;
}

/** The parts that list the files of `folder`, in order. */
function pagesOf(folder: string, parts: ReadonlyMap<string, ManifestPart>): ManifestPart[] {
  const pages: ManifestPart[] = [];
  for (;;) {
    const page = parts.get(partSelector(folder, pages.length + 1));
    if (page === undefined) return pages;
    pages.push(page);
  }
}

/** The files of `pages`, by selector; `undefined` where one is not known. */
function filesOf(pages: readonly ManifestPart[], texts: ReadonlyMap<string, string>) {
  const files = new Map<string, MirrorFile>();
  for (const { selector } of pages) {
    const listed = parsePart(texts.get(selector) ?? '#');
    if (listed === undefined) return undefined;
    for (const file of listed) files.set(file.selector, file);
  }
  return files;
}

function byFolder(changes: readonly Change[]): ReadonlyMap<string, readonly Change[]> {
  const folders = new Map<string, Change[]>();
  for (const change of changes) {
    const folder = folderOfFile(change.file.selector);
    const own = folders.get(folder);
    if (own === undefined) folders.set(folder, [change]);
    else own.push(change);
  }
  return folders;
}

/** What is known after `changes`, in order, up to `moment`; `undefined` where too little was known before. */
export function afterChanges(known: Known, changes: readonly Change[], moment: Moment): Known | undefined {
  const parts = new Map(known.manifest.parts.map((part) => [part.selector, part]));
  const texts = new Map(known.parts);
  for (const [folder, own] of byFolder(changes)) {
    const pages = pagesOf(folder, parts);
    const files = filesOf(pages, texts);
    if (files === undefined) return undefined;
    for (const { kind, file } of own)
      if (kind === 'withdraw') files.delete(file.selector);
      else files.set(file.selector, file);
    for (const { selector } of pages) {
      parts.delete(selector);
      texts.delete(selector);
    }
    for (const [index, text] of partTexts([...files.values()]).entries()) {
      const selector = partSelector(folder, index + 1);
      const digest = digestText(text);
      parts.set(selector, {
        selector,
        bytes: Buffer.byteLength(text),
        digest,
        files: text.split('\n').length - 1,
      });
      texts.set(selector, text);
    }
  }
  const manifest = { sequence: moment.sequence, timeMs: moment.timeMs, parts: [...parts.values()] };
  return { manifest, text: manifestText(manifest), parts: texts };
}

/** `manifest` with those of `kept`, texts of parts by digest, that it has. */
export function under(manifest: Manifest, text: string, kept: ReadonlyMap<string, string>): Known {
  const parts = new Map<string, string>();
  for (const { selector, digest } of manifest.parts) {
    const own = kept.get(digest);
    if (own !== undefined) parts.set(selector, own);
  }
  return { manifest, text, parts };
}

/** The files of all parts that are known, by selector, but for tombstones of documents that are listed too: those are there. */
export function filesOfAll({ parts }: Pick<Known, 'parts'>): ReadonlyMap<string, MirrorFile> {
  const files = new Map<string, MirrorFile>();
  for (const text of parts.values()) for (const file of parsePart(text) ?? []) files.set(file.selector, file);
  for (const selector of files.keys())
    if (isTombstone(selector) && files.has(documentOf(selector))) files.delete(selector);
  return files;
}
