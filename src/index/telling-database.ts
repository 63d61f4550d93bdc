/** A database that tells when it is found to be damaged, wherever that is met. */
import type { Database } from './sqlite.ts';
import { isDamage } from './store.ts';

/** `database`; each error that says it is damaged is told to `onDamage`, and thrown all the same. */
export function tellingDatabase(database: Database, onDamage: () => void): Database {
  const watched = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (isDamage(error)) onDamage();
      throw error;
    }
  };
  return {
    exec: (sql) => watched(() => database.exec(sql)),
    prepare: (sql) => {
      const statement = watched(() => database.prepare(sql));
      return {
        run: (...values) => watched(() => statement.run(...values)),
        get: (...values) => watched(() => statement.get(...values)),
        all: (...values) => watched(() => statement.all(...values)),
      };
    },
    close: () => database.close(),
  };
}
