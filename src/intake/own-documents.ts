/** The documents and tombstones of a feed by what they were made from: for when its ledger is lost. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { sourceOf } from '../article/article.ts';
import { parseArticle } from '../article/parse.ts';
import { parseTombstone, TOMBSTONE_END } from '../article/tombstone.ts';
import { mapConcurrently } from '../library/concurrently.ts';
import { MAX_DOCUMENT_BYTES } from '../library/document-file.ts';
import { feedOf, parentOf } from '../library/folders.ts';
import { readRegularFile } from '../library/read-file.ts';
import { addressKey } from './read/address.ts';

const CONCURRENCY = 16;
const KIND = new RegExp(`(?:\\.txt|\\${TOMBSTONE_END})$`);

/** The address of a page that is no article's own: that of a whole site. */
const isOfSite = (address: string): boolean =>
  URL.canParse(address) && /^\/?$/.test(new URL(address).pathname);

async function sourceAt(root: string, file: string): Promise<string | undefined> {
  if (file.endsWith(TOMBSTONE_END)) {
    const text = await readFile(join(root, file), 'utf8').catch(() => '');
    return parseTombstone(text).source;
  }
  const content = await readRegularFile(join(root, file), MAX_DOCUMENT_BYTES);
  return 'bytes' in content ? sourceOf(parseArticle(content.bytes).article) : undefined;
}

/**
 * The path of each document or tombstone of `feed`, below `root` and without its end, by the {@link addressKey} of its
 * source; those whose source several have are left out, for it does not tell them apart. Reads them all.
 */
export async function ownDocuments(root: string, feed: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(join(root, feed), { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile() && KIND.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .filter((file) => feedOf(parentOf(file)) === feed);
  const sources = await mapConcurrently(files, CONCURRENCY, (file) => sourceAt(root, file));
  const paths = new Map<string, Set<string>>();
  for (const [index, file] of files.entries()) {
    const source = sources[index] ?? '';
    if (source === '' || isOfSite(source)) continue;
    const key = addressKey(source);
    paths.set(key, (paths.get(key) ?? new Set()).add(file.replace(KIND, '')));
  }
  return new Map(
    [...paths].flatMap(([key, [path = '', ...others]]) => (others.length === 0 ? [[key, path]] : [])),
  );
}
