/** Bringing the database up to what the articles folder holds: folder by folder, reading only what has changed. */
import { readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { isFresh, lookAt, statsOf, type Found } from './document-look.ts';
import type { FeedFacts } from '../library/feed-file.ts';
import { feedOf, isDateFolder, type FolderFacts } from '../library/folders.ts';
import type { Index } from './index.ts';
import { problemOf, stampOf } from '../library/read-file.ts';
import type { DocumentReport, PassedOver } from '../library/report.ts';
import { readFacts } from './side-facts.ts';
import { factsFrom, factsText } from './stored-facts.ts';
import { lookAtTombstones } from './tombstone-look.ts';
import { contentOf, identityOf, type FolderContent } from '../library/walk.ts';

/** What is found becomes visible soon at first, and then less often: each time costs some milliseconds. */
const [FIRST_COMMIT_MS, COMMIT_SHARE, LAST_COMMIT_MS] = [250, 0.25, 4_000];
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
  /** Whether all was looked at: it may have been told to end before. */
  readonly isWhole: boolean;
  readonly changed: boolean;
  /** Whether there are other folders than before. */
  readonly foldersChanged: boolean;
  /** Folders with files that may still be written to: they are to be scanned again soon. */
  readonly unsettled: readonly string[];
  /** Folders in which something could not be read. */
  readonly failing: readonly string[];
  /** Documents that have been looked at. */
  readonly looked: number;
  /** The first of those that were held now, and how many were. */
  readonly held: readonly DocumentReport[];
  readonly heldCount: number;
}

/** Of a scan that looked at nothing. */
export const NOTHING_SCANNED: IndexedScan = {
  isWhole: false,
  changed: false,
  foldersChanged: false,
  unsettled: [],
  failing: [],
  looked: 0,
  held: [],
  heldCount: 0,
};

interface Progress {
  readonly now: number;
  readonly settle: boolean;
  readonly unsettled: Set<string>;
  readonly failing: Set<string>;
  readonly held: DocumentReport[];
  heldCount: number;
  looked: number;
  changed: boolean;
  foldersChanged: boolean;
  readonly startMs: number;
  committedMs: number;
}

function isTimeToCommit({ startMs, committedMs }: Progress): boolean {
  const now = performance.now();
  const dueMs = Math.min(Math.max(FIRST_COMMIT_MS, COMMIT_SHARE * (now - startMs)), LAST_COMMIT_MS);
  return now - committedMs >= dueMs;
}

/** Keeps one database up to date with one folder. All it does is done at once: it is for a thread of its own. */
export class Indexer {
  readonly #root: string;
  readonly #index: Index;
  /** What the feeds say that were scanned: it may not be visible yet. */
  readonly #facts = new Map<string, FolderFacts>();
  readonly #listener: ScanListener;

  /** `root` is the real path of the articles folder. */
  constructor(root: string, index: Index, listener: ScanListener) {
    this.#root = root;
    this.#index = index;
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
      failing: new Set(),
      held: [],
      heldCount: 0,
      looked: 0,
      changed: false,
      foldersChanged: false,
      startMs: performance.now(),
      committedMs: performance.now(),
    };
    this.#facts.clear();
    try {
      for (const folder of folders ?? ['']) this.#scanTree(folder, folders === undefined, progress);
      if (folders === undefined && !this.#listener.isStopping()) this.#index.markWhole();
      this.#commit(progress);
    } catch (error) {
      this.#index.rollback();
      throw error;
    }
    const { unsettled, failing } = progress;
    return {
      ...progress,
      isWhole: !this.#listener.isStopping(),
      unsettled: [...unsettled],
      failing: [...failing],
    };
  }

  /** Scans `folder` and, where `isWhole`, all below; of others those that are new. */
  #scanTree(folder: string, isWhole: boolean, progress: Progress): void {
    if (this.#listener.isStopping()) return;
    const content = this.#contentOf(folder);
    if (content === undefined || 'message' in content) {
      this.#removeTree(folder, content, progress);
      return;
    }
    const known = new Map(this.#index.known.foldersIn(folder));
    const factsChanged = this.#scanFacts(folder, content, progress);
    this.#scanDocuments(folder, content, progress);
    this.#scanTombstones(folder, content, progress);
    for (const child of content.folders) {
      const isOther = !isWhole && known.get(child) !== this.#identityOf(child);
      // the years and months of a feed have its defaults
      if (isWhole || isOther || (factsChanged && isDateFolder(child))) this.#scanTree(child, true, progress);
      known.delete(child);
    }
    for (const gone of known.keys()) this.#removeTree(gone, undefined, progress);
  }

  /** What lies in `folder`, or why it cannot be read; `undefined` when it is no folder any more. */
  #contentOf(folder: string): FolderContent | PassedOver | undefined {
    const path = join(this.#root, folder);
    try {
      // a link in the place of a folder could lead anywhere
      if (realpathSync(path) !== path) {
        if (folder === '') throw new Error(`${path} is a link now`);
        return undefined;
      }
      return contentOf(folder, readdirSync(path, { withFileTypes: true }));
    } catch (error) {
      if (folder === '') throw error;
      const { code, message, fix } = problemOf(error);
      return code === 'vanished' ? undefined : { file: folder, message, fix };
    }
  }

  #identityOf(folder: string): string | undefined {
    const stats = statsOf(join(this.#root, folder));
    return 'code' in stats ? undefined : identityOf(stats);
  }

  /** Forgets what is below `folder`, and the folder but for why it cannot be read. */
  #removeTree(folder: string, problem: PassedOver | undefined, progress: Progress): void {
    for (const child of this.#index.known.foldersIn(folder).keys())
      this.#removeTree(child, undefined, progress);
    for (const path of this.#index.known.stamps(folder).keys()) this.#remove(path, progress);
    lookAtTombstones(folder, [], this.#root, this.#index, progress);
    if (problem !== undefined) progress.failing.add(folder);
    const passedOver = problem && JSON.stringify([problem]);
    if (this.#index.known.folder(folder)?.passedOver === passedOver) return;
    if (passedOver === undefined) this.#index.removeFolder(folder, progress.now);
    else this.#index.putFolder(folder, { identity: '', stamp: '', facts: '{}', passedOver }, progress.now);
    progress.changed = true;
    progress.foldersChanged = true;
  }

  /** Keeps what feed.toml and gophermap say of `folder`; whether that has changed. */
  #scanFacts(
    folder: string,
    { feedFile, gophermap, passedOver }: FolderContent,
    progress: Progress,
  ): boolean {
    const found = [feedFile, gophermap].flatMap((file) => file ?? []);
    const looks = found.map((file) => statsOf(join(this.#root, file)));
    const stamps = looks.map((stats) => ('code' in stats ? '' : stampOf(stats)));
    const isInDoubt = looks.some((stats) => !('code' in stats) && isFresh(stats));
    const strange = passedOver.slice(0, MAX_PASSED_OVER);
    const stamp = [...stamps, JSON.stringify(strange)].join(' ');
    const before = this.#index.known.folder(folder);
    const identity = this.#identityOf(folder) ?? '';
    const isLeft = isInDoubt && progress.settle;
    if (isLeft) progress.unsettled.add(folder);
    if (isLeft && before !== undefined) return false;
    if (before?.stamp === stamp && before.identity === identity) return false;
    const { facts, problems, isWhole } = readFacts(this.#root, isLeft ? [] : found);
    if (!isWhole) progress.failing.add(folder);
    if (!isDateFolder(folder)) this.#facts.set(folder, facts);
    const text = factsText(facts);
    const now = {
      identity,
      // what cannot be read now, or may be another in a moment, is read again with the same stamp
      stamp: isWhole && !isInDoubt ? stamp : '',
      facts: text,
      passedOver: JSON.stringify([...strange, ...problems]),
    };
    if (JSON.stringify(before) === JSON.stringify(now)) return false;
    this.#index.putFolder(folder, now, progress.now);
    progress.foldersChanged ||= before?.identity !== identity;
    // a file that was written to may say what it said
    progress.changed ||= JSON.stringify({ ...before, stamp: '' }) !== JSON.stringify({ ...now, stamp: '' });
    return before?.facts !== text;
  }

  #factsOf(folder: string): FeedFacts {
    const feed = feedOf(folder);
    const known = this.#facts.get(feed);
    if (known !== undefined) return known;
    const facts = this.#index.known.folder(feed)?.facts;
    return facts === undefined ? {} : factsFrom(facts);
  }

  #scanDocuments(folder: string, { documents }: FolderContent, progress: Progress): void {
    const known = new Map(this.#index.known.stamps(folder));
    const facts = documents.length === 0 ? {} : this.#factsOf(folder);
    const digestOf = (path: string): Uint8Array | undefined => this.#index.known.digest(path);
    const context = { ...facts, root: this.#root, settle: progress.settle, digestOf };
    for (const file of documents) {
      if (this.#listener.isStopping()) return;
      const path = file.slice(0, -'.txt'.length);
      const look = lookAt(file, known.get(path), context);
      progress.looked++;
      if (look === 'unsettled') progress.unsettled.add(folder);
      else if (typeof look === 'object' && 'document' in look) this.#put(look, progress);
      else if (typeof look === 'object') this.#index.touch(path, look.stamp, look.modifiedMs);
      // a document without a stamp could not be read
      const stamp = typeof look === 'object' && 'document' in look ? look.document.stamp : known.get(path);
      if (look !== 'gone' && stamp === '') progress.failing.add(folder);
      if (look !== 'gone') known.delete(path);
      if (isTimeToCommit(progress)) this.#commit(progress);
    }
    for (const path of known.keys()) this.#remove(path, progress);
  }

  #scanTombstones(folder: string, { tombstones }: FolderContent, progress: Progress): void {
    if (this.#listener.isStopping()) return;
    const { isUnsettled, isFailing } = lookAtTombstones(
      folder,
      tombstones,
      this.#root,
      this.#index,
      progress,
    );
    if (isUnsettled) progress.unsettled.add(folder);
    if (isFailing) progress.failing.add(folder);
  }

  #put({ document, report }: Found, progress: Progress): void {
    this.#index.put(document, progress.now);
    progress.changed = true;
    if (document.served !== undefined) return;
    progress.heldCount++;
    if (progress.held.length < MAX_TOLD) progress.held.push(report);
  }

  #remove(path: string, progress: Progress): void {
    this.#index.remove(path, progress.now);
    progress.changed = true;
  }

  #commit(progress: Progress): void {
    const changed = this.#index.commit();
    progress.committedMs = performance.now();
    this.#listener.onCommit({ looked: progress.looked, changed });
  }
}
