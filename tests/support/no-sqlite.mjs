/** Preloaded with `NODE_OPTIONS=--import`: no library of SQLite is there. */
import { register } from 'node:module';

const hooks = `export function resolve(specifier, context, next) {
  if (specifier === 'libsql' || specifier === 'node:sqlite') throw new Error('it is not there');
  return next(specifier, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
