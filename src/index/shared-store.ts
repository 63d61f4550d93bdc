/** The database as one process has it: it reads it, and writes it too where no other process does. */
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CatalogueView } from './catalogue-view.ts';
import { makeFolders } from '../library/make-folders.ts';
import type { OpenDatabase } from './sqlite.ts';
import { JournalAccess } from './journal-access.ts';
import type { JournalReader } from './journal-reader.ts';
import { createStore, lockStore, removeStore, type StoreLock, type Unusable } from './store.ts';

/** How long another process may take to make the database that it is about to write. */
const MAKING_MS = 5_000;
const LOOK_AGAIN_MS = 50;
/** The state folder is for this account alone. */
const STATE_MODE = 0o700;
/** Replies that were begun with another database go on for so long. */
const LET_GO_MS = 60_000;

/** Where the database is, what opens it, and who is told. */
export interface StorePlace {
  readonly path: string;
  readonly open: OpenDatabase;
  /** The database was found to be damaged while it was read. */
  readonly onDamage: () => void;
}

/** Opens the database, and makes it anew where it cannot be used as it is, which only who holds the lock may. */
function openOrMake({ path, open, onDamage }: StorePlace): [CatalogueView, Unusable | undefined] {
  const found = CatalogueView.open(open, path, onDamage);
  if (typeof found !== 'string') return [found, undefined];
  removeStore(path);
  createStore(open, path);
  const made = CatalogueView.open(open, path, onDamage);
  if (typeof made === 'string') throw new Error(`the database is ${made} though it was just made`);
  return [made, found];
}

export class SharedStore {
  readonly #place: StorePlace;
  /** The right to write. */
  #lock: StoreLock | undefined;
  #view: CatalogueView;
  readonly #journal: JournalAccess;
  /** Why the database had to be made anew when it was opened; `undefined` where it was good. */
  readonly was: Unusable | undefined;

  private constructor(place: StorePlace, lock: StoreLock | undefined, view: CatalogueView, was?: Unusable) {
    this.#place = place;
    this.#lock = lock;
    this.#view = view;
    this.#journal = new JournalAccess(place.open, place.path);
    this.was = was;
  }

  /** Opens it, or makes it. Rejects with the system's error or SQLite's where it cannot be had. */
  static async open(place: StorePlace): Promise<SharedStore> {
    const { path, open, onDamage } = place;
    makeFolders(dirname(path), STATE_MODE);
    for (const sinceMs = performance.now(); ;) {
      const lock = lockStore(open, path);
      if (lock !== undefined)
        try {
          const [view, was] = openOrMake(place);
          return new SharedStore(place, lock, view, was);
        } catch (error) {
          lock.close();
          throw error;
        }
      const view = CatalogueView.open(open, path, onDamage);
      if (typeof view !== 'string') return new SharedStore(place, undefined, view);
      if (view === 'of another version' || performance.now() - sinceMs > MAKING_MS)
        throw new Error(`another process uses ${path}, which is ${view}`);
      await pause(LOOK_AGAIN_MS);
    }
  }

  /** What is read. */
  get view(): CatalogueView {
    return this.#view;
  }

  /** What those who mirror are told; `undefined` while there is nothing. */
  get journal(): JournalReader | undefined {
    return this.#journal.reader;
  }

  /** Whether this process writes. */
  get isWriter(): boolean {
    return this.#lock !== undefined;
  }

  /**
   * Brings what is read to what lies there: where this process writes, what is gone is made again; where no other one
   * writes any more, this one does from now on. Whether another database is read than before. Throws the system's error
   * or SQLite's.
   */
  settle(): boolean {
    const { path, open, onDamage } = this.#place;
    if (this.#lock?.isInPlace === false) {
      this.#lock.close();
      this.#lock = undefined;
      makeFolders(dirname(path), STATE_MODE);
    }
    this.#lock ??= lockStore(open, path);
    if (!this.#view.isReplaced) return false;
    const view =
      this.#lock === undefined ? CatalogueView.open(open, path, onDamage) : openOrMake(this.#place)[0];
    if (typeof view === 'string') return false;
    this.#take(view);
    return true;
  }

  /** Resolves when another process has looked at all, when it writes no more before that, or when it `isOver`. */
  async othersDone(isOver: () => boolean): Promise<void> {
    while (!isOver() && !this.isWriter && !this.#view.isWhole) {
      await pause(LOOK_AGAIN_MS);
      if (isOver()) return;
      this.settle();
      this.#view.refresh();
      this.#view.findAgain();
    }
  }

  /** Has the database made anew: by this process at once where it writes, by the one that does soon. */
  remake(): void {
    if (!this.#view.isReplaced) removeStore(this.#place.path);
    if (this.#lock !== undefined) this.#take(openOrMake(this.#place)[0]);
  }

  close(): void {
    if (this.isWriter) this.#view.closeAsWriter();
    else this.#view.close();
    this.#lock?.close();
    this.#journal.close();
  }

  #take(view: CatalogueView): void {
    const before = this.#view;
    this.#view = view;
    setTimeout(() => {
      before.close();
    }, LET_GO_MS).unref();
  }
}
