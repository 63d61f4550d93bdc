/** A collection over the database: one process writes it, any number read it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { ArticlesFolder } from '../library/articles-folder.ts';
import type { Collection, CollectionListener, Findings } from '../library/collection.ts';
import type { PassedOver } from '../library/report.ts';
import { FolderWatch, type Scanned } from '../library/watch.ts';
import type { Findings as SearchFindings, Library, SearchRequest } from '../site/library.ts';
import { CatalogueView } from './catalogue-view.ts';
import type { IndexStatus } from './index-status.ts';
import type { IndexPlace, ScanRequest } from './index-worker.ts';
import type { Committed, IndexedScan } from './indexer.ts';
import type { Database, OpenDatabase } from './sqlite.ts';
import { createStore, isDamage, isDiskFailure, lockStore, removeStore, type Unusable } from './store.ts';
import { Thread } from './thread.ts';

/** How often one that does not write looks whether the one that does has written, or is gone. */
const FOLLOW_MS = 1_000;
/** How often it is tried to write where the disk is full. */
const RETRY_MS = 5_000;
/** A thread begins in some 40 ms; one that waits keeps some megabytes. */
const IDLE_MS = 2_000;
const SEARCH_IDLE_MS = 60_000;
/** So many searches are remembered, of some kilobytes each. */
const MAX_RECENT = 500;

/** A library that can be searched. */
export interface SearchableLibrary extends Library {
  readonly search: (request: SearchRequest) => Promise<SearchFindings>;
}

/** The articles folder and its database. */
export interface IndexPaths {
  readonly folder: ArticlesFolder;
  readonly path: string;
  readonly open: OpenDatabase;
}

const keyOf = (finding: PassedOver): string => JSON.stringify(finding);

/** Opens the database, and makes it anew where it cannot be used as it is; only who holds the lock may. */
function openOrMake({ path, open }: IndexPaths): [CatalogueView, Unusable | undefined] {
  const found = CatalogueView.open(open, path);
  if (typeof found !== 'string') return [found, undefined];
  removeStore(path);
  createStore(open, path);
  const made = CatalogueView.open(open, path);
  if (typeof made === 'string') throw new Error(`the database is ${made} though it was just made`);
  return [made, found];
}

export class IndexedCollection implements Collection {
  readonly #paths: IndexPaths;
  readonly #listener: CollectionListener;
  readonly #watch: FolderWatch;
  readonly #thread: Thread<ScanRequest, IndexedScan, Committed>;
  readonly #searches: Thread<SearchRequest, SearchFindings>;
  /** The right to write; `undefined` where another process has it. */
  #lock: Database | undefined;
  #view: CatalogueView;
  #findings: Findings;
  #timer: NodeJS.Timeout | undefined;
  /** How many documents the first scan has looked at so far; `undefined` when all are known. */
  #readSoFar: number | undefined;
  /** The last searches in the state that is served. */
  readonly #recent = new Map<string, Promise<SearchFindings>>();
  #isStopped = false;
  #lastProblem = '';

  /**
   * The collection of a folder; what is known of it is there at once. Throws the system's error or SQLite's where
   * there can be no database.
   */
  constructor(paths: IndexPaths, listener: CollectionListener) {
    const { folder, path, open } = paths;
    this.#paths = paths;
    this.#listener = listener;
    this.#lock = lockStore(open, path);
    if (this.#lock === undefined) {
      const view = CatalogueView.open(open, path);
      if (typeof view === 'string') throw new Error(`another process uses ${path}, which is ${view}`);
      this.#view = view;
    } else {
      const [view, was] = openOrMake(paths);
      this.#view = view;
      if (was !== undefined) this.#readSoFar = 0;
      if (was !== undefined && was !== 'missing')
        listener.onProblem(`the catalogue ${path} is ${was}: it is made anew`);
    }
    this.#findings = this.#view.findings();
    this.#watch = new FolderWatch({
      root: folder.root,
      scan: (folders) => this.#look(folders),
      onProblem: listener.onProblem,
    });
    const data: IndexPlace = { root: folder.root, path };
    this.#searches = new Thread({ program: 'search-worker', data, idleMs: SEARCH_IDLE_MS });
    this.#thread = new Thread({
      program: 'index-worker',
      data,
      idleMs: IDLE_MS,
      onNews: (committed) => {
        this.#onCommit(committed);
      },
    });
  }

  /** The file of the database. */
  get path(): string {
    return this.#paths.path;
  }

  get library(): SearchableLibrary {
    const { folder } = this.#paths;
    return {
      catalogue: this.#view.catalogue,
      read: (entry) => folder.read(entry),
      readSoFar: this.#readSoFar,
      search: (request) => this.#search(request),
    };
  }

  status(): IndexStatus {
    return this.#view.status();
  }

  get findings(): Findings {
    return this.#findings;
  }

  /** Looks at all for the first time where nothing is known yet; resolves when that is done, or after `limitMs`. */
  async begin(limitMs: number): Promise<void> {
    if (this.#lock === undefined || this.#readSoFar === undefined) return;
    const first = this.#scan(undefined, false);
    // what fails is tried again by the watch, which tells why
    await Promise.race([first.catch(() => undefined), pause(limitMs, undefined, { ref: false })]);
  }

  async update(): Promise<void> {
    if (this.#lock !== undefined) await this.#scan(undefined, false);
  }

  /** Reads nothing until it is started. */
  async rest(): Promise<void> {
    await this.#thread.stop();
  }

  start(): void {
    this.#paths.folder.onStale = () => {
      this.#watch.look(undefined);
    };
    if (this.#lock === undefined) this.#follow();
    else this.#begin();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#watch.stop();
    await Promise.all([this.#thread.stop(), this.#searches.stop()]);
    this.#view.close();
    this.#lock?.close();
  }

  #begin(): void {
    void this.#watch.start(this.#view.folders());
  }

  /** Takes up what the process that writes has written; writes itself when that one is gone. */
  #follow(): void {
    this.#timer = setTimeout(() => {
      try {
        this.#lock = lockStore(this.#paths.open, this.#paths.path);
        if (this.#lock !== undefined) {
          this.#begin();
          return;
        }
        if (this.#view.isReplaced) this.#reopen();
        else if (!this.#view.hasMoved()) return;
        this.#changed();
      } catch (error) {
        this.#tell(`the catalogue cannot be read: ${String(error)}`);
      } finally {
        if (this.#lock === undefined && !this.#isStopped) this.#follow();
      }
    }, FOLLOW_MS).unref();
  }

  /** What was just looked for is looked for again, by others and for the next page. */
  #search(request: SearchRequest): Promise<SearchFindings> {
    const key = JSON.stringify(request);
    const known = this.#recent.get(key);
    if (known !== undefined) return known;
    const found = this.#searches.ask(request);
    if (this.#recent.size >= MAX_RECENT) this.#recent.clear();
    this.#recent.set(key, found);
    found.catch(() => this.#recent.delete(key));
    return found;
  }

  #reopen(): void {
    const view = CatalogueView.open(this.#paths.open, this.#paths.path);
    if (typeof view === 'string') return;
    void this.#searches.stop();
    this.#view.close();
    this.#view = view;
  }

  #onCommit({ looked, changed }: Committed): void {
    if (this.#readSoFar !== undefined) this.#readSoFar = looked;
    if (!changed || this.#isStopped) return;
    this.#view.refresh();
    this.#changed();
  }

  #changed(): void {
    this.#recent.clear();
    this.#listener.onChange();
  }

  async #look(folders: readonly string[] | undefined): Promise<Scanned> {
    const { changed, unsettled, failing } = await this.#scan(folders, this.#readSoFar === undefined);
    return {
      folders: changed || folders === undefined ? this.#view.folders() : undefined,
      unsettled,
      failing,
    };
  }

  /** Scans, and tells what is wrong; where it cannot write it tries again until it can. */
  async #scan(folders: readonly string[] | undefined, settle: boolean): Promise<IndexedScan> {
    for (;;) {
      try {
        const scan = await this.#thread.ask({ folders, settle });
        this.#onScan(scan);
        return scan;
      } catch (error) {
        if (this.#isStopped || !(isDamage(error) || isDiskFailure(error))) throw error;
        await this.#mend(error);
      }
    }
  }

  #onScan({ isWhole, changed, held, heldCount }: IndexedScan): void {
    if (this.#isStopped || !isWhole) return;
    const isFirst = this.#readSoFar !== undefined;
    this.#readSoFar = undefined;
    this.#lastProblem = '';
    if (isFirst) this.#changed();
    if (!changed) return;
    const known = new Set(this.#findings.passedOver.map(keyOf));
    this.#findings = this.#view.findings();
    const passedOver = this.#findings.passedOver.filter((other) => !known.has(keyOf(other)));
    this.#listener.onFindings({
      ...this.#findings,
      heldDocuments: held,
      passedOver,
      count: heldCount + passedOver.length,
    });
  }

  /** Makes a damaged database anew, or waits a while where the disk is full. */
  async #mend(error: unknown): Promise<void> {
    await this.#thread.stop();
    if (isDamage(error)) {
      await this.#searches.stop();
      this.#tell(`the catalogue ${this.#paths.path} is damaged: it is made anew`);
      this.#view.close();
      removeStore(this.#paths.path);
      [this.#view] = openOrMake(this.#paths);
      this.#readSoFar = 0;
      return;
    }
    const problem = error instanceof Error ? error.message : String(error);
    this.#tell(
      `the catalogue cannot be written (${problem}): what was known is served, until there is room in ${this.#paths.path}`,
    );
    await pause(RETRY_MS, undefined, { ref: false });
  }

  #tell(message: string): void {
    if (message === this.#lastProblem) return;
    this.#lastProblem = message;
    this.#listener.onProblem(message);
  }
}
