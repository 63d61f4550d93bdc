/** Bringing the database up to what the articles folder holds: folder by folder, reading only what has changed. */
import { readdirSync, realpathSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { lookAt, statsOf } from './document-look.ts';
import type { FeedFacts } from '../library/feed-file.ts';
import { feedOf, isDateFolder, type FolderFacts } from '../library/folders.ts';
import type { IndexedDocument, IndexWriter } from './writer.ts';
import { problemOf, readRegularFileSync, stampOf } from '../library/read-file.ts';
import type { DocumentReport, PassedOver } from '../library/report.ts';
import { MAX_SIDE_FILE_BYTES, readSideFile } from '../library/side-files.ts';
import { factsFrom, factsText } from './stored-facts.ts';
import { stored } from './stored-json.ts';
import { contentOf, identityOf, type FolderContent } from '../library/walk.ts';

/** What is found becomes visible so often; each time costs some milliseconds. */
const COMMIT_MS = 500;
/** So many findings of one scan are told in words. */
const MAX_TOLD = 10;
/** So many things that are no documents are kept of one folder. */
const MAX_PASSED_OVER = 100;

/** How far a scan is. */
export interface Committed {
  /** So many documents have been looked at. */
  readonly looked: number;
  /** Whether what is visible is another than before. */
  readonly changed: boolean;
}

/** Who is told how a scan goes. */
export interface ScanListener {
  readonly onCommit: (committed: Committed) => void;
  /** Whether to end before all is done. */
  readonly isStopping: () => boolean;
}

/** What a scan has found. */
export interface IndexedScan {
  readonly changed: boolean;
  /** Folders with files that may still be written to: they are to be scanned again soon. */
  readonly unsettled: readonly string[];
  /** Documents that have been looked at. */
  readonly looked: number;
  /** The first of those that were held now, and how many were. */
  readonly held: readonly DocumentReport[];
  readonly heldCount: number;
  /** The first of what was passed over now. */
  readonly passedOver: readonly PassedOver[];
}

interface Progress {
  readonly now: number;
  readonly settle: boolean;
  readonly unsettled: Set<string>;
  readonly held: DocumentReport[];
  readonly passedOver: PassedOver[];
  heldCount: number;
  looked: number;
  changed: boolean;
  committedMs: number;
}

/** Keeps one database up to date with one folder. All it does is done at once: it is for a thread of its own. */
export class Indexer {
  readonly #root: string;
  readonly #writer: IndexWriter;
  readonly #listener: ScanListener;

  /** `root` is the real path of the articles folder. */
  constructor(root: string, writer: IndexWriter, listener: ScanListener) {
    this.#root = root;
    this.#writer = writer;
    this.#listener = listener;
  }

  /**
   * Looks at the whole folder, or at `folders` alone, and reads what has changed. `settle` leaves files as they were
   * that were written to in the last moment. Throws the system's error when the articles folder cannot be read, and
   * SQLite's; then the last moment is lost, and found again by the next scan.
   */
  scan(folders: readonly string[] | undefined, settle: boolean): IndexedScan {
    const progress: Progress = {
      now: Date.now(),
      settle,
      unsettled: new Set(),
      held: [],
      passedOver: [],
      heldCount: 0,
      looked: 0,
      changed: false,
      committedMs: performance.now(),
    };
    try {
      for (const folder of folders ?? ['']) this.#scanTree(folder, folders === undefined, progress);
      this.#commit(progress);
    } catch (error) {
      this.#writer.rollback();
      throw error;
    }
    return { ...progress, unsettled: [...progress.unsettled] };
  }

  /** Scans `folder` and, where `isWhole`, all below; of others those that are new. */
  #scanTree(folder: string, isWhole: boolean, progress: Progress): void {
    if (this.#listener.isStopping()) return;
    const content = this.#contentOf(folder, progress);
    if (content === undefined) {
      if (folder !== '') this.#removeTree(folder, progress);
      return;
    }
    const known = new Map(this.#writer.foldersIn(folder));
    const factsChanged = this.#scanFacts(folder, content, progress);
    this.#scanDocuments(folder, content, progress);
    for (const child of content.folders) {
      const isOther = !isWhole && known.get(child) !== this.#identityOf(child);
      // the years and months of a feed have its defaults
      if (isWhole || isOther || (factsChanged && isDateFolder(child))) this.#scanTree(child, true, progress);
      known.delete(child);
    }
    for (const gone of known.keys()) this.#removeTree(gone, progress);
  }

  /** What lies in `folder`; `undefined` when it is no folder any more. */
  #contentOf(folder: string, progress: Progress): FolderContent | undefined {
    const path = join(this.#root, folder);
    let entries: readonly Dirent[];
    try {
      // a link in the place of a folder could lead anywhere
      if (realpathSync(path) !== path) return undefined;
      entries = readdirSync(path, { withFileTypes: true });
    } catch (error) {
      if (folder === '') throw error;
      const { code, message, fix } = problemOf(error);
      if (code !== 'vanished') this.#tell({ file: folder, message, fix }, progress);
      return undefined;
    }
    return contentOf(folder, entries);
  }

  #identityOf(folder: string): string | undefined {
    const stats = statsOf(join(this.#root, folder));
    return stats === undefined ? undefined : identityOf(stats);
  }

  #removeTree(folder: string, progress: Progress): void {
    for (const child of this.#writer.foldersIn(folder).keys()) this.#removeTree(child, progress);
    for (const path of this.#writer.known(folder).keys()) this.#remove(path, progress);
    this.#writer.removeFolder(folder);
    progress.changed = true;
  }

  /** Keeps what feed.toml and gophermap say of `folder`; whether that has changed. */
  #scanFacts(
    folder: string,
    { feedFile, gophermap, passedOver }: FolderContent,
    progress: Progress,
  ): boolean {
    const found = [feedFile, gophermap].flatMap((file) => file ?? []);
    const stamps = found.map((file) => {
      const stats = statsOf(join(this.#root, file));
      return stats === undefined ? '' : stampOf(stats);
    });
    const strange = passedOver.slice(0, MAX_PASSED_OVER);
    const stamp = [...stamps, JSON.stringify(strange)].join(' ');
    const before = this.#writer.folder(folder);
    const identity = this.#identityOf(folder) ?? '';
    if (before?.stamp === stamp && before.identity === identity) return false;
    let facts: FolderFacts = {};
    const problems: PassedOver[] = [...strange];
    for (const file of found) {
      const content = readRegularFileSync(join(this.#root, file), MAX_SIDE_FILE_BYTES);
      if ('bytes' in content) {
        const side = readSideFile(file, content.bytes);
        facts = { ...facts, ...side.facts };
        problems.push(...side.passedOver);
      } else if (content.code !== 'vanished') problems.push({ file, ...content });
    }
    const text = factsText(facts);
    this.#writer.putFolder(folder, {
      identity,
      stamp,
      facts: text,
      passedOver: JSON.stringify(problems),
    });
    progress.changed = true;
    const told = new Set(
      before === undefined ? [] : stored<readonly PassedOver[]>(before.passedOver).map(({ file }) => file),
    );
    for (const problem of problems) if (!told.has(problem.file)) this.#tell(problem, progress);
    return before?.facts !== text;
  }

  #factsOf(folder: string): FeedFacts {
    const known = this.#writer.folder(feedOf(folder));
    return known === undefined ? {} : factsFrom(known.facts);
  }

  #scanDocuments(folder: string, { documents }: FolderContent, progress: Progress): void {
    const known = new Map(this.#writer.known(folder));
    const { now, settle } = progress;
    const facts = documents.length === 0 ? {} : this.#factsOf(folder);
    const context = { ...facts, root: this.#root, now, settle };
    for (const file of documents) {
      if (this.#listener.isStopping()) return;
      const path = file.slice(0, -'.txt'.length);
      const look = lookAt(file, known.get(path), context);
      progress.looked++;
      if (look === 'unsettled') progress.unsettled.add(folder);
      else if (typeof look === 'object') this.#put(look.document, look.report, progress);
      if (look !== 'gone') known.delete(path);
      if (performance.now() - progress.committedMs >= COMMIT_MS) this.#commit(progress);
    }
    for (const path of known.keys()) this.#remove(path, progress);
  }

  #put(document: IndexedDocument, report: DocumentReport, progress: Progress): void {
    this.#writer.put(document, progress.now);
    progress.changed = true;
    if (document.served !== undefined) return;
    progress.heldCount++;
    if (progress.held.length < MAX_TOLD) progress.held.push(report);
  }

  #remove(path: string, progress: Progress): void {
    this.#writer.remove(path, progress.now);
    progress.changed = true;
  }

  #tell(problem: PassedOver, progress: Progress): void {
    if (progress.passedOver.length < MAX_TOLD) progress.passedOver.push(problem);
  }

  #commit(progress: Progress): void {
    const changed = this.#writer.commit();
    progress.committedMs = performance.now();
    this.#listener.onCommit({ looked: progress.looked, changed });
  }
}
