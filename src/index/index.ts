/** What a scan needs of the database: what is known, and a place for what is found. */
import type { Entry } from '../site/library.ts';

/** A document as it is kept: what a scan has found, and the words by which it is found. */
export interface IndexedDocument {
  /** Below the articles folder, without `.txt`. */
  readonly path: string;
  readonly stamp: string;
  /** What is wrong with it, as JSON. */
  readonly findings: string;
  /** Of its bytes; `undefined` where they could not be read. */
  readonly digest: Uint8Array | undefined;
  /** `undefined` where it is held. */
  readonly served: ServedIndex | undefined;
}

export interface ServedIndex {
  readonly entry: Entry;
  readonly language: string | undefined;
  readonly words: { readonly title: string; readonly credit: string; readonly body: string };
}

/** A folder: what its side files say and what is wrong in it, as JSON. */
export interface IndexedFolder {
  /** What tells it from another of its path. */
  readonly identity: string;
  readonly stamp: string;
  readonly facts: string;
  readonly passedOver: string;
}

/** A tombstone: what it says as mirrors are told, empty where that is nothing. */
export interface IndexedTombstone {
  readonly stamp: string;
  readonly text: string;
}

/** What is known, as it was when the last changes became visible, or later. */
export interface KnownIndex {
  /** The stamps of the documents of `folder`, by path. */
  stamps(folder: string): ReadonlyMap<string, string>;
  /** The digest of the document at `path` when it was read last; `undefined` where it could not be. */
  digest(path: string): Uint8Array | undefined;
  /** The stamps of the tombstones of `folder`, by the paths of their documents. */
  tombstones(folder: string): ReadonlyMap<string, string>;
  /** The folders that are known in `folder`, by path, with what tells each from another of its path. */
  foldersIn(folder: string): ReadonlyMap<string, string>;
  /** What is known of `folder`; `undefined` when it is not. */
  folder(folder: string): IndexedFolder | undefined;
}

/** Takes down what is found. All of it throws SQLite's errors; then {@link rollback} is to follow. */
export interface Index {
  readonly known: KnownIndex;
  /** Keeps `document` in the place of the one at its path, if there is one. `now` is in milliseconds since 1970. */
  put(document: IndexedDocument, now: number): void;
  /** Keeps that the document at `path` is as it was, in a file of another stamp. */
  touch(path: string, stamp: string, modifiedMs: number): void;
  /** Keeps that all has been looked at. */
  markWhole(): void;
  /** Forgets the document at `path`. */
  remove(path: string, now: number): void;
  /** Keeps `tombstone`, which stands in the place of the document at `path`; without one, that none does any more. */
  putTombstone(path: string, tombstone: IndexedTombstone | undefined, now: number): void;
  putFolder(path: string, folder: IndexedFolder, now: number): void;
  removeFolder(path: string, now: number): void;
  /** Makes all since the last time visible at once, and tells whether there was anything. */
  commit(): boolean;
  /** Forgets all since the last {@link commit}. */
  rollback(): void;
}
