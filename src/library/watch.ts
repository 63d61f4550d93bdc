/** Keeps a scan of the articles folder up to date: by watching, and by looking again where a watch may have failed. */
import { watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../error-code.ts';
import { SETTLE_MS, type ArticlesFolder, type Scan } from './articles-folder.ts';

/** A few events close together make one scan. */
const GATHER_MS = 100;
/** Events that were lost (network file systems, full queues) are made good after this time. */
const RESCAN_MS = 30_000;
/** Where the system gives no watches, new files must still show within two seconds. */
const POLL_MS = 1_500;

/** Who is told of changes and failures. */
export interface WatchListener {
  onScan(scan: Scan): void;
  /** The folder cannot be read or watched; what was known stays in force. */
  onProblem(message: string): void;
}

/** Watches from `start` to `stop`, one scan at a time. */
export class FolderWatch {
  readonly #folder: ArticlesFolder;
  readonly #listener: WatchListener;
  readonly #watchers = new Map<string, { readonly watcher: FSWatcher; readonly identity: string }>();
  #timer: NodeJS.Timeout | undefined;
  #dueMs = Infinity;
  #running = false;
  #eventDuringScan = false;
  #stopped = false;
  #canWatch = true;
  #lastProblem = '';

  constructor(folder: ArticlesFolder, listener: WatchListener) {
    this.#folder = folder;
    this.#listener = listener;
  }

  /** Begins to watch the folders of `scan`, and looks again soon for what changed meanwhile. */
  start(scan: Scan): void {
    this.#folder.onStale = () => {
      this.#onEvent();
    };
    this.#watchFolders(scan.folders);
    this.#scanIn(GATHER_MS);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const { watcher } of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  /** Sees to it that a scan begins within `ms`. */
  #scanIn(ms: number): void {
    const due = performance.now() + ms;
    if (this.#stopped || this.#running || due >= this.#dueMs) return;
    clearTimeout(this.#timer);
    this.#dueMs = due;
    this.#timer = setTimeout(() => void this.#scan(), ms).unref();
  }

  async #scan(): Promise<void> {
    this.#running = true;
    this.#dueMs = Infinity;
    let nextMs = this.#canWatch ? RESCAN_MS : POLL_MS;
    try {
      const scan = await this.#folder.scan({ settle: true });
      if (this.#stopped) return;
      // what came into a folder before it was watched would be missed
      if (this.#watchFolders(scan.folders)) this.#eventDuringScan = true;
      if (scan.unsettled) nextMs = SETTLE_MS;
      if (scan.changed) this.#listener.onScan(scan);
      this.#lastProblem = '';
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.#tell(`the articles folder cannot be read, what was known stays in force: ${error.message}`);
      nextMs = POLL_MS;
    } finally {
      this.#running = false;
    }
    this.#scanIn(this.#eventDuringScan ? GATHER_MS : nextMs);
    this.#eventDuringScan = false;
  }

  #onEvent(): void {
    if (this.#running) this.#eventDuringScan = true;
    else this.#scanIn(GATHER_MS);
  }

  /** Watches each of `folders`; true when a watch is new. */
  #watchFolders(folders: ReadonlyMap<string, string>): boolean {
    for (const [folder, { watcher, identity }] of this.#watchers) {
      // a watch stays with its folder when another takes the place
      if (folders.get(folder) === identity) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    let isNew = false;
    for (const [folder, identity] of folders) {
      if (!this.#canWatch || this.#watchers.has(folder)) continue;
      this.#watchFolder(folder, identity);
      isNew ||= this.#watchers.has(folder);
    }
    return isNew;
  }

  #watchFolder(folder: string, identity: string): void {
    try {
      const watcher = watch(join(this.#folder.root, folder), { persistent: false }, () => {
        this.#onEvent();
      });
      watcher.on('error', () => {
        watcher.close();
        this.#watchers.delete(folder);
        this.#onEvent();
      });
      this.#watchers.set(folder, { watcher, identity });
    } catch (error) {
      const code = errorCode(error);
      if (code === 'ENOENT' || code === 'ENOTDIR') return; // gone again: the next scan does not see it
      this.#canWatch = false;
      this.#tell(`the system gives no more watches (${code}): looking every ${POLL_MS} ms instead`);
    }
  }

  #tell(message: string): void {
    if (message === this.#lastProblem) return;
    this.#lastProblem = message;
    this.#listener.onProblem(message);
  }
}
