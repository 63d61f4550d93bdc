/** Places for the documents of other servers, whose selectors can be anything. Pure. */
import type { Host } from '../../gopher/item.ts';
import { nameFor } from '../../library/add.ts';
import { nameProblem } from '../../library/document-file.ts';
import { isDateFolder } from '../../library/folders.ts';

/** Some servers have the type of an item before its path. */
const TYPE = /^\/?[01](?=\/)/;

/**
 * The path of a document below the articles folder, without `.txt`: like its selector, as far as that can be; in a
 * folder of the host's name where it has none of its own. `undefined` where no place can be called so.
 */
export function pathFor({ name }: Host, selector: string): string | undefined {
  const names = selector
    .replace(TYPE, '')
    .split(/[/\\?]+/)
    .filter((part) => /[\p{L}\p{N}]/u.test(part))
    .map(nameFor);
  const [first = '', ...others] = names;
  const host = nameFor(name);
  const path = others.length === 0 || isDateFolder(first) ? [host, ...names].join('/') : names.join('/');
  const short = `${host}/${names.at(-1) ?? ''}`;
  return [path, short].find((each) => names.length > 0 && nameProblem(each) === undefined);
}
