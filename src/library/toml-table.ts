/** Tables of a TOML file whose keys nobody vouches for. */

export type Table<T> = Readonly<Record<string, T>>;

export const isTable = (value: unknown): value is Table<unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value of a key that is not inherited: a file may hold `constructor` or `toString`. */
export const own = <T>(table: Table<T>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** The text of a key; `undefined` where it is blank or no text. */
export const textOf = (table: Table<unknown>, key: string): string | undefined => {
  const value = own(table, key);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
};

/** Something wrong in a feed.toml; `line` counts from 1 where it is known. */
export interface FeedProblem {
  readonly line?: number;
  readonly message: string;
  readonly fix: string;
}
