/** The journal as a process reads it: opened once it is there, and again where another has taken its place. */
import { statSync } from 'node:fs';
import { identityOf } from '../library/walk.ts';
import { JournalReader } from './journal-reader.ts';
import { journalPath, openJournal } from './journal-store.ts';
import type { Database, OpenDatabase } from './sqlite.ts';

interface Opened {
  readonly database: Database;
  readonly reader: JournalReader;
  readonly identity: string;
}

export class JournalAccess {
  readonly #path: string;
  readonly #open: OpenDatabase;
  #opened: Opened | undefined;

  /** Of the catalogue at `path`. */
  constructor(open: OpenDatabase, path: string) {
    this.#open = open;
    this.#path = journalPath(path);
  }

  /** What the journal says; `undefined` while there is none. */
  get reader(): JournalReader | undefined {
    const stats = statSync(this.#path, { throwIfNoEntry: false });
    const identity = stats && identityOf(stats);
    if (identity !== this.#opened?.identity) this.#reopen(identity);
    return this.#opened?.reader;
  }

  close(): void {
    this.#opened?.database.close();
    this.#opened = undefined;
  }

  #reopen(identity: string | undefined): void {
    this.close();
    if (identity === undefined) return;
    let database: Database | undefined;
    try {
      database = openJournal(this.#open, this.#path);
      if (database === undefined) return;
      const reader = new JournalReader(database);
      // one that was begun and says nothing yet is no journal
      if (reader.manifest.sequence > 0) this.#opened = { database, reader, identity };
    } catch {
      // readers have all but this; who writes it mends it, or tells
    }
    if (this.#opened === undefined) database?.close();
  }
}
