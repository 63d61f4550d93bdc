/** Preloaded with `NODE_OPTIONS=--import`: no library of SQLite is there. */
import { without } from './without-modules.mjs';

without('libsql', 'node:sqlite');
