/** A folder or a file on disk: documents in the layout, and web pages that were saved. */
import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MAX_DOCUMENT_BYTES } from '../../library/document-file.ts';
import { problemOf, readRegularFile } from '../../library/read-file.ts';
import { decodeText } from '../http/decode-text.ts';
import type { Offer } from '../offer.ts';
import type { Answer } from './answer.ts';
import { offerOfPage } from './page-upstream.ts';

const MAX_FILES = 20_000;
const WANTED = /\.(?:txt|html?)$/i;

/** The files below `path`, which may be one itself, by name. */
async function filesBelow(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return (
    entries
      .filter((entry) => entry.isFile() && WANTED.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      // what is hidden is not for others
      .filter((file) => !/(?:^|\/)\./.test(relative(path, file)))
      .toSorted()
  );
}

/** Whether `inner` is `outer` or lies below it. */
const isIn = (inner: string, outer: string): boolean => !/^\.\.(?:\/|$)/.test(relative(outer, inner));

/** What lies at `path`, from `base` on. Nothing of the articles folder itself is offered again. */
export async function askFolder(path: string, base: string, root: string): Promise<Answer> {
  const absolute = resolve(base, path);
  if (isIn(absolute, root) || isIn(root, absolute)) {
    const fix = 'name a folder that has nothing to do with it';
    return { kind: 'failed', message: `${path} is in the articles folder, or has it in it`, fix };
  }
  try {
    const files = await filesBelow(absolute);
    return { kind: 'offers', title: undefined, offers: offersIn(files.slice(0, MAX_FILES)) };
  } catch (error) {
    const { message, fix } = problemOf(error);
    return { kind: 'failed', message: `${path}: ${message}`, fix };
  }
}

async function* offersIn(files: readonly string[]): AsyncGenerator<Offer> {
  for (const file of files) {
    const content = await readRegularFile(file, MAX_DOCUMENT_BYTES);
    const url = pathToFileURL(file).href;
    if (!('bytes' in content))
      yield { kind: 'faulty', where: file, message: content.message, fix: content.fix };
    else if (file.toLowerCase().endsWith('.txt'))
      yield { kind: 'document', url, name: file.slice(file.lastIndexOf('/') + 1), bytes: content.bytes };
    else yield offerOfPage(decodeText(content.bytes, '', 'html').text, url);
  }
}
