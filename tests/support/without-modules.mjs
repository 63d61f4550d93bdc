/** Takes modules away from a program. */
import { register } from 'node:module';

/** From now on none of `names` can be imported. */
export function without(...names) {
  const hooks = `export function resolve(specifier, context, next) {
    if (${JSON.stringify(names)}.includes(specifier)) throw new Error('it is not there');
    return next(specifier, context);
  }`;
  register(`data:text/javascript,${encodeURIComponent(hooks)}`);
}
