/** An index that another thread writes once there is much: what is found is taken down while the next is read. */
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import type { Index, IndexedDocument, IndexedFolder, IndexedTombstone, KnownIndex } from './index.ts';
import { knownIndex } from './known.ts';
import type { Database } from './sqlite.ts';
import { Statements } from './statements.ts';
import { ThreadFailure } from './thread.ts';
import { IndexWriter } from './writer.ts';

/** One call to an index. */
export type Order =
  | { readonly kind: 'put'; readonly document: IndexedDocument; readonly now: number }
  | { readonly kind: 'remove'; readonly path: string; readonly now: number }
  | {
      readonly kind: 'put-tombstone';
      readonly path: string;
      readonly tombstone: IndexedTombstone | undefined;
      readonly now: number;
    }
  | {
      readonly kind: 'put-folder';
      readonly path: string;
      readonly folder: IndexedFolder;
      readonly now: number;
    }
  | { readonly kind: 'remove-folder'; readonly path: string; readonly now: number }
  | {
      readonly kind: 'touch';
      readonly path: string;
      readonly stamp: string;
      readonly modifiedMs: number;
    }
  | { readonly kind: 'mark-whole' | 'commit' | 'rollback' };

/** Does what `order` says. */
export function obey(order: Order, index: Index): boolean {
  switch (order.kind) {
    case 'put':
      index.put(order.document, order.now);
      return true;
    case 'remove':
      index.remove(order.path, order.now);
      return true;
    case 'put-tombstone':
      index.putTombstone(order.path, order.tombstone, order.now);
      return true;
    case 'put-folder':
      index.putFolder(order.path, order.folder, order.now);
      return true;
    case 'remove-folder':
      index.removeFolder(order.path, order.now);
      return true;
    case 'touch':
      index.touch(order.path, order.stamp, order.modifiedMs);
      return true;
    case 'mark-whole':
      index.markWhole();
      return true;
    case 'commit':
      return index.commit();
    case 'rollback':
      index.rollback();
      return true;
  }
}

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

/** So many orders are not worth a thread, which begins in some 40 ms. */
const ALONE = 300;
/** Orders go in batches: each costs a message. */
const BATCH = 32;
/** So many batches may wait; then the one who reads waits. */
const MAX_AHEAD = 4;

/** A batch takes milliseconds, on a slow disk seconds. */
const ANSWER_MS = 60_000;

export class PipedIndex implements Index {
  readonly #path: string;
  readonly known: KnownIndex;
  readonly #numbers = new Int32Array(new SharedArrayBuffer(NUMBERS * Int32Array.BYTES_PER_ELEMENT));
  /** Writes while there is little. */
  readonly #alone: IndexWriter;
  /** To the other thread, once there is one. */
  #port: MessagePort | undefined;
  #orders: Order[] = [];
  /** Whether something became visible when the other thread began. */
  #isVisible = false;
  #count = 0;
  #sent = 0;

  /** The index at `path`, to which `database` is a connection. */
  constructor(path: string, database: Database) {
    this.#path = path;
    this.known = knownIndex(new Statements(database));
    this.#alone = new IndexWriter(database);
  }

  put(document: IndexedDocument, now: number): void {
    this.#order({ kind: 'put', document, now });
  }

  touch(path: string, stamp: string, modifiedMs: number): void {
    this.#order({ kind: 'touch', path, stamp, modifiedMs });
  }

  markWhole(): void {
    this.#order({ kind: 'mark-whole' });
  }

  remove(path: string, now: number): void {
    this.#order({ kind: 'remove', path, now });
  }

  putTombstone(path: string, tombstone: IndexedTombstone | undefined, now: number): void {
    this.#order({ kind: 'put-tombstone', path, tombstone, now });
  }

  putFolder(path: string, folder: IndexedFolder, now: number): void {
    this.#order({ kind: 'put-folder', path, folder, now });
  }

  removeFolder(path: string, now: number): void {
    this.#order({ kind: 'remove-folder', path, now });
  }

  commit(): boolean {
    if (this.#port === undefined) return this.#alone.commit();
    this.#orders.push({ kind: 'commit' });
    this.#send(this.#port, 0);
    this.#check(this.#port);
    const isVisible = this.#isVisible || Atomics.load(this.#numbers, CHANGED) === 1;
    this.#isVisible = false;
    return isVisible;
  }

  rollback(): void {
    const port = this.#port;
    if (port === undefined) {
      this.#alone.rollback();
      return;
    }
    this.#orders = [{ kind: 'rollback' }];
    this.#send(port, 0);
    while (receiveMessageOnPort(port) !== undefined);
    Atomics.store(this.#numbers, FAILED, 0);
  }

  #order(order: Order): void {
    if (this.#port === undefined) {
      obey(order, this.#alone);
      if (++this.#count >= ALONE) this.#begin();
      return;
    }
    this.#orders.push(order);
    if (this.#orders.length < BATCH) return;
    this.#send(this.#port, MAX_AHEAD);
    this.#check(this.#port);
  }

  /** From now on the other thread writes. */
  #begin(): void {
    this.#isVisible = this.#alone.commit();
    const { port1, port2 } = new MessageChannel();
    const workerData: WriterData = { path: this.#path, numbers: this.#numbers, port: port2 };
    const program = new URL('./write-worker.js', import.meta.url);
    new Worker(program, { workerData, transferList: [port2] }).unref();
    port1.unref();
    this.#port = port1;
  }

  /** Hands over what is ordered, and waits until no more than `ahead` batches are left to be done. */
  #send(port: MessagePort, ahead: number): void {
    port.postMessage(this.#orders);
    this.#orders = [];
    this.#sent++;
    for (;;) {
      const done = Atomics.load(this.#numbers, DONE);
      if (this.#sent - done <= ahead) return;
      if (Atomics.wait(this.#numbers, DONE, done, ANSWER_MS) === 'timed-out')
        throw new ThreadFailure('the thread that writes does not answer', '');
    }
  }

  /** Throws what the other thread has met. */
  #check(port: MessagePort): void {
    if (Atomics.load(this.#numbers, FAILED) === 0) return;
    const failure: { readonly message?: { readonly message: string; readonly code: string } } =
      receiveMessageOnPort(port) ?? {};
    throw new ThreadFailure(failure.message?.message ?? '', failure.message?.code ?? '');
  }
}
