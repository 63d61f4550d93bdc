/** Names for disks that may know no difference between capitals and small letters, and have names of their own. */
import { parentOf } from '../library/folders.ts';
import { INDEX, MANIFEST } from './text-index.ts';

/** What lies beside the texts; and what DOS takes for a device, whatever stands behind a dot. */
const RESERVED = new RegExp(`^(?:${INDEX}|${MANIFEST}|(?:con|prn|aux|nul|com\\d|lpt\\d)(?:\\..*)?)$`, 'i');

const numbered = (name: string, number: number, end: string): string =>
  `${name}${number === 1 ? '' : `-${number}`}${end}`;

const isReserved = (path: string): boolean => RESERVED.test(path.slice(path.lastIndexOf('/') + 1));

/** The names on one disk, or on several that may be put together. */
export class DosNames {
  readonly #folders = new Map([['', '']]);
  readonly #files = new Set<string>();

  /** The path of a file like `folder`, `name` and `end`, as no other has it; folders of one name are one. */
  file(folder: string, name: string, end: string): string {
    const above = this.#folder(folder);
    const place = above === '' ? name : `${above}/${name}`;
    for (let number = 1; ; number++) {
      const path = numbered(place, number, end);
      if (isReserved(path) || this.#files.has(path.toLowerCase())) continue;
      this.#files.add(path.toLowerCase());
      return path;
    }
  }

  #folder(path: string): string {
    const key = path.toLowerCase();
    const known = this.#folders.get(key);
    if (known !== undefined) return known;
    const above = parentOf(path);
    const name = path.slice(above === '' ? 0 : above.length + 1);
    const free = isReserved(name) ? numbered(name, 2, '') : name;
    const found = above === '' ? free : `${this.#folder(above)}/${free}`;
    this.#folders.set(key, found);
    return found;
  }
}
