/** The catalogue over the database: asked, never held, so that its size is no matter. */
import type { PartialDate } from '../article/article.ts';
import { dateOfRank, dateRank } from '../article/date.ts';
import type { Catalogue, Counted, Dated, Entry, Folder, Shelf, Topic } from '../site/library.ts';
import { feedsAmong, isDateFolder, makeFolder, type FolderFacts } from '../library/folders.ts';
import { ENTRY_COLUMNS, entryOfRow } from './stored-entry.ts';
import { factsFrom } from './stored-facts.ts';
import type { Value } from './sqlite.ts';
import type { Statements } from './statements.ts';
import { totalOf } from './store.ts';

/** Folders that are remembered: pages ask for the same ones again and again. */
const MAX_REMEMBERED = 1_000;
/** The longest pages of lists. */
const PAGE_LENGTH = 100;

/** What restricts a list, and how it is counted. */
interface Restriction {
  readonly where: string;
  readonly values: readonly Value[];
  readonly kind: string;
  readonly name: string;
}

/** A month, or none where `number` is 0, and how many articles it has. */
interface MonthCount {
  readonly number: number;
  readonly count: number;
}

/** Answers over a database, at the state at which it stands; made anew when that changes. */
export class StoredCatalogue implements Catalogue {
  readonly #statements: Statements;
  readonly #folders = new Map<string, Folder | undefined>();
  readonly #factsByPath = new Map<string, FolderFacts | undefined>();
  readonly #names = new Map<Topic, readonly Counted[]>();
  #feeds: readonly Folder[] | undefined;
  #days: readonly Dated[] | undefined;
  #size: number | undefined;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  get size(): number {
    return (this.#size ??= this.#countOf('below', ''));
  }

  entry(path: string): Entry | undefined {
    const [row] = this.#statements.all(
      `SELECT ${ENTRY_COLUMNS} FROM documents WHERE path = ? AND feed IS NOT NULL`,
      path,
    );
    return row && entryOfRow(row);
  }

  folder(path: string): Folder | undefined {
    if (this.#folders.has(path)) return this.#folders.get(path);
    if (this.#folders.size >= MAX_REMEMBERED) this.#folders.clear();
    const folder = this.#makeFolder(path);
    this.#folders.set(path, folder);
    return folder;
  }

  get feeds(): readonly Folder[] {
    return (this.#feeds ??= this.#makeFeeds());
  }

  count(shelf: Shelf): number {
    return this.#months(shelf).reduce((sum, { count }) => sum + count, 0);
  }

  list(shelf: Shelf, limit: number, offset = 0): readonly Entry[] {
    const { where, values } = this.#restriction(shelf);
    const start = this.#startAt(shelf, offset);
    if (start === undefined) return [];
    const { upTo, skipped } = start;
    return this.#statements
      .all(
        `SELECT ${ENTRY_COLUMNS} FROM documents WHERE ${where}${upTo === undefined ? '' : ' AND date <= ?'} ORDER BY date DESC, path LIMIT ? OFFSET ?`,
        ...values,
        ...(upTo === undefined ? [] : [upTo]),
        limit,
        offset - skipped,
      )
      .flatMap((row) => entryOfRow(row) ?? []);
  }

  around({ path, feed, date }: Entry): {
    readonly newer: Entry | undefined;
    readonly older: Entry | undefined;
  } {
    const number = dateRank(date);
    const beside = (conditions: readonly string[], order: string): Entry | undefined => {
      for (const [index, condition] of conditions.entries()) {
        const [row] = this.#statements.all(
          `SELECT ${ENTRY_COLUMNS} FROM documents WHERE feed = ? AND ${condition} ORDER BY ${order} LIMIT 1`,
          feed,
          number,
          ...(index === 0 ? [path] : []),
        );
        if (row !== undefined) return entryOfRow(row);
      }
      return undefined;
    };
    return {
      newer: beside(['date = ? AND path < ?', 'date > ?'], 'date, path DESC'),
      older: beside(['date = ? AND path > ?', 'date < ?'], 'date DESC, path'),
    };
  }

  ofDay(date: PartialDate): readonly Entry[] {
    return this.#statements
      .all(
        `SELECT ${ENTRY_COLUMNS} FROM documents WHERE feed IS NOT NULL AND date = ? ORDER BY path`,
        date.day === undefined ? -1 : dateRank(date),
      )
      .flatMap((row) => entryOfRow(row) ?? []);
  }

  get days(): readonly Dated[] {
    return (this.#days ??= this.#statements
      .all("SELECT name, count FROM counts WHERE kind = 'day' ORDER BY name DESC")
      .flatMap(({ name, count }): Dated[] => {
        const date = dateOfRank(Number(name));
        return date === undefined ? [] : [{ date, count: Number(count) }];
      }));
  }

  months(shelf: Shelf): readonly Dated[] {
    return this.#months(shelf).flatMap(({ number, count }): Dated[] => {
      const date = dateOfRank(number * 100);
      return date === undefined ? [] : [{ date, count }];
    });
  }

  names(topic: Topic): readonly Counted[] {
    const known = this.#names.get(topic);
    if (known !== undefined) return known;
    const found = this.#statements
      .all('SELECT name, count FROM counts WHERE kind = ? ORDER BY count DESC, name', totalOf(topic))
      .map(({ name, count }) => ({ name: String(name), count: Number(count) }));
    this.#names.set(topic, found);
    return found;
  }

  /**
   * The last date of the month in which the article at `offset` is, and how many articles are newer than that month;
   * `undefined` when there is none. To walk over a million articles would take too long.
   */
  #startAt(shelf: Shelf, offset: number): { readonly upTo?: number; readonly skipped: number } | undefined {
    let skipped = 0;
    // on the way from the newest one of all, those that are newer than any of a folder would be many
    if (offset === 0 && shelf.kind !== 'below') return { skipped };
    for (const { number, count } of this.#months(shelf)) {
      if (skipped + count > offset) return { upTo: number * 100 + 99, skipped };
      skipped += count;
    }
    return undefined;
  }

  #countOf(kind: string, name: string): number {
    const [row] = this.#statements.all(
      'SELECT count FROM counts WHERE kind = ? AND name = ? AND month = 0',
      totalOf(kind),
      name,
    );
    return Number(row?.['count'] ?? 0);
  }

  /** The months of `shelf`, newest first, last those without date. */
  #months(shelf: Shelf): MonthCount[] {
    const { kind, name } = this.#restriction(shelf);
    const { during } = shelf;
    const [from, to] =
      during === undefined
        ? [0, Number.MAX_SAFE_INTEGER]
        : [during.year * 100 + (during.month ?? 0), during.year * 100 + (during.month ?? 99)];
    return this.#statements
      .all(
        'SELECT month, count FROM counts WHERE kind = ? AND name = ? AND month BETWEEN ? AND ? ORDER BY month DESC',
        kind,
        name,
        from,
        to,
      )
      .map(({ month, count }) => ({ number: Number(month), count: Number(count) }));
  }

  #restriction(shelf: Shelf): Restriction {
    const { during } = shelf;
    const all = this.#unrestricted(shelf);
    if (during === undefined) return all;
    const [from, to] =
      during.month === undefined
        ? [during.year * 10_000, during.year * 10_000 + 9_999]
        : [during.year * 10_000 + during.month * 100, during.year * 10_000 + during.month * 100 + 99];
    return { ...all, where: `${all.where} AND date BETWEEN ? AND ?`, values: [...all.values, from, to] };
  }

  #unrestricted(shelf: Shelf): Restriction {
    switch (shelf.kind) {
      case 'all':
        return { where: 'feed IS NOT NULL', values: [], kind: 'below', name: '' };
      case 'folder': {
        const { path } = shelf;
        if (!isDateFolder(path)) return { where: 'feed = ?', values: [path], kind: 'feed', name: path };
        const where = 'feed IS NOT NULL AND folder IN (SELECT value FROM json_each(?))';
        return { where, values: [JSON.stringify(this.#dated(path))], kind: 'dated', name: path };
      }
      case 'below':
        return this.#below(shelf.path);
      case 'publisher':
      case 'licence':
      case 'language': {
        const { kind, name } = shelf;
        return { where: `feed IS NOT NULL AND ${kind} = ?`, values: [name], kind, name };
      }
    }
  }

  /** A year or month, and the months of a year. */
  #dated(path: string): string[] {
    const children = this.#childrenOf(path).filter(isDateFolder);
    return [path, ...children.flatMap((child) => this.#dated(child))];
  }

  #childrenOf(path: string): string[] {
    return this.#statements
      .all('SELECT path FROM folders WHERE parent = ?', path)
      .map((row) => String(row['path']));
  }

  #below(path: string): Restriction {
    const counted = { kind: 'below', name: path };
    if (path === '') return { where: 'feed IS NOT NULL', values: [], ...counted };
    const count = this.#countOf('below', path);
    if (count === this.#countOf('feed', path)) return { where: 'feed = ?', values: [path], ...counted };
    // few are found by their paths and sorted; of many a page is met sooner on the way from the newest one
    const hint = count <= (PAGE_LENGTH * this.size) / count ? '' : '+';
    const where = `feed IS NOT NULL AND ${hint}path > ? AND ${hint}path < ?`;
    return { where, values: [`${path}/`, `${path}0`], ...counted };
  }

  #facts(path: string): FolderFacts | undefined {
    if (this.#factsByPath.has(path)) return this.#factsByPath.get(path);
    if (this.#factsByPath.size >= MAX_REMEMBERED) this.#factsByPath.clear();
    const [row] = this.#statements.all('SELECT facts FROM folders WHERE path = ?', path);
    const facts = row && factsFrom(String(row['facts']));
    this.#factsByPath.set(path, facts);
    return facts;
  }

  /** All at once: there may be thousands. */
  #makeFeeds(): readonly Folder[] {
    const rows = this.#statements.all(
      `SELECT own.name, own.count AS listed, below.count AS count, facts
      FROM counts AS own JOIN counts AS below ON below.kind = ? AND below.name = own.name JOIN folders ON path = own.name
      WHERE own.kind = ?`,
      totalOf('below'),
      totalOf('feed'),
    );
    const facts = new Map(rows.map((row) => [String(row['name']), factsFrom(String(row['facts']))]));
    return feedsAmong(
      rows.map(({ name, listed, count }) =>
        makeFolder(
          String(name),
          () => this.#withArticles(String(name)),
          { listed: Number(listed), count: Number(count) },
          (other) => facts.get(other) ?? this.#facts(other),
        ),
      ),
    );
  }

  /** The folders in `path` that hold articles. */
  #withArticles(path: string): string[] {
    return this.#childrenOf(path).filter((child) => this.#countOf('below', child) > 0);
  }

  #makeFolder(path: string): Folder | undefined {
    const count = this.#countOf('below', path);
    if (count === 0 && path !== '') return undefined;
    const listed = this.#countOf(isDateFolder(path) ? 'dated' : 'feed', path);
    return makeFolder(
      path,
      () => this.#withArticles(path),
      { listed, count },
      (other) => this.#facts(other),
    );
  }
}
