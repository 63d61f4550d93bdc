/** Watches of many folders at once. */
import { watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { errorCode } from '../error-code.ts';

/** So many watches are begun before readers get their turn. */
const AT_ONCE = 100;

/** Who is told of events, by folder, and of what cannot be watched. */
export interface WatchersListener {
  readonly onEvent: (folder: string) => void;
  readonly onProblem: (message: string) => void;
}

export class FolderWatchers {
  readonly #root: string;
  readonly #listener: WatchersListener;
  readonly #watchers = new Map<string, { readonly watcher: FSWatcher; readonly identity: string }>();
  #canWatch = true;
  #isClosed = false;

  /** For folders below `root`. */
  constructor(root: string, listener: WatchersListener) {
    this.#root = root;
    this.#listener = listener;
  }

  /** Whether the system gives all the watches that were asked for. */
  get canWatch(): boolean {
    return this.#canWatch;
  }

  close(): void {
    this.#isClosed = true;
    for (const { watcher } of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  /** Watches `folders`, by path and with what tells each from another of its path, and no others; gives those that were not watched before. */
  async follow(folders: ReadonlyMap<string, string>): Promise<readonly string[]> {
    for (const [folder, { watcher, identity }] of this.#watchers) {
      // a watch stays with its folder when another takes the place
      if (folders.get(folder) === identity) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    const begun: string[] = [];
    for (const [folder, identity] of folders) {
      if (!this.#canWatch || this.#isClosed) break;
      if (this.#watchers.has(folder)) continue;
      this.#begin(folder, identity);
      begun.push(folder);
      if (begun.length % AT_ONCE === 0) await nextTurn();
    }
    return begun;
  }

  #begin(folder: string, identity: string): void {
    try {
      const watcher = watch(join(this.#root, folder), { persistent: false }, () => {
        this.#listener.onEvent(folder);
      });
      watcher.on('error', () => {
        watcher.close();
        this.#watchers.delete(folder);
        this.#listener.onEvent(folder);
      });
      this.#watchers.set(folder, { watcher, identity });
    } catch (error) {
      const code = errorCode(error);
      // gone again, or not to be entered: scans tell of it
      if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(code)) return;
      this.#canWatch = false;
      this.#listener.onProblem(`the system gives no more watches (${code}): looking again and again instead`);
    }
  }
}
