/** The articles folder on disk as a library: scanned whole, then only what has changed is read again. */
import type { Stats } from 'node:fs';
import { lstat, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { decode } from '../article/decode.ts';
import { parseTombstone, TOMBSTONE_END, type Tombstone } from '../article/tombstone.ts';
import type { Catalogue, Entry, Library } from '../site/library.ts';
import { feedOf, parentOf, type FolderFacts } from './folders.ts';
import { buildCatalogue } from './memory-catalogue.ts';
import { mapConcurrently } from './concurrently.ts';
import { heldByFile, judgeDocument, MAX_DOCUMENT_BYTES, nameProblem } from './document-file.ts';
import type { FeedFacts } from './feed-file.ts';
import { problemOf, readRegularFile, stampOf, type FileProblem } from './read-file.ts';
import { byPlace, type DocumentReport, type Report } from './report.ts';
import { deadItems, FEED_FILE, MAX_SIDE_FILE_BYTES, readSideFile, type SideFile } from './side-files.ts';
import { walk, type Walk } from './walk.ts';

/** Files read at the same time: enough to keep a disk busy, few enough for any descriptor limit. */
const CONCURRENCY = 32;
/** A file changed less than so long ago may still be written to; readers keep its older state until then. */
export const SETTLE_MS = 300;

/** What is remembered of a file: `stamp` tells whether it has changed. */
interface Known<T> {
  readonly stamp: string;
  readonly value: T;
}

export interface ScanOptions {
  /** Whether files that were written to in the last moment are left as they were. */
  readonly settle: boolean;
  /** Told after each document how many of how many are done. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The outcome of one scan. */
export interface Scan {
  readonly catalogue: Catalogue;
  readonly report: Report;
  /** The folders that were seen, by path below the articles folder, each with its identity. */
  readonly folders: ReadonlyMap<string, string>;
  /** Whether a file was left as it was because it may still be written to: scan again soon. */
  readonly unsettled: boolean;
  /** Whether anything differs from the scan before. */
  readonly changed: boolean;
}

/** What cannot be read now may be readable at the next look, with the same stamp: it is remembered without one. */
const stampOfProblem = ({ code }: FileProblem, stamp: string): string =>
  code === 'unreadable' || code === 'vanished' ? '' : stamp;

/** An articles folder. Its scans are made one after the other by whoever owns it. */
export class ArticlesFolder {
  readonly root: string;
  /** Called when a file is found to have changed since the last scan. */
  onStale: () => void = () => undefined;
  #documents = new Map<string, Known<DocumentReport>>();
  #sideFiles = new Map<string, Known<SideFile>>();
  #fingerprint = '';

  private constructor(root: string) {
    this.root = root;
  }

  /** The articles folder at `path`. Rejects with the system's error when it cannot be entered. */
  static async open(path: string): Promise<ArticlesFolder> {
    return new ArticlesFolder(await realpath(path));
  }

  /**
   * Looks at the whole folder and reads what has changed. Rejects when the folder itself cannot be read.
   */
  async scan({ settle, onProgress }: ScanOptions): Promise<Scan> {
    const found = await walk(this.root);
    const context = { settle, unsettled: false };
    let done = 0;
    const sideFiles = await this.#scanSideFiles(found, context);
    const facts = new Map<string, FolderFacts>();
    for (const [file, { value }] of sideFiles)
      facts.set(parentOf(file), { ...facts.get(parentOf(file)), ...value.facts });

    const documents = new Map<string, Known<DocumentReport>>();
    const scanned = await mapConcurrently(found.documents, CONCURRENCY, async (file) => {
      const known = await this.#scanDocument(file, facts.get(feedOf(parentOf(file))), context);
      onProgress?.(++done, found.documents.length);
      return known;
    });
    for (const [index, file] of found.documents.entries()) {
      const known = scanned[index];
      if (known !== undefined) documents.set(file, known);
    }
    this.#documents = documents;
    this.#sideFiles = sideFiles;

    const reports = Array.from(documents.values(), ({ value }) => value);
    const catalogue = buildCatalogue(
      reports.flatMap(({ entry }) => entry ?? []),
      facts,
    );
    const passedOver = [
      ...found.passedOver,
      ...Array.from(sideFiles.values()).flatMap(({ value }) => value.passedOver),
      ...found.gophermaps.flatMap((file) => deadItems(file, catalogue)),
    ].toSorted(byPlace);
    const stamps = [...documents, ...sideFiles].map(([file, { stamp }]) => `${file} ${stamp}`);
    // the files are looked at side by side, and are found in any order
    const fingerprint = [...stamps, ...found.passedOver.map(({ file }) => file)].toSorted().join('\n');
    const changed = fingerprint !== this.#fingerprint;
    this.#fingerprint = fingerprint;
    return {
      catalogue,
      report: { documents: reports, passedOver },
      folders: found.folders,
      unsettled: context.unsettled,
      changed,
    };
  }

  /** A library over one catalogue of this folder. */
  libraryOf(catalogue: Catalogue): Library {
    return {
      catalogue,
      read: (entry) => this.read(entry),
      tombstone: (path) => this.tombstone(path),
    };
  }

  /** What the feed.toml of the feed at `path` says; nothing where there is none or it cannot be read. */
  async feedFacts(path: string): Promise<FeedFacts> {
    const content = await readRegularFile(join(this.root, path, FEED_FILE), MAX_SIDE_FILE_BYTES);
    return 'bytes' in content ? readSideFile(FEED_FILE, content.bytes).facts : {};
  }

  /** Why the article at `path` is no longer served; `undefined` where that is not known. */
  async tombstone(path: string): Promise<Tombstone | undefined> {
    const content = await readRegularFile(join(this.root, path + TOMBSTONE_END), MAX_SIDE_FILE_BYTES);
    if ('bytes' in content) return parseTombstone(decode(content.bytes).text);
    // whatever is in it, it says that there is no article
    return content.code === 'too-large' ? parseTombstone('') : undefined;
  }

  /** The bytes of a document; `undefined` when the file is gone, or is no longer as the catalogue knows it. */
  async read(entry: Entry): Promise<Uint8Array | undefined> {
    const content = await readRegularFile(join(this.root, `${entry.path}.txt`), MAX_DOCUMENT_BYTES);
    if (!('bytes' in content)) return undefined;
    const { size, mtimeMs } = content.stats;
    if (size === entry.bytes && mtimeMs === entry.modifiedMs) return content.bytes;
    // half of it may be written: nobody sees it before a scan has found it at rest
    this.onStale();
    return undefined;
  }

  /** What is known of a file if that is still so, or must be taken so because the file is being written to. */
  #reuse<T>(
    known: Known<T> | undefined,
    stamp: string,
    stats: Stats,
    context: ScanContext,
  ): Known<T> | 'skip' | undefined {
    if (known?.stamp === stamp) return known;
    if (!context.settle || Math.abs(Date.now() - stats.ctimeMs) >= SETTLE_MS) return undefined;
    context.unsettled = true;
    return known ?? 'skip';
  }

  async #scanDocument(
    file: string,
    feed: FeedFacts | undefined,
    context: ScanContext,
  ): Promise<Known<DocumentReport> | undefined> {
    const path = file.slice(0, -'.txt'.length);
    const badName = nameProblem(path);
    if (badName !== undefined)
      return { stamp: '', value: { file, entry: undefined, diagnostics: [badName] } };
    const absolute = join(this.root, file);
    try {
      const stats = await lstat(absolute);
      const licence = feed?.defaultLicence;
      const stamp = `${stampOf(stats)} ${licence?.licence.id ?? ''} ${licence?.evidence ?? ''}`;
      const reused = this.#reuse(this.#documents.get(file), stamp, stats, context);
      if (reused !== undefined) return reused === 'skip' ? undefined : reused;
      const content = await readRegularFile(absolute, MAX_DOCUMENT_BYTES);
      if (!('bytes' in content))
        return { stamp: stampOfProblem(content, stamp), value: heldByFile(file, content) };
      return { stamp, value: judgeDocument(file, content.bytes, content.stats.mtimeMs, licence).report };
    } catch (error) {
      const problem = problemOf(error);
      return problem.code === 'vanished' ? undefined : { stamp: '', value: heldByFile(file, problem) };
    }
  }

  async #scanSideFiles(found: Walk, context: ScanContext): Promise<Map<string, Known<SideFile>>> {
    const scanned = new Map<string, Known<SideFile>>();
    const files = [...found.feedFiles, ...found.gophermaps];
    await mapConcurrently(files, CONCURRENCY, async (file) => {
      try {
        const absolute = join(this.root, file);
        const stats = await lstat(absolute);
        const stamp = stampOf(stats);
        const reused = this.#reuse(this.#sideFiles.get(file), stamp, stats, context);
        if (reused === 'skip') return;
        const content = reused ?? (await readRegularFile(absolute, MAX_SIDE_FILE_BYTES));
        if ('value' in content) scanned.set(file, content);
        else if ('bytes' in content) scanned.set(file, { stamp, value: readSideFile(file, content.bytes) });
        else {
          const value = { facts: {}, passedOver: [{ file, ...content }] };
          scanned.set(file, { stamp: stampOfProblem(content, stamp), value });
        }
      } catch (error) {
        problemOf(error); // it vanished between the walk and the look: as if it had not been there
      }
    });
    return scanned;
  }
}

interface ScanContext {
  readonly settle: boolean;
  unsettled: boolean;
}
