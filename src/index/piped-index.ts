/** An index that another thread writes: what is found is taken down while the next is read. */
import { once } from 'node:events';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import type { Index, IndexedDocument, IndexedFolder, KnownIndex } from './index.ts';
import { knownIndex } from './known.ts';
import type { Database } from './sqlite.ts';
import { Statements } from './statements.ts';
import { ThreadFailure } from './thread.ts';

/** One call to the index of the other thread. */
export type Order =
  | { readonly kind: 'put'; readonly document: IndexedDocument; readonly now: number }
  | { readonly kind: 'remove'; readonly path: string; readonly now: number }
  | { readonly kind: 'put-folder'; readonly path: string; readonly folder: IndexedFolder }
  | { readonly kind: 'remove-folder'; readonly path: string }
  | { readonly kind: 'commit' | 'rollback' };

/** Shared numbers: batches done, whether one has failed, whether the last commit made something visible. */
export const DONE = 0;
export const FAILED = 1;
export const CHANGED = 2;
const NUMBERS = 3;

/** What the other thread is given. */
export interface WriterData {
  readonly path: string;
  readonly numbers: Int32Array;
  readonly port: MessagePort;
}

/** Orders go in batches: each costs a message. */
const BATCH = 32;
/** So many batches may wait; then the one who reads waits. */
const MAX_AHEAD = 4;

export class PipedIndex implements Index {
  readonly #port: MessagePort;
  readonly #numbers: Int32Array;
  readonly #known: KnownIndex;
  #orders: Order[] = [];
  #sent = 0;

  private constructor(port: MessagePort, numbers: Int32Array, database: Database) {
    this.#port = port;
    this.#numbers = numbers;
    this.#known = knownIndex(new Statements(database));
  }

  /** The index at `path`, which `database` reads. Resolves when the other thread is there. */
  static async begin(path: string, database: Database): Promise<PipedIndex> {
    const { port1, port2 } = new MessageChannel();
    const numbers = new Int32Array(new SharedArrayBuffer(NUMBERS * Int32Array.BYTES_PER_ELEMENT));
    const workerData: WriterData = { path, numbers, port: port2 };
    const worker = new Worker(new URL('./write-worker.js', import.meta.url), {
      workerData,
      transferList: [port2],
    });
    await once(worker, 'message');
    worker.unref();
    port1.unref();
    return new PipedIndex(port1, numbers, database);
  }

  known(folder: string): ReadonlyMap<string, string> {
    return this.#known.known(folder);
  }

  foldersIn(folder: string): ReadonlyMap<string, string> {
    return this.#known.foldersIn(folder);
  }

  folder(folder: string): IndexedFolder | undefined {
    return this.#known.folder(folder);
  }

  put(document: IndexedDocument, now: number): void {
    this.#order({ kind: 'put', document, now });
  }

  remove(path: string, now: number): void {
    this.#order({ kind: 'remove', path, now });
  }

  putFolder(path: string, folder: IndexedFolder): void {
    this.#order({ kind: 'put-folder', path, folder });
  }

  removeFolder(path: string): void {
    this.#order({ kind: 'remove-folder', path });
  }

  commit(): boolean {
    this.#orders.push({ kind: 'commit' });
    this.#send(0);
    this.#check();
    return Atomics.load(this.#numbers, CHANGED) === 1;
  }

  rollback(): void {
    this.#orders = [{ kind: 'rollback' }];
    this.#send(0);
    while (receiveMessageOnPort(this.#port) !== undefined);
    Atomics.store(this.#numbers, FAILED, 0);
  }

  #order(order: Order): void {
    this.#orders.push(order);
    if (this.#orders.length < BATCH) return;
    this.#send(MAX_AHEAD);
    this.#check();
  }

  /** Hands over what is ordered, and waits until no more than `ahead` batches are left to be done. */
  #send(ahead: number): void {
    this.#port.postMessage(this.#orders);
    this.#orders = [];
    this.#sent++;
    for (;;) {
      const done = Atomics.load(this.#numbers, DONE);
      if (this.#sent - done <= ahead) return;
      Atomics.wait(this.#numbers, DONE, done);
    }
  }

  /** Throws what the other thread has met. */
  #check(): void {
    if (Atomics.load(this.#numbers, FAILED) === 0) return;
    const failure: { readonly message?: { readonly message: string; readonly code: string } } =
      receiveMessageOnPort(this.#port) ?? {};
    throw new ThreadFailure(failure.message?.message ?? '', failure.message?.code ?? '');
  }
}
