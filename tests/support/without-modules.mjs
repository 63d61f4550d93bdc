/** Takes modules away from a program. */
import { register } from 'node:module';

/** From now on none of `names` can be imported, nor the file of the program into which the build puts a package. */
export function without(...names) {
  const files = names.map((name) => `./${name.replace('/', '-')}-`);
  const hooks = `export function resolve(specifier, context, next) {
    if (${JSON.stringify(names)}.includes(specifier) || ${JSON.stringify(files)}.some((file) => specifier.startsWith(file)))
      throw new Error('it is not there');
    return next(specifier, context);
  }`;
  register(`data:text/javascript,${encodeURIComponent(hooks)}`);
}
