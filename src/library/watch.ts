/** Keeps what is known of the articles folder up to date: by watching, and by looking again where a watch may have failed. */
import { SETTLE_MS } from './articles-folder.ts';
import { FolderWatchers } from './folder-watchers.ts';

/** A few events close together make one scan. */
const GATHER_MS = 100;
/** Events that were lost (network file systems, full queues) are made good after this time, */
const RESCAN_MS = 30_000;
/** or after so many times what it takes to look at all. */
const RESCAN_FACTOR = 20;
/** Where the system gives no watches, new files must still show within two seconds. */
const POLL_MS = 1_500;

/** What a scan leaves to be done. */
export interface Scanned {
  /** All folders there are, with what tells each from another of its path; `undefined` when they are as before. */
  readonly folders: ReadonlyMap<string, string> | undefined;
  /** Folders to be scanned again when their files are at rest. */
  readonly unsettled: readonly string[];
  /** Folders in which something could not be read; they are scanned again with whatever comes next. */
  readonly failing: readonly string[];
}

/** What is watched, and who is told. */
export interface Watched {
  /** The real path of the articles folder. */
  readonly root: string;
  /** Looks at `folders`, or at all. Rejects when the articles folder cannot be read. */
  readonly scan: (folders: readonly string[] | undefined) => Promise<Scanned>;
  /** The folder cannot be read or watched; what was known stays in force. */
  readonly onProblem: (message: string) => void;
}

/** Watches from `start` to `stop`, one scan at a time. */
export class FolderWatch {
  readonly #watched: Watched;
  readonly #watchers: FolderWatchers;
  /** The folders that may have changed; `undefined` for all. */
  #due: Set<string> | undefined = new Set();
  #failing = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #dueMs = Infinity;
  #isRunning = false;
  #isStopped = false;
  #lastProblem = '';

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#watchers = new FolderWatchers(watched.root, {
      onEvent: (folder) => {
        this.look([folder]);
      },
      onProblem: (message) => {
        this.#tell(message);
      },
    });
  }

  /** Watches `folders`, as far as they are known, and looks at all: what has changed meanwhile is found. */
  async start(folders: ReadonlyMap<string, string>): Promise<void> {
    await this.#watchers.follow(folders);
    this.look(undefined);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#watchers.close();
  }

  /** Looks at `folders`, or at all, within `ms`. */
  look(folders: readonly string[] | undefined, ms: number = GATHER_MS): void {
    if (folders === undefined) this.#due = undefined;
    else this.#add(folders);
    this.#scanIn(ms);
  }

  #scanIn(ms: number): void {
    const due = performance.now() + ms;
    if (this.#isStopped || this.#isRunning || due >= this.#dueMs) return;
    clearTimeout(this.#timer);
    this.#dueMs = due;
    this.#timer = setTimeout(() => void this.#scan(), ms).unref();
  }

  async #scan(): Promise<void> {
    this.#isRunning = true;
    this.#dueMs = Infinity;
    // when nothing was told of, it is time to look at all
    const folders = this.#due?.size === 0 ? undefined : this.#due && [...this.#due, ...this.#failing];
    this.#due = new Set();
    const sinceMs = performance.now();
    const waits: number[] = [];
    try {
      const found = await this.#watched.scan(folders);
      this.#failing = new Set(found.failing);
      const tookMs = folders === undefined ? performance.now() - sinceMs : 0;
      waits.push(
        this.#watchers.canWatch ? Math.max(RESCAN_MS, RESCAN_FACTOR * tookMs) : Math.max(POLL_MS, tookMs),
      );
      // what came into a folder before it was watched would be missed
      const begun = found.folders === undefined ? [] : await this.#watchers.follow(found.folders);
      if (this.#add(begun) || this.#hasDue) waits.push(GATHER_MS);
      if (this.#add(found.unsettled)) waits.push(SETTLE_MS);
      this.#lastProblem = '';
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (this.#isStopped) return;
      this.#tell(`the articles folder cannot be read, what was known stays in force: ${error.message}`);
      waits.push(POLL_MS);
    } finally {
      this.#isRunning = false;
    }
    this.#scanIn(Math.min(...waits));
  }

  /** Whether something was told of during the scan. */
  get #hasDue(): boolean {
    return this.#due === undefined || this.#due.size > 0;
  }

  /** Has `folders` looked at by the next scan; whether there are any. */
  #add(folders: readonly string[]): boolean {
    for (const folder of folders) this.#due?.add(folder);
    return folders.length > 0;
  }

  #tell(message: string): void {
    if (message === this.#lastProblem) return;
    this.#lastProblem = message;
    this.#watched.onProblem(message);
  }
}
