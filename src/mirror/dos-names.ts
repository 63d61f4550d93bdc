/** Names for disks that may know no difference between capitals and small letters, and have names of their own. */
import { parentOf } from '../library/folders.ts';
import { INDEX, MANIFEST } from './text-index.ts';

/** What lies beside the texts; and what DOS takes for a device, whatever stands behind a dot. */
const RESERVED = new RegExp(`^(?:${INDEX}|${MANIFEST}|(?:con|prn|aux|nul|com\\d|lpt\\d)(?:\\..*)?)$`, 'i');

/** `name`, or where it and `end` are reserved one that is not. */
const freed = (name: string, end: string): string =>
  RESERVED.test(name + end) ? name.replace(/^[^.]+/, '$&-2') : name;

/** The names on one disk, or on several that may be put together. */
export class DosNames {
  readonly #folders = new Map([['', '']]);
  readonly #files = new Set<string>();

  /** The path of a file like `folder`, `name` and `end`, as no other has it; folders of one name are one. */
  file(folder: string, name: string, end: string): string {
    const above = this.#folder(folder);
    const place = `${above === '' ? '' : `${above}/`}${freed(name, end)}`;
    let path = place + end;
    for (let number = 2; this.#files.has(path.toLowerCase()); number++) path = `${place}-${number}${end}`;
    this.#files.add(path.toLowerCase());
    return path;
  }

  #folder(path: string): string {
    const key = path.toLowerCase();
    const known = this.#folders.get(key);
    if (known !== undefined) return known;
    const above = parentOf(path);
    const name = path.slice(above === '' ? 0 : above.length + 1);
    const free = freed(name, '');
    const found = above === '' ? free : `${this.#folder(above)}/${free}`;
    this.#folders.set(key, found);
    return found;
  }
}
