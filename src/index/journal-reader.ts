/** Reading the journal, for those who mirror. */
import {
  FILES_A_PART,
  folderOfFile,
  manifestText,
  partSelector,
  partText,
  type Change,
} from '../site/mirror-format.ts';
import type { ManifestText, MirrorJournal } from '../site/library.ts';
import { digestText } from '../library/digest-text.ts';
import { fileOf } from './journal-writer.ts';
import type { Database } from './sqlite.ts';
import { Statements } from './statements.ts';

const isKind = (kind: string): kind is Change['kind'] => ['add', 'replace', 'withdraw'].includes(kind);

/** What the journal says now; of one state of it the manifest is made once. All of it throws SQLite's errors. */
export class JournalReader implements MirrorJournal {
  readonly #database: Database;
  readonly #statements: Statements;
  #version: unknown;
  #manifest: ManifestText | undefined;

  constructor(database: Database) {
    this.#database = database;
    this.#statements = new Statements(database);
  }

  get manifest(): ManifestText {
    // another connection's writing changes it
    const version = this.#statements.get('PRAGMA data_version')?.['data_version'];
    if (this.#manifest !== undefined && version === this.#version) return this.#manifest;
    this.#version = version;
    return (this.#manifest = this.#read());
  }

  #read(): ManifestText {
    this.#database.exec('BEGIN');
    try {
      const last = this.#statements.get('SELECT sequence, time FROM changes ORDER BY sequence DESC LIMIT 1');
      const moment = { sequence: Number(last?.['sequence'] ?? 0), timeMs: Number(last?.['time'] ?? 0) };
      const parts = this.#statements
        .all('SELECT folder, page, bytes, digest, files FROM parts')
        .map(({ folder, page, bytes, digest, files }) => ({
          selector: partSelector(String(folder), Number(page)),
          bytes: Number(bytes),
          digest: String(digest),
          files: Number(files),
        }));
      const text = manifestText({ ...moment, parts });
      return { ...moment, text, digest: digestText(text) };
    } finally {
      this.#database.exec('COMMIT');
    }
  }

  part(folder: string, page: number): string | undefined {
    const files = this.#statements
      .all(
        'SELECT selector, bytes, digest, licence FROM files WHERE folder = ? ORDER BY selector LIMIT ? OFFSET ?',
        folder,
        FILES_A_PART,
        (page - 1) * FILES_A_PART,
      )
      .map(fileOf);
    return files.length === 0 ? undefined : partText(files);
  }

  since(sequence: number, limit: number): readonly Change[] {
    return this.#statements
      .all('SELECT * FROM changes WHERE sequence > ? ORDER BY sequence LIMIT ?', sequence, limit)
      .flatMap((row): Change[] => {
        const kind = String(row['kind']);
        if (!isKind(kind)) return [];
        return [{ sequence: Number(row['sequence']), timeMs: Number(row['time']), kind, file: fileOf(row) }];
      });
  }

  textOf(selector: string): string | undefined {
    const row = this.#statements.get(
      'SELECT text FROM files WHERE folder = ? AND selector = ?',
      folderOfFile(selector),
      selector,
    );
    return typeof row?.['text'] === 'string' ? row['text'] : undefined;
  }
}
