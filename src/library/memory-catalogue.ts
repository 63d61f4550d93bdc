/** A catalogue in memory, from the served articles and the folders they stand in. */
import type { PartialDate } from '../article/article.ts';
import { compareDates, writeDate } from '../article/date.ts';
import type { Catalogue, Counted, Dated, Entry, Folder, Period, Shelf, Topic } from '../site/library.ts';
import { feedsAmong, isDateFolder, makeFolder, parentOf, type FolderFacts } from './folders.ts';

/** Newest first; without date last; then by path, so that every copy of the folder sorts the same. */
function byAge(a: Entry, b: Entry): number {
  return compareDates(b.date, a.date) || (a.path < b.path ? -1 : 1);
}

interface Draft {
  /** Those of the folder, and of its years and months. */
  readonly entries: Entry[];
  readonly children: Set<string>;
  count: number;
}

function draftFolders(entries: readonly Entry[]): Map<string, Draft> {
  const drafts = new Map<string, Draft>();
  const draftOf = (path: string): Draft => {
    let draft = drafts.get(path);
    if (draft === undefined) {
      draft = { entries: [], children: new Set(), count: 0 };
      drafts.set(path, draft);
      if (path !== '') draftOf(parentOf(path)).children.add(path);
    }
    return draft;
  };
  draftOf('');
  for (const entry of entries) {
    let path = parentOf(entry.path);
    let isOfFeed = true;
    for (;;) {
      const draft = draftOf(path);
      draft.count++;
      if (isOfFeed) draft.entries.push(entry);
      if (path === '') break;
      isOfFeed &&= isDateFolder(path);
      path = parentOf(path);
    }
  }
  return drafts;
}

/** `entries` by what `nameOf` gives for each, in their order; those for which it gives nothing are left out. */
function grouped(
  entries: readonly Entry[],
  nameOf: (entry: Entry) => string | undefined,
): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const name = nameOf(entry);
    if (name === undefined) continue;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [entry]);
    else group.push(entry);
  }
  return groups;
}

const dayOf = ({ date }: Entry): string | undefined =>
  date?.day === undefined ? undefined : writeDate(date);

const monthOf = ({ date }: Entry): string | undefined =>
  date === undefined ? undefined : writeDate({ year: date.year, month: date.month });

/** Whether the article was published in `period`. */
const isIn = ({ date }: Entry, { year, month }: Period): boolean =>
  date?.year === year && (month === undefined || date.month === month);

/** How many `entries` there are, with what `dateOf` makes of the date of the first. */
function datedOf(entries: readonly Entry[], dateOf: (date: PartialDate) => PartialDate): Dated[] {
  const date = entries[0]?.date;
  return date === undefined ? [] : [{ date: dateOf(date), count: entries.length }];
}

class MemoryCatalogue implements Catalogue {
  readonly feeds: readonly Folder[];
  readonly #newest: readonly Entry[];
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #drafts: ReadonlyMap<string, Draft>;
  readonly #folders: ReadonlyMap<string, Folder>;
  /** Made when they are asked for. */
  readonly #topics = new Map<Topic, ReadonlyMap<string, readonly Entry[]>>();
  #byDay: ReadonlyMap<string, readonly Entry[]> | undefined;

  constructor(entries: readonly Entry[], facts: ReadonlyMap<string, FolderFacts>) {
    this.#newest = entries.toSorted(byAge);
    this.#entries = new Map(this.#newest.map((entry) => [entry.path, entry]));
    this.#drafts = draftFolders(this.#newest);
    this.#folders = new Map(
      Array.from(this.#drafts, ([path, { entries: own, children, count }]) => [
        path,
        makeFolder(
          path,
          () => [...children],
          { listed: own.length, count },
          (other) => facts.get(other),
        ),
      ]),
    );
    this.feeds = feedsAmong(this.#folders.values());
  }

  get size(): number {
    return this.#newest.length;
  }

  entry(path: string): Entry | undefined {
    return this.#entries.get(path);
  }

  folder(path: string): Folder | undefined {
    return this.#folders.get(path);
  }

  count(shelf: Shelf): number {
    return this.#on(shelf).length;
  }

  list(shelf: Shelf, limit: number, offset = 0): readonly Entry[] {
    return this.#on(shelf).slice(offset, offset + limit);
  }

  around({ path, feed }: Entry): { readonly newer: Entry | undefined; readonly older: Entry | undefined } {
    const siblings = this.#on({ kind: 'folder', path: feed });
    const index = siblings.findIndex((entry) => entry.path === path);
    return { newer: siblings[index - 1], older: index < 0 ? undefined : siblings[index + 1] };
  }

  ofDay(date: PartialDate): readonly Entry[] {
    return this.#days.get(writeDate(date)) ?? [];
  }

  get days(): readonly Dated[] {
    return Array.from(this.#days.values()).flatMap((entries) => datedOf(entries, (date) => date));
  }

  months(shelf: Shelf): readonly Dated[] {
    const months = grouped(this.#on(shelf), monthOf).values();
    return Array.from(months).flatMap((entries) => datedOf(entries, ({ year, month }) => ({ year, month })));
  }

  names(topic: Topic): readonly Counted[] {
    return Array.from(this.#named(topic), ([name, { length }]) => ({ name, count: length })).toSorted(
      (a, b) => b.count - a.count || (a.name < b.name ? -1 : 1),
    );
  }

  get #days(): ReadonlyMap<string, readonly Entry[]> {
    return (this.#byDay ??= grouped(this.#newest, dayOf));
  }

  #named(topic: Topic): ReadonlyMap<string, readonly Entry[]> {
    const known = this.#topics.get(topic);
    if (known !== undefined) return known;
    const nameOf: Record<Topic, (entry: Entry) => string | undefined> = {
      publisher: ({ publisher }) => publisher,
      licence: ({ licence }) => licence.id,
      language: ({ feed }) => this.folder(feed)?.language,
    };
    const found = grouped(this.#newest, nameOf[topic]);
    this.#topics.set(topic, found);
    return found;
  }

  #on(shelf: Shelf): readonly Entry[] {
    const { during } = shelf;
    const all = this.#allOn(shelf);
    return during === undefined ? all : all.filter((entry) => isIn(entry, during));
  }

  #allOn(shelf: Shelf): readonly Entry[] {
    switch (shelf.kind) {
      case 'all':
        return this.#newest;
      case 'folder':
        return this.#drafts.get(shelf.path)?.entries ?? [];
      case 'below':
        return shelf.path === ''
          ? this.#newest
          : this.#newest.filter(({ path }) => path.startsWith(`${shelf.path}/`));
      case 'publisher':
      case 'licence':
      case 'language':
        return this.#named(shelf.kind).get(shelf.name) ?? [];
    }
  }
}

/** The catalogue of `entries`; `facts` are what feed.toml and gophermap say of folders, by path. */
export const buildCatalogue = (
  entries: readonly Entry[],
  facts: ReadonlyMap<string, FolderFacts>,
): Catalogue => new MemoryCatalogue(entries, facts);
