/** A collection over the database: one process writes it, any number read it. */
import { opendir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { ArticlesFolder } from '../library/articles-folder.ts';
import type { Collection, CollectionListener, Findings } from '../library/collection.ts';
import { FolderWatch, type Scanned } from '../library/watch.ts';
import type { Findings as SearchFindings, Library, SearchRequest } from '../site/library.ts';
import type { CatalogueView } from './catalogue-view.ts';
import type { IndexStatus } from './index-status.ts';
import type { IndexPlace, ScanRequest } from './index-worker.ts';
import { NOTHING_SCANNED, type Committed, type IndexedScan } from './indexer.ts';
import { Problems } from './problems.ts';
import { Searches } from './searches.ts';
import { SharedStore, type StorePlace } from './shared-store.ts';
import { isDamage, isStoreFailure } from './store.ts';
import { Thread } from './thread.ts';

/** How often it is looked whether the process that writes has written or is gone, and whether the files are in place. */
const LOOK_MS = 1_000;
/** How often it is tried to write where the disk is full. */
const RETRY_MS = 5_000;
/** A thread begins in some 40 ms; one that waits keeps some megabytes. */
const IDLE_MS = 2_000;

/** A library that can be searched. */
export interface SearchableLibrary extends Library {
  readonly search: (request: SearchRequest) => Promise<SearchFindings | 'busy'>;
}

/** The articles folder and its database. */
export interface IndexPaths extends Omit<StorePlace, 'onDamage'> {
  readonly folder: ArticlesFolder;
}

export class IndexedCollection implements Collection {
  readonly #folder: ArticlesFolder;
  /** The file of the database. */
  readonly path: string;
  readonly #store: SharedStore;
  readonly #listener: CollectionListener;
  readonly #problems: Problems;
  readonly #thread: Thread<ScanRequest, IndexedScan, Committed>;
  readonly #searches: Searches;
  /** While this process writes and is to keep up to date. */
  #watch: FolderWatch | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** How many documents the first scan has looked at so far; `undefined` when all are known. */
  #readSoFar: number | undefined;
  #isDamaged = false;
  #isStopped = false;

  private constructor({ folder, path }: IndexPaths, store: SharedStore, listener: CollectionListener) {
    this.#folder = folder;
    this.path = path;
    this.#store = store;
    this.#listener = listener;
    this.#problems = new Problems(path, listener.onProblem);
    this.#readSoFar = store.isWriter && !store.view.isWhole ? 0 : undefined;
    const data: IndexPlace = { root: folder.root, path };
    this.#searches = new Searches(data, () => {
      this.#onDamage();
    });
    this.#thread = new Thread({
      program: 'index-worker',
      data,
      idleMs: IDLE_MS,
      onNews: (committed) => {
        this.#onCommit(committed);
      },
    });
  }

  /**
   * The collection of a folder; what is known of it is there at once. Rejects with the system's error or SQLite's where
   * there can be no database.
   */
  static async open(paths: IndexPaths, listener: CollectionListener): Promise<IndexedCollection> {
    const opened: { collection?: IndexedCollection } = {};
    const store = await SharedStore.open({
      ...paths,
      onDamage: () => {
        if (opened.collection !== undefined) opened.collection.#onDamage();
      },
    });
    const { was } = store;
    if (was !== undefined && was !== 'missing')
      listener.onProblem(`the catalogue ${paths.path} is ${was}: it is made anew`);
    return (opened.collection = new IndexedCollection(paths, store, listener));
  }

  get library(): SearchableLibrary {
    return {
      catalogue: this.#store.view.catalogue,
      read: (entry) => this.#folder.read(entry),
      tombstone: (path) => this.#folder.tombstone(path),
      readSoFar: this.#readSoFar,
      journal: this.#store.journal,
      search: (request) => this.#searches.find(request),
    };
  }

  status(): IndexStatus {
    return this.#store.view.status();
  }

  get findings(): Findings {
    return this.#store.view.findings;
  }

  /** Looks at all for the first time where that was not done to the end; resolves when it is, or after `limitMs`. */
  async begin(limitMs: number): Promise<void> {
    if (this.#readSoFar === undefined) return;
    // what fails is tried again by the watch, which tells why
    const first = this.#scan(undefined, false).catch(() => undefined);
    await Promise.race([first, pause(limitMs, undefined, { ref: false })]);
  }

  async update(): Promise<void> {
    try {
      await this.#scan(undefined, false);
    } catch (error) {
      if (!isStoreFailure(error)) throw error;
      this.#tellUnwritten(error);
    }
  }

  async complete(): Promise<boolean> {
    await this.update();
    await this.#store.othersDone(() => this.#isStopped);
    if (this.#store.isWriter) await this.update();
    return !this.#isStopped && this.#store.view.isWhole;
  }

  /** Reads nothing until it is started. */
  async rest(): Promise<void> {
    await this.#thread.stop();
  }

  start(): void {
    this.#folder.onStale = () => {
      this.#watch?.look(undefined);
    };
    if (this.#store.isWriter) this.#write();
    this.#timer = setInterval(() => {
      this.#look();
    }, LOOK_MS).unref();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    this.#watch?.stop();
    await Promise.all([this.#thread.stop(), this.#searches.stop()]);
    this.#store.close();
  }

  /** Keeps the database up to date from now on. */
  #write(): void {
    this.#watch = new FolderWatch({
      root: this.#folder.root,
      scan: (folders) => this.#scanPatiently(folders),
      onProblem: this.#listener.onProblem,
    });
    const watch = this.#watch;
    void this.#store.view.folders().then(
      (folders) => watch.start(folders),
      () => watch.start(new Map()),
    );
  }

  /** Takes up what another process has written, and mends what has become of the files. */
  #look(): void {
    try {
      if (this.#settle()) return;
      if (this.#store.isWriter || !this.#store.view.hasMoved()) return;
      this.#store.view.findAgain();
      this.#change();
    } catch (error) {
      this.#problems.unreadable(error);
    }
  }

  /** Whether the database is another one now. */
  #settle(): boolean {
    const wasWriter = this.#store.isWriter;
    const isOther = this.#isDamaged || this.#store.settle();
    const { isWriter } = this.#store;
    if (this.#isDamaged) {
      this.#problems.remade('damaged');
      this.#store.remake();
      this.#isDamaged = false;
    } else if (isOther && isWriter) this.#problems.remade('gone');
    if (isOther) {
      void this.#thread.stop();
      void this.#searches.stop();
      this.#readSoFar = isWriter && !this.#store.view.isWhole ? 0 : undefined;
      this.#change();
    }
    if (isWriter === wasWriter) {
      if (isOther) this.#watch?.look(undefined);
    } else if (isWriter) this.#write();
    else {
      this.#watch?.stop();
      this.#watch = undefined;
    }
    return isOther;
  }

  #onDamage(): void {
    if (this.#isDamaged || this.#isStopped) return;
    this.#isDamaged = true;
    // not while it is asked
    setImmediate(() => {
      if (!this.#isStopped) this.#look();
    });
  }

  #onCommit({ looked, changed }: Committed): void {
    if (this.#readSoFar !== undefined) this.#readSoFar = looked;
    if (this.#isStopped) return;
    try {
      // also where it is the same: the log of the database can be begun anew then
      this.#store.view.refresh();
      if (changed) this.#change();
    } catch (error) {
      this.#problems.unreadable(error);
    }
  }

  /** As {@link #scan}; where the catalogue cannot be written it is tried again until it can. */
  async #scanPatiently(folders: readonly string[] | undefined): Promise<Scanned> {
    // where the articles folder is gone no thread is begun again and again
    await (await opendir(this.#folder.root)).close();
    for (;;) {
      try {
        const { foldersChanged, unsettled, failing } = await this.#scan(
          folders,
          this.#readSoFar === undefined,
        );
        return {
          folders: foldersChanged || folders === undefined ? await this.#store.view.folders() : undefined,
          unsettled,
          failing,
        };
      } catch (error) {
        if (this.#isStopped || !isStoreFailure(error)) throw error;
        this.#tellUnwritten(error);
      }
      await pause(RETRY_MS, undefined, { ref: false });
    }
  }

  /** Scans where this process writes, and tells what is wrong. */
  async #scan(folders: readonly string[] | undefined, settle: boolean): Promise<IndexedScan> {
    for (;;) {
      if (this.#isStopped || !this.#store.isWriter) return NOTHING_SCANNED;
      const { view } = this.#store;
      try {
        const scan = await this.#thread.ask({ folders, settle });
        this.#onScan(scan);
        return scan;
      } catch (error) {
        if (!isDamage(error)) throw error;
        await this.#thread.stop();
        this.#mend(view);
      }
    }
  }

  /** Makes good that `view` is damaged or gone, unless somebody has. */
  #mend(view: CatalogueView): void {
    if (this.#isStopped || view !== this.#store.view) return;
    this.#isDamaged = !view.isReplaced;
    this.#settle();
  }

  #onScan({ isWhole, changed, held, heldCount }: IndexedScan): void {
    if (this.#isStopped || !isWhole) return;
    const isFirst = this.#readSoFar !== undefined;
    this.#readSoFar = undefined;
    this.#problems.areOver();
    if (isFirst) this.#change();
    if (!changed && !isFirst) return;
    const passedOver = this.#store.view.findAgain();
    const { findings } = this.#store.view;
    // a first look that was broken off may have found what this one knows
    const found = { heldDocuments: held, passedOver, count: heldCount + passedOver.length };
    this.#listener.onFindings(isFirst ? findings : { ...findings, ...found });
  }

  /** The library is another one. */
  #change(): void {
    this.#listener.onChange();
  }

  #tellUnwritten(error: unknown): void {
    // what has gone from the folder must not live on in what is kept
    this.#change();
    this.#problems.unwritten(error);
  }
}
