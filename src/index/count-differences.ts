/** How many more articles there are in all that they are counted by: folders, feeds, topics, months and days. */
import { isDateFolder, parentOf } from '../library/folders.ts';
import { TOPICS } from '../site/library.ts';
import type { Value } from './sqlite.ts';
import { totalOf } from './store.ts';

/** How many more are counted by this. */
interface Difference {
  readonly kind: string;
  readonly name: string;
  readonly month: number;
  count: number;
}

/** The folders above the file at `path`, nearest first, the last one ''. */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let folder = parentOf(path); ; folder = parentOf(folder)) {
    folders.push(folder);
    if (folder === '') return folders;
  }
}

export class CountDifferences {
  readonly #counts = new Map<string, Difference>();

  /** Those that are not 0. */
  get all(): readonly Readonly<Difference>[] {
    return Array.from(this.#counts.values()).filter(({ count }) => count !== 0);
  }

  clear(): void {
    this.#counts.clear();
  }

  /** Counts the article at `path` `by` more times; `of` is its row. */
  add(path: string, of: Readonly<Record<string, Value | undefined>>, by: 1 | -1): void {
    const date = Number(of['date']);
    const month = Math.floor(date / 100);
    const add = (kind: string, name: string): void => {
      this.#add(kind, name, month, by);
      this.#add(totalOf(kind), name, 0, by);
    };
    for (const folder of foldersAbove(path)) add('below', folder);
    for (let folder = parentOf(path); isDateFolder(folder); folder = parentOf(folder)) add('dated', folder);
    add('feed', String(of['feed']));
    for (const topic of TOPICS) {
      const name = of[topic];
      if (typeof name === 'string') add(topic, name);
    }
    if (date % 100 !== 0) this.#add('day', String(date), month, by);
  }

  #add(kind: string, name: string, month: number, by: number): void {
    const key = `${kind} ${month} ${name}`;
    const known = this.#counts.get(key);
    if (known === undefined) this.#counts.set(key, { kind, name, month, count: by });
    else known.count += by;
  }
}
