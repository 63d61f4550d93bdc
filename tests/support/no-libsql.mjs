/** Preloaded with `NODE_OPTIONS=--import`: libsql is not there. */
import { without } from './without-modules.mjs';

without('libsql');
